import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test, type Page } from '@playwright/test';

import { collectionRoot } from '../collection.ts';
import { copyProject } from '../bench/project.ts';
import { startDevServer, type DevServer } from './dev-server.ts';

/** What somebody sees who writes with "npm run dev", in a copy of the project with the small collection. */
const folder = '.cache/dev-site';
const postmortem = 'content/postmortems/example-tls-client-contexts/index.mdx';
const table = 'content/postmortems/example-tls-client-contexts/rss.csv';
const words = 'content/vocabulary.yaml';

let server: DevServer | undefined;
let page: Page;

const edit = (file: string, part: string | RegExp, by: string) => {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(part, () => by);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
};

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  await copyProject('.', folder, { contentOf: collectionRoot });
  server = await startDevServer(folder);
  page = await browser.newPage();
  await page.goto(`${server.address}/i/1/`, { timeout: 120_000 });
});

test.afterAll(() => server?.stop());

const faults = () => page.getByRole('alert');

test('a saved text is shown', async () => {
  edit(postmortem, '## Impact', 'A sentence that was not there.\n\n## Impact');
  await expect(page.getByText('A sentence that was not there.')).toBeVisible();
});

test('a fault stands at the top with its place and what to do, and the page stays as it was', async () => {
  edit(postmortem, /^status: /m, 'staus: ');
  await expect(faults()).toContainText(`${postmortem}:`);
  await expect(faults()).toContainText('there is no field "staus". Did you mean "status"?');
  await expect(page.getByText('A sentence that was not there.')).toBeVisible();
  edit(postmortem, /^staus: /m, 'status: ');
  await expect(faults()).toHaveCount(0);
});

test('a saved data file is drawn anew', async () => {
  edit(table, '0,60,60', '0,317,60');
  await expect(page.locator('td', { hasText: /^317$/ })).toBeAttached();
});

test('a saved word of the vocabulary is shown, and a fault in it too', async () => {
  edit(words, 'label: Our code', 'label: The code we own');
  await expect(page.getByRole('link', { name: 'The code we own' })).toBeVisible();
  edit(words, /^layers:$/m, 'layrs:');
  await expect(faults()).toContainText('Did you mean "layers"?');
  edit(words, /^layrs:$/m, 'layers:');
  await expect(faults()).toHaveCount(0);
});

test('open points are listed at the top', async () => {
  edit(postmortem, '## Impact', '{/* open: how many were hit? */}\n\n## Impact');
  await expect(
    page.getByRole('heading', { name: '1 open point in this postmortem' }),
  ).toBeVisible();
});

test('nobody saw a stack trace', async () => {
  await expect(page.locator('vite-error-overlay')).toHaveCount(0);
  expect(server?.printed()).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
});
