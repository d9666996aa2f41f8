import { expect, test } from 'vitest';

import { maxGraphs, groupGraphsByCause } from '../../src/site/memory-graphs.ts';
import { postmortemOf, vocabulary } from '../charts/postmortem.ts';

const often = 'missing-free';
const seldom = 'reference-cycle';
const words = {
  ...vocabulary,
  causes: [seldom, often].map((id) => ({ id, label: id, definition: '' })),
};

/** Newest first, as a collection has them: the higher the id, the newer. */
const incidents = (count: number, rare: number) =>
  Array.from({ length: count }, (_, at) => count - at).map((id) =>
    postmortemOf({ id, cause: id <= rare ? seldom : often }),
  );

test('shows every incident by its id, under the most frequent cause first', () => {
  const groups = groupGraphsByCause({ vocabulary: words, postmortems: incidents(5, 2) });
  expect(groups.map(({ cause, total }) => [cause.id, total])).toEqual([
    [often, 3],
    [seldom, 2],
  ]);
  expect(groups.map(({ shown }) => shown.map(({ data }) => data.id))).toEqual([
    [3, 4, 5],
    [1, 2],
  ]);
});

test('of too many it shows the newest of each cause in proportion, and one at least', () => {
  const [first, second] = groupGraphsByCause({
    vocabulary: words,
    postmortems: incidents(10 * maxGraphs, 2),
  });
  expect(first).toMatchObject({ total: 10 * maxGraphs - 2 });
  expect(first?.shown.map(({ data }) => data.id).at(-1)).toBe(10 * maxGraphs);
  expect(first?.shown).toHaveLength(maxGraphs - 1);
  expect(second).toMatchObject({ total: 2, shown: [{ data: { id: 2 } }] });
});

test('without incidents there is no group', () => {
  expect(groupGraphsByCause({ vocabulary: words, postmortems: [] })).toEqual([]);
});
