import { globSync, existsSync } from 'node:fs';

import { expect, test, type Page } from '@playwright/test';

import { site } from '../../site.config.ts';
import { built, incidents } from './site.ts';

const chart = (page: Page, id: string) => page.locator(`figure#chart-${id}`);

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the bars of the causes are links with their counts, and chains are drawn where incidents are regressions of others', async ({
    page,
  }) => {
    const counts = Object.groupBy(incidents(), ({ cause }) => `/causes/${cause}/`);
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
    const linked = incidents().filter(({ regressionOf }) => regressionOf.length > 0);
    await expect(chart(page, 'regression-chains')).toHaveCount(linked.length > 0 ? 1 : 0);
    await expect(page.getByText('None known yet')).toHaveCount(linked.length > 0 ? 0 : 1);
  });

  test('a dot leads to its incident, whose id it names', async ({ page }) => {
    await page.goto('/fixes/');
    const dot = chart(page, 'improvement-per-fix').locator('.wide a').first();
    const name = (await dot.getAttribute('aria-label')) ?? '';
    const id = new RegExp(`^${site.prefix}-(\\d+), `).exec(name)?.[1] ?? '';
    await dot.click();
    await expect(page).toHaveURL(new RegExp(`/i/${id}/$`));
  });
});

test('a dot is reached by keyboard, shows the focus and is opened with Enter', async ({ page }) => {
  await page.goto('/fixes/');
  const dots = chart(page, 'improvement-per-fix').getByRole('link', {
    name: new RegExp(`^${site.prefix}-`),
  });
  expect(await dots.count()).toBeGreaterThan(1);
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

test('every chart of the index is offered as a picture and as numbers', () => {
  const pictures = globSync('dist/{causes,fixes,tools}/{charts,*/charts}/*.svg').map((file) =>
    file.replace('dist/', ''),
  );
  for (const whole of ['causes/charts/incidents-per-cause', 'fixes/charts/improvement-per-fix'])
    expect(pictures).toContain(`${whole}.svg`);
  for (const file of pictures) {
    expect(built(file), file).toMatch(/^<svg xmlns=[^]*n = \d+ incidents?[^]*<\/svg>\n$/);
    const numbers = file.replace(/svg$/, 'csv');
    expect(existsSync(`dist/${numbers}`), numbers).toBe(true);
    expect(built(numbers).trim().split('\r\n').length, numbers).toBeGreaterThan(1);
  }
});
