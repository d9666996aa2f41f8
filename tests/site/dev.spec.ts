import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { expect, test, type Page } from '@playwright/test';

/** What somebody sees who writes with "npm run dev", in a copy with one postmortem. */
const folder = '.cache/dev-site';
const postmortem = 'content/postmortems/jest-node-16-11-compilation-cache/index.mdx';
const table = 'content/postmortems/jest-node-16-11-compilation-cache/heap.csv';
const words = 'content/vocabulary.yaml';

let server: ChildProcess;
let page: Page;
/** What the server printed. */
let printed = '';

const edit = (file: string, part: string | RegExp, by: string) => {
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  const changed = text.replace(part, () => by);
  expect(changed).not.toBe(text);
  writeFileSync(path, changed);
};

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(180_000);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'content'), { recursive: true });
  for (const part of ['src', 'public', 'site.config.ts', 'astro.config.mjs', 'package-lock.json'])
    cpSync(part, join(folder, part), { recursive: true });
  for (const part of ['package.json', 'tsconfig.json']) cpSync(part, join(folder, part));
  for (const part of ['content/causes', words, postmortem, table])
    cpSync(part, join(folder, part), { recursive: true });
  // Those it names are not here.
  edit(postmortem, /^related:\n(?: .*\n)+/m, '');
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'));

  const port = await freePort();
  const program = 'node_modules/astro/bin/astro.mjs';
  server = spawn(process.execPath, [program, 'dev', '--port', String(port)], {
    cwd: folder,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  for (const stream of [server.stdout, server.stderr])
    stream?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  await expect.poll(() => printed, { timeout: 120_000 }).toContain('Local');
  page = await browser.newPage();
  await page.goto(`http://localhost:${port}/i/76/`, { timeout: 120_000 });
});

test.afterAll(() => server.kill());

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
  edit(table, '1,609', '1,64321');
  await expect(page.getByRole('cell', { name: '64,321' })).toBeAttached();
});

test('a saved word of the vocabulary is shown, and a fault in it too', async () => {
  edit(words, 'label: Language runtime', 'label: The runtime of the language');
  await expect(page.getByRole('link', { name: 'The runtime of the language' })).toBeVisible();
  edit(words, /^layers:$/m, 'layrs:');
  await expect(faults()).toContainText('Did you mean "layers"?');
  edit(words, /^layrs:$/m, 'layers:');
  await expect(faults()).toHaveCount(0);
});

test('open points say that it is a draft', async () => {
  edit(postmortem, '## Impact', '{/* open: how many were hit? */}\n\n## Impact');
  await expect(page.getByRole('heading', { name: 'A draft with 1 open point' })).toBeVisible();
});

test('nobody saw a stack trace', async () => {
  await expect(page.locator('vite-error-overlay')).toHaveCount(0);
  expect(printed).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
});
