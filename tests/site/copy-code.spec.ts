import { expect, test } from '@playwright/test';

const path = '/machines/';

test('every code block has a button that copies it and says so, by keyboard', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto(path);
  const blocks = page.locator('main pre');
  await expect(blocks.locator('button')).toHaveCount(await blocks.count());
  const button = page.getByRole('button', { name: 'Copy code' }).first();
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main').getByRole('status')).toHaveText('Copied.');
  await expect(blocks.first().locator('button')).toHaveText('Copied');
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await blocks.first().locator('code').textContent());
});

test('where the clipboard is closed, the code is selected and the reader is told', async ({
  page,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'clipboard', { value: undefined });
  });
  await page.goto(path);
  await page.getByRole('button', { name: 'Copy code' }).first().click();
  await expect(page.getByRole('main').getByRole('status')).toContainText('Ctrl+C');
  expect(await page.evaluate(() => getSelection()?.toString())).toBe(
    await page.locator('main pre code').first().textContent(),
  );
});

test('print has no buttons', async ({ page }) => {
  await page.goto(path);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('main pre').first()).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy code' })).toHaveCount(0);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('there is no button that would do nothing', async ({ page }) => {
    await page.goto(path);
    await expect(page.locator('main pre').first()).toBeVisible();
    await expect(page.locator('main pre button')).toHaveCount(0);
  });
});
