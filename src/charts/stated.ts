import { parseUnit } from '../model/units.ts';
import { formatNumber } from '../reports/text/format.ts';
import type { Stated } from './chart-model.ts';

/** A stated value without its unit, exactly as the author wrote it, thousands grouped. For a table whose head names the unit. */
export function writeStated(stated: Stated): string {
  if (typeof stated === 'number') return formatNumber(stated, 12);
  return stated.trim().replace(/\d[\d_]*(?:\.\d+)?(?:e\d+)?/g, (digits) => {
    const [whole = '', fraction] = digits.replaceAll('_', '').split('.');
    if (whole.includes('e')) return formatNumber(Number(whole), 12);
    return formatNumber(Number(whole), 12) + (fraction === undefined ? '' : `.${fraction}`);
  });
}

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
