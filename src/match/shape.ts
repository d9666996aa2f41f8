import type { Series } from '../reports/report.ts';
import { formatBytes, formatNumber } from '../units.ts';

import { median, newMaximumShare, noiseOf, slopeOf, turnsOf, type Point } from './trend.ts';

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

/** Fewer say nothing about a shape. */
const fewest = 5;

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

const spanOf = (points: readonly Point[]): number =>
  (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);
const lowest = (points: readonly Point[]): number =>
  points.reduce((low, [, y]) => Math.min(low, y), Infinity);
const highest = (points: readonly Point[]): number =>
  points.reduce((high, [, y]) => Math.max(high, y), -Infinity);

/**
 * Cuts where the process was started anew: a sudden fall by most of the range, to the level of the first start, after a
 * life of several points. Falls that end higher each time are a sawtooth and cut nothing.
 */
function livesOf(points: readonly Point[]): readonly (readonly Point[])[] {
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

type Found = Pick<Shape, 'growth' | 'says' | 'steps' | 'sawtooth' | 'plateau'>;

interface Life {
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

function describe(points: readonly Point[], series: Series): Found {
  const life = measure(points, series);
  return (
    sawtooth(life) ?? burst(life) ?? flat(life) ?? staircase(life) ?? plateau(life) ?? climb(life)
  );
}

function measure(points: readonly Point[], series: Series): Life {
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

function sawtooth({ points, series, noise, range, falls }: Life): Found | undefined {
  if (falls < 2 || range === 0) return undefined;
  const turns = turnsOf(points, Math.max(6 * noise, 0.15 * range));
  const lows = points.filter((_, at) =>
    turns.some(({ kind, index }) => kind === 'low' && index === at),
  );
  const highs = points.filter((_, at) =>
    turns.some(({ kind, index }) => kind === 'high' && index === at),
  );
  // What ends in the middle of a fall has no low there.
  const floors = lows.length > 2 ? lows : [points[0] ?? [0, 0], ...lows];
  const period = median(lows.slice(1).map(([x], index) => x - (lows[index]?.[0] ?? x)));
  const swing = median(highs.map(([, y]) => y)) - median(lows.map(([, y]) => y));
  const slope = slopeOf(floors);
  const gain = slope * spanOf(floors);
  const scale = scaleOf(series);
  const figures = { period, floorSlope: slope * scale.xsPerUnit };
  const every = scale.isTime
    ? `every ${formatSpan(period)}`
    : `every ${formatNumber(period, 2)} ${scale.plural}`;
  if (gain > Math.max(0.1 * swing, 2 * noise, 0.03 * (floors[0]?.[1] ?? 0)))
    return {
      growth: 'rising-sawtooth',
      says: `rises and falls by ${amount(swing, series)} ${every}, and its lows rise ${rate(slope, series, spanOf(points))}`,
      sawtooth: figures,
    };
  return {
    growth: undefined,
    says: `swings by ${amount(swing, series)} ${every}, and its lows do not rise`,
    sawtooth: figures,
  };
}

/** Nearly all of the growth within a twentieth of the time, to at least half as much again. */
function burst({ points, series, noise, range, falls }: Life): Found | undefined {
  if (falls > 1 || range === 0) return undefined;
  const top = points.findIndex(([, y]) => y >= highest(points) - Math.max(3 * noise, 0.1 * range));
  const before = points.slice(0, Math.max(1, top));
  const quiet = median(before.map(([, y]) => y));
  const height = highest(points) - quiet;
  const from = before.findLastIndex(([, y]) => y <= quiet + Math.max(3 * noise, 0.1 * height));
  const length = (points[top]?.[0] ?? 0) - (points[from]?.[0] ?? 0);
  const isSudden = length <= Math.max(0.06 * spanOf(points), longestGap(points));
  if (from < 2 || !isSudden || height < 0.5 * quiet || height < 8 * noise) return undefined;
  const scale = scaleOf(series);
  const within = scale.isTime ? `within ${formatSpan(length)}` : 'at once';
  return {
    growth: 'burst',
    says: `jumps from ${amount(quiet, series)} to ${amount(highest(points), series)} ${within}`,
  };
}

const longestGap = (points: readonly Point[]): number =>
  points.slice(1).reduce((gap, [x], index) => Math.max(gap, x - (points[index]?.[0] ?? x)), 0);

function flat({ points, series, noise, rise, level, range }: Life): Found | undefined {
  // The median of a tenth of the points wanders this much by chance.
  const error =
    (1.25 * noise * Math.SQRT2) / Math.sqrt(Math.max(1, Math.floor(points.length / 10)));
  const sum = slopeOf(points) * spanOf(points);
  const isFlat =
    Math.abs(rise) <= Math.max(0.01 * level, 3.5 * error) &&
    Math.abs(sum) <= Math.max(0.01 * level, 3.5 * error);
  if (!isFlat && range > 0 && rise > 0) return undefined;
  const middle = median(points.map(([, y]) => y));
  if (rise < 0 && !isFlat)
    return {
      growth: undefined,
      says: `falls from ${amount(level, series)} to ${amount(level + rise, series)} in ${length(points, series)}`,
    };
  return {
    growth: 'high-but-flat',
    says: `stays at ${amount(middle, series)} for ${length(points, series)}`,
  };
}

/** Two jumps or more make up most of the rise, and there is time between them. */
function staircase({ points, series, noise, rise, falls }: Life): Found | undefined {
  const jumps: { from: number; to: number; height: number }[] = [];
  const least = Math.max(4.5 * noise, 0.04 * rise);
  for (let index = 1; index < points.length; index += 1) {
    const height = (points[index]?.[1] ?? 0) - (points[index - 1]?.[1] ?? 0);
    if (height < least) continue;
    const last = jumps.at(-1);
    if (last?.to === index - 1) {
      last.to = index;
      last.height += height;
    } else jumps.push({ from: index - 1, to: index, height });
  }
  const width = jumps.reduce((sum, { from, to }) => sum + to - from, 0);
  const height = jumps.reduce((sum, jump) => sum + jump.height, 0);
  // A ramp that noise cuts in pieces is no stairs: those are steep, with a landing between.
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
  const scale = scaleOf(series);
  const every = scale.isTime
    ? `about every ${formatSpan(period)}`
    : `about every ${formatNumber(period, 2)} ${scale.plural}`;
  return {
    growth: 'staircase',
    says: `rises in ${jumps.length} steps of about ${amount(height / jumps.length, series)}, ${every}, and does not come down`,
    steps: { count: jumps.length, meanHeight: height / jumps.length, period },
  };
}

/** The level of the end is held for the last quarter of the time, and was climbed to, not jumped to. */
function plateau({ points, series, noise, level, end }: Life): Found | undefined {
  const tail = points.slice(-Math.max(3, Math.floor(points.length / 4)));
  const held = median(tail.map(([, y]) => y));
  const gain = held - level;
  const near = Math.max(2 * noise, 0.07 * gain);
  const drift = slopeOf(tail) * spanOf(tail);
  const reached = points.findIndex(
    (_, index) => median(points.slice(index, index + 3).map(([, y]) => y)) >= held - near,
  );
  const since = points[reached]?.[0] ?? 0;
  const whole = spanOf(points);
  const isHeld = whole - (since - (points[0]?.[0] ?? 0)) >= 0.25 * whole;
  // A climb at a steady rate would gain a quarter of it all in the last quarter.
  const isLevel = Math.abs(drift) <= Math.max(0.08 * gain, noise) && end - held <= near;
  if (!isHeld || !isLevel || gain <= 0) return undefined;
  return {
    growth: 'climb-to-plateau',
    says: `climbs from ${amount(level, series)} to ${amount(held, series)} and has stayed there for ${spanText((points.at(-1)?.[0] ?? 0) - since, series)}`,
    plateau: { level: held, since },
  };
}

/** At this rate, what is there now takes a week or more to double. */
const slowSeconds = 7 * 86_400;

function climb({ points, series, level, falls }: Life): Found {
  const slope = slopeOf(points);
  const isSlow = scaleOf(series).isTime && slope > 0 && level / slope >= slowSeconds;
  return {
    growth: isSlow ? 'slow-creep' : 'linear-climb',
    says: `${isSlow ? 'creeps up' : 'climbs'} ${rate(slope, series, spanOf(points))} for ${length(points, series)}${falls === 0 ? ' without a fall' : ''}`,
  };
}

interface Scale {
  readonly isTime: boolean;
  /** How many of x are an hour, or one reading. */
  readonly xsPerUnit: number;
  readonly one: string;
  readonly plural: string;
}

function scaleOf({ over }: Series): Scale {
  if (over === 'seconds' || over === 'epoch')
    return { isTime: true, xsPerUnit: 3600, one: 'h', plural: 'hours' };
  if (over === 'collections')
    return { isTime: false, xsPerUnit: 1, one: 'collection', plural: 'collections' };
  if (over === 'sample') return { isTime: false, xsPerUnit: 1, one: 'reading', plural: 'readings' };
  if (over === 'instructions')
    return { isTime: false, xsPerUnit: 1, one: 'instruction', plural: 'instructions' };
  return { isTime: false, xsPerUnit: 1, one: 'allocated byte', plural: 'allocated bytes' };
}

function amount(value: number, { unit }: Series): string {
  if (unit === 'B') return formatBytes(value, 'binary', 3);
  return unit === '%' ? `${formatNumber(value, 3)}\u00a0%` : formatNumber(value, 3);
}

/** `12.3 MiB/h`; in seconds, minutes or days where the series is that short or long. */
function rate(slope: number, series: Series, span: number): string {
  const { isTime, one } = scaleOf(series);
  if (!isTime) {
    // A single instruction or allocated byte is too small a step to say.
    if (one !== 'reading' && one !== 'collection') return `${amount(slope * span, series)} in all`;
    return `${amount(slope, series)} for each ${one}`;
  }
  const [name, seconds] =
    span < 120
      ? (['s', 1] as const)
      : span < 7200
        ? (['min', 60] as const)
        : span < 4 * 86_400
          ? (['h', 3600] as const)
          : (['day', 86_400] as const);
  return `${amount(slope * seconds, series)}/${name}`;
}

const length = (points: readonly Point[], series: Series): string => {
  const { isTime, one } = scaleOf(series);
  return isTime || (one !== 'reading' && one !== 'collection')
    ? spanText(spanOf(points), series)
    : `${points.length} ${one}s`;
};

function spanText(span: number, series: Series): string {
  const { isTime, plural } = scaleOf(series);
  return isTime ? formatSpan(span) : `${formatNumber(span, 3)} ${plural}`;
}

/** `9 h 20 min`, `3 days 4 h`, `45 s`: the two largest units. */
function formatSpan(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['h', 3600],
    ['min', 60],
    ['s', 1],
  ] as const;
  const first = units.findIndex(([, size]) => seconds >= size);
  if (first === -1) return `${formatNumber(seconds, 2)} s`;
  const parts: string[] = [];
  let rest = Math.round(seconds);
  for (const [name, size] of units.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}\u00a0${name}${name === 'day' && count > 1 ? 's' : ''}`);
  }
  return parts.join(' ');
}
