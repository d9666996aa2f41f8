import { globSync, readFileSync } from 'node:fs';

import { expect, test, type Page } from '@playwright/test';

import { faultsOf } from './site.ts';

/** Paths of components whose page draws their versions, most incidents first. */
const drawn = globSync('dist/components/*/index.html')
  .map((file) => ({
    file,
    links: readFileSync(file, 'utf8').match(/<a href="[^"]+" aria-label="/g),
  }))
  .filter(({ file }) => /id="versions"[^]*<div class="wide"/.test(readFileSync(file, 'utf8')))
  .toSorted((a, b) => (b.links?.length ?? 0) - (a.links?.length ?? 0))
  .map(({ file }) => `/${file.split('/').slice(1, -1).join('/')}/`);

const rows = (page: Page) => page.locator('filter-rows tbody tr:visible');
const filter = (page: Page) => page.getByRole('searchbox', { name: /^Filter/ });

test.describe('the list of components', () => {
  test('shows only the rows that contain every word typed, and says how many', async ({ page }) => {
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

    await filter(page).fill('');
    await expect(rows(page)).toHaveCount(all);
  });

  test('leads to the search when nothing matches', async ({ page }) => {
    await page.goto('/components/');
    await filter(page).fill('no such thing');
    await expect(rows(page)).toHaveCount(0);
    await page.getByRole('link', { name: 'Search all incidents for it' }).click();
    await expect(page).toHaveURL(/\/search\/\?q=no\+such\+thing/);
  });

  test('is as it was after following a link and going back', async ({ page }) => {
    await page.goto('/components/');
    const name = (await rows(page).nth(7).getByRole('rowheader').textContent())?.trim() ?? '';
    await filter(page).fill(name);
    const count = await rows(page).count();
    await rows(page).first().getByRole('link').first().click();
    await expect(page).toHaveURL(/\/components\/[^/?]+\/$/);
    await page.goBack();
    await expect(filter(page)).toHaveValue(name);
    await expect(rows(page)).toHaveCount(count);
  });

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false });

    test('is whole and offers no filter', async ({ page }) => {
      await page.goto('/components/');
      expect(await page.locator('filter-rows tbody tr').count()).toBeGreaterThan(100);
      await expect(filter(page)).toBeHidden();
      await expect(page.getByText('No component matches')).toBeHidden();
    });
  });
});

test.describe('the page of a component', () => {
  test('draws its versions, with a link to each incident, and lists them below', async ({
    page,
  }) => {
    const [path = ''] = drawn;
    await page.goto(path);
    const table = page.getByRole('table').filter({ hasText: 'Fixed in' });
    await expect(table).toBeVisible();
    const links = page.locator('figure .wide svg a');
    const names = await links.evaluateAll((all) =>
      all.map((link) => link.getAttribute('aria-label')),
    );
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) {
      const [, incident = '', affected = ''] = /^(\S+), (.*?): /.exec(name ?? '') ?? [];
      const row = table.getByRole('row').filter({ hasText: incident });
      const cell = (await row.getByRole('cell').first().innerText()).split('\n').join(', ');
      expect(cell).toBe(affected);
    }
    await links.first().click();
    await expect(page).toHaveURL(/\/i\/\d+\/$/);
  });
});

for (const width of [375, 1280])
  test.describe(`${width} pixels wide`, () => {
    test.use({ viewport: { width, height: 800 } });

    for (const path of ['/components/', ...drawn.slice(0, 2)])
      test(`${path} has no fault and nothing in it scrolls sideways`, async ({ page }) => {
        await page.goto(path);
        expect(await faultsOf(page)).toEqual([]);
        const tooWide = await page.evaluate(() =>
          [document.documentElement, ...document.querySelectorAll('.frame.stacks')]
            .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
            .map(({ className }) => className),
        );
        expect(tooWide).toEqual([]);
      });
  });
