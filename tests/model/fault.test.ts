import { describe, expect, test } from 'vitest';

import { didYouMean, formatFault, sortFaults } from '../../src/model/fault.ts';

test.each([
  [{ file: 'a', message: 'b.' }, 'a  b.'],
  [{ file: 'a', line: 3, message: 'b.' }, 'a:3  b.'],
  [{ file: 'a', line: 3, column: 7, field: 'fix[0]', message: 'b.' }, 'a:3:7  fix[0]: b.'],
])('prints %j', (fault, text) => {
  expect(formatFault(fault)).toBe(text);
});

test('sorts by file, then by place, then by message', () => {
  const faults = [
    { file: 'b', message: 'x' },
    { file: 'b', line: 1, column: 1, message: 'w' },
    { file: 'a', line: 9, column: 10, message: 'a' },
    { file: 'a', line: 9, message: 'z' },
    { file: 'a', line: 10, column: 1, message: 'x' },
    { file: 'a', line: 9, column: 2, message: 'x' },
    { file: 'a', line: 9, column: 2, message: 'w' },
    { file: 'a', message: 'x' },
  ];
  const sorted = [
    'a  x',
    'a:9  z',
    'a:9:2  w',
    'a:9:2  x',
    'a:9:10  a',
    'a:10:1  x',
    'b  x',
    'b:1:1  w',
  ];
  expect(sortFaults(faults).map(formatFault)).toEqual(sorted);
  expect(sortFaults(faults.toReversed()).map(formatFault)).toEqual(sorted);
});

describe('a suggestion', () => {
  const known = ['unbounded-cache', 'unbounded-queue', 'missing-free', 'heap'];
  const cases: [found: string, wanted: string][] = [
    ['unbounded-cach', ' Did you mean "unbounded-cache"?'],
    ['Unbounded-Cache', ' Did you mean "unbounded-cache"?'],
    ['cache-leak', ' Did you mean "unbounded-cache"?'],
    ['missing free', ' Did you mean "missing-free"?'],
    ['hepa', ' Did you mean "heap"?'],
    ['something else', ''],
    ['', ''],
  ];
  test.each(cases)('for %j', (found, wanted) => {
    expect(didYouMean(found, known)).toBe(wanted);
  });

  test('is none without known words', () => {
    expect(didYouMean('a', [])).toBe('');
  });
});
