/** What a line of measurements may show: a course or only two readings, its gaps, and where its axis begins. */

import { drawnValue } from '../model/units.ts';
import { quantityOf, type MemoryModel } from './chart-model.ts';

/** Two readings are a before and an after, without a line between them; from three on they show a course. */
export const isCourse = (xs: readonly number[]): boolean => new Set(xs).size > 2;

/** Distances of more than so many times the usual one are gaps: nobody measured there. */
const gapFactor = 5;

/**
 * The x at which each gap of a line begins, and where it ends; none of a line with too few points to have a usual distance. The
 * points are by x.
 */
export function gapsIn(xs: readonly number[]): readonly (readonly [from: number, to: number])[] {
  const steps = xs.slice(1).map((x, index) => [xs[index] ?? x, x] as const);
  const distances = steps.map(([from, to]) => to - from).filter((distance) => distance > 0);
  const usual = distances.toSorted((a, b) => a - b)[Math.floor((distances.length - 1) / 2)];
  if (usual === undefined || distances.length < 4) return [];
  return steps.filter(([from, to]) => to - from > gapFactor * usual);
}

/** A line in parts, cut at its gaps. */
export function cutAtGaps<Point extends readonly [x: number, ...unknown[]]>(
  points: readonly Point[],
  gaps: ReturnType<typeof gapsIn>,
): readonly (readonly Point[])[] {
  const parts: Point[][] = [];
  for (const point of points) {
    const last = parts.at(-1)?.at(-1)?.[0];
    const isCut = last === undefined || gaps.some(([from, to]) => last <= from && point[0] >= to);
    if (isCut) parts.push([point]);
    else parts.at(-1)?.push(point);
  }
  return parts;
}

/**
 * Where an axis begins that shows these values: at zero or at the lowest below it, but at the lowest where they all lie within a
 * twentieth of the highest, so that no change would show.
 */
export function lowEnd(values: readonly number[]): number {
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  return high > low && high - low < high / 20 ? low : Math.min(0, low);
}

/** Where the y axis of a chart begins, unless a value is below it: at zero, but where that hides how what leaked grew. */
export function axisStart({ lines, levels }: MemoryModel): number {
  const isLeak = ({ role, points }: MemoryModel['lines'][number]) =>
    role === 'before' && isCourse(points.map(([x]) => x));
  if (!lines.some(isLeak)) return 0;
  const stated = [...lines.flatMap(({ points }) => points.map(([, value]) => value))];
  const values = [...stated, ...levels.map(({ value }) => value)];
  return Math.max(0, lowEnd(values.map((value) => drawnValue(quantityOf(value)))));
}
