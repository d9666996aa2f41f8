import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from '@playwright/test';

import { links } from '../../src/cli/site/links.ts';
import { formatLedger } from '../../src/content/permalinks/ledger.ts';
import { emptyLedger } from '../../src/model/ledger.ts';
import { vocabularyLists } from '../../src/model/vocabulary.ts';
import { change, validText, vocabulary } from '../content/postmortem.ts';

/** A small site under a base path, in which everything has happened that can happen to an address. */
const folder = '.cache/redirect-site';

const withdrawal = {
  title: 'A <leak> that was none',
  date: '2026-11-21',
  reason: 'It was page cache.',
};
const sections = ['summary', 'impact', 'symptoms', 'investigation', 'root-cause', 'fix', 'results'];
const ledger = {
  ...emptyLedger,
  incidents: {
    '3': { slug: 'merged', anchors: ['summary', 'fix'], charts: ['rss', 'heap'] },
    '5': { slug: 'withdrawn', anchors: ['summary'], charts: ['rss'] },
    '7': {
      slug: 'example',
      anchors: [...sections, 'remedy', 'dispute', 'the-other-one'],
      charts: ['growth', 'peak', 'top'],
    },
    '8': { slug: 'other', anchors: [...sections], charts: ['growth', 'peak'] },
  },
  pages: {
    '/causes/leak/': ['recognize'],
    '/causes/leak/languages/go/': [],
    '/causes/leak/languages/rust/': [],
    '/causes/missing-free/languages/rust/': [],
    '/components/old-lru/': [],
    '/components/unused/': [],
    '/guides/gone/': ['first'],
  },
  moved: {
    '/i/3/': '/i/8/',
    '/i/3/#fix': '/i/8/#fix',
    '/i/3/#chart-rss': '/i/8/#chart-growth',
    '/i/7/#remedy': '/i/7/#fix',
    '/i/7/#chart-top': '/i/7/#chart-peak',
    '/i/7/#the-other-one': '/i/8/#summary',
    '/causes/leak/': '/causes/unbounded-cache/',
    '/components/old-lru/': '/components/lru/',
  },
  withdrawn: {
    '/i/5/': withdrawal,
    '/i/7/#dispute': withdrawal,
    '/guides/gone/': withdrawal,
  },
};

const write = (path: string, text: string) => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
/** A built file, without the marks by which styles find their component. */
const read = (path: string) =>
  readFileSync(join(folder, 'dist', path), 'utf8').replaceAll(
    / data-astro-cid-\w+(?:="true")?| class="astro-\w+"/g,
    '',
  );

test.describe.configure({ mode: 'serial' });

test.beforeAll(() => {
  test.setTimeout(180_000);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const part of ['src', 'public', 'site.config.ts', 'astro.config.mjs', 'package-lock.json'])
    cpSync(part, join(folder, part), { recursive: true });
  for (const part of ['package.json', 'tsconfig.json']) cpSync(part, join(folder, part));
  symlinkSync(join(import.meta.dirname, '../../node_modules'), join(folder, 'node_modules'));
  const { causes } = vocabulary;
  // JSON is YAML too.
  const terms = vocabularyLists.map((list) => [
    list,
    Object.fromEntries(
      vocabulary[list].map(({ id }) => [id, { label: id, definition: 'It is so.' }]),
    ),
  ]);
  write('content/vocabulary.yaml', JSON.stringify(Object.fromEntries(terms)));
  for (const { id } of causes)
    write(`content/causes/${id}.mdx`, `---\nlabel: ${id}\ndefinition: It grows.\n---\n`);
  write('content/postmortems/example/index.mdx', validText);
  write('content/postmortems/other/index.mdx', change(validText, 'id: 7', 'id: 8'));
  // Nothing else has its component, so the list of it would be a page only for the draft.
  const draft = change(validText, 'id: 7', 'id: 9').replace(
    '{ id: lru, name: LRU,',
    '{ id: bdd, name: BDD,',
  );
  write(
    'content/postmortems/draft/index.mdx',
    draft
      .replace('A cache without a limit', 'A draft about a tree')
      .replace('status: resolved', '# open: is it resolved?\nstatus: resolved'),
  );
  write('content/permalinks.json', formatLedger(ledger));
  const build = spawnSync(process.execPath, ['node_modules/astro/bin/astro.mjs', 'build'], {
    cwd: folder,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', BASE_PATH: '/kb' },
    encoding: 'utf8',
  });
  expect(build.status, build.stdout + build.stderr).toBe(0);
});

