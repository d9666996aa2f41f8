import { formatNumber } from '../../reports/text/format.ts';

export interface Ticks {
  readonly values: readonly number[];
  readonly labels: readonly string[];
}

/** Steps in which people count each unit of time. */
const timeSteps: Readonly<Record<string, readonly number[]>> = {
  second: [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400],
  minute: [1, 2, 5, 10, 15, 30, 60, 120, 180, 240, 360, 480, 720, 1440],
  hour: [1, 2, 3, 4, 6, 12, 24, 48, 72, 96, 120, 168, 336],
  day: [1, 2, 3, 7, 14, 28, 56],
};

/**
 * At most `count` ticks inside the domain, at round numbers; for `hours since start` at hours people count in, for what has only
 * whole numbers at whole ones.
 */
export function linearTicks(
  [low, high]: readonly [number, number],
  count: number,
  { divisor = 1, over = '', whole = false } = {},
): Ticks {
  const span = (high - low) / divisor;
  const least = stepFor(span / Math.max(1, count), over) * divisor;
  const step = whole ? Math.max(1, least) : least;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const values = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
  return { values, labels: values.map((value) => formatNumber(value / divisor, 6)) };
}

function stepFor(least: number, over: string): number {
  const unit = /^(second|minute|hour|day)s?\b/.exec(over)?.[1] ?? '';
  const named = least > 0.5 ? timeSteps[unit]?.find((step) => step >= least) : undefined;
  if (named !== undefined) return named;
  const power = 10 ** Math.floor(Math.log10(least));
  const round = over === '' ? [1, 2, 2.5, 5] : [1, 2, 5];
  return power * (round.find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10);
}

/** The smallest round number of ticks that holds every value, from `start` unless a value is below it. */
export function linearDomain(
  values: readonly number[],
  count: number,
  start = 0,
): readonly [number, number] {
  const low = Math.min(start, ...values);
  const high = Math.max(start, ...values);
  if (low === high) return [0, 1];
  const step = stepFor((high - low) / count, '');
  return [Math.floor(low / step) * step, Math.ceil(high / step - 1e-9) * step];
}
