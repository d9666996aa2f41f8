import { gunzipSync } from 'node:zlib';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { buildSearchIndex } from '../../src/find/pagefind/build-index.ts';
import { buildCollection, createMemorySource } from '../../src/find/words/memory-index.ts';
import { openSearch, searchContent, type SearchOnDisk } from './search-fixture.ts';

let files: ReadonlyMap<string, Uint8Array>;
let search: SearchOnDisk;

beforeAll(async () => {
  files = await buildSearchIndex(searchContent);
  search = await openSearch(files);
});

afterAll(() => search.remove());

test('gives rows what they show', async () => {
  const { row, sections } = await search.source.result(1);
  expect(row).toMatchObject({
    id: 1,
    title: 'TLS contexts built per connection',
    cause: 'Missing free',
    component: 'native-tls, OpenSSL (libcrypto.so.1.1)',
    reported: '2024-05-27',
  });
  expect(row.figure).toContain('38.94');
  expect(sections.at(-1)?.text).toContain('CRYPTO_zalloc');
});

test('knows the newest and what improved', async () => {
  const { ids } = await search.source.facets();
  const { newest, changes } = await search.source.orders();
  expect(ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(newest.map((entry) => ids[entry])).toEqual([1, 3, 2, 9, 8, 7, 6, 5, 4]);
  expect(changes).toEqual([-7571, -100, null, null, null, -9900, null, null, null]);
});

test('two builds of the same content are the same bytes', async () => {
  const again = await buildSearchIndex(searchContent);
  expect([...again.keys()]).toEqual([...files.keys()]);
  for (const [path, content] of files)
    expect(Buffer.compare(content, again.get(path) ?? Buffer.alloc(0)), path).toBe(0);
});

test('leaves out what the page does not load', () => {
  const unused = [...files.keys()].filter((path) =>
    /ui|highlight|filter|fragment|wasm\.(?!unknown)|playground|pagefind-worker|pf_meta/.test(path),
  );
  expect(unused).toEqual([]);
});

test('cuts the index into parts small enough that a question loads little of it', () => {
  const parts = [...files].filter(([path]) => path.endsWith('.pf_index'));
  expect(parts.length).toBeGreaterThan(1);
  for (const [path, bytes] of parts) expect(gunzipSync(bytes).length, path).toBeLessThan(7000);
});

test('finds all words with a beginning, in whatever parts of the index they are', async () => {
  const words = Array.from({ length: 1500 }, (_, index) => `wal${index.toString(36)}ol`);
  const [first] = searchContent.postmortems;
  if (!first) throw new Error('there is no postmortem');
  const content = {
    ...searchContent,
    postmortems: [{ ...first, body: { ...first.body, text: words.join(' ') } }],
  };
  const memory = await createMemorySource(buildCollection(content)).index();
  const opened = await openSearch(await buildSearchIndex(content), content);
  const pagefind = await opened.source.index();
  expect(await pagefind.beginning('wal')).toEqual(await memory.beginning('wal'));
  await opened.remove();
});
