import { describe, expect, test } from 'vitest';

import { asksForOthers, inOrder, narrow, withRareTerms } from '../../src/find/words/catalogue.ts';
import { catalogueFileOf, pagesOf, readCatalogue } from '../../src/find/words/catalogue-file.ts';
import {
  catalogueOf,
  longestFacet,
  ordersOf,
  splitCatalogue,
} from '../../src/find/words/make-catalogue.ts';
import { readState, stateAddress } from '../../src/find/words/state.ts';
import { searchContent } from './search-fixture.ts';

const catalogue = catalogueOf(searchContent.postmortems, searchContent.vocabulary);
const all = [...catalogue.ids.keys()];
const idsOf = (entries: readonly number[]) => entries.map((entry) => catalogue.ids[entry]);

describe('facets', () => {
  test('keep what has one of the chosen terms in every facet', () => {
    const { entries } = narrow(catalogue, all, {
      language: ['go', 'rust'],
      cause: ['missing-free'],
    });
    expect(idsOf(entries)).toEqual([1, 2, 3]);
  });

  test('count each term against the other facets', () => {
    const { counts } = narrow(catalogue, all, { language: ['go'], cause: ['unbounded-cache'] });
    expect(Object.fromEntries(counts.language)).toEqual({ c: 0, cpp: 0, rust: 0, go: 1 });
    expect(Object.fromEntries(counts.cause)).toEqual({ 'missing-free': 2, 'unbounded-cache': 1 });
    expect(counts.status.get('unresolved')).toBe(1);
  });

  test('a term that nothing has finds nothing', () => {
    expect(narrow(catalogue, all, { cause: ['no-such-cause'] }).entries).toEqual([]);
  });

  test('list only terms in use', () => {
    expect(catalogue.facets.tool.terms.map(({ id }) => id)).toEqual(['unknown']);
  });
});

test('the largest improvement comes first, what was not measured last', () => {
  const orders = ordersOf(searchContent.postmortems);
  expect(idsOf(inOrder(orders, all, 'improvement'))).toEqual([6, 1, 2, 3, 9, 8, 7, 5, 4]);
});

test('the file of the catalogue gives it back', () => {
  const words = catalogue.ids.map((id) => id * 100);
  const file = catalogueFileOf(catalogue, words, { entry: {}, meta: '' });
  expect(readCatalogue(JSON.parse(JSON.stringify(file)) as typeof file)).toEqual(catalogue);
  expect(pagesOf(file).slice(0, 2)).toEqual([
    { name: '1', words: 96 },
    { name: '2', words: 192 },
  ]);
});

describe('a facet of very many terms', () => {
  /** Two incidents share a component, the others have one each. */
  const [sample] = searchContent.postmortems;
  const many = Array.from({ length: longestFacet + 5 }, (_, index) => {
    const id = `component-${Math.max(1, index)}`;
    return { ...sample, data: { ...sample?.data, id: index + 1, component: [{ id, name: id }] } };
  }) as unknown as typeof searchContent.postmortems;
  const parts = splitCatalogue(catalogueOf(many, searchContent.vocabulary));
  const rare = parts.rareTerms.component ?? [];

  test('keeps the most frequent ones', () => {
    expect(parts.catalogue.facets.component.terms).toHaveLength(longestFacet);
    const { counts } = narrow(parts.catalogue, [...many.keys()], {});
    expect(counts.component.get('component-1')).toBe(2);
    expect(rare).toHaveLength(4);
    expect(Object.keys(parts.rareTerms)).toEqual(['component']);
  });

  test('gives a rare one back when it is chosen', () => {
    const selection = { component: [rare[0]?.id ?? ''] };
    expect(asksForOthers(parts.catalogue, selection)).toBe(true);
    const wider = withRareTerms(parts.catalogue, parts.rareTerms, selection);
    expect(asksForOthers(wider, selection)).toBe(false);
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
