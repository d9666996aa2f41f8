import { expect, test, type Locator, type Page } from '@playwright/test';

const rowHeads = (table: Locator): Promise<string[]> =>
  table.locator('tbody th a').allTextContents();
const matrix = (page: Page): Locator => page.locator('table[data-across="layers"]');

/** The counts of a column or row of cells, empty ones as zero. */
const counts = (cells: Locator): Promise<number[]> =>
  cells.evaluateAll((elements) => elements.map(({ textContent }) => Number(textContent)));

const isFalling = (numbers: readonly number[]): boolean =>
  numbers.every((number, at) => at === 0 || number <= (numbers[at - 1] ?? 0));

test('a column head sorts the causes, the other way, and back; it says so', async ({ page }) => {
  await page.goto('/causes/');
  const table = matrix(page);
  const sent = await rowHeads(table);
  const button = table.getByRole('button', { name: 'Sort causes by Library' });
  const head = table.getByRole('columnheader', { name: 'Library layer', exact: true });
  const column = table.locator('tbody td:nth-child(4)');
  const status = page.getByRole('status').filter({ hasText: 'sorted by Library' });

  await button.click();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await expect(status).toHaveText('The causes are sorted by Library, highest first.');
  expect(isFalling(await counts(column))).toBe(true);

  await button.press('Enter');
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  const rising = (await counts(column)).filter((count) => count > 0);
  expect(isFalling(rising.toReversed())).toBe(true);
  await expect(button).toBeFocused();

  await button.press('Space');
  await expect(head).not.toHaveAttribute('aria-sort');
  expect(await rowHeads(table)).toEqual(sent);
});

test('a row head sorts the layers, and every cell keeps its list', async ({ page }) => {
  await page.goto('/causes/');
  const table = matrix(page);
  const cells = () =>
    table.locator('tbody td a').evaluateAll((links) =>
      links
        .map((link) => {
          const cell = link.closest('td');
          const column = cell?.closest('table')?.tHead?.rows[0]?.cells[cell.cellIndex];
          const [term] = column?.querySelector('a')?.pathname.split('/').slice(-2) ?? [];
          return `${link.getAttribute('href')} ${link.textContent.trim()} ${term}`;
        })
        .toSorted(),
    );
  const sent = await cells();
  await table.getByRole('button', { name: 'Sort layers by Missing free' }).click();
  const row = table.locator('tbody tr', {
    has: page.getByRole('rowheader', { name: 'Missing free' }),
  });
  expect(
    isFalling(
      await counts(row.locator('td').filter({ hasText: /\d/ })).then((all) => all.slice(0, -1)),
    ),
  ).toBe(true);
  await expect(table.getByRole('rowheader', { name: 'Missing free' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  expect(await cells()).toEqual(sent);
});

test('names sort by the alphabet', async ({ page }) => {
  await page.goto('/causes/');
  await matrix(page).getByRole('button', { name: 'Sort causes by name' }).click();
  const names = await rowHeads(matrix(page));
  expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')));
});

test('a sorted table and a sorted list are as they were after following a link and going back', async ({
  page,
}) => {
  await page.goto('/causes/missing-free/');
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
  request,
}) => {
  interface Incident {
    id: number;
    sizeBytes: number | null;
    reported: string;
  }
  const { postmortems } = (await (await request.get('/index.json')).json()) as {
    postmortems: Incident[];
  };
  const byId = new Map(postmortems.map((incident) => [incident.id, incident]));
  await page.goto('/languages/go/');
  const items = page.locator('sort-list li');
  const shown = () =>
    items.evaluateAll((elements) =>
      elements.map((item) => Number(item.querySelector('a')?.pathname.split('/').at(-2))),
    );
  const sent = await shown();
  expect(sent.length).toBeGreaterThan(10);
  expect(isFalling(sent.map((id) => Number(byId.get(id)?.reported.slice(0, 4))))).toBe(true);

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
  expect(shares.at(-1)).toBe(9);

  await sort.selectOption('Oldest first');
  const years = (await shown()).map((id) => Number(byId.get(id)?.reported.slice(0, 4)));
  expect(isFalling(years.toReversed())).toBe(true);
  await sort.selectOption('Newest first');
  expect((await shown()).toSorted()).toEqual(sent.toSorted());
});

test('pages without such a table or list load no script for it', async ({ page }) => {
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.push(request.url());
  });
  for (const path of ['/guides/', '/i/1/', '/growth/', '/about/']) await page.goto(path);
  expect(scripts).toEqual([]);
});

test.describe('on a narrow screen', () => {
  test.use({ viewport: { width: 375, height: 740 } });

  for (const path of [
    '/causes/',
    '/languages/go/',
    '/components/',
    '/fixes/',
    '/tools/',
    '/causes/missing-free/',
  ])
    test(`${path} is no wider than the screen`, async ({ page }) => {
      await page.goto(path);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow).toBeLessThanOrEqual(0);
    });

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
    await page.goto('/causes/missing-free/');
    await expect(page.getByLabel('Sort by')).toBeHidden();
    await expect(page.getByRole('table').first()).toBeVisible();
    await expect(page.locator('sort-table button')).toHaveCount(0);
    const years = await page.locator('sort-list time').allTextContents();
    expect(isFalling(years.map(Number))).toBe(true);
  });
});
