import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { maxPoints, thin, thinPoints, type Point } from '../../src/reports/text/thin-series.ts';

const itself = (height: number) => height;

describe('thinning a series', () => {
  test('returns a short one as it is', () => {
    const line = [5, 1, 9, 2];
    expect(thin(line, 4, itself)).toBe(line);
  });

  test('keeps the first, the last, and the lowest and highest of each stretch, in their order', () => {
    expect(thin([5, 7, 1, 6, 4, 9, 8, 3, 2, 5], 6, itself)).toEqual([5, 7, 1, 9, 2, 5]);
    expect(thin([5, 1, 7, 6, 4, 9, 8, 3, 2, 5], 4, itself)).toEqual([5, 1, 9, 5]);
  });

  test('divides all between the first and the last into stretches of the same length', () => {
    const line = Array.from({ length: 12 }, (_, index) => ({ index, height: 5 }));
    const heights: Readonly<Record<number, number>> = { 1: 9, 5: 1, 6: 8, 10: 2, 11: 99 };
    const kept = thin(line, 6, ({ index, height }) => heights[index] ?? height);
    expect(kept.map(({ index }) => index)).toEqual([0, 1, 5, 6, 10, 11]);
  });

  test('keeps the first of several that are as low or as high', () => {
    const points: Point[] = [5, 1, 1, 9, 9, 5].map((y, x) => [x, y]);
    expect(thinPoints(points, 4).map(([x]) => x)).toEqual([0, 1, 3, 5]);
  });

  test('returns four points where fewer are asked for', () => {
    expect(thin([5, 1, 7, 6, 4, 9, 8, 5], 1, itself)).toEqual([5, 1, 9, 5]);
  });

  test('keeps one of a stretch without a number', () => {
    const line = [1, Number.NaN, Number.NaN, 2, 9, 3];
    expect(thin(line, 5, (height) => (height > 3 ? Number.NaN : height))).toEqual([1, 2, 3]);
    expect(thin([1, ...Array.from({ length: 6 }, () => Number.NaN), 3], 4, itself)).toEqual([
      1,
      Number.NaN,
      3,
    ]);
  });

  test('keeps one point of a level stretch', () => {
    expect(
      thin(
        Array.from({ length: 100 }, () => 7),
        6,
        itself,
      ),
    ).toEqual([7, 7, 7, 7]);
  });

  test('keeps the lowest beside a reading that is no number', () => {
    expect(thin([5, Number.NaN, 6, 1, 9, 6, 6, 5], 4, itself)).toEqual([5, 1, 9, 5]);
  });

  test('never has more than the given count, and always the ends and both extremes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 4, max: 60 }),
        (line, count) => {
          const thinned = thin(line, count, itself);
          expect(thinned.length).toBeLessThanOrEqual(Math.max(count, 4));
          expect([thinned[0], thinned.at(-1)]).toEqual([line[0], line.at(-1)]);
          expect([Math.min(...thinned), Math.max(...thinned)]).toEqual([
            Math.min(...line),
            Math.max(...line),
          ]);
        },
      ),
    );
  });

  test('leaves at most 2000 points of a long recording, with its dips and its peaks', () => {
    const points = Array.from({ length: 100_000 }, (_, x): Point => [
      x,
      x === 54_321 ? -1 : x === 76_543 ? 99 : x % 7,
    ]);
    const thinned = thinPoints(points);
    expect(thinned.length).toBeLessThanOrEqual(maxPoints);
    expect(thinned).toContainEqual([54_321, -1]);
    expect(thinned).toContainEqual([76_543, 99]);
  });
});
