/**
 * Takes the pictures of README.md and CONTRIBUTING.md anew: `npx node docs/pictures/take.ts`, with CHROMIUM_PATH where Playwright has no
 * Chromium of its own. Begins a postmortem in a copy of the project, as a writer does.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { importFiles } from '../../src/cli/content/import.ts';
import { newPostmortem } from '../../src/cli/content/new.ts';
import { copyProject } from '../../tests/bench/project.ts';
import { startDevServer } from '../../tests/site/dev-server.ts';
import { withFewColors } from './few-colors.ts';

const root = '.cache/pictures';
const reports = ['tests/reports/valgrind/massif.out.cpp-cache', 'tests/reports/logs/pidstat-r.txt'];
const quiet = { write: () => undefined, root };

await copyProject('.', root, { contentOf: '.' });
const flags = {
  '--title': 'A cache of sessions keeps every answer',
  '--project': 'Answers',
  '--cause': 'unbounded-cache',
  '--slug': 'answers-sessions',
  '--id': '900',
  '--language': 'cpp',
  '--fix': 'bound-cache',
  '--growth': 'linear-climb',
  '--source': 'https://example.org/issues/12',
};
await newPostmortem([...Object.entries(flags).flat(), '--yes'], {
  ...quiet,
  isTerminal: false,
  today: '2026-11-21',
});
await importFiles([...reports, '--to', 'answers-sessions'], quiet);
const file = join(root, 'content/postmortems/answers-sessions/index.mdx');

const server = await startDevServer(root);
const executablePath = process.env['CHROMIUM_PATH'];
const browser = await chromium.launch({
  ...(executablePath !== undefined && { executablePath }),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const page = await browser.newPage({ viewport: { width: 960, height: 640 } });
  const take = async (name: string, height: number, top = 0) => {
    const width = page.viewportSize()?.width ?? 960;
    const picture = await page.screenshot({ clip: { x: 0, y: top, width, height } });
    writeFileSync(`docs/pictures/${name}.png`, await withFewColors(picture, width, height));
  };
  await page.goto(`${server.address}/i/900/`, { timeout: 120_000 });
  await page.getByRole('heading', { name: /Draft with/ }).waitFor();
  await take('draft', 420);

  writeFileSync(file, readFileSync(file, 'utf8').replace('language: [cpp]', 'langage: [cpp]'));
  await page.getByRole('alert').waitFor();
  await take('fault', 360);

  writeFileSync(file, readFileSync(file, 'utf8').replace('langage: [cpp]', 'language: [cpp]'));
  await page.getByRole('alert').waitFor({ state: 'detached' });

  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto(`${server.address}/i/1/`, { timeout: 120_000 });
  await page.getByRole('heading', { name: 'Summary' }).waitFor();
  await take('postmortem', 632);

  await page.setViewportSize({ width: 1100, height: 560 });
  await page.goto(`${server.address}/write/`, { timeout: 120_000 });
  await page.locator('draft-composer[data-ready]').waitFor({ timeout: 120_000 });
  await page.getByRole('textbox', { name: 'Title', exact: true }).first().fill(flags['--title']);
  await page.getByRole('combobox', { name: 'Cause', exact: true }).selectOption('unbounded-cache');
  await page.getByLabel('Choose files').setInputFiles(reports);
  await page.getByText('Kept in this browser.').waitFor();
  await page.getByRole('heading', { name: /^\d+ faults/ }).waitFor({ timeout: 120_000 });
  const preview = page.frameLocator('iframe[title="Preview"]');
  await preview.getByText(flags['--title']).first().waitFor({ timeout: 120_000 });
  await page.evaluate(() => scrollTo(0, 0));
  await take('write', 355, 215);
} finally {
  await browser.close();
  server.stop();
}
