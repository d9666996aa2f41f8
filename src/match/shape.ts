import type { Series } from '../reports/report.ts';
import { burst, climb, flat, plateau, sawtooth, staircase, type Found } from './growth-shapes.ts';
import { fewest, livesOf, measure } from './lives.ts';
import { scaleOf } from './shape-words.ts';
import { newMaximumShare, slopeOf, spanOf, type Point } from './trend.ts';

/** Ids of the list `growth` in content/vocabulary.yaml. */
export type Growth =
  | 'linear-climb'
  | 'staircase'
  | 'rising-sawtooth'
  | 'climb-to-plateau'
  | 'burst'
  | 'slow-creep'
  | 'high-but-flat';

export interface Shape {
  /** Undefined where no shape of the vocabulary fits, or the points are too few to tell. */
  readonly growth: Growth | undefined;
  /** One clause for people: `RSS climbs 12.3 MiB/h for 9 h 20 min without a fall`. */
  readonly says: string;
  /** Theil-Sen slope in the unit of the series. Only where x is a time. */
  readonly slopePerHour?: number;
  /** The same for each step of x, where x is no time. */
  readonly slopePerReading?: number;
  /** Share of points that are higher than all before them, 0 to 1. */
  readonly newMaximumShare: number;
  /** Falls back to the level of the start. The rest describes the longest stretch between them. */
  readonly restarts: number;
  readonly steps?: {
    readonly count: number;
    readonly meanHeight: number;
    readonly period?: number;
  };
  /** `period` in x. `floorSlope` is of the lows, for each hour or reading. */
  readonly sawtooth?: { readonly period: number; readonly floorSlope: number };
  /** The level held at the end, and since which x. */
  readonly plateau?: { readonly level: number; readonly since: number };
}

/** Names how a series grows, from its numbers alone. Never guesses a clock: without one, figures are for each reading. */
export function shapeOf(series: Series): Shape {
  const points = series.points
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
    .toSorted(([a], [b]) => a - b);
  if (points.length < fewest || points.at(-1)?.[0] === points[0]?.[0])
    return {
      growth: undefined,
      says: `${series.name} has ${points.length} ${points.length === 1 ? 'point' : 'points'}, too few to name a shape`,
      newMaximumShare: newMaximumShare(points),
      restarts: 0,
    };
  const lives = livesOf(points);
  const life = lives.reduce((longest, part) => (spanOf(part) > spanOf(longest) ? part : longest));
  const found = describe(life, series);
  const scale = scaleOf(series);
  const slope = slopeOf(life) * scale.xsPerUnit;
  const restarts = lives.length - 1;
  return {
    ...found,
    says: `${series.name} ${found.says}${restarts === 0 ? '' : `, and fell back to its start ${restarts === 1 ? 'once' : `${restarts} times`}`}`,
    ...(scale.isTime ? { slopePerHour: slope } : { slopePerReading: slope }),
    newMaximumShare: newMaximumShare(life),
    restarts,
  };
}

function describe(points: readonly Point[], series: Series): Found {
  const life = measure(points, series);
  return (
    sawtooth(life) ?? burst(life) ?? flat(life) ?? staircase(life) ?? plateau(life) ?? climb(life)
  );
}
