import type { Series } from '../../reports/report.ts';
import { formatBytes, formatNumber } from '../../reports/text/format.ts';
import type { Point } from '../../reports/text/thin-series.ts';
import { xSpan } from './trend.ts';

interface XAxis {
  readonly isTime: boolean;
  /** How much of x makes an hour, or one reading. */
  readonly xsPerUnit: number;
  readonly one: string;
  readonly plural: string;
}

/** What the x of a series counts. */
export function describeXAxis({ over }: Series): XAxis {
  if (over === 'seconds' || over === 'epoch')
    return { isTime: true, xsPerUnit: 3600, one: 'h', plural: 'hours' };
  if (over === 'collections')
    return { isTime: false, xsPerUnit: 1, one: 'collection', plural: 'collections' };
  if (over === 'sample') return { isTime: false, xsPerUnit: 1, one: 'reading', plural: 'readings' };
  if (over === 'instructions')
    return { isTime: false, xsPerUnit: 1, one: 'instruction', plural: 'instructions' };
  return { isTime: false, xsPerUnit: 1, one: 'allocated byte', plural: 'allocated bytes' };
}

/** A value with its unit. */
export function formatValue(value: number, { unit }: Series): string {
  if (unit === 'B') return formatBytes(value, 'binary', 3);
  return unit === '%' ? `${formatNumber(value, 3)}\u00a0%` : formatNumber(value, 3);
}

/** `12.3 MiB/h`; per second, minute or day where the series is that short or long. `span` is its length in x. */
export function formatRate(slope: number, series: Series, span: number): string {
  const { isTime, one } = describeXAxis(series);
  if (!isTime) {
    // The growth for a single instruction or allocated byte would be too small to read.
    if (one !== 'reading' && one !== 'collection')
      return `${formatValue(slope * span, series)} in total`;
    return `${formatValue(slope, series)} per ${one}`;
  }
  const [name, seconds] =
    span < 120
      ? (['s', 1] as const)
      : span < 7200
        ? (['min', 60] as const)
        : span < 4 * 86_400
          ? (['h', 3600] as const)
          : (['day', 86_400] as const);
  return `${formatValue(slope * seconds, series)}/${name}`;
}

/** How long a series is: in time, else in points or in what x counts. */
export const formatLength = (points: readonly Point[], series: Series): string => {
  const { isTime, one } = describeXAxis(series);
  return isTime || (one !== 'reading' && one !== 'collection')
    ? formatXSpan(xSpan(points), series)
    : `${points.length} ${one}s`;
};

/** A length of x in words. */
export function formatXSpan(span: number, series: Series): string {
  const { isTime, plural } = describeXAxis(series);
  return isTime ? formatSeconds(span) : `${formatNumber(span, 3)} ${plural}`;
}

/** `every 20 min`, `every 3 readings`. */
export function formatPeriod(period: number, series: Series): string {
  const { isTime, plural } = describeXAxis(series);
  return `every ${isTime ? formatSeconds(period) : `${formatNumber(period, 2)} ${plural}`}`;
}

/** `9 h 20 min`, `3 days 4 h`, `45 s`: the two largest units. */
export function formatSeconds(seconds: number): string {
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
