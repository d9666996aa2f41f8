import { describe, expect, test } from 'vitest';

import { measureSegment, minSwing, splitAtRestarts } from '../../src/match/shapes/restarts.ts';
import type { Point } from '../../src/reports/text/thin-series.ts';

/** Points at x = 0, 1, 2 and so on. */
const pointsOf = (heights: readonly number[]): Point[] => heights.map((y, x) => [x, y]);

/** The lengths of the segments of a series. */
const lengthsOf = (...runs: readonly (readonly number[])[]): number[] =>
  splitAtRestarts(pointsOf(runs.flat())).map(({ length }) => length);

/** `count` values that grow by 1. */
const climb = (from: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => from + index);

describe('a restart', () => {
  test.each([
    ['is a fall back to the level of the start', [climb(10, 20), climb(10, 20)], [20, 20]],
    ['is none in a climb', [climb(10, 40)], [40]],
    ['is none in a level line', [Array.from({ length: 12 }, () => 7)], [12]],
    ['may leave 40 % of the highest level', [climb(15, 26), climb(16, 20)], [26, 20]],
    ['is none where more than 40 % are left', [climb(15, 26), climb(17, 20)], [46]],
    [
      'is a large fall beside the whole series: 16 of 100',
      [climb(0, 17), climb(0, 101)],
      [17, 101],
    ],
    ['is none where it is small beside it: 15 of 100', [climb(0, 16), climb(0, 101)], [117]],
    [
      'may follow a slow decline, if 41 % of the way from the peak are fallen at once',
      [climb(10, 91), [80, 60, 47], climb(10, 40)],
      [94, 40],
    ],
    [
      'is none at the end of a slow decline, where 40 % are fallen at once',
      [climb(10, 91), [80, 60, 46], climb(10, 40)],
      [134],
    ],
    ['may go below every level before', [climb(50, 60), climb(5, 20)], [60, 20]],
    [
      'goes near the start: a sixth of the range above it is too far',
      [[10, ...climb(60, 40)], climb(24, 20)],
      [61],
    ],
    [
      'goes near the start: a tenth of the range above it is near enough',
      [[10, ...climb(60, 40)], climb(18, 20)],
      [41, 20],
    ],
    [
      'goes near the lowest start so far, not the first',
      [climb(40, 61), climb(10, 91), climb(30, 71)],
      [61, 162],
    ],
    ['cuts off a segment of one point at the end', [climb(10, 40), [10]], [40, 1]],
    ['cuts off a segment of one point at the start', [[90], climb(10, 40)], [1, 40]],
    [
      'is none where no segment has 5 points',
      [
        [10, 20, 30, 40],
        [10, 20, 30, 40],
      ],
      [8],
    ],
    [
      'leaves one segment of 5 points',
      [
        [10, 20, 30, 40, 50],
        [10, 20, 30, 40],
      ],
      [5, 4],
    ],
    [
      'is none where most segments between two falls are shorter than 5 points: that is a swing',
      [[10, 30, 60], [10, 40, 80], [10, 40, 80], [10, 40, 80], climb(10, 60)],
      [72],
    ],
    [
      'is one where half of the segments are short',
      [climb(10, 60), [10, 40, 80], climb(10, 60), [10, 40, 80]],
      [60, 3, 60, 3],
    ],
  ] satisfies [string, number[][], number[]][])('%s', (_, runs, lengths) => {
    expect(lengthsOf(...runs)).toEqual(lengths);
  });

  test('keeps every point', () => {
    const points = pointsOf([...climb(10, 20), ...climb(10, 20), ...climb(9, 20)]);
    expect(splitAtRestarts(points).flat()).toEqual(points);
  });
});

describe('lows that rise are no restarts', () => {
  test('if each of three is higher than the one before', () => {
    expect(lengthsOf(climb(10, 60), climb(15, 60), climb(20, 60))).toEqual([180]);
  });

  test('but two are too few to tell', () => {
    expect(lengthsOf(climb(10, 60), climb(15, 60))).toEqual([60, 60]);
  });

  test('nor is it a rise where one is as low as the one before', () => {
    expect(lengthsOf(climb(10, 60), climb(15, 60), climb(15, 60))).toEqual([60, 60, 60]);
  });

  test('by a fiftieth of the range, or they are equal', () => {
    expect(lengthsOf(climb(10, 60), climb(11, 60), climb(12, 60))).toEqual([60, 60, 60]);
  });

  test('by more than the noise, or they are equal', () => {
    // Noise of ±3 on top of lows that rise by 4.
    const noisy = (from: number) => climb(from, 60).map((y, at) => y + (at % 2 === 0 ? 0 : 6));
    expect(lengthsOf(noisy(10), noisy(14), noisy(18))).toEqual([60, 60, 60]);
  });
});

describe('measures of a segment', () => {
  const series = { name: 'RSS', unit: 'B', over: 'seconds', points: [] } as const;
  const measure = (heights: readonly number[]) => measureSegment(pointsOf(heights), series);

  test('of a climb', () => {
    expect(measure(climb(10, 30))).toEqual({
      points: pointsOf(climb(10, 30)),
      series,
      noise: 0,
      range: 29,
      // Medians of the first and the last three points.
      startLevel: 11,
      endLevel: 38,
      rise: 27,
      falls: 0,
    });
  });

  test('of few points have the first and the last value as levels', () => {
    expect(measure([4, 9, 5, 6, 8])).toMatchObject({ startLevel: 4, endLevel: 8, rise: 4 });
  });

  test('of a level line have no falls', () => {
    expect(measure([5, 5, 5, 5, 5])).toMatchObject({ range: 0, falls: 0, noise: 0 });
  });

  test.each([
    ['a fall from the first point', [90, ...climb(10, 30)], 1],
    ['a fall to the last point', [...climb(10, 30), 10], 1],
    ['two falls', [...climb(10, 30), ...climb(10, 30), ...climb(10, 30)], 2],
    ['no fall that is small', [...climb(10, 30), ...climb(37, 30)], 0],
  ])('count %s', (_, heights, falls) => {
    expect(measure(heights).falls).toBe(falls);
  });
});

test('a swing is larger than six times the noise and 15 % of the range', () => {
  expect([minSwing(1, 10), minSwing(1, 100)]).toEqual([6, 15]);
});
