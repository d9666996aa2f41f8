import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { expect, test } from '@playwright/test';

import {
  open,
  faults,
  count,
  preview,
  field,
  group,
  saved,
  add,
  writeFacts,
  writeText,
  checkFolder,
  massif,
} from './composer.ts';
import { faultsOf } from './site.ts';

test('from nothing to a folder that passes the check, over a reload', async ({ page }) => {
  const loaded = new Set<string>();
  page.on('request', (request) => loaded.add(new URL(request.url()).pathname));
  await open(page);
  await expect(preview(page).getByRole('heading', { name: 'Lessons' })).toBeVisible();
  await expect(count(page)).toHaveText('15 fields and 8 sections to go');
  await test.step('it loads at most 260 kB compressed until there is a chart', () => {
    const bytes = [...loaded]
      .filter((path) => /\.(?:js|json)$/.test(path))
      .reduce((sum, path) => sum + gzipSync(readFileSync(`dist${path}`)).length, 0);
    expect(bytes).toBeGreaterThan(0);
    expect(bytes).toBeLessThan(260_000);
  });

  const asked: string[] = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  await writeFacts(page);
  await test.step('entries of a list are moved and removed', async () => {
    const fixes = group(page, 'Fix').getByRole('combobox');
    const [other = ''] = await (
      await add(page, 'Fix')
    )
      .getByRole('combobox')
      .selectOption({ index: 3 });
    await group(page, 'Fix').getByRole('button', { name: 'Move up: Fix' }).last().click();
    await expect(fixes.first()).toHaveValue(other);
    await group(page, 'Fix').getByRole('button', { name: 'Remove: Fix' }).last().click();
    await expect(fixes).toHaveCount(1);
    await saved(page);
    await expect(page.locator('[data-part="text"]')).toContainText(`fix:\n  - ${other}`);
  });
  await page.getByLabel('Choose files').setInputFiles(massif);
  await page.getByRole('button', { name: 'Import into draft' }).click();
  await expect(page.getByText(/^Added to the draft: 2 charts/)).toBeVisible();
  await expect(preview(page).locator('figure.chart svg').first()).toBeVisible();
  await test.step('once loaded, it asks the network for nothing but its own parts', () => {
    expect(
      asked.filter((path) => !path.startsWith('/_astro/') && !path.startsWith('/fonts/')),
    ).toEqual([]);
  });

  await saved(page);
  const layer = group(page, 'Layer').getByRole('combobox');
  const chosen = await layer.inputValue();
  await page.reload();
  await page.locator('draft-composer[data-ready]').waitFor();
  await expect(field(page, 'Title')).toHaveValue('Cache of a test program keeps every answer');
  await expect(layer).toHaveValue(chosen);

  await writeText(page);
  await expect(count(page)).toHaveText('Ready to submit');
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText(
    'Cache of a test program keeps every answer',
  );
  await expect(preview(page).getByText('a std::map that nobody trims')).toBeVisible();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download folder' }).click();
  const download = await downloading;
  const checked = await checkFolder(readFileSync(await download.path()));
  expect(checked.faults).toEqual([]);
  expect(checked.files.map((name) => name.split('/').at(-1))).toContain('index.mdx');
  expect(checked.files.some((name) => name.endsWith('.csv'))).toBe(true);
  await test.step('axe finds nothing in a draft with every kind of field', async () => {
    expect(await faultsOf(page)).toEqual([]);
  });
});

test('a fault leads to its place', async ({ page }) => {
  await open(page);
  await faults(page).filter({ hasText: 'Add the precise mechanism' }).click();
  await expect(field(page, 'Mechanism')).toBeFocused();

  await writeFacts(page);
  const box = page.getByRole('textbox', { name: 'Text' });
  await box.fill('\n## Summary\n\nIt grew.\n\n<MemryChart of="a" />\n');
  await faults(page).filter({ hasText: 'there is no component <MemryChart>' }).click();
  await expect(box).toBeFocused();
  const chosen = await box.evaluate((element) =>
    element instanceof HTMLTextAreaElement
      ? element.value.slice(element.selectionStart, element.selectionEnd)
      : '',
  );
  expect(chosen).toBe('<MemryChart of="a" />');
});

test('a second tab is told, and only one of them writes', async ({ page, context }) => {
  await open(page);
  await field(page, 'Title').fill('From the first tab');
  await saved(page);

  const second = await context.newPage();
  await open(second);
  await expect(second.getByRole('alert')).toContainText('in another tab');
  await expect(field(second, 'Title')).toHaveValue('From the first tab');
  await expect(field(second, 'Title')).toBeDisabled();

  await second.getByRole('button', { name: 'Edit here instead' }).click();
  await expect(field(second, 'Title')).toBeEnabled();
  await expect(page.getByRole('alert')).toContainText('in another tab');
  await expect(field(page, 'Title')).toBeDisabled();
  await field(second, 'Title').fill('From the second tab');
  await saved(second);
  await second.reload();
  await expect(field(second, 'Title')).toHaveValue('From the second tab');
});

test('a hostile draft runs nothing', async ({ page }) => {
  let ran = false;
  await page.exposeFunction('ran', () => {
    ran = true;
  });
  await open(page);
  const hostile = '<img src=x onerror="parent.ran()"><script>parent.ran()</script>';
  await field(page, 'Title').fill(hostile);
  await page
    .getByRole('textbox', { name: 'Text' })
    .fill(`\n## Summary\n\n${hostile}\n\n[a](javascript:parent.ran()) \`${hostile}\`\n`);
  await expect(preview(page).getByRole('heading', { level: 1 })).toHaveText(hostile);
  expect(await preview(page).locator('script, [onerror], a[href^="javascript"]').count()).toBe(0);
  expect(ran).toBe(false);
});

test('without JavaScript the page says how else to write', async ({ browser }) => {
  const page = await browser.newPage({ javaScriptEnabled: false });
  await page.goto('/write/');
  await expect(page.locator('noscript code')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Text' })).toBeHidden();
  await page.close();
});
