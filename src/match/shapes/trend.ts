import { thinPoints, type Point } from '../../reports/text/thin-series.ts';

/* Robust statistics of a noisy series: a single outlier does not move them. Points are in the order of x. */

/** The middle value; 0 for an empty list. */
export function median(values: readonly number[]): number {
  return sortedMedian(Float64Array.from(values).sort());
}

function sortedMedian(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1) return sorted[middle] ?? 0;
  return ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

const yOf = (point: Point | undefined): number => point?.[1] ?? 0;

/** The median of the slopes between any two points (Theil-Sen), of at most 200 of them. 0 if all x are equal. */
export function theilSenSlope(points: readonly Point[]): number {
  const few = thinPoints(points, 200);
  const slopes = new Float64Array((few.length * (few.length - 1)) / 2);
  let count = 0;
  for (let first = 0; first < few.length; first += 1) {
    const [x, y] = few[first] ?? [0, 0];
    for (let later = first + 1; later < few.length; later += 1) {
      const [laterX, laterY] = few[later] ?? [x, y];
      if (laterX > x) slopes[count++] = (laterY - y) / (laterX - x);
    }
  }
  return sortedMedian(slopes.subarray(0, count).sort());
}

/** Standard deviation of the noise, from second differences, so that a trend and a few jumps or falls do not count. */
export function estimateNoise(points: readonly Point[]): number {
  const bends = points.slice(2).map(([, y], index) => {
    const [, before] = points[index + 1] ?? [0, y];
    const [, first] = points[index] ?? [0, y];
    return Math.abs(y - 2 * before + first);
  });
  return median(bends) / 0.6745 / Math.sqrt(6);
}

export interface Turn {
  readonly index: number;
  readonly kind: 'low' | 'high';
}

/** Alternating lows and highs that are at least `height` apart; smaller movements are ignored. Both ends can be turns. */
export function findTurns(points: readonly Point[], height: number): readonly Turn[] {
  const turns: Turn[] = [];
  let low = 0;
  let high = 0;
  let heading: 'up' | 'down' | undefined;
  for (const [index, point] of points.entries()) {
    const y = yOf(point);
    if (y < yOf(points[low])) low = index;
    if (y > yOf(points[high])) high = index;
    if (heading !== 'down' && yOf(points[high]) - y >= height) {
      turns.push({ index: high, kind: 'high' });
      heading = 'down';
      low = index;
    } else if (heading !== 'up' && y - yOf(points[low]) >= height) {
      turns.push({ index: low, kind: 'low' });
      heading = 'up';
      high = index;
    }
  }
  if (heading === 'up') turns.push({ index: high, kind: 'high' });
  if (heading === 'down') turns.push({ index: low, kind: 'low' });
  return turns;
}

/** Share of the points after the first that are higher than all before. */
export function newMaximumShare(points: readonly Point[]): number {
  let highest = yOf(points[0]);
  let count = 0;
  for (const [, y] of points.slice(1))
    if (y > highest) {
      highest = y;
      count += 1;
    }
  return points.length < 2 ? 0 : count / (points.length - 1);
}

/** From the first x to the last. */
export const xSpan = (points: readonly Point[]): number =>
  (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);

export const lowest = (points: readonly Point[]): number =>
  points.reduce((low, [, y]) => Math.min(low, y), Infinity);

export const highest = (points: readonly Point[]): number =>
  points.reduce((high, [, y]) => Math.max(high, y), -Infinity);
