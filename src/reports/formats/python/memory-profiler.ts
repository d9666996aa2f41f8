import {
  byWeight,
  createReading,
  type Fact,
  type Line,
  type Reading,
  type Series,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { maxSites } from '../../text/sites.ts';
import { parseBytes, parseCount, parseDecimal } from '../../text/numbers.ts';

const tableId = 'memory-profiler';

/**
 * memory_profiler's table of one function, with or without the column Occurrences. MiB and MB both mean 2^20 bytes.
 *
 *     Line #    Mem usage    Increment  Occurrences   Line Contents
 *          6    213.3 MiB    152.6 MiB           1       b = [2] * (2 * 10 ** 7)
 */
export const memoryProfiler: TextFormat = {
  id: tableId,
  label: 'memory_profiler',
  prefilter:
    /^[ \t]{0,20}Line # {1,10}Mem usage|^[ \t]{0,20}\d{1,9} {1,20}-?[\d.]{1,20} Mi?B {1,20}-?[\d.]{1,20} Mi?B /m,
  read: (lines): Reading[] =>
    groupSections(lines, classifyTable, 3).flatMap((section) => {
      const reading = readTable(section);
      return reading ? [reading] : [];
    }),
};

const tableTitle = /^\s*Filename: (\S.*?)\s*$/;
const tableHeader = /^\s*Line # +Mem usage +Increment( +Occurr?ences)? +Line Contents\s*$/;
const tableRow =
  /^\s*(\d{1,9}) +(-?[\d.]{1,20}) (Mi?B) +(-?[\d.]{1,20}) (Mi?B)(?: {1,12}(\d{1,12})(?= ))?(?: (.*))?$/;
const plainRow = /^\s*(\d{1,9}) {6,}(\S.*)$/;

function classifyTable(text: string): SectionRole {
  if (text.length > 4000) return undefined;
  if (tableTitle.test(text)) return 'start';
  if (tableHeader.test(text) || tableRow.test(text)) return 'part';
  return plainRow.test(text) || /^\s*={20,}\s*$/.test(text) || /^\s*\d{1,9}\s*$/.test(text)
    ? 'inside'
    : undefined;
}

function readTable(section: readonly Line[]): Reading | undefined {
  const file = section
    .map(({ text }) => tableTitle.exec(text)?.[1])
    .find((name) => name !== undefined);
  const rows = section.flatMap(({ text, number: at }) => {
    const [, line, usage = '', usageUnit = '', growth = '', growthUnit = '', count, code = ''] =
      tableRow.exec(text) ?? [];
    if (line === undefined) return [];
    return [
      {
        line: Number(line),
        at,
        usage: Math.max(0, parseBytes(usage, usageUnit) ?? 0),
        growth: parseBytes(growth, growthUnit) ?? 0,
        ...(count === undefined ? {} : { count: parseCount(count) ?? 0 }),
        code,
      },
    ];
  });
  if (rows.length === 0) return undefined;
  const name = section
    .map(({ text }) => /\bdef (\w{1,200})\s*\(/.exec(text)?.[1])
    .find((found) => found !== undefined);
  const sites = rows
    // The increment of the first row is the memory that the process had before.
    .filter(({ growth }, index) => growth > 0 && index > 0)
    .map(({ line, at, growth, count }): Site => ({
      kind: 'live',
      frames: [
        {
          name: name ?? `${file ?? '?'}:${line}`,
          ...(file === undefined ? {} : { file }),
          line,
          at,
        },
      ],
      bytes: growth,
      ...(count === undefined ? {} : { count }),
    }))
    .toSorted(byWeight);
  const peak = rows.reduce((most, next) => (next.usage > most.usage ? next : most));
  return createReading(tableId, section, {
    sites,
    facts: [{ key: 'peak-rss', value: peak.usage, at: peak.at }],
    warnings: [
      {
        code: 'rss-steps',
        text: 'This is the growth of the process while a line ran, including other threads. Use tracemalloc to see which line allocated.',
      },
    ],
  });
}

const mprofId = 'mprof';

/**
 * mprofile_*.dat, written by `mprof run`. Sizes are MiB, times are Unix time in seconds. FUNC has size and time at entry, size and
 * time at exit, then the depth of the call.
 *
 *     CMDLINE /usr/bin/python3 load.py
 *     MEM 6.203125 1795217786.4971
 *     FUNC __main__.load_rows 50.3438 1795217858.3467 57.9766 1795217859.4032 1
 *     CHLD 4711 12.500000 1795217786.4971
 */
export const mprof: TextFormat = {
  id: mprofId,
  label: 'mprof recording',
  prefilter:
    /^[ \t]{0,20}(?:MEM [\d.]{1,20} \d{1,12}\.\d|CHLD \d{1,12} [\d.]{1,20} \d{1,12}\.\d|FUNC \S{1,500} [\d.]{1,20} \d{1,12}\.\d)/m,
  read: (lines): Reading[] =>
    groupSections(lines, classifyMprof)
      .filter((section) => section.some(({ text }) => entry.test(text)))
      .map(readMprof),
};

const entry = /^\s*(?:MEM|FUNC|CHLD) \S/;
const memory = /^\s*MEM ([\d.]{1,20}) ([\d.]{1,20})\s*$/;
const child = /^\s*CHLD (\d{1,12}) ([\d.]{1,20}) ([\d.]{1,20})\s*$/;
const call =
  /^\s*FUNC (\S{1,500}) ([\d.]{1,20}) ([\d.]{1,20}) ([\d.]{1,20}) ([\d.]{1,20})(?: \d{1,9})?\s*$/;
const maxChildren = 50;

function classifyMprof(text: string): SectionRole {
  if (/^\s*CMDLINE /.test(text)) return 'start';
  return memory.test(text) || child.test(text) || call.test(text) ? 'part' : undefined;
}

/** Unix time and bytes. */
type Point = readonly [seconds: number, bytes: number];

interface Call {
  readonly name: string;
  readonly start: Point;
  readonly end: Point;
  readonly at: number;
}

const point = (time: string, size: string): Point => [
  parseDecimal(time) ?? 0,
  Math.max(0, parseBytes(size, 'MiB') ?? 0),
];

function readMprof(section: readonly Line[]): Reading {
  const own: Point[] = [];
  const children = new Map<string, Point[]>();
  const calls: Call[] = [];
  for (const { text, number: at } of section) {
    const [, size, time = ''] = memory.exec(text) ?? [];
    if (size !== undefined) own.push(point(time, size));
    const [, pid, childSize = '', childTime = ''] = child.exec(text) ?? [];
    if (pid !== undefined) {
      const points = children.get(pid) ?? [];
      points.push(point(childTime, childSize));
      children.set(pid, points);
    }
    const [, name, before = '', entry = '', after = '', exit = ''] = call.exec(text) ?? [];
    if (name !== undefined)
      calls.push({ name, start: point(entry, before), end: point(exit, after), at });
  }
  return createReading(mprofId, section, {
    sites: sumCalls(calls).toSorted(byWeight).slice(0, maxSites),
    series: [
      ...toSeries('RSS', own),
      ...[...children]
        .slice(0, maxChildren)
        .flatMap(([pid, points]) => toSeries(`RSS of child ${pid}`, points)),
    ],
    facts: buildFacts(section, own),
    warnings:
      children.size > maxChildren
        ? [
            {
              code: 'truncated',
              text: `Only ${maxChildren} of ${children.size} child processes are shown.`,
            },
          ]
        : [],
  });
}

/** The growth of the process during the calls of each function. Recursive calls are part of the outermost one's growth. */
function sumCalls(calls: readonly Call[]): Site[] {
  const outermostFirst = calls.toSorted((a, b) => a.start[0] - b.start[0] || b.end[0] - a.end[0]);
  const sums = new Map<string, { bytes: number; count: number; at: number; until: number }>();
  for (const { name, start, end, at } of outermostFirst) {
    const sum = sums.get(name) ?? { bytes: 0, count: 0, at, until: -Infinity };
    sum.count += 1;
    if (end[0] > sum.until) {
      sum.bytes += end[1] - start[1];
      sum.until = end[0];
    }
    sums.set(name, sum);
  }
  return [...sums].map(([name, { bytes, count, at }]) => ({
    kind: 'live',
    frames: [{ name, at }],
    bytes: Math.max(0, bytes),
    count,
  }));
}

const toSeries = (name: string, points: readonly Point[]): Series[] =>
  points.length === 0
    ? []
    : [{ name, unit: 'B', over: 'epoch', points: points.toSorted(([a], [b]) => a - b) }];

function buildFacts(section: readonly Line[], own: readonly Point[]): Fact[] {
  const first = section[0];
  const command = first && /^\s*CMDLINE (\S.*)$/.exec(first.text)?.[1];
  return [
    ...(command === undefined
      ? []
      : [{ key: 'command', value: command.trim(), at: first?.number ?? 0 } as const]),
    ...(own.length === 0
      ? []
      : [
          {
            key: 'peak-rss',
            value: own.reduce((most, [, bytes]) => Math.max(most, bytes), 0),
          } as const,
        ]),
  ];
}
