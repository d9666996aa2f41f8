import { describe, expect, test } from 'vitest';

import {
  formatLength,
  formatPeriod,
  formatRate,
  formatSeconds,
  formatValue,
  formatXSpan,
} from '../../src/match/shapes/shape-words.ts';
import type { Series } from '../../src/reports/report.ts';

const seriesOver = (over: Series['over'], unit: Series['unit'] = 'count'): Series => ({
  name: 'objects',
  unit,
  over,
  points: [],
});

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

test.each([
  ['B', 1536, '1.5 KiB'],
  ['%', 12.5, '12.5 %'],
  ['count', 12.5, '12.5'],
] as const)('a value in %s', (unit, value, text) => {
  expect(plain(formatValue(value, seriesOver('seconds', unit)))).toBe(text);
});

test.each([
  [0.2, '0.2 s'],
  [45, '45 s'],
  [60, '1 min'],
  [125, '2 min 5 s'],
  [3600, '1 h'],
  [33_600, '9 h 20 min'],
  [3601, '1 h'],
  [86_400, '1 day'],
  [273_600, '3 days 4 h'],
])('%d seconds are %s', (seconds, text) => {
  expect(plain(formatSeconds(seconds))).toBe(text);
});

describe('a rate', () => {
  const day = 86_400;

  test.each([
    [119, '1/s'],
    [120, '60/min'],
    [7199, '60/min'],
    [7200, '3 600/h'],
    [4 * day - 1, '3 600/h'],
    [4 * day, '86 400/day'],
  ])('over %d seconds is %s', (span, text) => {
    for (const over of ['seconds', 'epoch'] as const)
      expect(plain(formatRate(1, seriesOver(over), span))).toBe(text);
  });

  test.each([
    ['sample', '2 per reading'],
    ['collections', '2 per collection'],
    ['instructions', '200 in total'],
    ['allocated bytes', '200 in total'],
  ] as const)('over %s is %s', (over, text) => {
    expect(plain(formatRate(2, seriesOver(over), 100))).toBe(text);
  });
});

test.each([
  ['seconds', '1 min', '1 min', 'every 1 min'],
  ['epoch', '1 min', '1 min', 'every 1 min'],
  ['sample', '3 readings', '60 readings', 'every 60 readings'],
  ['collections', '3 collections', '60 collections', 'every 60 collections'],
  ['instructions', '60 instructions', '60 instructions', 'every 60 instructions'],
  ['allocated bytes', '60 allocated bytes', '60 allocated bytes', 'every 60 allocated bytes'],
] as const)('lengths over %s', (over, length, span, period) => {
  const series = seriesOver(over);
  const points = [
    [0, 1],
    [30, 2],
    [60, 3],
  ] as const;
  expect(plain(formatLength(points, series))).toBe(length);
  expect(plain(formatXSpan(60, series))).toBe(span);
  expect(plain(formatPeriod(60, series))).toBe(period);
});
