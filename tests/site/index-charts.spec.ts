import { expect, test, type Page } from '@playwright/test';

interface Incident {
  id: number;
  cause: string;
}

const incidentsOf = async (page: Page): Promise<readonly Incident[]> =>
  ((await (await page.request.get('/index.json')).json()) as { postmortems: Incident[] })
    .postmortems;

const chart = (page: Page, id: string) => page.locator(`figure#chart-${id}`);

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the bars of the causes are links with their counts', async ({ page }) => {
    const counts = Object.groupBy(await incidentsOf(page), ({ cause }) => `/causes/${cause}/`);
    await page.goto('/causes/');
    const links = await chart(page, 'incidents-per-cause')
      .locator('.wide a')
      .evaluateAll((all) =>
        all.map(
          (link) =>
            [
              link.getAttribute('href'),
              Number(/(\d+) incidents?$/.exec(link.ariaLabel ?? '')?.[1]),
            ] as const,
        ),
      );
    expect(Object.fromEntries(links)).toEqual(
      Object.fromEntries(Object.entries(counts).map(([path, all]) => [path, all?.length])),
    );
  });

  test('a dot leads to its incident, whose id it names', async ({ page }) => {
    await page.goto('/fixes/');
    const dot = chart(page, 'improvement-per-fix').locator('.wide a').first();
    const name = (await dot.getAttribute('aria-label')) ?? '';
    const id = /^MEM-(\d+), /.exec(name)?.[1] ?? '';
    await dot.click();
    await expect(page).toHaveURL(new RegExp(`/i/${id}/$`));
  });
});

test('a dot is reached by keyboard, shows the focus and is opened with Enter', async ({ page }) => {
  await page.goto('/fixes/');
  const dots = chart(page, 'improvement-per-fix').getByRole('link', { name: /^MEM-/ });
  expect(await dots.count()).toBeGreaterThan(20);
  const lookOf = () =>
    dots
      .nth(1)
      .locator('rect')
      .evaluate((target) => getComputedStyle(target).stroke);
  const before = await lookOf();
  await dots.first().focus();
  await page.keyboard.press('Tab');
  await expect(dots.nth(1)).toBeFocused();
  expect(await lookOf()).not.toBe(before);
  const path = (await dots.nth(1).getAttribute('href')) ?? '';
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`${path}$`));
});

for (const [place, id] of [
  ['/causes/', 'incidents-per-cause'],
  ['/fixes/', 'improvement-per-fix'],
  ['/tools/', 'tool-outcomes'],
  ['/causes/allocator-retention/', 'improvement-per-fix'],
  ['/causes/allocator-retention/', 'tool-outcomes'],
] as const)
  test(`${place} offers ${id} as a picture and as numbers`, async ({ page }) => {
    const svg = await page.request.get(`${place}charts/${id}.svg`);
    expect(await svg.text()).toMatch(/^<svg xmlns=[^]*n = \d+ incidents?[^]*<\/svg>\n$/);
    const csv = await page.request.get(`${place}charts/${id}.csv`);
    expect((await csv.text()).trim().split('\r\n').length).toBeGreaterThan(2);
  });

test('no chain of regressions is drawn while no source states one', async ({ page }) => {
  const linked = (
    (await (await page.request.get('/index.json')).json()) as {
      postmortems: { regressionOf: number[] }[];
    }
  ).postmortems.filter(({ regressionOf }) => regressionOf.length > 0);
  await page.goto('/causes/');
  await expect(chart(page, 'regression-chains')).toHaveCount(linked.length > 0 ? 1 : 0);
  await expect(page.getByText('None known yet')).toHaveCount(linked.length > 0 ? 0 : 1);
});
