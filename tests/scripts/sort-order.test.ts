import { expect, test } from 'vitest';

import { areNumbers, sortPositions } from '../../src/scripts/sort-order.ts';

const sorted = (values: readonly string[], direction: 'ascending' | 'descending') =>
  sortPositions(values, direction).map((at) => values[at]);

test.each([
  ['numbers by size, not by digits', ['9', '10', '1'], ['10', '9', '1'], ['1', '9', '10']],
  [
    'fractions and falls',
    ['-0.5', '0.1', '-0.97'],
    ['0.1', '-0.5', '-0.97'],
    ['-0.97', '-0.5', '0.1'],
  ],
  ['words', ['musl', 'Go', 'aiohttp'], ['musl', 'Go', 'aiohttp'], ['aiohttp', 'Go', 'musl']],
  ['versions by their numbers', ['v1.10', 'v1.9'], ['v1.10', 'v1.9'], ['v1.9', 'v1.10']],
  [
    'dates known to the year or the day',
    ['2023', '2022-11-02', '2023-04'],
    ['2023-04', '2023', '2022-11-02'],
    ['2022-11-02', '2023', '2023-04'],
  ],
  ['what is unknown last in both', ['', '3', '–', '5'], ['5', '3', '', '–'], ['3', '5', '', '–']],
  ['nothing', [], [], []],
])('sorts %s', (_, values, descending, ascending) => {
  expect(sorted(values, 'descending')).toEqual(descending);
  expect(sorted(values, 'ascending')).toEqual(ascending);
});

test('equal values keep their order in both directions', () => {
  expect(sortPositions(['2', '1', '2', '1'], 'ascending')).toEqual([1, 3, 0, 2]);
  expect(sortPositions(['2', '1', '2', '1'], 'descending')).toEqual([0, 2, 1, 3]);
});

test('a single word makes all values words', () => {
  expect(areNumbers(['1', '', '–', '2.5'])).toBe(true);
  expect(areNumbers(['1', 'about 2'])).toBe(false);
});
