import type { CurveShape } from '../../reports/clues.ts';
import { minSwing, type RunSegment } from './restarts.ts';
import {
  formatValue,
  formatPeriod,
  formatSeconds,
  formatLength,
  formatRate,
  describeXAxis,
  formatXSpan,
} from './shape-words.ts';
import type { Point } from '../../reports/text/thin-series.ts';
import { highest, median, theilSenSlope, xSpan, findTurns } from './trend.ts';

/** What a rule finds in a run segment that it fits. */
export interface ShapeFinding {
  /** Undefined where no shape fits, or there are too few points to tell. */
  readonly growth: CurveShape | undefined;
  /** One clause for people: `RSS climbs 12.3 MiB/h for 9 h 20 min without falling`. */
  readonly caption: string;
  readonly steps?: {
    readonly count: number;
    readonly meanHeight: number;
    readonly period?: number;
  };
  /** `period` in units of x. `floorSlope` is the slope of the lows, per hour or per reading. */
  readonly sawtooth?: { readonly period: number; readonly floorSlope: number };
  /** The level held at the end, and the x since which it has been held. */
  readonly plateau?: { readonly level: number; readonly since: number };
}

/** Falls and rises again and again, whether or not the lows rise. */
export function sawtooth({
  points,
  series,
  noise,
  range,
  falls,
}: RunSegment): ShapeFinding | undefined {
  if (falls < 2) return undefined;
  const turns = findTurns(points, minSwing(noise, range));
  const lows = points.filter((_, at) =>
    turns.some(({ kind, index }) => kind === 'low' && index === at),
  );
  const highs = points.filter((_, at) =>
    turns.some(({ kind, index }) => kind === 'high' && index === at),
  );
  // A series that ends in the middle of a fall has no low there, so the start stands in for it.
  const floors = lows.length > 2 ? lows : [points[0] ?? [0, 0], ...lows];
  const period = median(lows.slice(1).map(([x], index) => x - (lows[index]?.[0] ?? x)));
  const swing = median(highs.map(([, y]) => y)) - median(lows.map(([, y]) => y));
  const slope = theilSenSlope(floors);
  const gain = slope * xSpan(floors);
  const figures = { period, floorSlope: slope * describeXAxis(series).xsPerUnit };
  const every = formatPeriod(period, series);
  if (gain > Math.max(0.1 * swing, 2 * noise, 0.03 * (floors[0]?.[1] ?? 0)))
    return {
      growth: 'rising-sawtooth',
      caption: `rises and falls by ${formatValue(swing, series)} ${every}, and its lows rise ${formatRate(slope, series, xSpan(points))}`,
      sawtooth: figures,
    };
  return {
    growth: undefined,
    caption: `swings by ${formatValue(swing, series)} ${every}, and its lows do not rise`,
    sawtooth: figures,
  };
}

/** Nearly all of the growth happens within a twentieth of the time and adds at least half of the level before. */
export function burst({
  points,
  series,
  noise,
  range,
  falls,
}: RunSegment): ShapeFinding | undefined {
  if (falls > 1) return undefined;
  const top = points.findIndex(([, y]) => y >= highest(points) - Math.max(3 * noise, 0.1 * range));
  const before = points.slice(0, Math.max(1, top));
  const quiet = median(before.map(([, y]) => y));
  const height = highest(points) - quiet;
  const from = before.findLastIndex(([, y]) => y <= quiet + Math.max(3 * noise, 0.1 * height));
  const length = (points[top]?.[0] ?? 0) - (points[from]?.[0] ?? 0);
  const isSudden = length <= Math.max(0.06 * xSpan(points), longestGap(points));
  if (from < 2 || !isSudden || height < 0.5 * quiet || height < 8 * noise) return undefined;
  const scale = describeXAxis(series);
  const within = scale.isTime ? `within ${formatSeconds(length)}` : 'at once';
  return {
    growth: 'burst',
    caption: `jumps from ${formatValue(quiet, series)} to ${formatValue(highest(points), series)} ${within}`,
  };
}

const longestGap = (points: readonly Point[]): number =>
  points.slice(1).reduce((gap, [x], index) => Math.max(gap, x - (points[index]?.[0] ?? x)), 0);

/** Rises by no more than chance explains. */
export function flat({
  points,
  series,
  noise,
  rise,
  startLevel,
  range,
}: RunSegment): ShapeFinding | undefined {
  // Standard error of the difference between the medians of the first and last tenth of the points.
  const standardError =
    (1.25 * noise * Math.SQRT2) / Math.sqrt(Math.max(1, Math.floor(points.length / 10)));
  const trendRise = theilSenSlope(points) * xSpan(points);
  const isFlat =
    Math.abs(rise) <= Math.max(0.01 * startLevel, 3.5 * standardError) &&
    Math.abs(trendRise) <= Math.max(0.01 * startLevel, 3.5 * standardError);
  if (!isFlat && range > 0 && rise > 0) return undefined;
  const middle = median(points.map(([, y]) => y));
  if (rise < 0 && !isFlat)
    return {
      growth: undefined,
      caption: `falls from ${formatValue(startLevel, series)} to ${formatValue(startLevel + rise, series)} in ${formatLength(points, series)}`,
    };
  return {
    growth: 'high-but-flat',
    caption: `stays at ${formatValue(middle, series)} for ${formatLength(points, series)}`,
  };
}

