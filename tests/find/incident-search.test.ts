import { describe, expect, test } from 'vitest';

import type { Selection } from '../../src/find/words/catalogue.ts';
import { createIncidentSearch } from '../../src/find/words/incident-search.ts';
import { searchContent } from './search-fixture.ts';

const search = createIncidentSearch(searchContent);

const find = (query: string, selection: Selection = {}) => {
  const { how, postmortems } = search({ query, selection });
  return { how, ids: postmortems.map(({ data }) => data.id) };
};

describe('words are found as on the search page', () => {
  test.each([
    ['a function', 'CRYPTO_zalloc', [1]],
    ['the beginning of a word', 'CRYPTO_zal', [1]],
    ['an identifier from one of its parts on', 'Peer.run', [3]],
    ['a part of an identifier', 'Unmarshal', [6]],
    ['the same name written another way', 'MallocArenaMax', [5]],
    ['another form of the word, in a title and in the name of a cause', 'caching', [9, 6]],
    ['C++, which is not C', 'C++', [4]],
    ['an id', 'MEM-7', [7]],
    ['a phrase in quotes', '"out of memory at night"', [5]],
  ])('%s', (_, query, ids) => {
    expect(find(query)).toEqual({ how: 'all', ids });
  });
});

test('a word of the title weighs more than one of the text', () => {
  expect(find('vector').ids).toEqual([7, 4]);
});

test('says when only the parts of an identifier are there, or only some of the words', () => {
  expect(find('watch_peer_event')).toMatchObject({ how: 'some' });
  expect(find('event_watch')).toMatchObject({ how: 'parts' });
  expect(find('xylophone')).toEqual({ how: 'some', ids: [] });
});

test('facets narrow; terms of one facet are alternatives', () => {
  expect(find('', { language: ['go'] }).ids.toSorted()).toEqual([2, 3, 6]);
  expect(find('', { language: ['go', 'cpp'], status: ['unresolved'] }).ids).toEqual([6]);
});

test('without words the newest report is first', () => {
  expect(find('').ids.slice(0, 3)).toEqual([1, 3, 2]);
});
