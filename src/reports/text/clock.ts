import type { Series } from '../report.ts';

/**
 * A time as printed. epoch: seconds since 1970, from a text that names its zone or is such a number. local: date and time
 * without a zone, in seconds of that calendar. clock: seconds since midnight.
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

/** Reads a whole text as one moment: ISO 8601, `date`, a clock with or without AM and PM, or Unix time in s, ms, µs or ns. */
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

/** Seconds east of UTC. Names other than UTC are not unique, so they say nothing. */
function parseOffset(zone: string | undefined): number | undefined {
  if (zone === 'Z' || zone === 'UTC' || zone === 'GMT') return 0;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '') ?? [];
  if (sign === undefined) return undefined;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

export interface Timeline {
  readonly over: Series['over'];
  /** One for each moment, rising. */
  readonly xs: readonly number[];
}

/**
 * Puts moments, in the order printed, on one axis: Unix time if all name it, else seconds since the first. A clock without
 * a date that goes backwards has passed midnight. Where a moment is missing or of another kind there is no axis: undefined.
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

// 0.1 + 0.2: nothing that prints times is finer than a nanosecond.
const rounded = (seconds: number): number => Math.round(seconds * 1e6) / 1e6;
