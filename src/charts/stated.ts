import { formatQuantity, isBinaryUnit, parseUnit } from '../model/units.ts';
import { formatNumber } from '../reports/text/format.ts';
import { quantityOf, type Stated } from './chart-model.ts';

/** How values are written along an axis: their unit, and what a stated value is divided by. */
export interface DisplayUnit {
  readonly text: string;
  readonly divisor: number;
  /** Whether single values are written in it too; otherwise they keep their own unit. */
  readonly values: boolean;
}

const decimal = ['B', 'kB', 'MB', 'GB', 'TB'] as const;
const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;
const comfortable = 10_000;

/** The unit that values of a chart are written in: as stated where they need a log scale, else what suits the largest. */
export function chooseUnit(
  unit: string,
  values: readonly number[],
  levels: readonly number[],
): DisplayUnit {
  if (needsLogScale(values)) return { text: unit, divisor: 1, values: true };
  return displayUnit(unit, largestOf([...values, ...levels].map(Math.abs)));
}

/** The unit as stated, unless the largest value needs more than four digits or none before the point. */
export function displayUnit(unit: string, largest: number): DisplayUnit {
  const same = { text: unit, divisor: 1, values: true };
  const dimension = parseUnit(unit)?.dimension;
  if (largest <= 0) return same;
  if (dimension === 'bytes' || dimension === 'bytes per time')
    return largest >= comfortable || largest < 0.1 ? otherSize(unit, largest) : same;
  if (dimension !== 'count' || largest < 1e6) return same;
  return largest < 1e9
    ? { text: `million ${unit}`, divisor: 1e6, values: false }
    : { text: `billion ${unit}`, divisor: 1e9, values: false };
}

function otherSize(unit: string, largest: number): DisplayUnit {
  const [size = unit, ...per] = unit.split('/');
  const steps = isBinaryUnit(size) ? binary : decimal;
  const base = isBinaryUnit(size) ? 1024 : 1000;
  const from = Math.max(0, (steps as readonly string[]).indexOf(size));
  let to = from;
  const valueAt = (step: number) => largest / base ** (step - from);
  while (to < steps.length - 1 && valueAt(to) >= comfortable / 5) to += 1;
  while (to > 0 && valueAt(to) < 1) to -= 1;
  const text = [steps[to] ?? size, ...per].join('/');
  return { text, divisor: base ** (to - from), values: true };
}

/** Whether values span so much that small ones vanish on a linear scale: all above zero, and over 200 times apart. */
export function needsLogScale(values: readonly number[]): boolean {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  return values.length > 1 && low > 0 && largestOf(values) / low > 200;
}

// A long file has more values than a call may have arguments.
const largestOf = (values: readonly number[]): number =>
  values.reduce((most, value) => Math.max(most, value), 0);

/** A stated value in the unit of the axis: `about 358 MB`, or `194.6 MB` for 194640 kB. */
export function formatStated(stated: Stated, unit: string, display: DisplayUnit): string {
  if (display.divisor === 1 || !display.values) return formatQuantity(stated, unit);
  const { low, high } = quantityOf(stated);
  const word = wordOf(stated);
  const number = (value: number) => formatNumber(value / display.divisor, 4);
  const closed = high === Infinity ? low : high;
  const span = low === high || word === 'over' || word === 'under' || word === 'up to';
  const text = span ? number(closed) : `${number(low)} to ${number(high)}`;
  return `${word === '' ? '' : `${word} `}${text}\u00a0${display.text}`;
}

/** A stated value without its unit, exactly as the author wrote it, thousands grouped. For a table whose head names the unit. */
export function writeStated(stated: Stated): string {
  if (typeof stated === 'number') return formatNumber(stated, 12);
  return stated.trim().replace(/\d[\d_]*(?:\.\d+)?(?:e\d+)?/g, (digits) => {
    const [whole = '', fraction] = digits.replaceAll('_', '').split('.');
    if (whole.includes('e')) return formatNumber(Number(whole), 12);
    return formatNumber(Number(whole), 12) + (fraction === undefined ? '' : `.${fraction}`);
  });
}

const wordOf = (stated: Stated): string => {
  const word = /^\s*(about|over|under|up to|at least)\b/.exec(String(stated))?.[1] ?? '';
  return word === 'at least' ? 'over' : word;
};

/** `Resident memory (MB)`, `Allocation calls (million)`; a measure that ends in its unit is not followed by it again. */
export function measureIn(
  { measure, unit }: { readonly measure: string; readonly unit: string },
  shown: string = unit,
): string {
  const isNamed =
    parseUnit(unit)?.dimension === 'count' && measure.toLowerCase().endsWith(unit.toLowerCase());
  const rest = isNamed ? shown.slice(0, -unit.length).trim() : shown;
  return rest === '' ? measure : `${measure} (${rest})`;
}

/** `97.9 %`; with more digits where three would make it 100 %. */
export const formatPartShare = (share: number): string =>
  `${formatNumber(share * 100, share > 0.99 && share < 1 ? 5 : 3)}\u00a0%`;
