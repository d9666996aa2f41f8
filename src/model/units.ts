/**
 * Quantities as people write them, and their text. Inside, bytes are bytes and time is seconds.
 * Decimal (kB, MB, GB) and binary (KiB, MiB, GiB) prefixes are kept apart, as in IEC 80000-13.
 */

import { formatNumber } from '../reports/text/format.ts';

/** A number with what is not known about it: `358`, `about 358`, `over 600`, `under 300`, `20 to 30`. */
export interface Quantity {
  /** Smallest possible value; 0 for "under 300". */
  readonly low: number;
  /** Largest possible value; Infinity for "over 600". */
  readonly high: number;
  readonly about: boolean;
}

export type Dimension = 'bytes' | 'bytes per time' | 'time' | 'share' | 'count';

export interface Unit {
  readonly text: string;
  readonly dimension: Dimension;
  /** Multiply by this to get bytes, bytes per second, seconds, or the plain number. */
  readonly factor: number;
}

const byteFactors: Readonly<Record<string, number>> = {
  B: 1,
  bytes: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

const daySeconds = 86_400;
/** Of the Gregorian calendar on average. A month is a twelfth of it, so that 12 MB/month are 144 MB/year. */
const yearSeconds = 365.2425 * daySeconds;

const secondsIn: Readonly<Record<string, number>> = {
  ns: 1e-9,
  µs: 1e-6,
  ms: 1e-3,
  second: 1,
  minute: 60,
  hour: 3600,
  day: daySeconds,
  week: 7 * daySeconds,
  month: yearSeconds / 12,
  year: yearSeconds,
  s: 1,
  min: 60,
  h: 3600,
  d: daySeconds,
};

// Own keys only: "constructor" is a word like any other.
const ownValue = (record: Readonly<Record<string, number>>, key: string): number | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const toSeconds = (name: string): number | undefined =>
  ownValue(secondsIn, name) ?? ownValue(secondsIn, name.replace(/s$/, ''));

/**
 * Understands `MB`, `GiB`, `bytes`, `MB/h`, `GiB/day`, `MB/request`, `MB/h/connection`, `minutes`, `%`; every other word counts
 * things (`calls`, `goroutines`). Undefined for the ambiguous `KB`, `K`, `M` and `G`, and for a size per time and time again.
 */
export function parseUnit(text: string): Unit | undefined {
  const [size = '', ...divisors] = text.split('/');
  const bytes = ownValue(byteFactors, size);
  if (bytes !== undefined) {
    if (divisors.includes('')) return undefined;
    const [perSeconds, another] = divisors.flatMap((divisor) => toSeconds(divisor) ?? []);
    if (another !== undefined) return undefined;
    return perSeconds === undefined
      ? { text, dimension: 'bytes', factor: bytes }
      : { text, dimension: 'bytes per time', factor: bytes / perSeconds };
  }
  const seconds = toSeconds(text);
  if (seconds !== undefined) return { text, dimension: 'time', factor: seconds };
  if (text === '%') return { text, dimension: 'share', factor: 0.01 };
  if (/^(KB|K|M|G|T|kb|mb|gb|Kb|Mb|Gb)\b/.test(text) || text.trim() === '') return undefined;
  return { text, dimension: 'count', factor: 1 };
}

const number = String.raw`(-?\d[\d_]*(?:\.\d+)?(?:e\d+)?)`;
const quantityPattern = new RegExp(
  `^(?:(about|over|under|up to|at least) )?${number}(?: to ${number})?$`,
);

/** Reads a number, or text such as `about 358`, `over 600`, `under 300`, `up to 10`, `20 to 30`. Undefined if it is none. */
export function parseQuantity(input: number | string): Quantity | undefined {
  if (typeof input === 'number') return { low: input, high: input, about: false };
  const match = quantityPattern.exec(input.trim());
  if (!match) return undefined;
  const [, word, first = '', second] = match;
  const low = Number(first.replaceAll('_', ''));
  const high = second === undefined ? low : Number(second.replaceAll('_', ''));
  if (second !== undefined && word !== undefined && word !== 'about') return undefined;
  if (high < low) return undefined;
  if (word === 'over' || word === 'at least') return { low, high: Infinity, about: false };
  if (word === 'under' || word === 'up to') return { low: 0, high, about: false };
  return { low, high, about: word === 'about' };
}

/** The number to draw for a quantity: the middle of a range, the known end of an open one. */
export function drawnValue(quantity: Quantity): number {
  if (quantity.high === Infinity) return quantity.low;
  if (quantity.low === 0) return quantity.high;
  return (quantity.low + quantity.high) / 2;
}

/** Whether a unit of size counts in powers of 1024. */
export const isBinaryUnit = (unit: string): boolean => /^[KMGT]iB/.test(unit);

/**
 * 5400 becomes `1.5 hours`, 172800 `2 days`. Never months, which differ in length: 40 days say more than 1.3 months. Years from
 * two on.
 */
export function formatDuration(seconds: number): string {
  const steps = [
    ['year', yearSeconds, 2],
    ['day', daySeconds, 1],
    ['hour', 3600, 1],
    ['minute', 60, 1],
  ] as const;
  // By the number that is shown, so that an hour less one second is an hour, not 60 minutes.
  const step = steps.find(([, size, from]) => Math.round((100 * seconds) / size) >= 100 * from);
  const [name, size] = step ?? ['second', 1];
  const value = formatNumber(seconds / size, 2);
  return `${value} ${name}${value === '1' ? '' : 's'}`;
}

/** A calendar date as precisely as it is known: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export const isPartialDate = (text: string): boolean => {
  if (!/^\d{4}(?:-\d\d(?:-\d\d)?)?$/.test(text)) return false;
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** `2024-05-27` becomes `27 May 2024`, `2024-05` `May 2024`, `2024` stays. */
export function formatDate(date: string): string {
  const [year = '', month, day] = date.split('-');
  if (month === undefined) return year;
  const name = months[Number(month) - 1] ?? month;
  return day === undefined ? `${name} ${year}` : `${Number(day)} ${name} ${year}`;
}
