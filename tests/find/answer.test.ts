import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createAnswerer } from '../../src/find/words/answer.ts';
import { buildSearchIndex } from '../../src/find/pagefind/build-index.ts';
import {
  chosenOffers,
  correctionOffers,
  countText,
  helpOffers,
  howText,
  noteText,
} from '../../src/find/words/messages.ts';
import type { SearchSource } from '../../src/find/words/search-index.ts';
import { readState } from '../../src/find/words/state.ts';
import { openSearch, searchContent, type SearchOnDisk } from './search-fixture.ts';

let search: SearchOnDisk;
let source: SearchSource;

beforeAll(async () => {
  search = await openSearch(await buildSearchIndex(searchContent));
  source = search.source;
});

afterAll(() => search.remove());

async function ask(address: string) {
  const state = readState(new URLSearchParams(address));
  const answer = await createAnswerer(source, 'https://heaplore.example')(state, 20);
  return {
    answer,
    state,
    ids: answer.results.map(({ row }) => row.id),
    jumps: answer.jumps.map(({ id }) => id),
    count: countText(answer, state),
    note: noteText(answer, state),
    help: helpOffers(answer, state).map(({ text, address: target }) => `${text} ${target}`),
  };
}

test('an empty address lists everything, newest first', async () => {
  expect(await ask('')).toMatchObject({
    ids: [1, 3, 2, 9, 8, 7, 6, 5, 4],
    count: '9 incidents',
    note: '',
  });
});

test('a query and filters together', async () => {
  expect(await ask('q=zalloc&language=rust')).toMatchObject({
    ids: [1],
    count: '1 incident matches “zalloc”',
  });
});

test('counts of the filters are those of the query', async () => {
  const { answer } = await ask('q=crypto&language=rust');
  const counts = answer.options.language.map(({ id, count, chosen }) => [id, count, chosen]);
  expect(counts).toEqual([
    ['c', 2, false],
    ['cpp', 0, false],
    ['rust', 1, true],
    ['go', 0, false],
  ]);
});

test('filters and sorting do not search again', async () => {
  let searches = 0;
  const counting: SearchSource = {
    ...source,
    index: () => {
      searches += 1;
      return source.index();
    },
  };
  const answerTo = createAnswerer(counting, 'https://heaplore.example');
  for (const address of ['q=zalloc', 'q=zalloc&language=rust', 'q=zalloc&sort=newest', 'q=crypto'])
    await answerTo(readState(new URLSearchParams(address)), 20);
  expect(searches).toBe(2);
});

test('the last word may be unfinished only while it is typed', async () => {
  const answerTo = createAnswerer(source, 'https://heaplore.example');
  const idsOf = async (typing: boolean) => {
    const { results } = await answerTo(readState(new URLSearchParams('q=run')), 20, typing);
    return results.map(({ row }) => row.id);
  };
  expect(await idsOf(true)).toEqual([3, 2]);
  expect(await idsOf(false)).toEqual([3]);
});

test('sorts by what the address says', async () => {
  expect((await ask('language=go&sort=improvement')).ids).toEqual([6, 2, 3]);
  expect((await ask('q=crypto&sort=newest')).ids).toEqual([1, 8]);
  expect((await ask('sort=relevance')).answer.sort).toBe('newest');
});

describe('jumps', () => {
  test.each([
    ['MEM-3', [3]],
    ['#3', [3]],
    ['https://heaplore.example/i/3/', [3]],
    ['https://github.com/tendermint/go-amino/pull/12/files', [2]],
    ['3', []],
  ])('%s', async (query, ids) => {
    expect((await ask(new URLSearchParams({ q: query }).toString())).jumps).toEqual(ids);
  });

  test('says if an id is not taken', async () => {
    expect((await ask('q=MEM-77')).note).toBe('There is no MEM-77.');
  });
});

