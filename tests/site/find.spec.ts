import { readFileSync } from 'node:fs';

import { expect, test } from '@playwright/test';

import { site } from '../../site.config.ts';
import { faultsOf } from './site.ts';

const issue = 'https://github.com/graphops/subgraph-radio/issues/147';

test('an issue leads to its postmortem, with the reason', async ({ page }) => {
  await page.goto(`/find/?url=${encodeURIComponent(`${issue}#issuecomment-1`)}`);
  await expect(page.getByRole('status')).toContainText(/^\d+ postmortems? (is|are) about/);
  const found = page.locator('[data-found] a').first();
  await expect(found).toHaveText(/^MEM-\d+: .+ \(source: .+ \(issue\)\)$/);
  expect(await faultsOf(page)).toEqual([]);
});

test('an advisory leads to its postmortem by its number alone', async ({ page }) => {
  await page.goto('/find/?url=CVE-2024-52303');
  await expect(page.locator('[data-found] a').first()).toHaveAttribute('href', /\/i\/\d+\/$/);
});

test('an address that nothing names offers a search', async ({ page }) => {
  await page.goto('/find/?url=pkg:npm/left-pad@1.0.0');
  await expect(page.getByRole('status')).toHaveText('No postmortem names pkg:npm/left-pad@1.0.0.');
  await expect(page.getByRole('link', { name: 'Search for left-pad' })).toBeVisible();
});

test('markup in the address stays text', async ({ page }) => {
  await page.goto(`/find/?url=${encodeURIComponent('<img src=x onerror=alert(1)>')}`);
  await expect(page.getByRole('status')).toContainText('<img src=x');
  await expect(page.locator('main img')).toHaveCount(0);
});

test('without JavaScript the list of addresses is in the page', () => {
  expect(readFileSync('dist/find/index.html', 'utf8')).toContain(`href="${issue}"`);
});

test('the page for trackers has the values of this site filled in', async ({ page }) => {
  await page.goto('/trackers/');
  const codes = page.locator('pre');
  await expect(codes.first()).toContainText(`key_prefix=${site.prefix}-`);
  await expect(codes.first()).toContainText(/url_template='https:\/\/.*\/i\/<num>\/'/);
  await expect(page.getByText('/i/:id/', { exact: false }).first()).toBeVisible();
});

for (const path of ['/trackers/', '/links/'])
  test(`axe finds nothing on ${path}, which fits a phone`, async ({ page }) => {
    await page.setViewportSize({ width: 375, height: 740 });
    await page.goto(path);
    expect(await faultsOf(page)).toEqual([]);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(375);
  });
