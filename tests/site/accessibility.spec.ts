import { expect, test, type Page } from '@playwright/test';

import { faultsOf, incidents, templates, tooWide } from './site.ts';

// Of each template the largest and the smallest page, and every twentieth postmortem. In groups, so that workers share them.
const paths = [
  ...new Set([
    ...templates().flatMap((pages) => [pages[0], pages.at(-1) ?? pages[0]]),
    ...incidents().flatMap(({ id }, index) => (index % 20 === 0 ? [`/i/${id}/`] : [])),
  ]),
];
const groupSize = 5;
for (let start = 0; start < paths.length; start += groupSize) {
  const group = paths.slice(start, start + groupSize);
  test(`headings nest, nothing sticks out, and axe finds nothing, light and dark: ${group.join(' ')}`, async ({
    page,
  }) => {
    for (const path of group) {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(path);
      expect.soft(headingFaults(await headingLevels(page)), path).toEqual([]);
      expect.soft(await tooWide(page), path).toEqual([]);
      expect.soft(await faultsOf(page), path).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await faultsOf(page, ['color-contrast', 'link-in-text-block']);
      expect.soft(dark, `${path} dark`).toEqual([]);
    }
  });
}

const headingLevels = (page: Page): Promise<number[]> =>
  page
    .locator('h1, h2, h3, h4, h5, h6')
    .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));

/** A page has one h1, and a heading is at most one level below the one before it. */
function headingFaults(levels: readonly number[]): string[] {
  const count = levels.filter((level) => level === 1).length;
  return [
    ...(count === 1 ? [] : [`${count} h1`]),
    ...levels.flatMap((level, index) =>
      level > (levels[index - 1] ?? 0) + 1 ? [`heading ${index} of ${levels.join(' ')}`] : [],
    ),
  ];
}

test('the skip link is the first thing Tab reaches', async ({ page }) => {
  await page.goto(`/i/${incidents()[0]?.id}/`);
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});
