import { describe, expect, test } from 'vitest';

import { formatIndexFile, parseFacetTable } from '../../src/find/pagefind/index-file.ts';
import {
  buildFacetTable,
  buildOrders,
  longestFacet,
  narrow,
  selectsOtherTerms,
  sortEntries,
  splitFacetTable,
  withRareTerms,
} from '../../src/find/words/facet-table.ts';
import { readState, stateAddress } from '../../src/find/words/state.ts';
import { searchContent } from './search-fixture.ts';

const table = buildFacetTable(searchContent.postmortems, searchContent.vocabulary);
const all = [...table.ids.keys()];
const idsOf = (entries: readonly number[]) => entries.map((entry) => table.ids[entry]);

describe('facets', () => {
  test('keep what has one of the chosen terms in every facet', () => {
    const { entries } = narrow(table, all, {
      language: ['go', 'rust'],
      cause: ['missing-free'],
    });
    expect(idsOf(entries)).toEqual([1, 2, 3]);
  });

  test('count each term against the other facets', () => {
    const { counts } = narrow(table, all, { language: ['go'], cause: ['unbounded-cache'] });
    expect(Object.fromEntries(counts.language)).toEqual({ c: 0, cpp: 0, rust: 0, go: 1 });
    expect(Object.fromEntries(counts.cause)).toEqual({ 'missing-free': 2, 'unbounded-cache': 1 });
    expect(counts.status.get('unresolved')).toBe(1);
  });

  test('a term that nothing has finds nothing', () => {
    expect(narrow(table, all, { cause: ['no-such-cause'] }).entries).toEqual([]);
  });

  test('list only terms in use', () => {
    expect(table.facets.tool.terms.map(({ id }) => id)).toEqual(['unknown']);
  });
});

test('the largest improvement comes first, what was not measured last', () => {
  const orders = buildOrders(searchContent.postmortems);
  expect(idsOf(sortEntries(orders, all, 'improvement'))).toEqual([6, 1, 2, 3, 9, 8, 7, 5, 4]);
});

test('the file of the index gives the facets back', () => {
  const file = formatIndexFile(table, {
    synonyms: [],
    pages: 0,
    pagefind: { entry: {}, meta: '' },
  });
  expect(parseFacetTable(JSON.parse(JSON.stringify(file)) as typeof file)).toEqual(table);
});

describe('a facet of very many terms', () => {
  /** Two incidents share a component, the others have one each. */
  const [sample] = searchContent.postmortems;
  const many = Array.from({ length: longestFacet + 5 }, (_, index) => {
    const id = `component-${Math.max(1, index)}`;
    return { ...sample, data: { ...sample?.data, id: index + 1, component: [{ id, name: id }] } };
  }) as unknown as typeof searchContent.postmortems;
  const parts = splitFacetTable(buildFacetTable(many, searchContent.vocabulary));
  const rare = parts.rareTerms.component ?? [];

  test('keeps the most frequent ones', () => {
    expect(parts.table.facets.component.terms).toHaveLength(longestFacet);
    const { counts } = narrow(parts.table, [...many.keys()], {});
    expect(counts.component.get('component-1')).toBe(2);
    expect(rare).toHaveLength(4);
    expect(Object.keys(parts.rareTerms)).toEqual(['component']);
  });

  test('gives a rare one back when it is chosen', () => {
    const selection = { component: [rare[0]?.id ?? ''] };
    expect(selectsOtherTerms(parts.table, selection)).toBe(true);
    const wider = withRareTerms(parts.table, parts.rareTerms, selection);
    expect(selectsOtherTerms(wider, selection)).toBe(false);
    const { entries, counts } = narrow(wider, [...many.keys()], selection);
    expect(entries).toEqual(rare[0]?.entries);
    expect(counts.component.get(rare[0]?.id ?? '')).toBe(1);
  });
});

describe('the address', () => {
  test.each(['', '?q=zalloc', '?q=c%2B%2B&cause=missing-free&language=c&language=go&sort=newest'])(
    'keeps %s',
    (address) => {
      expect(stateAddress(readState(new URLSearchParams(address)))).toBe(address);
    },
  );

  test('leaves out what is usual, unknown or said twice', () => {
    const state = readState(
      new URLSearchParams('?q= leak &sort=relevance&cause=&fix=revert&fix=revert&colour=red'),
    );
    expect(stateAddress(state)).toBe('?q=leak&fix=revert');
  });
});
