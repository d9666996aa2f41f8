import {
  createReading,
  type Fact,
  type FactKey,
  type Line,
  type TextFormat,
} from '../../report.ts';
import { binaryBytes, parseCount } from '../../text/sizes.ts';

const keyByField: Readonly<Record<string, FactKey>> = {
  HeapAlloc: 'live-heap',
  HeapSys: 'heap-capacity',
  HeapObjects: 'objects',
  TotalAlloc: 'allocated',
  Mallocs: 'allocations',
  Sys: 'reserved',
  MaxRSS: 'peak-rss',
};

/** Facts of the lines `# HeapAlloc = 24675856` that follow a heap profile: runtime.MemStats, sizes in bytes. */
export function readMemStats(lines: readonly Line[]): Fact[] {
  return lines.flatMap(({ number, text }) => {
    const [, field = '', digits = ''] = /^\s*# (\w+) = (\d+)\s*$/.exec(text) ?? [];
    const key = Object.hasOwn(keyByField, field) ? keyByField[field] : undefined;
    return key ? [{ key, value: parseCount(digits), at: number }] : [];
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
  return match ? binaryBytes(match[1] ?? '', match[2]) : undefined;
};

/** A line that programs print from runtime.MemStats, with the same names in the same order wherever it is copied from. */
export const goMemStats: TextFormat = {
  id: 'go-memstats',
  label: 'Go runtime.MemStats line',
  tool: 'go-memstats',
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
  text: 'These are totals without places. Take a heap profile, which names them: `go tool pprof -top http://HOST:PORT/debug/pprof/heap`.',
};