test('no link is broken and no address of the ledger is lost, under a base path', async () => {
  let output = '';
  await links([join(folder, 'dist')], { write: (text) => (output += text) });
  expect(output).toMatch(/ under \/kb\/: none broken\.\n$/);
});

test('a merged incident leads on without JavaScript, and its sections say where they are', () => {
  const page = read('i/3/index.html');
  expect(page).toContain('<meta http-equiv="refresh" content="0; url=/kb/i/8/">');
  expect(page).toContain('<meta name="robots" content="noindex">');
  expect(page).toMatch(/<link rel="canonical" href="[^"]*\/kb\/i\/8\/">/);
  expect(page).toContain('MEM-8: A cache without a limit</a>');
  expect(page).toMatch(/<li id="fix"[^]*?href="\/kb\/i\/8\/#fix"/);
});

test('a withdrawn incident keeps its page, which says when and why', () => {
  const page = read('i/5/index.html');
  expect(page).toContain('A &lt;leak&gt; that was none');
  expect(page).toContain('<time datetime="2026-11-21">');
  expect(page).toContain('It was page cache.');
  expect(page).not.toContain('http-equiv="refresh"');
});

test('its JSON, Markdown and charts say so too', () => {
  expect(JSON.parse(read('i/3.json'))).toMatchObject({ id: 3, moved: { url: /\/kb\/i\/8\/$/ } });
  expect(JSON.parse(read('i/5.json'))).toMatchObject({ id: 5, withdrawn: withdrawal });
  expect(read('i/3.md')).toMatch(/^# MEM-3 has moved\n/);
  expect(read('i/5.md')).toContain('withdrawn on 2026-11-21. It was page cache.');
  expect(read('i/5/charts/rss.svg')).toContain('was withdrawn on 2026-11-21');
  expect(read('i/5/charts/rss.csv')).toMatch(/^notice\r\n"?The chart .* was withdrawn/);
});

test('a chart that moved is the chart that took its place', () => {
  expect(read('i/3/charts/rss.csv')).toBe(read('i/8/charts/growth.csv'));
  expect(read('i/7/charts/top.svg')).toBe(read('i/7/charts/peak.svg'));
  expect(read('i/3/charts/heap.vl.json')).toContain('is now part of');
});

test('a section that is called otherwise is found under both names', () => {
  const page = read('i/7/index.html');
  expect(page).toMatch(/<h2 id="fix">\s*<span id="remedy">/);
  expect(page).toMatch(/<span id="chart-top"><\/span>\s*<figure[^>]*id="chart-peak"/);
  expect(page).toMatch(/<li id="the-other-one"[^]*?href="\/kb\/i\/8\/#summary"/);
  expect(page).toMatch(/<li id="dispute"[^]*?withdrawn on 2026-11-21: It was page cache\./);
});

test('lists stay when they are empty, and lists of a renamed cause lead to its own', () => {
  expect(read('components/unused/index.html')).toContain('No incidents here at the moment.');
  expect(read('causes/missing-free/languages/rust/index.html')).toContain(
    'This list is empty: its incidents have been reclassified.',
  );
  expect(read('causes/leak/languages/go/index.html')).toContain(
    'url=/kb/causes/unbounded-cache/languages/go/"',
  );
  expect(read('causes/leak/languages/rust/index.html')).toContain(
    'url=/kb/causes/unbounded-cache/"',
  );
  expect(read('components/old-lru/feed.xml')).toContain('<entry>');
});

test('what moved or was withdrawn is in no sitemap, and in the list of the promise', () => {
  const sitemap = read('sitemap-0.xml');
  expect(sitemap).toContain('/kb/i/8/<');
  for (const path of ['/i/3/', '/i/5/', '/guides/gone/', '/causes/leak/', '/components/old-lru/'])
    expect(sitemap).not.toContain(`/kb${path}`);
  const page = read('links/index.html');
  expect(page).toContain('<a href="/kb/i/7/#remedy">');
  expect(page).toContain('A &lt;leak&gt; that was none');
});

test('a draft is a page that says so, and nothing else names it', () => {
  const page = read('i/9/index.html');
  expect(page).toContain('Draft with 1 open point');
  expect(page).toContain('is it resolved?');
  expect(page).toContain('<meta name="robots" content="noindex">');
  const naming = readdirSync(join(folder, 'dist'), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:html|xml|json|csv|txt|md)$/.test(path))
    .filter((path) => /A draft about a tree|\/i\/9\/|components\/bdd/.test(read(path)));
  // The composer has to know which ids are taken, and by what.
  expect(naming.toSorted()).toEqual([
    'i/9.json',
    'i/9.md',
    'i/9/index.html',
    'i/9/oembed.json',
    'write/incidents/0.json',
  ]);
});
