import type { Life } from './lives.ts';
import { amount, everyText, formatSpan, length, rate, scaleOf, spanText } from './shape-words.ts';
import type { Shape } from './shape.ts';
import { highest, median, slopeOf, spanOf, turnsOf, type Point } from './trend.ts';

/** What a rule says of a life that it fits. */
export type Found = Pick<Shape, 'growth' | 'says' | 'steps' | 'sawtooth' | 'plateau'>;

/** Falls and rises again, whether or not its lows rise. */
export function sawtooth({ points, series, noise, range, falls }: Life): Found | undefined {
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
  const figures = { period, floorSlope: slope * scaleOf(series).xsPerUnit };
  const every = everyText(period, series);
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
export function burst({ points, series, noise, range, falls }: Life): Found | undefined {
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

/** No rise beyond chance. */
export function flat({ points, series, noise, rise, level, range }: Life): Found | undefined {
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
export function staircase({ points, series, noise, rise, falls }: Life): Found | undefined {
  const jumps = jumpsOf(points, Math.max(4.5 * noise, 0.04 * rise));
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
  return {
    growth: 'staircase',
    says: `rises in ${jumps.length} steps of about ${amount(height / jumps.length, series)}, about ${everyText(period, series)}, and does not come down`,
    steps: { count: jumps.length, meanHeight: height / jumps.length, period },
  };
}

interface Jump {
  /** Indexes of the points before and after. */
  readonly from: number;
  readonly to: number;
  readonly height: number;
}

/** Rises of at least so much from a point to the next; those in a row are one. */
function jumpsOf(points: readonly Point[], least: number): readonly Jump[] {
  const jumps: Jump[] = [];
  for (let index = 1; index < points.length; index += 1) {
    const height = (points[index]?.[1] ?? 0) - (points[index - 1]?.[1] ?? 0);
    if (height < least) continue;
    const last = jumps.at(-1);
    if (last?.to === index - 1)
      jumps[jumps.length - 1] = { ...last, to: index, height: last.height + height };
    else jumps.push({ from: index - 1, to: index, height });
  }
  return jumps;
}

/** The level of the end is held for the last quarter of the time, and was climbed to, not jumped to. */
export function plateau({ points, series, noise, level, end }: Life): Found | undefined {
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

/** What is left when no other rule fits. */
export function climb({ points, series, level, falls }: Life): Found {
  const slope = slopeOf(points);
  const isSlow = scaleOf(series).isTime && slope > 0 && level / slope >= slowSeconds;
  return {
    growth: isSlow ? 'slow-creep' : 'linear-climb',
    says: `${isSlow ? 'creeps up' : 'climbs'} ${rate(slope, series, spanOf(points))} for ${length(points, series)}${falls === 0 ? ' without a fall' : ''}`,
  };
}
