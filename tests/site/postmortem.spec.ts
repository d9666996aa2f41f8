import { expect, test } from '@playwright/test';

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a postmortem shows its figure, charts, numbers, data sheet and sources', async ({
    page,
  }) => {
    await page.goto('/i/1/');
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Subgraph Radio');
    const figure = page.getByRole('region', { name: 'Effect of the fix' });
    await expect(figure).toContainText('38.94 MB');
    await expect(figure).toContainText('9.46 MB');
    await expect(figure).toContainText('−75.7 %');
    const chart = page.getByRole('figure').filter({ hasText: 'Peak heap of a profiled run' });
    await expect(chart.locator('svg').filter({ visible: true })).toHaveCount(1);
    await chart.getByText('Data table').click();
    await expect(chart.getByRole('table')).toContainText('38.94');
    await expect(page.getByRole('link', { name: 'Replace the dependency' })).toHaveAttribute(
      'href',
      '/fixes/replace-dependency/',
    );
    await expect(
      page.getByRole('link', { name: 'Investigate memory usage', exact: true }),
    ).toHaveAttribute('href', 'https://github.com/graphops/subgraph-radio/issues/147');
  });

  test('the home page links every postmortem', async ({ page, request }) => {
    const index = (await (await request.get('/index.json')).json()) as {
      postmortems: { id: number }[];
    };
    await page.goto('/');
    for (const { id } of index.postmortems)
      await expect(page.locator(`main a[href="/i/${id}/"]`).first()).toBeAttached();
  });

  test('every cause of the index leads to a page with as many incidents as it says', async ({
    page,
    request,
  }) => {
    const index = (await (await request.get('/index.json')).json()) as {
      postmortems: { cause: string }[];
    };
    const cause = index.postmortems[0]?.cause ?? '';
    const count = index.postmortems.filter((postmortem) => postmortem.cause === cause).length;
    await page.goto(`/causes/${cause}/`);
    await expect(
      page.getByRole('heading', { level: 2 }).filter({ hasText: /^\d+ incidents?$/ }),
    ).toHaveText(count === 1 ? '1 incident' : `${count} incidents`);
    await expect(page.locator('main ol a[href^="/i/"]')).toHaveCount(count);
  });
});

test('a source mark leads to its source, and contents to their section', async ({ page }) => {
  await page.goto('/i/1/');
  await page.getByRole('link', { name: 'Source 1' }).first().click();
  await expect(page).toHaveURL(/#source-issue-147$/);
  await page
    .getByRole('navigation', { name: 'Contents' })
    .getByRole('link', { name: 'Root cause' })
    .click();
  await expect(page.getByRole('heading', { name: 'Root cause' })).toBeInViewport();
});

test('the chosen theme stays on the next page', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/i/1/');
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Switch between light and dark' }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.goto('/causes/');
  expect(await background()).toBe(dark);
});

test('the slash key goes to the search box, and stays a character inside it', async ({ page }) => {
  await page.goto('/i/1/');
  await page.keyboard.press('/');
  const box = page.getByRole('searchbox');
  await expect(box).toBeFocused();
  await page.keyboard.type('a/b');
  await expect(box).toHaveValue('a/b');
});

test('a chart can be explored with Vega, which only that page loads', async ({ page }) => {
  await page.goto('/i/1/');
  await page.getByRole('link', { name: 'Explore' }).first().click();
  await expect(page.locator('[data-explore] svg')).toBeVisible();
  await page.getByRole('link', { name: 'Back to the chart’s page' }).click();
  await expect(page).toHaveURL(/\/i\/1\/#chart-/);
});

test('a chart to explore leaves room for its bars beside long names, in the colors of the scheme', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/explore/?chart=1/ram-and-baseline');
  const bars = page.locator('[data-explore] .mark-rect path');
  await expect(bars).toHaveCount(4);
  const widths = await bars.evaluateAll((all) =>
    all.map((bar) => bar.getBoundingClientRect().width),
  );
  const place = await page.locator('[data-explore]').boundingBox();
  expect(Math.max(...widths)).toBeGreaterThan((place?.width ?? 0) / 2);
  const colors = await bars.evaluateAll((all) => all.map((bar) => getComputedStyle(bar).fill));
  expect(colors).toContain('rgb(240, 138, 93)');
});

for (const chart of ['', '1/nothing-of-the-kind', '../secret', '1/<b>'])
  test(`exploring the chart "${chart}" says what is wrong`, async ({ page }) => {
    await page.goto(`/explore/?chart=${encodeURIComponent(chart)}`);
    await expect(page.getByRole('status')).toContainText(/does not name a chart|There is no chart/);
  });

test('an unknown address says so and offers search', async ({ page }) => {
  const response = await page.goto('/i/999999/');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expect(page.getByRole('main').getByLabel('Search postmortems')).toBeVisible();
});
