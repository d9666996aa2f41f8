import type { Series } from '../report.ts';

/**
 * A time as printed, in seconds.
 *
 * - `epoch`: Unix time, from a time with a zone or from a number
 * - `local`: date and time without a zone, counted as if they were UTC
 * - `clock`: time of day, counted from midnight
 */
export interface Moment {
  readonly seconds: number;
  readonly kind: 'epoch' | 'local' | 'clock';
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const day = 86_400;

// 2026-11-20T23:36:09+0000 | 2026-11-20 23:36:09.123 UTC | 2026/11/20 23:36
const iso =
  /^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ]+(\d\d):(\d\d)(?::(\d\d(?:[.,]\d{1,9})?))? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?$/;
// Fri Nov 20 23:36:09 UTC 2026 | Fri Nov 20 11:36:09 PM CET 2026 | Fri 20 Nov 2026 11:36:09 PM UTC
const unix =
  /^[A-Z][a-z]{2},? (?:([A-Z][a-z]{2}) +(\d{1,2})|(\d{1,2}) ([A-Z][a-z]{2})(?: (\d{4}))?) (\d{1,2}):(\d\d):(\d\d)(?: ([AP]M))?(?: ([A-Z]{3,5}|[+-]\d{4}))?(?: (\d{4}))?$/;
const clock = /^(\d{1,2}):(\d\d)(?::(\d\d(?:\.\d{1,9})?))?(?: ?([AP]M))?$/i;
const epoch = /^1\d{9}(?:\.\d{1,9})?$|^1\d{12}$|^1\d{15}$|^1\d{18}$/;

/** Parses a text that is only a time: ISO 8601, `date`, a clock with or without AM and PM, or Unix time in s, ms, µs or ns. */
export function parseMoment(text: string): Moment | undefined {
  if (text.length > 48) return undefined;
  if (epoch.test(text)) return { seconds: epochSeconds(text), kind: 'epoch' };
  const date = iso.exec(text);
  if (date) {
    const [, year, month, dayOfMonth, hour = '0', minute = '0', second = '0', zone] = date;
    return toMoment([year, Number(month), dayOfMonth, hour, minute, second], zone);
  }
  const spoken = unix.exec(text);
  if (spoken) {
    const [, m1, d1, d2, m2, y2, hour, minute, second, half, zone, y1] = spoken;
    const month = months.indexOf((m1 ?? m2 ?? '').toLowerCase()) + 1;
    const hours = String(to24Hours(Number(hour), half));
    return toMoment([y1 ?? y2, month, d1 ?? d2, hours, minute, second], zone);
  }
  const time = clock.exec(text);
  if (!time) return undefined;
  const [, hour, minute, second = '0', half] = time;
  const hours = to24Hours(Number(hour), half);
  if (hours > 23 || Number(minute) > 59 || Number(second) >= 61) return undefined;
  return { seconds: hours * 3600 + Number(minute) * 60 + Number(second), kind: 'clock' };
}

const epochSeconds = (text: string): number => {
  const [whole = ''] = text.split('.');
  return Number(text) / 10 ** (whole.length - 10);
};

const to24Hours = (hour: number, half: string | undefined): number =>
  half === undefined ? hour : (hour % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);

function toMoment(
  parts: readonly (string | number | undefined)[],
  zone: string | undefined,
): Moment | undefined {
  const [year = Number.NaN, month = 0, date = 0, hour = 0, minute = 0, second = 0] = parts.map(
    (part) => Number(String(part).replace(',', '.')),
  );
  const midnight = new Date(Date.UTC(year, month - 1, date));
  if (Number.isNaN(midnight.getTime()) || midnight.getUTCMonth() !== month - 1) return undefined;
  if (hour > 23 || minute > 59 || second >= 61) return undefined;
  const seconds = midnight.getTime() / 1000 + hour * 3600 + minute * 60 + second;
  const offset = parseOffset(zone);
  return offset === undefined
    ? { seconds, kind: 'local' }
    : { seconds: seconds - offset, kind: 'epoch' };
}

/** Offset of a zone from UTC in seconds, positive to the east. Undefined for names other than UTC and GMT, which are ambiguous. */
function parseOffset(zone: string | undefined): number | undefined {
  if (zone === 'Z' || zone === 'UTC' || zone === 'GMT') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '') ?? [];
  if (sign === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

export interface Timeline {
  readonly over: Series['over'];
  /** One number per moment, never falling. */
  readonly xs: readonly number[];
}

/**
 * Puts moments, in the order printed, on one axis: Unix time if all are `epoch`, otherwise seconds since the first. A time of day
 * that is lower than the one before it is of the next day. Undefined if a moment is missing or of another kind than the first.
 */
export function buildTimeline(moments: readonly (Moment | undefined)[]): Timeline | undefined {
  const [first] = moments;
  if (!first) return undefined;
  const xs: number[] = [];
  let days = 0;
  let last = first.seconds;
  for (const moment of moments) {
    if (moment?.kind !== first.kind) return undefined;
    if (first.kind === 'clock' && moment.seconds + days * day < last) days += 1;
    last = moment.seconds + days * day;
    xs.push(first.kind === 'epoch' ? last : rounded(last - first.seconds));
  }
  return { over: first.kind === 'epoch' ? 'epoch' : 'seconds', xs };
}

// Rounded to microseconds, so that differences have no floating-point noise.
const rounded = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
