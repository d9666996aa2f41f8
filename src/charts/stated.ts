import { formatQuantity, parseUnit } from '../model/units.ts';
import { formatNumber } from '../reports/text/format.ts';
import type { DisplayUnit } from './axis.ts';
import { quantityOf, type Stated } from './drawing.ts';

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
