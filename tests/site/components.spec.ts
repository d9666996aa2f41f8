import { globSync, readFileSync } from 'node:fs';

import { expect, test, type Page } from '@playwright/test';

/** Path of the component whose page draws the versions of the most incidents. */
const [drawn = ''] = globSync('dist/components/*/index.html')
  .map((file) => ({
    path: `/${file.split('/').slice(1, -1).join('/')}/`,
    html: readFileSync(file, 'utf8'),
  }))
  .filter(({ html }) => /id="versions"[^]*<div class="wide"/.test(html))
  .map(({ path, html }) => ({ path, links: html.match(/<a href="[^"]+" aria-label="/g) ?? [] }))
  .toSorted((a, b) => b.links.length - a.links.length)
  .map(({ path }) => path);

const rows = (page: Page) => page.locator('filter-rows tbody tr:visible');
const filter = (page: Page) => page.getByRole('searchbox', { name: /^Filter/ });

test('the list of components shows the rows that contain every word typed, also after going back, and leads to the search', async ({
  page,
}) => {
  await page.goto('/components/');
  const all = await rows(page).count();
  const name = (await rows(page).nth(7).getByRole('rowheader').textContent())?.trim() ?? '';
  await filter(page).pressSequentially(name.toUpperCase());
  await expect(rows(page).filter({ has: page.getByRole('rowheader', { name }) })).not.toHaveCount(
    0,
  );
  const count = await rows(page).count();
  expect(count).toBeLessThan(all);
  for (const text of await rows(page).allTextContents())
    expect(text.toLowerCase()).toContain(name.toLowerCase().split(' ')[0]);
  await expect(page.locator('filter-rows').getByRole('status').first()).toHaveText(
    `${count} of ${all} components`,
  );

  await rows(page).first().getByRole('link').first().click();
  await expect(page).toHaveURL(/\/components\/[^/?]+\/$/);
  await page.goBack();
  await expect(filter(page)).toHaveValue(name.toUpperCase());
  await expect(rows(page)).toHaveCount(count);

  await filter(page).fill('');
  await expect(rows(page)).toHaveCount(all);
  await filter(page).fill('no such thing');
  await expect(rows(page)).toHaveCount(0);
  await page.getByRole('link', { name: 'Search all incidents for it' }).click();
  await expect(page).toHaveURL(/\/search\/\?q=no\+such\+thing/);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the list of components is whole and offers no filter', async ({ page }) => {
    await page.goto('/components/');
    const pages = globSync('dist/components/*/index.html');
    await expect(page.locator('filter-rows tbody tr')).toHaveCount(pages.length);
    await expect(filter(page)).toBeHidden();
    await expect(page.getByText('No component matches')).toBeHidden();
  });

  test('the page of a component draws its versions, with a link to each incident, and lists them below', async ({
    page,
  }) => {
    await page.goto(drawn);
    const links = page.locator('figure .wide svg a');
    const names = await links.evaluateAll((all) =>
      all.map((link) => link.getAttribute('aria-label') ?? ''),
    );
    expect(names.length).toBeGreaterThan(0);
    const table = page.getByRole('table').filter({ hasText: 'Fixed in' });
    await expect(table).toBeVisible();
    const listed = await table.locator('tbody tr').evaluateAll((all) =>
      all.map((row) => ({
        incident: row.querySelector('.id')?.textContent,
        affected: row.querySelector('td')?.innerText.split('\n').join(', '),
      })),
    );
    for (const name of names) {
      const [, incident = '', affected = ''] = /^(\S+), (.*?): /.exec(name) ?? [];
      const row = listed.find((one) => one.incident === incident);
      expect(row?.affected, name).toBe(affected);
    }
    await links.first().click();
    await expect(page).toHaveURL(/\/i\/\d+\/$/);
  });
});
