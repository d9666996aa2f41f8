import { parseQuantity } from './units.ts';
import { formatNumber } from '../reports/text/format.ts';

/** What a fix changed, computed from before and after. Shares are fractions: -0.757 is 75.7 % less. */
export interface Change {
  /** Change closest to zero and furthest from it; equal when both values are exact. */
  readonly share: readonly [low: number, high: number];
  /** After divided by before. */
  readonly ratio: readonly [low: number, high: number];
  readonly about: boolean;
}

/**
 * (after - before) / before, with ranges and open ends carried through: `over 600` to `100` is a fall of over 83 %.
 * Undefined if a value is not a quantity or before may be zero.
 */
export function computeChange(before: number | string, after: number | string): Change | undefined {
  const from = parseQuantity(before);
  const to = parseQuantity(after);
  if (!from || !to || from.low <= 0) return undefined;
  const ratio: [number, number] = [divide(to.low, from.high), divide(to.high, from.low)];
  return { ratio, share: [ratio[0] - 1, ratio[1] - 1], about: from.about || to.about };
}

const divide = (a: number, b: number): number => (b === Infinity ? 0 : a / b);

const percent = (share: number): string => {
  const value = Math.abs(share * 100);
  // Near 100 % the digit that matters is the distance from 100: 99.96 % is not 100 %.
  const digits =
    value > 99 && value < 100
      ? Math.min(8, 3 + Math.ceil(-Math.log10(100 - value)))
      : value >= 1000
        ? 4
        : 3;
  return formatNumber(value < 100 ? Math.min(value, 99.999999) : value, digits);
};

/** `−75.7 %`, `+12 %`, `about −90 %`, `−40 to −50 %`, `at least −83 %`. A true minus sign. */
export function formatChange(change: Change): string {
  const sign = (share: number) => (share < 0 ? '−' : share > 0 ? '+' : '±');
  const [low, high] = change.share;
  const prefix = change.about ? 'about ' : '';
  if (low < 0 && high > 0) return 'direction unknown';
  if (high === Infinity) return `at least ${sign(low)}${percent(low)}\u00a0%`;
  if (Math.abs(low - high) < 1e-12) return `${prefix}${sign(low)}${percent(low)}\u00a0%`;
  if (low === -1) return `at least ${sign(high)}${percent(high)}\u00a0%`;
  return `${prefix}${sign(high)}${percent(high)} to ${sign(low)}${percent(low)}\u00a0%`;
}

/** `−75.7 %` for -0.757. */
export const formatShare = (share: number): string =>
  formatChange({ share: [share, share], ratio: [1 + share, 1 + share], about: false });

/** `4.1 times less`, `at least 6 times less`, `2 times more`; nothing for a change below a tenth. */
export function formatRatio(change: Change): string | undefined {
  const [low, high] = change.ratio;
  const open = low === 0 || high === Infinity;
  const ratio = low === 0 ? high : high === Infinity ? low : (low + high) / 2;
  if (ratio === 0 || Math.abs(ratio - 1) < 0.1 || (open && low < 1 && high > 1)) return undefined;
  const times = ratio < 1 ? 1 / ratio : ratio;
  const prefix = open ? 'at least ' : low === high && !change.about ? '' : 'about ';
  return `${prefix}${formatNumber(times, times >= 100 ? 3 : 2)} times ${ratio < 1 ? 'less' : 'more'}`;
}

/** The number a chart or a median takes for a change: the middle of its range. Undefined for an open one. */
export function middleShare(change: Change): number | undefined {
  const middle = (change.share[0] + change.share[1]) / 2;
  return Number.isFinite(middle) ? middle : undefined;
}
