import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { links } from '../../src/cli/site/links.ts';
import { formatLedger } from '../../src/content/permalinks/ledger.ts';
import { emptyLedger } from '../../src/model/ledger.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'site-'));
  await write(
    'index.html',
    '<link rel="canonical" href="https://example.org/kb/"><a href="/kb/i/1/#fix">Fix</a>',
  );
  await write(
    'i/1/index.html',
    '<h2 id="fix">Fix</h2><a href="#fix">Up</a><a href="https://example.org/x">Out</a>',
  );
  for (const file of ['i/1.json', 'i/1.md']) await write(file, '');
  await writeLedger(['fix'], []);
});

afterEach(() => rm(folder, { recursive: true }));

const writeLedger = (anchors: string[], charts: string[]) =>
  write(
    'permalinks.json',
    formatLedger({ ...emptyLedger, incidents: { '1': { slug: 'a', anchors, charts } } }),
  );

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

async function run() {
  let output = '';
  const status = await links([folder], { write: (text) => (output += text) });
  return { status, output };
}

test('counts the links and addresses of a site without a broken one', async () => {
  expect(await run()).toEqual({
    status: 0,
    output: '2 links and 4 addresses of the ledger under /kb/: none broken.\n',
  });
});

test('names each link that leads to no file, to no fragment or out of the base path', async () => {
  await write(
    'i/1/index.html',
    '<h2 id="fix">Fix</h2><a href="../2/">2</a><a href="#fixed">F</a><a href="/i/1/">1</a><img alt="" src="a.png">',
  );
  expect(await run()).toEqual({
    status: 1,
    output: `dist/i/1/index.html  ../2/: there is no such file
dist/i/1/index.html  #fixed: the page has no such fragment
dist/i/1/index.html  /i/1/: is outside the base path
dist/i/1/index.html  a.png: there is no such file
5 links and 4 addresses of the ledger under /kb/: 4 broken.
`,
  });
});

test('a fragment that fills the box of a page names no place in it; the page itself must be there', async () => {
  await write('match/index.html', '<h1>Match</h1>');
  await write(
    'i/1/index.html',
    '<h2 id="fix">Fix</h2><a href="/kb/match/#text=malloc%0Afree">M</a><a href="/kb/find/#text=malloc">F</a>',
  );
  const { output } = await run();
  expect(output.split('\n')[0]).toBe(
    'dist/i/1/index.html  /kb/find/#text=malloc: there is no such file',
  );
  expect(output).toContain(': 1 broken.');
});

test('names each address of the ledger that the site does not have', async () => {
  await writeLedger(['fix', 'cure'], ['rss']);
  await write('i/1/charts/rss.svg', '');
  expect((await run()).output)
    .toBe(`content/permalinks.json  /i/1/#cure: the page has no such fragment
content/permalinks.json  /i/1/#chart-rss: the page has no such fragment
content/permalinks.json  /i/1/charts/rss.csv: there is no such file
content/permalinks.json  /i/1/charts/rss.vl.json: there is no such file
2 links and 9 addresses of the ledger under /kb/: 4 broken.
`);
});

test('says what to do without a site', async () => {
  await rm(join(folder, 'index.html'));
  await expect(run()).rejects.toThrow('Run "npm run build".');
});
