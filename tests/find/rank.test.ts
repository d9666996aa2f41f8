import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { buildSearchIndex } from '../../src/find/pagefind/build-index.ts';
import { buildCollection, createMemorySource } from '../../src/find/words/memory-index.ts';
import { understand } from '../../src/find/words/question.ts';
import { rankIncidents } from '../../src/find/words/rank.ts';
import type { SearchIndex } from '../../src/find/words/search-index.ts';
import { tokensOf } from '../../src/find/words/word-forms.ts';
import { openSearch, searchContent, type SearchOnDisk } from './search-fixture.ts';

const collection = buildCollection(searchContent);
const memory = createMemorySource(collection);
let search: SearchOnDisk;

beforeAll(async () => {
  search = await openSearch(await buildSearchIndex(searchContent));
});

afterAll(() => search.remove());

async function answer(query: string, index?: SearchIndex) {
  const ranking = await rankIncidents(understand(query), index ?? (await memory.index()));
  return { ...ranking, missing: ranking.missing.map(({ text }) => text) };
}

describe('finds code', () => {
  test.each([
    ['CRYPTO_zalloc', [1]],
    ['crypto_zal', [1]],
    ['zalloc', [1]],
    ['zallo', [1, 8]],
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
    ['MallocArenaMax', [5]],
    ['ARENA_MAX', [5]],
    ['WatchEvent', [6]],
    ['"out of memory"', [5]],
    ['out-of-memory', [5]],
    ['MEM-3', [3]],
  ])('%s', async (query, ids) => {
    expect(await answer(query)).toMatchObject({ how: 'all', ids, missing: [] });
  });
});

test.each([
  ['sk_reserve', 'parts', [1]],
  ['crypto wallet zebra', 'some', [8]],
  ['runtime.zebra', 'nearest', [2, 3]],
])('says how far %s was met: %s', async (query, how, ids) => {
  expect(await answer(query)).toMatchObject({ how, ids });
});

test.each(['xylophone', '"memory of out"', 'C#'])('finds nothing for %s', async (query) => {
  expect((await answer(query)).ids).toEqual([]);
});

test('names the words that no postmortem has', async () => {
  expect((await answer('wallet zebra')).missing).toEqual(['zebra']);
});

describe('ranks', () => {
  test('a word in the title before one in a frame', async () => {
    expect((await answer('crypto')).ids).toEqual([8, 1]);
  });

  test('an incident that has more of the words before one that has fewer', async () => {
    expect((await answer('vector capacity')).ids).toEqual([4, 7]);
  });

  test('forms of a word alike', async () => {
    expect((await answer('caching')).ids.toSorted()).toEqual([6, 9]);
  });
});

describe('narrows', () => {
  test('by a phrase inside a longer question', async () => {
    expect((await answer('vector "the std library"')).ids).toEqual([7]);
  });

  test('by a word that is not wanted', async () => {
    expect((await answer('vector -capacity')).ids).toEqual([7]);
    expect((await answer('vector -"the std library"')).ids).toEqual([4]);
  });
});

describe('takes synonyms', () => {
  test('for a word that no incident has', async () => {
    const { how, ids } = await answer('golang watch');
    expect({ how, first: ids[0] }).toEqual({ how: 'all', first: 6 });
  });

  test('of several words for several words', async () => {
    expect((await answer('paper sheet')).ids).toEqual([2, 5]);
    expect((await answer('json')).ids).toEqual([2]);
  });

  test('below the word itself', async () => {
    expect((await answer('queue')).ids[0]).toBe(3);
    expect((await answer('queue')).marks.map(({ word }) => word)).toEqual(['queue', 'arena']);
  });
});

describe('corrects', () => {
  test.each([
    ['walet', [8], ['wallet']],
    ['walelt', [8], ['wallet']],
    ['conections', [1], ['connection']],
  ])('%s', async (query, ids, by) => {
    expect(await answer(query)).toMatchObject({ how: 'all', ids, corrections: [{ by }] });
  });

  test('no word that is known', async () => {
    expect((await answer('arena')).corrections).toEqual([]);
  });
});

test('both indexes give the same incidents in the same order', async () => {
  const texts = collection.records.flatMap(({ fields }) => Object.values(fields).flat());
  const tokens = [...new Set(texts.flatMap(tokensOf))];
  const questions = [
    ...tokens,
    ...tokens.map((token) => token.slice(0, 4)),
    ...texts,
    ...texts.map((text) => `"${text.replaceAll('"', '')}"`),
    ...tokens.map(
      (token, index) => `${token} ${tokens[index - 7] ?? ''} ${tokens[index - 19] ?? ''}`,
    ),
    ...tokens.map((token) => `memory ${token.slice(1)} -vector`),
  ];
  const pagefind = await search.source.index();
  for (const question of questions)
    expect(await answer(question, pagefind), question).toEqual(await answer(question));
});
