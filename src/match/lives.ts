import type { Series } from '../reports/report.ts';
import { highest, lowest, median, noiseOf, turnsOf, type Point } from './trend.ts';

/** Fewer say nothing about a shape. */
export const fewest = 5;

/**
 * Cuts where the process was started anew: a sudden fall by most of the range, to the level of the first start, after a
 * life of several points. Falls that end higher each time are a sawtooth and cut nothing.
 */
export function livesOf(points: readonly Point[]): readonly (readonly Point[])[] {
  const [, start] = points[0] ?? [0, 0];
  const range = highest(points) - lowest(points);
  const top = highest(points);
  const cuts = [0];
  for (let index = 1; index < points.length; index += 1) {
    const [, before] = points[index - 1] ?? [0, 0];
    const [, after] = points[index] ?? [0, 0];
    const isFall = before - after > 0.4 * range && after <= 0.4 * top && before > 1.5 * after;
    if (!isFall) continue;
    if (after > start + 0.15 * range || index - (cuts.at(-1) ?? 0) < fewest) return [points];
    cuts.push(index);
  }
  const lives = cuts.map((cut, index) => points.slice(cut, cuts[index + 1]));
  return lives.some((life) => life.length >= fewest)
    ? lives.filter(({ length }) => length > 0)
    : [points];
}

/** The longest stretch between two starts, with its measures. */
export interface Life {
  readonly points: readonly Point[];
  readonly series: Series;
  readonly noise: number;
  readonly range: number;
  /** From the level at the start to that at the end. */
  readonly rise: number;
  readonly level: number;
  readonly end: number;
  /** Falls larger than the noise. */
  readonly falls: number;
}

export function measure(points: readonly Point[], series: Series): Life {
  const noise = noiseOf(points);
  const range = highest(points) - lowest(points);
  const edge = Math.max(1, Math.floor(points.length / 10));
  const level = median(points.slice(0, edge).map(([, y]) => y));
  const end = median(points.slice(-edge).map(([, y]) => y));
  const height = Math.max(6 * noise, 0.15 * range);
  const turns = range === 0 ? [] : turnsOf(points, height);
  const falls = turns.filter(({ kind }, index) => kind === 'low' && index > 0).length;
  return { points, series, noise, range, rise: end - level, level, end, falls };
}
