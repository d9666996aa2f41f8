import { expect, test, type Page } from '@playwright/test';

interface Incident {
  id: number;
  cause: string;
  layer: string[];
  language: string[];
  growth: string[];
}

const matrices = [
  { key: 'layer', path: 'layers' },
  { key: 'language', path: 'languages' },
  { key: 'growth', path: 'growth' },
] as const;

async function incidentsOf(page: Page): Promise<readonly Incident[]> {
  const response = await page.request.get('/index.json');
  return ((await response.json()) as { postmortems: Incident[] }).postmortems;
}

/** The count of every cell by the address of its list, counted from the incidents themselves. */
function countsOf(
  incidents: readonly Incident[],
  { key, path }: (typeof matrices)[number],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const incident of incidents)
    for (const term of incident[key]) {
      const address = `/causes/${incident.cause}/${path}/${term}/`;
      counts[address] = (counts[address] ?? 0) + 1;
    }
  return counts;
}

test.use({ javaScriptEnabled: false });

for (const matrix of matrices) {
  test(`every count of the matrix across ${matrix.path} is the count of the incidents`, async ({
    page,
  }) => {
    const incidents = await incidentsOf(page);
    await page.goto('/causes/');
    const table = page.locator(`table[data-across="${matrix.path}"]`);

    const cells = await table
      .locator('tbody td a')
      .evaluateAll((links) =>
        links.map((link) => [link.getAttribute('href'), Number(link.textContent)] as const),
      );
    expect(cells.length).toBeGreaterThan(0);
    expect(Object.fromEntries(cells)).toEqual(countsOf(incidents, matrix));

    const totals = await table
      .locator('tbody tr')
      .evaluateAll((rows) =>
        rows.map(
          (row) =>
            [
              row.querySelector('th a')?.getAttribute('href'),
              Number(row.querySelector('td:last-child')?.textContent),
            ] as const,
        ),
      );
    const byCause = Object.groupBy(incidents, ({ cause }) => `/causes/${cause}/`);
    expect(Object.fromEntries(totals)).toEqual(
      Object.fromEntries(Object.entries(byCause).map(([path, list]) => [path, list?.length])),
    );
  });
}

for (const matrix of matrices) {
  test(`five cells across ${matrix.path}, the fullest among them, lead to lists with as many incidents`, async ({
    page,
  }) => {
    const cells = Object.entries(countsOf(await incidentsOf(page), matrix)).toSorted(
      ([, a], [, b]) => b - a,
    );
    const five = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => {
      const cell = cells[Math.round(share * (cells.length - 1))];
      return cell ? [cell] : [];
    });
    for (const [path, count] of five) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 2 }), path).toHaveText(
        count === 1 ? '1 incident' : `${count} incidents`,
      );
      await expect(page.locator('main ol a[href^="/i/"]'), path).toHaveCount(count);
    }
  });
}

test('what stands out is the most frequent cause and the fullest cells', async ({ page }) => {
  const incidents = await incidentsOf(page);
  await page.goto('/causes/');
  const stated = await page
    .locator('.leads a')
    .evaluateAll((links) =>
      links.map(
        (link) =>
          [
            link.getAttribute('href'),
            Number.parseInt(link.nextSibling?.textContent?.slice(2) ?? ''),
          ] as const,
      ),
    );
  const byCause: Record<string, number> = {};
  for (const { cause } of incidents)
    byCause[`/causes/${cause}/`] = (byCause[`/causes/${cause}/`] ?? 0) + 1;
  const fullest = [
    byCause,
    ...matrices.slice(0, 2).map((matrix) => countsOf(incidents, matrix)),
  ].flatMap((counts) => {
    const most = Math.max(...Object.values(counts));
    return Object.entries(counts).filter(([, count]) => count === most);
  });
  expect(Object.fromEntries(stated)).toEqual(Object.fromEntries(fullest));
});

test('every growth shape names its likeliest causes with the counts of their lists', async ({
  page,
}) => {
  const incidents = await incidentsOf(page);
  const counts = countsOf(incidents, { key: 'growth', path: 'growth' });
  await page.goto('/growth/');
  const stated = await page
    .locator('ol a.count')
    .evaluateAll((links) =>
      links.map((link) => [link.getAttribute('href') ?? '', Number(link.textContent)] as const),
    );
  for (const [path, count] of stated) expect(counts[path], path).toBe(count);
  for (const shape of new Set(incidents.flatMap(({ growth }) => growth))) {
    const ofShape = ([path]: readonly [string, number]) => path.endsWith(`/growth/${shape}/`);
    const likeliest = Object.entries(counts)
      .filter(ofShape)
      .map(([, count]) => count)
      .toSorted((a, b) => b - a)
      .slice(0, 3);
    expect(
      stated.filter(ofShape).map(([, count]) => count),
      shape,
    ).toEqual(likeliest);
  }
});

test('a list of a cell fits a narrow screen', async ({ page }) => {
  const [path = ''] = Object.keys(countsOf(await incidentsOf(page), matrices[0]));
  await page.setViewportSize({ width: 375, height: 740 });
  await page.goto(path);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBeLessThanOrEqual(0);
});
