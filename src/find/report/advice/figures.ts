import { formatBytes, formatNumber } from '../../../reports/text/format.ts';

/* Figures as the sentences of the advice write them. */

export const MiB = 2 ** 20;
export const GiB = 2 ** 30;

export const bytes = (value: number): string => formatBytes(value, 'binary', 3);

/** `1 thread`, `501 goroutines`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${formatNumber(count)} ${count === 1 ? one : many}`;

/** `91 %`; never 100 % for a part. */
export function percent(part: number, whole: number): string {
  const value = whole === 0 ? 0 : (100 * part) / whole;
  if (value > 0 && value < 1) return 'under 1\u00a0%';
  return `${part < whole ? Math.min(99, Math.round(value)) : Math.round(value)}\u00a0%`;
}
