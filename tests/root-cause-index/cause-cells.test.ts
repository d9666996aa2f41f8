import { describe, expect, test } from 'vitest';

import {
  groupIntoCells,
  cellTitle,
  largestGroups,
  mostCommonCauses,
  type AcrossCauses,
} from '../../src/root-cause-index/cause-cells.ts';
import type { Term, Vocabulary } from '../../src/model/vocabulary.ts';
import { postmortemOf } from '../charts/postmortem.ts';

const term = (id: string, label: string): Term => ({ id, label, definition: '' });
const missingFree = term('missing-free', 'Missing free');
const vocabulary: Vocabulary = {
  causes: [missingFree, term('unbounded-cache', 'Unbounded cache')],
  layers: [term('library', 'Library'), term('kernel', 'Kernel')],
  languages: [],
  platforms: [],
  growth: [],
  fixes: [],
  tools: [],
  metrics: [],
};

test('a cell holds the incidents of its cause and term; one of two layers is in two cells', () => {
  const postmortems = [
    postmortemOf({ id: 1, cause: 'unbounded-cache', layer: ['kernel'] }),
    postmortemOf({ id: 2, cause: 'missing-free', layer: ['kernel', 'library'] }),
    postmortemOf({ id: 3, cause: 'missing-free', layer: ['kernel'] }),
  ];
  expect(
    groupIntoCells({ vocabulary, postmortems }, 'layer').map((cell) => [
      cell.cause.id,
      cell.term.id,
      cell.postmortems.map(({ data }) => data.id),
    ]),
  ).toEqual([
    ['missing-free', 'library', [2]],
    ['missing-free', 'kernel', [2, 3]],
    ['unbounded-cache', 'kernel', [1]],
  ]);
});

test.each<[AcrossCauses, Term, string]>([
  ['layer', term('library', 'Library'), 'Missing free in libraries'],
  ['layer', term('language-binding', 'Language binding'), 'Missing free in language bindings'],
  ['layer', term('gateway', 'Gateway'), 'Missing free in gateways'],
  ['language', term('go', 'Go'), 'Missing free in Go'],
  [
    'language',
    { ...term('unknown', 'Not stated'), placeholder: true as const },
    'Missing free, language unknown',
  ],
  ['growth', term('staircase', 'Staircase'), 'Missing free with the shape staircase'],
])('across %s the cell of %o is called %s', (across, column, title) => {
  expect(cellTitle({ cause: missingFree, across, term: column })).toBe(title);
});

describe('the largestGroups', () => {
  const group = (name: string, size: number) => ({ name, postmortems: Array(size).fill(0) });

  test('are all that have as many incidents as any', () => {
    const groups = [group('a', 1), group('b', 3), group('c', 3)];
    expect(largestGroups(groups).map(({ name }) => name)).toEqual(['b', 'c']);
  });

  test('of none are none', () => {
    expect(largestGroups([])).toEqual([]);
  });
});

test.each([
  [
    'the most frequent one',
    ['missing-free', 'unbounded-cache', 'unbounded-cache'],
    ['unbounded-cache'],
  ],
  [
    'all that are as frequent',
    ['unbounded-cache', 'missing-free'],
    ['missing-free', 'unbounded-cache'],
  ],
  ['none without incidents', [], []],
])('leading causes: %s', (_, causes, expected) => {
  const postmortems = causes.map((cause) => postmortemOf({ cause }));
  expect(mostCommonCauses(postmortems, vocabulary).map(({ cause }) => cause.id)).toEqual(expected);
});
