import {
  createReading,
  type Fact,
  type FactKey,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

// gc 5 @13.310s 0%: 0.088+34+0.009 ms clock, 0.17+0/10/54+0.019 ms cpu, 36->36->35 MB, 43 MB goal, 2 P (forced)
const gctraceLine =
  /\bgc \d+ @(\d+(?:\.\d+)?)s \d+%: [^>]{0,200}?, (\d+)->(\d+)->(\d+) MB, (\d+) MB goal(?:, (\d+) MB stacks)?/;
// scvg: inuse: 5, idle: 6, sys: 11, released: 0, consumed: 11 (MB)   What the scavenger returned to the system (before Go 1.19).
const scavenger = /\b(?:scvg|scav)\d*:? (?:inuse: |\d+ [KM]i?B)/;

/** `GODEBUG=gctrace=1` of Go 1.5 and later: one line per collection. One MB is 2^20 bytes. */
export const goGctrace: TextFormat = {
  id: 'go-gctrace',
  label: 'Go gctrace',
  prefilter: /\bgc \d+ @\d[\d.]*s \d+%: /,

  read(lines) {
    const readings: Reading[] = [];
    let consumed: Line[] = [];
    let points: { seconds: number; live: number; goal: number }[] = [];
    const close = () => {
      if (points.length > 0)
        readings.push(
          createReading('go-gctrace', consumed, { series: buildGctraceSeries(points) }),
        );
      consumed = [];
      points = [];
    };
    for (const line of lines) {
      const match = gctraceLine.exec(line.text);
      if (match) {
        const [, clock = '', , , live = '', goal = ''] = match;
        const seconds = Number(clock);
        // Times count from the start of the program, so a lower one means that it was restarted.
        if (seconds < (points.at(-1)?.seconds ?? 0)) close();
        points.push({
          seconds,
          live: parseBytes(live, 'M') ?? 0,
          goal: parseBytes(goal, 'M') ?? 0,
        });
      } else if (points.length === 0 || !scavenger.test(line.text)) continue;
      consumed.push(line);
    }
    close();
    return readings;
  },
};

const buildGctraceSeries = (points: readonly { seconds: number; live: number; goal: number }[]) => [
  {
    name: 'live heap after GC',
    unit: 'B' as const,
    over: 'seconds' as const,
    points: points.map(({ seconds, live }) => [seconds, live] as const),
  },
  {
    name: 'heap goal',
    unit: 'B' as const,
    over: 'seconds' as const,
    points: points.map(({ seconds, goal }) => [seconds, goal] as const),
  },
];

const keyByField: Readonly<Record<string, FactKey>> = {
  HeapAlloc: 'live-heap',
  HeapSys: 'heap-capacity',
  HeapObjects: 'objects',
  TotalAlloc: 'allocated',
  Mallocs: 'allocations',
  Sys: 'reserved',
  MaxRSS: 'peak-rss',
};

/** Facts from the lines of runtime.MemStats after a heap profile, such as `# HeapAlloc = 24675856`. Sizes are bytes. */
export function readMemStats(lines: readonly Line[]): Fact[] {
  return lines.flatMap(({ number, text }) => {
    const [, field = '', digits = ''] = /^\s*# (\w+) = (\d+)\s*$/.exec(text) ?? [];
    const key = Object.hasOwn(keyByField, field) ? keyByField[field] : undefined;
    return key ? [...optionalFact(key, parseCount(digits), number)] : [];
  });
}

// Alloc = 27 MiB	TotalAlloc = 27 MiB	Sys = 42 MiB	NumGC = 4
const valuePattern = (name: string) =>
  new RegExp(String.raw`\b${name} ?[=:] ?(\d[\d.]*) ?([KMG]i?B|[KMG]b|bytes|B)?\b`);
const live = valuePattern('(?:Heap)?Alloc');
const allocated = valuePattern('TotalAlloc');
const system = valuePattern('Sys');

const findSize = (text: string, pattern: RegExp): number | undefined => {
  const match = pattern.exec(text);
  return match ? (parseBytes(match[1], match[2]) ?? 0) : undefined;
};

/** A line with which programs print runtime.MemStats. Many copied the same code, so it has these names in this order. */
export const goMemStats: TextFormat = {
  id: 'go-memstats',
  label: 'Go runtime.MemStats line',
  prefilter: /\bTotalAlloc ?[=:] ?\d/,

  read(lines) {
    const rows = lines.flatMap((line) => {
      const total = findSize(line.text, allocated);
      const value = findSize(line.text, live);
      return total === undefined || value === undefined ? [] : [{ line, total, value }];
    });
    const last = rows.at(-1);
    if (!last) return [];
    const at = last.line.number;
    const reserved = findSize(last.line.text, system);
    const points = rows.map(({ value }, index) => [index, value] as const);
    return [
      createReading(
        'go-memstats',
        rows.map(({ line }) => line),
        {
          series: rows.length > 1 ? [{ name: 'live heap', unit: 'B', over: 'sample', points }] : [],
          facts: [
            { key: 'live-heap', value: last.value, at },
            { key: 'allocated', value: last.total, at },
            ...(reserved === undefined ? [] : [{ key: 'reserved' as const, value: reserved, at }]),
          ],
          warnings: [summaryOnly],
        },
      ),
    ];
  },
};

const summaryOnly = {
  code: 'summary-only',
  text: 'These are totals without call sites. Take a heap profile to see the call sites: `go tool pprof -top http://HOST:PORT/debug/pprof/heap`.',
};
