import { readFileSync } from 'node:fs';

import { expect, test, type Locator, type Page } from '@playwright/test';

import { incidents, type Incident } from './site.ts';

/** The cause and the language with the most incidents, whose lists have the most to sort. */
const [cause = ''] = mostFrequent(({ cause: own }) => [own]);
const [language = ''] = mostFrequent(({ language: own }) => own);

function mostFrequent(terms: (incident: Incident) => readonly string[]): readonly string[] {
  const byTerm = Map.groupBy(incidents().flatMap(terms), (term) => term);
  return [...byTerm].toSorted(([, a], [, b]) => b.length - a.length).map(([term]) => term);
}

const rowHeads = (table: Locator): Promise<string[]> =>
  table.locator('tbody th a').allTextContents();
const matrix = (page: Page): Locator => page.locator('table[data-across="layers"]');

/** The counts of a column or row of cells, empty ones as zero. */
const counts = (cells: Locator): Promise<number[]> =>
  cells.evaluateAll((elements) => elements.map(({ textContent }) => Number(textContent)));

const isFalling = (numbers: readonly number[]): boolean =>
  numbers.every((number, at) => at === 0 || number <= (numbers[at - 1] ?? 0));

test('heads sort the causes and the layers of a matrix, the other way, and back; they say so', async ({
  page,
}) => {
  await page.goto('/causes/');
  const table = matrix(page);
  const sent = await rowHeads(table);
  const head = table.locator('thead th').nth(3);
  const layer = await head
    .getByRole('link')
    .evaluate((link) => link.firstChild?.textContent?.trim() ?? '');
  const button = head.getByRole('button', { name: `Sort causes by ${layer}` });
  const column = table.locator('tbody td:nth-child(4)');
  const status = page.getByRole('status').filter({ hasText: `sorted by ${layer}` });

  await button.click();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await expect(status).toHaveText(`The causes are sorted by ${layer}, highest first.`);
  expect(isFalling(await counts(column))).toBe(true);

  await button.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  const rising = (await counts(column)).filter((count) => count > 0);
  expect(isFalling(rising.toReversed())).toBe(true);
  await expect(button).toBeFocused();

  await button.press('Space');
  await expect(head).not.toHaveAttribute('aria-sort');
  expect(await rowHeads(table)).toEqual(sent);

  await test.step('a row head sorts the layers, and every cell keeps its list', async () => {
    const cells = () =>
      table.locator('tbody td a').evaluateAll((links) =>
        links
          .map((link) => {
            const cell = link.closest('td');
            const top = cell?.closest('table')?.tHead?.rows[0]?.cells[cell.cellIndex];
            const [term] = top?.querySelector('a')?.pathname.split('/').slice(-2) ?? [];
            return `${link.getAttribute('href')} ${link.textContent.trim()} ${term}`;
          })
          .toSorted(),
      );
    const unsorted = await cells();
    const row = table.locator('tbody tr', { has: page.locator(`a[href="/causes/${cause}/"]`) });
    await row.getByRole('button', { name: /^Sort layers by / }).click();
    const sorted = await counts(row.locator('td').filter({ hasText: /\d/ }));
    expect(isFalling(sorted.slice(0, -1))).toBe(true);
    await expect(row.getByRole('rowheader')).toHaveAttribute('aria-sort', 'descending');
    expect(await cells()).toEqual(unsorted);
  });

  await test.step('names sort by the alphabet', async () => {
    await table.getByRole('button', { name: 'Sort causes by name' }).click();
    const names = await rowHeads(table);
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')));
  });
});

test('a sorted table and a sorted list are as they were after following a link and going back', async ({
  page,
}) => {
  await page.goto(`/causes/${cause}/`);
  const fixes = page
    .getByRole('region', { name: 'Fixes and their effect on memory' })
    .locator('table');
  await fixes.getByRole('button', { name: 'Fix', exact: true }).click();
  await page.getByLabel('Sort by').selectOption('Largest size first');
  const list = page.locator('sort-list ol a');
  const [titles, names] = [await list.allTextContents(), await rowHeads(fixes)];
  await list.first().click();
  await expect(page).toHaveURL(/\/i\/\d+\/$/);
  await page.goBack();
  await expect(page.getByLabel('Sort by')).toHaveValue('bytes descending');
  expect(await list.allTextContents()).toEqual(titles);
  expect(await rowHeads(fixes)).toEqual(names);
  await page.reload();
  await expect(page.getByLabel('Sort by')).toHaveValue('bytes descending');
  expect(await list.allTextContents()).toEqual(titles);
});

test('a list sorts by date, improvement and size; what is unknown is called so and comes last', async ({
  page,
}) => {
  const byId = new Map(incidents().map((incident) => [incident.id, incident]));
  await page.goto(`/languages/${language}/`);
  const items = page.locator('sort-list li');
  const shown = () =>
    items.evaluateAll((elements) =>
      elements.map((item) => Number(item.querySelector('a')?.pathname.split('/').at(-2))),
    );
  const year = (id: number) => Number(byId.get(id)?.reported.slice(0, 4));
  const sent = await shown();
  expect(sent.length).toBeGreaterThan(1);
  expect(isFalling(sent.map(year))).toBe(true);

  const sort = page.getByLabel('Sort by');
  await sort.selectOption('Largest size first');
  await expect(page.locator('sort-list').getByRole('status')).toHaveText(
    'Sorted: Largest size first.',
  );
  const bySize = (await shown()).map((id) => byId.get(id)?.sizeBytes ?? 0);
  expect(isFalling(bySize)).toBe(true);
  const texts = await items.allTextContents();
  expect(texts.map((text) => text.includes('size unknown'))).toEqual(
    bySize.map((size) => size === 0),
  );

  await sort.selectOption('Largest improvement first');
  const shares = await items.evaluateAll((elements) =>
    elements.map((item) => Number(item.getAttribute('data-share') ?? 9)),
  );
  expect(isFalling(shares.toReversed())).toBe(true);

  await sort.selectOption('Oldest first');
  expect(isFalling((await shown()).map(year).toReversed())).toBe(true);
  await sort.selectOption('Newest first');
  expect((await shown()).toSorted()).toEqual(sent.toSorted());
});

test('pages without such a table or list load no script for it', () => {
  for (const path of ['guides', `i/${incidents()[0]?.id}`, 'growth', 'about'])
    expect(readFileSync(`dist/${path}/index.html`, 'utf8'), path).not.toMatch(/<script[^>]+src=/);
});

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 375, height: 740 } });

  test('a matrix keeps its heads in sight while it scrolls', async ({ page }) => {
    await page.goto('/causes/');
    const frame = page.getByRole('region', { name: /by cause and affected layer/ });
    await frame.scrollIntoViewIfNeeded();
    await frame.evaluate((element) => element.scrollTo(300, 400));
    const box = await frame.boundingBox();
    const corner = await frame.locator('thead th').first().boundingBox();
    expect(box && corner && Math.abs(corner.x - box.x) < 2 && Math.abs(corner.y - box.y) < 3).toBe(
      true,
    );
  });
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('there is nothing that offers to sort, and lists are newest first', async ({ page }) => {
    await page.goto(`/causes/${cause}/`);
    await expect(page.getByLabel('Sort by')).toBeHidden();
    await expect(page.getByRole('table').first()).toBeVisible();
    await expect(page.locator('sort-table button')).toHaveCount(0);
    const years = await page.locator('sort-list time').allTextContents();
    expect(isFalling(years.map(Number))).toBe(true);
  });
});
