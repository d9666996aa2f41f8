import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { buildSearchIndex } from '../../src/find/words/build-index.ts';
import { find } from '../../src/find/words/engine.ts';
import { openSearch, searchContent, type SearchOnDisk } from './search-fixture.ts';

let files: ReadonlyMap<string, Uint8Array>;
let search: SearchOnDisk;

beforeAll(async () => {
  files = await buildSearchIndex(searchContent);
  search = await openSearch(files);
});

afterAll(() => search.remove());

async function answer(query: string) {
  const { how, ids, missing } = await find(query, await search.files.pagefind(), ([best]) =>
    search.files.result(best),
  );
  return { how, ids, missing: missing.map(({ text }) => text) };
}

describe('finds code', () => {
  test.each([
    ['CRYPTO_zalloc', [1]],
    ['crypto_zal', [1]],
    ['zalloc', [1, 8]],
    ['sk_new_reserve', [1]],
    ['sk_new', [1]],
    ['libcrypto.so.1.1', [1]],
    ['libcrypto', [1]],
    ['native-tls', [1]],
    ['native tls', [1]],
    ['subgraph-radio/issues/147', [1]],
    ['go-amino', [2]],
    ['amino', [2]],
    ['runtime.mallocgc', [2]],
    ['mallocgc', [2]],
    ['(*Peer).run', [3]],
    ['std::vector', [4]],
    ['C++', [4]],
    ['MALLOC_ARENA_MAX', [5]],
    ['malloc_arena', [5]],
    ['ARENA_MAX', [5]],
    ['WatchEvent', [6]],
    ['"out of memory"', [5]],
    ['MEM-3', [3]],
  ])('%s', async (query, ids) => {
    expect(await answer(query)).toEqual({ how: 'all', ids, missing: [] });
  });
});

test.each([
  ['sk_reserve', 'parts', [1]],
  ['out-of-memory', 'parts', [5]],
  ['crypto wallet zebra', 'some', [8]],
])('says how far %s was met: %s', async (query, how, ids) => {
  expect(await answer(query)).toMatchObject({ how, ids });
});

test.each(['xylophone', 'CRYPTO_zebra', 'runtime.zebra', '"memory of out"', 'C#'])(
  'finds nothing for %s',
  async (query) => {
    expect((await answer(query)).ids).toEqual([]);
  },
);

test('names the words that no postmortem has', async () => {
  expect((await answer('wallet zebra')).missing).toEqual(['zebra']);
});

test('ranks a word in the title before one in a frame', async () => {
  expect((await answer('crypto')).ids).toEqual([8, 1]);
});

test('gives rows what they show', async () => {
  const { row, text } = await search.files.result(1);
  expect(row).toMatchObject({
    id: 1,
    title: 'TLS contexts built per connection',
    cause: 'Missing free',
    component: 'native-tls, OpenSSL (libcrypto.so.1.1)',
    reported: '2024-05-27',
  });
  expect(row.figure).toContain('38.94');
  expect(text).toContain('CRYPTO_zalloc');
  expect(text).not.toContain('sknewreserve');
});

test('knows the newest and what improved', () => {
  const { catalogue, orders } = search;
  expect(catalogue.ids).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(orders.newest.map((entry) => catalogue.ids[entry])).toEqual([1, 3, 2, 9, 8, 7, 6, 5, 4]);
  expect(orders.changes).toEqual([-7571, -100, null, null, null, -9900, null, null, null]);
});

test('two builds of the same content are the same bytes', async () => {
  const again = await buildSearchIndex(searchContent);
  expect([...again.keys()]).toEqual([...files.keys()]);
  for (const [path, content] of files)
    expect(Buffer.compare(content, again.get(path) ?? Buffer.alloc(0)), path).toBe(0);
});

test('leaves out what the page does not load', () => {
  const unused = [...files.keys()].filter((path) =>
    /ui|highlight|filter|fragment|unknown|playground|pagefind-worker|pf_meta/.test(path),
  );
  expect(unused).toEqual([]);
});
