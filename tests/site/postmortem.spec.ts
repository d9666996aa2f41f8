import { readFileSync } from 'node:fs';

import { expect, test } from '@playwright/test';

import { built, charts, chartsOf, incidents, incidentWith, type Incident } from './site.ts';

const incident = incidentWith(
  (one) => chartsOf(one).length > 0 && typeof one.improvement[0]?.change === 'string',
);
const address = `/i/${incident.id}/`;

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a postmortem shows its figure, charts, numbers, data sheet and sources', async ({
    page,
  }) => {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(incident.title);
    await expect(page.getByRole('region', { name: 'Effect of the fix' })).toContainText(
      incident.improvement[0]?.change ?? '',
    );
    const [first] = charts(incident).filter(({ csv }) => csv !== undefined);
    const chart = page.locator(`figure#chart-${first?.id}`);
    await expect(chart).toContainText(first?.title ?? '');
    await expect(chart.locator('svg').filter({ visible: true })).toHaveCount(1);
    await chart.getByText('Data table').click();
    const lines = built(`i/${incident.id}/charts/${first?.id}.csv`).trim().split('\r\n');
    await expect(chart.getByRole('table').getByRole('row')).toHaveCount(lines.length);
    for (const fix of incident.fix)
      await expect(page.locator(`main a[href="/fixes/${fix}/"]`).first()).toBeVisible();
    for (const { url, title } of incident.sources)
      await expect(page.getByRole('link', { name: title, exact: true }).first()).toHaveAttribute(
        'href',
        url,
      );
  });
});

test('the home page links every postmortem', () => {
  const html = built('index.html');
  const main = html.slice(html.indexOf('<main'), html.indexOf('</main>'));
  for (const { id } of incidents()) expect(main, String(id)).toContain(`href="/i/${id}/"`);
});

test('a source mark leads to its source, contents to their section, the slash key to the search box', async ({
  page,
}) => {
  await page.goto(address);
  await page.getByRole('link', { name: 'Source 1' }).first().click();
  await expect(page).toHaveURL(/#source-[a-z0-9-]+$/);
  await page
    .getByRole('navigation', { name: 'Contents' })
    .getByRole('link', { name: 'Root cause' })
    .click();
  await expect(page.getByRole('heading', { name: 'Root cause' })).toBeInViewport();

  await page.keyboard.press('/');
  const box = page.getByRole('searchbox');
  await expect(box).toBeFocused();
  await page.keyboard.type('a/b');
  await expect(box).toHaveValue('a/b');
});

test('the chosen theme stays on the next page', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto(address);
  const background = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: 'Switch between light and dark' }).click();
  const dark = await background();
  expect(dark).not.toBe(light);
  await page.goto('/causes/');
  expect(await background()).toBe(dark);
});

test('a chart can be explored with Vega', async ({ page }) => {
  await page.goto(address);
  await page.getByRole('link', { name: 'Explore' }).first().click();
  await expect(page.locator('[data-explore] svg')).toBeVisible();
  await page.getByRole('link', { name: 'Back to the chart’s page' }).click();
  await expect(page).toHaveURL(new RegExp(`${address}#chart-`));
});

/** The numbers of a bar chart, of which some were measured before the fix. */
interface Bars {
  readonly data: { readonly values: readonly { readonly role: string }[] };
}
const readBars = (one: Incident) =>
  charts(one)
    .filter(({ kind }) => kind === 'bars')
    .map(({ id }) => {
      const text = readFileSync(`dist/i/${one.id}/charts/${id}.vl.json`, 'utf8');
      return { path: `${one.id}/${id}`, ...(JSON.parse(text) as Bars) };
    })
    .find(({ data }) => data.values.some(({ role }) => role === 'before'));

test('a chart to explore leaves room for its bars beside long names, in the colors of the scheme', async ({
  page,
}) => {
  const chart = readBars(incidentWith((one) => readBars(one) !== undefined));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`/explore/?chart=${chart?.path}`);
  const bars = page.locator('[data-explore] .mark-rect path');
  await expect(bars).toHaveCount(chart?.data.values.length ?? 0);
  const widths = await bars.evaluateAll((all) =>
    all.map((bar) => bar.getBoundingClientRect().width),
  );
  const place = await page.locator('[data-explore]').boundingBox();
  expect(Math.max(...widths)).toBeGreaterThan((place?.width ?? 0) / 2);
  const colors = await bars.evaluateAll((all) => all.map((bar) => getComputedStyle(bar).fill));
  expect(colors).toContain('rgb(240, 138, 93)');
});

test('exploring a chart that is none says what is wrong', async ({ page }) => {
  for (const chart of ['', `${incident.id}/nothing-of-the-kind`, '../secret', '1/<b>']) {
    await page.goto(`/explore/?chart=${encodeURIComponent(chart)}`);
    await expect(page.getByRole('status'), chart).toContainText(
      /does not name a chart|There is no chart/,
    );
  }
});

test('an unknown address says so and offers search', async ({ page }) => {
  const response = await page.goto('/i/999999/');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await expect(page.getByRole('main').getByRole('textbox')).toBeVisible();
});
