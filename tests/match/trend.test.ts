import { describe, expect, test } from 'vitest';

import {
  estimateNoise,
  findTurns,
  highest,
  lowest,
  median,
  newMaximumShare,
  theilSenSlope,
  xSpan,
} from '../../src/match/shapes/trend.ts';
import type { Point } from '../../src/reports/text/thin-series.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

/** Points at x = 0, 1, 2 and so on. */
const pointsOf = (...heights: readonly number[]): Point[] => heights.map((y, x) => [x, y]);

describe('median', () => {
  test.each([
    ['nothing', [], 0],
    ['one value', [7], 7],
    ['an odd number of values', [9, 1, 5], 5],
    ['an even number of values: the mean of the middle two', [9, 1, 4, 2], 3],
    ['numbers, not their digits', [100, 20, 3], 20],
    ['negative numbers', [-1, -30, -2], -2],
  ])('of %s', (_, values, middle) => {
    expect(median(values)).toBe(middle);
  });

  test('leaves its argument as it was', () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });
});

describe('Theil-Sen slope', () => {
  test.each([
    ['a line', pointsOf(3, 5, 7, 9), 2],
    ['a line with one outlier', pointsOf(3, 5, 7, 900, 11, 13, 15), 2],
    ['a line that falls', pointsOf(8, 5, 2), -3],
    [
      'a line with gaps',
      [
        [0, 0],
        [10, 5],
        [100, 50],
      ],
      0.5,
    ],
    [
      'two values at the same x, which have no slope',
      [
        [0, 0],
        [1, 3],
        [1, 5],
      ],
      4,
    ],
    [
      'values that all have the same x',
      [
        [4, 1],
        [4, 2],
        [4, 3],
      ],
      0,
    ],
    ['a single point', pointsOf(5), 0],
    ['nothing', [], 0],
  ] satisfies [string, Point[], number][])('of %s', (_, points, slope) => {
    expect(theilSenSlope(points)).toBe(slope);
  });

  test('of thousands of points is computed from 200 of them', () => {
    const points = pointsOf(...Array.from({ length: 20_000 }, (_, x) => x * 3));
    const seconds = cpuSeconds(() => {
      expect(theilSenSlope(points)).toBeCloseTo(3, 9);
    });
    expect(seconds).toBeLessThan(1);
  });
});

describe('noise', () => {
  const alternating = Array.from({ length: 40 }, (_, x) => (x % 2 === 0 ? 1 : -1));

  test('of a line is 0, however steep it is', () => {
    expect(estimateNoise(pointsOf(0, 50, 100, 150, 200))).toBe(0);
  });

  test('of fewer than three points is 0', () => {
    expect(estimateNoise(pointsOf(0, 50))).toBe(0);
  });

  test('is the bend from each point to the next, scaled to a standard deviation', () => {
    // Each second difference is 4. That of independent noise has √6 times its deviation; 0.6745 of it is the median.
    expect(estimateNoise(pointsOf(...alternating))).toBeCloseTo(4 / 0.6745 / Math.sqrt(6), 9);
  });

  test('does not see a trend or a jump', () => {
    const risen = alternating.map((y, x) => y + x * 100 + (x < 20 ? 0 : 5000));
    expect(estimateNoise(pointsOf(...risen))).toBeCloseTo(4 / 0.6745 / Math.sqrt(6), 9);
  });
});

describe('turns', () => {
  const turnsOf = (heights: readonly number[], height: number): string =>
    findTurns(pointsOf(...heights), height)
      .map(({ index, kind }) => `${kind} ${index}`)
      .join(', ');

  test.each([
    ['none in a level line', [5, 5, 5], 2, ''],
    ['none in movements that are too small', [5, 6, 5, 6, 5], 2, ''],
    ['both ends of a rise', [0, 1, 5], 2, 'low 0, high 2'],
    ['both ends of a fall', [5, 1, 0], 2, 'high 0, low 2'],
    ['a movement of just the height', [0, 2], 2, 'low 0, high 1'],
    ['a fall of just the height', [2, 0], 2, 'high 0, low 1'],
    ['a peak', [0, 5, 9, 4, 1], 3, 'low 0, high 2, low 4'],
    ['a valley', [9, 4, 1, 5, 8], 3, 'high 0, low 2, high 4'],
    ['the first of equal highs', [0, 9, 9, 0], 3, 'low 0, high 1, low 3'],
    ['the first of equal lows', [9, 0, 0, 9], 3, 'high 0, low 1, high 3'],
    [
      'the extremes of swings, without the dents in them',
      [0, 6, 5, 10, 4, 5, 1, 8],
      4,
      'low 0, high 3, low 6, high 7',
    ],
    ['a low that comes before anything else', [3, 2, 0, 9], 4, 'low 2, high 3'],
    ['a high that comes before anything else', [3, 4, 6, 0], 4, 'high 2, low 3'],
    ['no low where a rise before the first fall is too small', [3, 2, 4, 0], 3, 'high 2, low 3'],
  ])('%s', (_, heights, height, turns) => {
    expect(turnsOf(heights, height)).toBe(turns);
  });
});

describe('share of new maxima', () => {
  test.each([
    ['every point of a climb', [1, 2, 3, 4], 1],
    ['no point of a fall', [4, 3, 2, 1], 0],
    ['no point of a level line', [4, 4, 4], 0],
    ['half of the points after the first', [1, 2, 2, 3, 1], 0.5],
    ['a climb back to an earlier height is none', [5, 1, 5, 6], 1 / 3],
    ['none for a single point', [1], 0],
    ['none for no point', [], 0],
  ])('%s', (_, heights, share) => {
    expect(newMaximumShare(pointsOf(...heights))).toBe(share);
  });
});

test('extremes and extent', () => {
  const points: Point[] = [
    [10, 4],
    [20, 9],
    [35, -2],
  ];
  expect([lowest(points), highest(points), xSpan(points)]).toEqual([-2, 9, 25]);
  expect([lowest([]), highest([]), xSpan([])]).toEqual([Infinity, -Infinity, 0]);
});
