/** A line of the JVM's unified log. */
export interface LogLine {
  /** Seconds since the start of the JVM, if the decorations include the uptime. */
  readonly uptime?: number;
  /** Unix time in seconds, if the decorations include a date. */
  readonly epoch?: number;
  /** Tags without blanks, such as `gc,start`; empty if there are none. */
  readonly tags: string;
  /** The text after the decorations. */
  readonly rest: string;
}

// [2026-11-20T23:32:09.863+0000][0.561s][info][gc,start    ] GC(0) Pause Young (Normal) (G1 Evacuation Pause)
const decorated = /^\s*((?:\[[^\][]{1,60}\]){1,12})\s?(.*)$/;

/** Separates the decorations that `-Xlog` puts before a line, any selection of them, from its text. */
export function parseLogLine(text: string): LogLine {
  const match = text.length < 5000 ? decorated.exec(text) : null;
  if (!match) return { tags: '', rest: text };
  const [, brackets = '', rest = ''] = match;
  const words = brackets
    .slice(1, -1)
    .split('][')
    .map((word) => word.trim());
  const uptime = words.map(parseUptime).find((seconds) => seconds !== undefined);
  const epoch = words.map(parseEpoch).find((seconds) => seconds !== undefined);
  const tags =
    words.findLast((word) => /^[a-z]\w*(?:,\w+)*$/.test(word) && !levels.has(word)) ?? '';
  return {
    ...(uptime === undefined ? {} : { uptime }),
    ...(epoch === undefined ? {} : { epoch }),
    tags,
    rest,
  };
}

const levels = new Set(['trace', 'debug', 'info', 'warning', 'error', 'off']);
const secondsIn: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, ns: 1e-9 };

function parseUptime(word: string): number | undefined {
  const [, digits, unit = ''] = /^(\d{1,18}(?:[.,]\d{1,9})?)(s|ms|ns)$/.exec(word) ?? [];
  if (digits === undefined) return undefined;
  const seconds = Number(digits.replace(',', '.')) * (secondsIn[unit] ?? 1);
  // A larger number is milliseconds or nanoseconds of Unix time, since no program runs for 30 years.
  return seconds < 1e9 ? seconds : undefined;
}

function parseEpoch(word: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT/.test(word)) return undefined;
  const time = Date.parse(word.replace(',', '.').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(time) ? undefined : time / 1000;
}
