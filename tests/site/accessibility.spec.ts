import { expect, test } from '@playwright/test';

import { faultsOf, kindsOfPage, pagePaths } from './site.ts';

// Of the pages made from one template the first two, of the postmortems every twentieth. In groups, so that workers share them.
const seen = new Map<string, number>();
const paths = pagePaths().filter((path) => {
  const kind = path.replace(/^\/causes\/[^/]+\/(?=.)/, '/causes/*/').replace(/[^/]+\/$/, '');
  const count = seen.get(kind) ?? 0;
  seen.set(kind, count + 1);
  return kind === '/i/' ? count % 20 === 0 : count < 2;
});
const groupSize = 5;
for (let start = 0; start < paths.length; start += groupSize) {
  const group = paths.slice(start, start + groupSize);
  test(`axe finds nothing, light and dark, on ${group[0]} and ${group.length - 1} more`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    for (const path of group) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(path);
      expect.soft(await faultsOf(page), path).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await faultsOf(page, ['color-contrast', 'link-in-text-block']);
      expect.soft(dark, `${path} dark`).toEqual([]);
    }
  });
}

for (const path of kindsOfPage()) {
  test(`${path} has one h1 and headings that nest`, async ({ page }) => {
    await page.goto(path);
    const levels = await page
      .locator('h1, h2, h3, h4, h5, h6')
      .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    for (const [index, level] of levels.entries())
      expect(level, `heading ${index} of ${levels.join(' ')}`).toBeLessThanOrEqual(
        (levels[index - 1] ?? 0) + 1,
      );
  });
}

test('the skip link is the first thing Tab reaches', async ({ page }) => {
  await page.goto('/i/1/');
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
