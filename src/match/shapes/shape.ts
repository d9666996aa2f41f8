import type { Series } from '../../reports/report.ts';
import {
  burst,
  climb,
  flat,
  plateau,
  sawtooth,
  staircase,
  type ShapeFinding,
} from './growth-shapes.ts';
import { measureSegment, minPoints, splitAtRestarts, type RunSegment } from './restarts.ts';
import { describeXAxis } from './shape-words.ts';
import { newMaximumShare, theilSenSlope, xSpan } from './trend.ts';

export interface Shape extends ShapeFinding {
  /** Theil-Sen slope per hour in the unit of the series. Only where x is a time. */
  readonly slopePerHour?: number;
  /** The same for each step of x, where x is not a time. */
  readonly slopePerReading?: number;
  /** Share of points that are higher than all before them, 0 to 1. */
  readonly newMaximumShare: number;
  /** How often the process was restarted. Everything else describes the longest segment between restarts. */
  readonly restarts: number;
}

/** Describes how a series grows, from its numbers alone. Where x is not a time, figures are per reading. */
export function describeShape(series: Series): Shape {
  const points = series.points
    .filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
    .toSorted(([a], [b]) => a - b);
  if (points.length < minPoints || points.at(-1)?.[0] === points[0]?.[0])
    return {
      growth: undefined,
      caption: `${series.name} has ${points.length} ${points.length === 1 ? 'point' : 'points'}, too few to name a shape`,
      newMaximumShare: newMaximumShare(points),
      restarts: 0,
    };
  const segments = splitAtRestarts(points);
  const longest = segments.reduce((best, segment) =>
    xSpan(segment) > xSpan(best) ? segment : best,
  );
  const finding = applyRules(measureSegment(longest, series));
  const { isTime, xsPerUnit } = describeXAxis(series);
  const slope = theilSenSlope(longest) * xsPerUnit;
  const restarts = segments.length - 1;
  return {
    ...finding,
    caption: `${series.name} ${finding.caption}${restarts === 0 ? '' : `, with ${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`}`,
    ...(isTime ? { slopePerHour: slope } : { slopePerReading: slope }),
    newMaximumShare: newMaximumShare(longest),
    restarts,
  };
}

/** The first rule that fits decides. */
const applyRules = (segment: RunSegment): ShapeFinding =>
  sawtooth(segment) ??
  burst(segment) ??
  flat(segment) ??
  staircase(segment) ??
  plateau(segment) ??
  climb(segment);
