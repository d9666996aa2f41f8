/** Quantities in units that a person reads: 3.95 GB, not 3 945 352 kB. Tables and files for machines keep the exact value. */

import { formatNumber } from '../reports/text/format.ts';
import { drawnValue, parseQuantity, parseUnit } from './units.ts';

/** A stated value divided by `divisor` is in the unit `text`; `digits` is how many significant digits are worth telling. */
export interface DisplayUnit {
  readonly text: string;
  readonly divisor: number;
  readonly digits: number;
}

const ladders: readonly (readonly [base: number, steps: readonly string[]])[] = [
  [1000, ['B', 'kB', 'MB', 'GB', 'TB']],
  [1024, ['B', 'KiB', 'MiB', 'GiB', 'TiB']],
  [1000, ['ns', 'µs', 'ms', 's']],
];

/** The unit in which the largest of the values has one to three digits before the point. */
export function displayUnit(unit: string, values: readonly number[]): DisplayUnit {
  const digits = digitsToTell(values);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const [size = unit, ...per] = unit.split('/');
  const written = size === 'bytes' ? 'B' : size;
  const [base, steps] = ladders.find(([, names]) => names.includes(written)) ?? [];
  if (base === undefined || steps === undefined) return countUnit(unit, largest, digits);
  const from = steps.indexOf(written);
  // As it is written: 999.6 MB would be 1 000 MB.
  const sizeAt = (step: number) => {
    const size = largest / base ** (step - from);
    return Math.max(size, Number(size.toPrecision(3)));
  };
  let to = from;
  while (to < steps.length - 1 && sizeAt(to) >= base) to += 1;
  while (to > 0 && sizeAt(to) < 1 && largest > 0) to -= 1;
  const text = to === from ? size : (steps[to] ?? size);
  return { text: [text, ...per].join('/'), divisor: base ** (to - from), digits };
}

function countUnit(unit: string, largest: number, digits: number): DisplayUnit {
  if (parseUnit(unit)?.dimension !== 'count' || largest < 1e6)
    return { text: unit, divisor: 1, digits };
  return largest < 1e9
    ? { text: `million ${unit}`, divisor: 1e6, digits }
    : { text: `billion ${unit}`, divisor: 1e9, digits };
}

/** Three, or as many as show a difference that is small beside the values themselves. */
function digitsToTell(values: readonly number[]): number {
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  const part = (high - low) / Math.max(Math.abs(low), Math.abs(high));
  return part > 0 && part < 0.1 ? Math.min(8, 2 + Math.ceil(-Math.log10(part))) : 3;
}

/**
 * `about 358 MB`, `over 600 MB`, `20 to 30 MB`, `3.95 GB` for 3945352 kB, `36.6 million calls`. In the shared unit, unless the
 * value would be less than one there; else in its own. A number that keeps its unit keeps four digits, a whole one all.
 */
export function formatQuantity(input: number | string, unit: string, shared?: DisplayUnit): string {
  const quantity = parseQuantity(input);
  if (!quantity) return `${input} ${unit}`;
  const { low, high, about } = quantity;
  const size = Math.abs(high === Infinity ? low : high);
  const fits = shared !== undefined && (size === 0 || size / shared.divisor >= 1);
  const { text, divisor } = fits ? shared : displayUnit(unit, [size]);
  const digits = shared?.digits ?? 3;
  const number = (value: number) => {
    if (divisor !== 1) return formatNumber(value / divisor, digits);
    return formatNumber(value, Number.isInteger(value) ? 12 : Math.max(4, digits));
  };
  const suffix = `\u00a0${text}`;
  const bound = /^(over|at least|under|up to) /.exec(String(input).trim())?.[1];
  if (bound !== undefined) return `${bound} ${number(high === Infinity ? low : high)}${suffix}`;
  const span = low === high ? number(low) : `${number(low)} to ${number(high)}`;
  return `${about ? 'about ' : ''}${span}${suffix}`;
}

/** Before and after, each in its own unit, with as many digits as tell them apart. */
export function formatPair(
  before: number | string,
  after: number | string,
  unit: string,
): readonly [before: string, after: string] {
  const values = [before, after].flatMap((value) => {
    const quantity = parseQuantity(value);
    return quantity ? [drawnValue(quantity)] : [];
  });
  const digits = digitsToTell(values);
  const format = (value: number | string) => {
    const quantity = parseQuantity(value);
    const own = displayUnit(unit, quantity ? [drawnValue(quantity)] : []);
    return formatQuantity(value, unit, { ...own, digits });
  };
  return [format(before), format(after)];
}