describe('answers with pages besides incidents', () => {
  test.each([
    ['How to read a graph', '/guides/read-a-graph/'],
    ['missing free', '/causes/missing-free/'],
    ['saxophone', '/causes/missing-free/'],
    ['go-amino', '/components/go-amino/'],
    ['staircase', '/growth/staircase/'],
    ['trombone list', '/start/killed-at-start/'],
  ])('%s: %s', async (query, path) => {
    const { answer } = await ask(new URLSearchParams({ q: query }).toString());
    expect(answer.answers[0]?.path).toBe(path);
  });

  test('with the line that was found and its section, unless the summary holds as much', async () => {
    const lineFor = async (query: string) => {
      const { answer } = await ask(new URLSearchParams({ q: query }).toString());
      const { section = '', excerpt = [] } = answer.answers[0] ?? {};
      return [section, ...excerpt.map(({ text, found }) => (found ? `[${text}]` : text))];
    };
    expect(await lineFor('saxophone')).toEqual(['Confirm it', 'Run the ', '[saxophone]', '.']);
    expect(await lineFor('staircase')).toEqual(['']);
  });

  test('only if they fit well', async () => {
    expect((await ask('q=staircase+of+a+crypto+wallet')).answer.answers).toEqual([]);
  });
});

test('says what was loosened', async () => {
  expect((await ask('q=sk_reserve')).note).toBe(
    'No exact match. Showing results that contain every term.',
  );
  expect((await ask('q=crypto+wallet+zebra')).note).toBe(
    'No incident has “zebra”. Showing partial matches.',
  );
});

test('says by what a misspelled word was replaced', async () => {
  const { answer, note } = await ask('q=walet');
  expect(note).toBe('No incident has “walet”.');
  expect(howText(answer)).toBe('No incident has “walet”. Showing results for “wallet”.');
});

test('offers to search for what may be meant', async () => {
  const { answer, state } = await ask('q=crypto+walet&language=go');
  expect(correctionOffers(answer, state)).toEqual([
    { text: '“crypto wallet”', address: '?q=crypto+wallet&language=go' },
  ]);
  const several = {
    ...answer,
    corrections: [
      { text: 'chanel', by: ['channel'] },
      { text: 'leek', by: ['leak', 'leap', 'peek'] },
    ],
  };
  expect(
    correctionOffers(several, { ...state, query: 'chanel leek' }).map(({ text }) => text),
  ).toEqual(['“channel leak”', '“channel leap”', '“channel peek”']);
});

test('says so where nothing fits well', async () => {
  const { answer, count, note } = await ask('q=zebra+runtime');
  expect(count).toBe('Nothing fits “zebra runtime” well; nearest:');
  expect(note).toBe('No incident has “zebra”.');
  expect(howText(answer)).toBe('No incident has “zebra”. Nothing fits well; nearest:');
});

test('takes filters from the query', async () => {
  expect(await ask('q=language:go+peer')).toMatchObject({ ids: [3], note: '' });
  expect((await ask('q=language:go')).ids).toEqual([3, 2, 6]);
  expect((await ask('q=language:cobol')).ids).toEqual([]);
});

test('offers a way on from nothing', async () => {
  const { count, help } = await ask('q=wallet&language=go&cause=missing-free');
  expect(count).toBe('No incident matches “wallet”');
  expect(help).toEqual([
    'Remove the filter Cause: Missing free ?q=wallet&language=go',
    'Remove the filter Language: Go ?q=wallet&cause=missing-free',
    'Remove all filters ?q=wallet',
    'Look through the causes /causes/',
    'Compare the shape of your graph /growth/',
  ]);
});

test('offers the words that would find something', async () => {
  const { help } = await ask('q=crypto_zebra+wallet&language=go');
  expect(help.filter((text) => text.includes('alone'))).toEqual([
    'Search for “crypto” alone ?q=crypto&language=go',
    'Search for “wallet” alone ?q=wallet&language=go',
  ]);
});

test('a filter that nothing has can be seen and removed', async () => {
  const { answer, state, count } = await ask('cause=withdrawn-cause');
  expect(count).toBe('No incident matches the filters');
  expect(chosenOffers(answer, state)).toEqual([
    {
      text: 'Cause: withdrawn-cause ×',
      label: 'Remove filter Cause: withdrawn-cause',
      address: '?',
    },
  ]);
});

test('two letters are a word first, and the beginning of one if there is no such word', async () => {
  expect((await ask('q=go')).ids.toSorted()).toEqual([2, 3, 6]);
  expect((await ask('q=pe')).ids.toSorted()).toEqual([1, 3]);
});
