import { describe, expect, test } from 'vitest';

import { groupByTerm, listTermIds, termsOfFacet } from '../../src/model/facets.ts';
import type { PostmortemData } from '../../src/model/schema.ts';
import { facets, type Vocabulary } from '../../src/model/vocabulary.ts';
import { postmortemOf } from '../charts/postmortem.ts';

const term = (id: string) => ({ id, label: id.toUpperCase(), definition: 'A definition.' });
const vocabulary: Vocabulary = {
  causes: [term('missing-free'), term('unbounded-cache')],
  layers: [],
  languages: [term('go'), term('rust')],
  platforms: [],
  growth: [],
  fixes: [],
  tools: [],
  metrics: [],
};

const entry = (data: Partial<PostmortemData>) => postmortemOf(data);

describe('terms of a postmortem', () => {
  test('are those that its frontmatter states, the main one first', () => {
    const { data } = entry({
      cause: 'unbounded-cache',
      contributing: ['missing-free'],
      layer: ['library', 'application'],
      language: ['go', 'c'],
      fix: ['bound-cache', 'upgrade'],
      tools: [{ name: 'heaptrack', outcome: 'helped' }],
      platform: ['linux'],
      growth: ['staircase'],
      component: [{ id: 'lru', name: 'LRU' }],
      status: 'mitigated',
      reported: '2023-04',
    });
    const found = facets.map(({ key }) => [key, listTermIds(data, key)]);
    expect(Object.fromEntries(found)).toEqual({
      cause: ['unbounded-cache'],
      layer: ['library', 'application'],
      language: ['go', 'c'],
      fix: ['bound-cache', 'upgrade'],
      tool: ['heaptrack'],
      platform: ['linux'],
      growth: ['staircase'],
      component: ['lru'],
      status: ['mitigated'],
      year: ['2023'],
    });
  });

  test('a tool that was tried twice counts once', () => {
    const { data } = entry({
      tools: [
        { name: 'heaptrack', outcome: 'found-it' },
        { name: 'heaptrack', outcome: 'helped' },
      ],
    });
    expect(listTermIds(data, 'tool')).toEqual(['heaptrack']);
  });

  test('growth that no source describes is no term', () => {
    const { data } = entry({});
    expect(listTermIds({ ...data, growth: undefined }, 'growth')).toEqual([]);
  });
});

test.each(['2023', '2023-04', '2023-04-12'])('the year of a report of %s is 2023', (reported) => {
  expect(listTermIds(entry({ reported }).data, 'year')).toEqual(['2023']);
});

describe('terms of a facet', () => {
  test('of years are those with a report, the latest first', () => {
    const postmortems = ['2021-05', '2024', '2021-01-02'].map((reported) => entry({ reported }));
    expect(termsOfFacet('year', vocabulary, postmortems)).toEqual([
      { id: '2024', label: '2024', definition: '' },
      { id: '2021', label: '2021', definition: '' },
    ]);
  });

  test('keep the order of the vocabulary', () => {
    expect(termsOfFacet('language', vocabulary, []).map(({ id }) => id)).toEqual(['go', 'rust']);
    expect(termsOfFacet('status', vocabulary, []).map(({ id }) => id)).toEqual([
      'resolved',
      'mitigated',
      'worked-around',
      'unresolved',
    ]);
  });

  test('of components are those the postmortems name, once each, by name', () => {
    const postmortems = [
      entry({ component: [{ id: 'zlib', name: 'zlib' }] }),
      entry({
        component: [
          { id: 'openssl', name: 'OpenSSL' },
          { id: 'zlib', name: 'zlib' },
        ],
      }),
    ];
    expect(termsOfFacet('component', vocabulary, postmortems)).toEqual([
      { id: 'openssl', label: 'OpenSSL', definition: '' },
      { id: 'zlib', label: 'zlib', definition: '' },
    ]);
  });
});

test('a postmortem with two languages is in both groups', () => {
  const both = entry({ language: ['go', 'rust'] });
  const one = entry({ language: ['go'] });
  const groups = groupByTerm([both, one], 'language');
  expect(groups.get('go')).toEqual([both, one]);
  expect(groups.get('rust')).toEqual([both]);
  expect(groups.has('zig')).toBe(false);
});
