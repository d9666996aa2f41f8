import { expect, test, type Page } from '@playwright/test';

import { site } from '../../site.config.ts';
import { chartsOf, faultsOf, incidentWith } from './site.ts';

const { id, name } = incidentWith((incident) => chartsOf(incident).length > 0);
const address = `/i/${id}/`;

const menu = (page: Page) => page.getByRole('dialog', { name: new RegExp(`^Cite ${name}(?!\\d)`) });

test('the copy menu of a section leads to the section, in every notation', async ({ page }) => {
  await page.goto(address);
  await page.getByRole('button', { name: 'Cite Fix' }).click();
  await expect(menu(page)).toContainText(`Cite ${name}, Fix`);
  for (const label of [
    'Markdown',
    'Jira wiki',
    'Slack message format',
    'Plain text',
    'HTML',
    'BibTeX',
  ])
    await expect(
      menu(page).locator('dl > div').filter({ hasText: label }).locator('code'),
    ).toContainText(`${address}#fix`);
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(menu(page)).toBeHidden();
});

test('the copy menu of a chart leads to the chart, and copies by keyboard', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(address);
  const button = page
    .getByRole('figure')
    .getByRole('button', { name: /^Cite / })
    .first();
  await button.focus();
  await page.keyboard.press('Enter');
  await menu(page).getByRole('button', { name: 'Copy as Markdown' }).focus();
  await page.keyboard.press('Enter');
  await expect(menu(page).getByRole('status')).toHaveText('Markdown copied.');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(
    new RegExp(
      `^\\[${name}\\]\\(http.*${address}#chart-[a-z-]+\\): .*Cause: .*Fix: .*Improvement: `,
    ),
  );
});

test('where the clipboard is closed, the text is selected and the reader is told', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await page.goto(address);
  await page.getByRole('button', { name: 'Copy citation' }).click();
  await menu(page).getByRole('button', { name: 'Copy as BibTeX' }).click();
  await expect(menu(page).getByRole('status')).toContainText('Ctrl+C');
  expect(await page.evaluate(() => getSelection()?.toString())).toContain(`@misc{${name},`);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the menu opens with the texts of the postmortem', async ({ page }) => {
    await page.goto(address);
    await page.getByRole('button', { name: 'Copy citation' }).click();
    await expect(menu(page)).toContainText(`@misc{${name},`);
    await expect(menu(page).getByRole('button', { name: 'Copy as HTML' })).toBeHidden();
  });
});

test('the page on issue trackers has the values of this site filled in', async ({ page }) => {
  await page.goto('/trackers/');
  const codes = page.locator('pre code');
  await expect(codes.first()).toContainText(
    /^javascript:location.href='https:\/\/.*\/search\/\?q='/,
  );
  await expect(codes.nth(1)).toContainText(`key_prefix=${site.prefix}-`);
  await expect(codes.nth(1)).toContainText(/url_template='https:\/\/.*\/i\/<num>\/'/);
  await expect(page.getByText('/i/:id/', { exact: false }).first()).toBeVisible();
});
