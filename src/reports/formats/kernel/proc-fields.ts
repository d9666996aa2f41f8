import type { Line, Series } from '../../report.ts';
import { parseCount } from '../../text/numbers.ts';

/** One copy of a /proc file with lines such as `Name:  123 kB`. */
export interface Fields {
  /** Numbers by name, in bytes where the line says kB. */
  readonly values: Map<string, number>;
  readonly texts: Map<string, string>;
  readonly at: Map<string, number>;
  readonly lines: Line[];
  /** Unix time from a line that a loop prints, or the time of a log prefix. */
  time?: number;
}

const field = /^\s*([A-Za-z][\w()]{0,39}):[ \t]*(.*)$/;
const size = /^(\d{1,18})( kB)?\s*$/;
// 1795217769, as `date +%s` prints in a loop
const clock = /^\s*(1\d{9})(?:\.\d{1,9})?\s*$/;

/**
 * Reads consecutive copies of one file; a repeated name starts the next copy. Only lines whose name is in `names` belong to a
 * copy, and the line with the time before them.
 */
export function readFields(lines: readonly Line[], names: ReadonlySet<string>): Fields[] {
  const prints: Fields[] = [];
  let print: Fields | undefined;
  let tick: { line: Line; time: number } | undefined;
  for (const line of lines) {
    const time = clock.exec(line.text)?.[1];
    if (time !== undefined) {
      tick = { line, time: Number(time) };
      print = undefined;
      continue;
    }
    const match = field.exec(line.text);
    const name = match?.[1] ?? '';
    if (!match || !names.has(name)) continue;
    if (!print || print.at.has(name)) {
      print = { values: new Map(), texts: new Map(), at: new Map(), lines: [] };
      const seconds = tick?.time ?? line.time;
      if (seconds !== undefined) print.time = seconds;
      if (tick) print.lines.push(tick.line);
      tick = undefined;
      prints.push(print);
    }
    const text = (match[2] ?? '').trim();
    const number = size.exec(text);
    const value = parseCount(number?.[1], number?.[2] ? 1024 : 1);
    if (value !== undefined) print.values.set(name, value);
    else print.texts.set(name, text);
    print.at.set(name, line.number);
    print.lines.push(line);
  }
  return prints;
}

/** A series of one field over all copies; none if fewer than two have it. */
export function fieldSeries(name: string, key: string, prints: readonly Fields[]): Series[] {
  const some = prints.filter(({ values }) => values.has(key));
  if (some.length < 2) return [];
  const times = some.map(({ time }) => time);
  const isTimed = times.every(
    (time, index) => time !== undefined && time >= (times[index - 1] ?? -Infinity),
  );
  const isEpoch = isTimed && (times[0] ?? 0) > 1e8;
  return [
    {
      name,
      unit: 'B',
      over: isTimed ? (isEpoch ? 'epoch' : 'seconds') : 'sample',
      points: some.map(({ values, time }, index) => [
        isTimed ? (time ?? index) : index + 1,
        values.get(key) ?? 0,
      ]),
    },
  ];
}
