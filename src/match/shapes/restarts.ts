import type { Series } from '../../reports/report.ts';
import type { Point } from '../../reports/text/thin-series.ts';
import { estimateNoise, findTurns, highest, lowest, median } from './trend.ts';

/** Fewer points say nothing about a shape. */
export const minPoints = 5;

/**
 * Cuts a series where the process was restarted. A restart is a sudden fall back to the level of a fresh process, which is
 * the lowest level that a segment has begun at so far.
 *
 * Nothing is cut where falls are part of how the process runs: where each ends higher than the one before (a rising
 * sawtooth), or where most of them follow each other within a few points (a swing). Never empty, and no segment is empty;
 * the points are returned as one segment if none would be long enough to have a shape.
 */
export function splitAtRestarts(points: readonly Point[]): readonly (readonly Point[])[] {
  const falls = findSuddenFalls(points);
  if (isRising([yAt(points, 0), ...falls.map((fall) => yAt(points, fall))], points))
    return [points];
  const cuts = [0, ...findReturnsToFreshLevel(points, falls)];
  const segments = cuts.map((cut, index) => points.slice(cut, cuts[index + 1]));
  // Recording may have begun just before a restart or ended just after one, so the first and last may be short.
  const short = segments.slice(1, -1).filter(({ length }) => length < minPoints);
  const isSwing = 2 * short.length > segments.length;
  return !isSwing && segments.some(({ length }) => length >= minPoints) ? segments : [points];
}

/**
 * Indexes of the points right after a fall from one reading to the next by a large part of what was gained since the last
 * such fall, to well below half of it.
 */
function findSuddenFalls(points: readonly Point[]): number[] {
  const range = highest(points) - lowest(points);
  const falls: number[] = [];
  let peak = yAt(points, 0);
  for (let index = 1; index < points.length; index += 1) {
    const before = yAt(points, index - 1);
    const after = yAt(points, index);
    peak = Math.max(peak, before);
    const isFall =
      before - after > Math.max(0.4 * (peak - after), 0.15 * range) && after <= 0.4 * peak;
    if (!isFall) continue;
    falls.push(index);
    peak = after;
  }
  return falls;
}

/** Those of the falls that end near the lowest level at which a segment has begun so far, or below it. */
function findReturnsToFreshLevel(points: readonly Point[], falls: readonly number[]): number[] {
  const tolerance = 0.15 * (highest(points) - lowest(points));
  let freshLevel = yAt(points, 0);
  return falls.filter((fall) => {
    const level = yAt(points, fall);
    if (level > freshLevel + tolerance) return false;
    freshLevel = Math.min(freshLevel, level);
    return true;
  });
}

/** Whether each of three levels or more is higher than the one before, by more than the noise. */
function isRising(levels: readonly number[], points: readonly Point[]): boolean {
  const range = highest(points) - lowest(points);
  const margin = Math.max(3 * estimateNoise(points), 0.02 * range);
  return (
    levels.length > 2 &&
    levels.slice(1).every((level, index) => level > (levels[index] ?? level) + margin)
  );
}

const yAt = (points: readonly Point[], index: number): number => points[index]?.[1] ?? 0;

/** The points between two restarts, with their measures. */
export interface RunSegment {
  readonly points: readonly Point[];
  readonly series: Series;
  /** Standard deviation of the noise, in the unit of the series. */
  readonly noise: number;
  /** From the lowest to the highest value. */
  readonly range: number;
  /** From the level at the start to that at the end. */
  readonly rise: number;
  /** Median of the first tenth of the points. */
  readonly startLevel: number;
  /** Median of the last tenth of the points. */
  readonly endLevel: number;
  /** Falls larger than the noise. */
  readonly falls: number;
}

export function measureSegment(points: readonly Point[], series: Series): RunSegment {
  const noise = estimateNoise(points);
  const range = highest(points) - lowest(points);
  const edge = Math.max(1, Math.floor(points.length / 10));
  const startLevel = median(points.slice(0, edge).map(([, y]) => y));
  const endLevel = median(points.slice(-edge).map(([, y]) => y));
  const turns = range === 0 ? [] : findTurns(points, minSwing(noise, range));
  const falls = turns.filter(({ kind }, index) => kind === 'low' && index > 0).length;
  return { points, series, noise, range, rise: endLevel - startLevel, startLevel, endLevel, falls };
}

/** Smaller movements are not counted as a rise or a fall. */
export const minSwing = (noise: number, range: number): number => Math.max(6 * noise, 0.15 * range);