/** Two or more jumps make up most of the rise, with flat landings between them. */
export function staircase({
  points,
  series,
  noise,
  rise,
  falls,
}: RunSegment): ShapeFinding | undefined {
  const jumps = findJumps(points, Math.max(4.5 * noise, 0.04 * rise));
  const width = jumps.reduce((sum, { from, to }) => sum + to - from, 0);
  const height = jumps.reduce((sum, jump) => sum + jump.height, 0);
  // A ramp that noise cuts into pieces is not a staircase: steps are steep, with a landing between them.
  const steepest = Math.max(2, 0.04 * points.length);
  const isSteep = jumps.every(
    ({ from, to }, index) => to - from <= steepest && from - (jumps[index - 1]?.to ?? -3) >= 3,
  );
  const isStaircase =
    jumps.length > 1 &&
    isSteep &&
    falls === 0 &&
    width <= 0.3 * points.length &&
    height >= 0.7 * rise &&
    height <= 1.4 * rise;
  if (!isStaircase) return undefined;
  const starts = jumps.map(({ to }) => points[to]?.[0] ?? 0);
  const period = median(starts.slice(1).map((x, index) => x - (starts[index] ?? x)));
  return {
    growth: 'staircase',
    caption: `rises in ${jumps.length} steps of about ${formatValue(height / jumps.length, series)}, about ${formatPeriod(period, series)}, and never comes down`,
    steps: { count: jumps.length, meanHeight: height / jumps.length, period },
  };
}

interface Jump {
  /** Indexes of the points before and after. */
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

/** Rises of at least `minHeight` from one point to the next; consecutive ones are merged. */
function findJumps(points: readonly Point[], minHeight: number): readonly Jump[] {
  const jumps: Jump[] = [];
  for (let index = 1; index < points.length; index += 1) {
    const height = (points[index]?.[1] ?? 0) - (points[index - 1]?.[1] ?? 0);
    if (height < minHeight) continue;
    const last = jumps.at(-1);
    if (last?.to === index - 1)
      jumps[jumps.length - 1] = { ...last, to: index, height: last.height + height };
    else jumps.push({ from: index - 1, to: index, height });
  }
  return jumps;
}

/** Climbs to a level and holds it for the last quarter of the time. */
export function plateau({
  points,
  series,
  noise,
  startLevel,
  endLevel,
}: RunSegment): ShapeFinding | undefined {
  const tail = points.slice(-Math.max(3, Math.floor(points.length / 4)));
  const held = median(tail.map(([, y]) => y));
  const gain = held - startLevel;
  const near = Math.max(2 * noise, 0.07 * gain);
  const drift = theilSenSlope(tail) * xSpan(tail);
  const reached = points.findIndex(
    (_, index) => median(points.slice(index, index + 3).map(([, y]) => y)) >= held - near,
  );
  const since = points[reached]?.[0] ?? 0;
  const whole = xSpan(points);
  const isHeld = whole - (since - (points[0]?.[0] ?? 0)) >= 0.25 * whole;
  // A climb at a steady rate would gain a quarter of it all in the last quarter.
  const isLevel = Math.abs(drift) <= Math.max(0.08 * gain, noise) && endLevel - held <= near;
  if (!isHeld || !isLevel || gain <= 0) return undefined;
  return {
    growth: 'climb-to-plateau',
    caption: `climbs from ${formatValue(startLevel, series)} to ${formatValue(held, series)} and has stayed there for ${formatXSpan((points.at(-1)?.[0] ?? 0) - since, series)}`,
    plateau: { level: held, since },
  };
}

/** Growth that takes at least this long to double the memory is called a creep. */
const slowDoublingSeconds = 7 * 86_400;

/** The shape where no other rule fits. */
export function climb({ points, series, startLevel, falls }: RunSegment): ShapeFinding {
  const slope = theilSenSlope(points);
  const isSlow =
    describeXAxis(series).isTime && slope > 0 && startLevel / slope >= slowDoublingSeconds;
  return {
    growth: isSlow ? 'slow-creep' : 'linear-climb',
    caption: `${isSlow ? 'creeps up' : 'climbs'} ${formatRate(slope, series, xSpan(points))} for ${formatLength(points, series)}${falls === 0 ? ' without falling' : ''}`,
  };
}
