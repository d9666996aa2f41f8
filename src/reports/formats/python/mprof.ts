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
import { groupSections, type LineKind } from '../../text/sections.ts';
import { binaryBytes, parseDecimal } from '../../text/sizes.ts';

const id = 'mprof';

/**
 * mprofile_*.dat of `mprof run`. Sizes are MiB, times Unix seconds; FUNC has size and time at entry and at exit, then depth.
 *
 *     CMDLINE /usr/bin/python3 load.py
 *     MEM 6.203125 1795217786.4971
 *     FUNC __main__.load_rows 50.3438 1795217858.3467 57.9766 1795217859.4032 1
 *     CHLD 4711 12.500000 1795217786.4971
 */
export const mprof: TextFormat = {
  id,
  label: 'mprof recording',
  tool: 'memory-profiler',
  prefilter:
    /^[ \t]{0,20}(?:MEM [\d.]{1,20} \d{1,12}\.\d|CHLD \d{1,12} [\d.]{1,20} \d{1,12}\.\d|FUNC \S{1,500} [\d.]{1,20} \d{1,12}\.\d)/m,
  read: (lines): Reading[] =>
    groupSections(lines, classify)
      .filter((section) => section.some(({ text }) => entry.test(text)))
      .map(readSection),
};

const entry = /^\s*(?:MEM|FUNC|CHLD) \S/;
const memory = /^\s*MEM ([\d.]{1,20}) ([\d.]{1,20})\s*$/;
const child = /^\s*CHLD (\d{1,12}) ([\d.]{1,20}) ([\d.]{1,20})\s*$/;
const call =
  /^\s*FUNC (\S{1,500}) ([\d.]{1,20}) ([\d.]{1,20}) ([\d.]{1,20}) ([\d.]{1,20})(?: \d{1,9})?\s*$/;
const maxChildren = 50;

function classify(text: string): LineKind {
  if (/^\s*CMDLINE /.test(text)) return 'start';
  return memory.test(text) || child.test(text) || call.test(text) ? 'part' : undefined;
}

type Point = readonly [number, number];

const point = (time: string, size: string): Point => [
  parseDecimal(time),
  Math.max(0, binaryBytes(size, 'MiB')),
];

function readSection(section: readonly Line[]): Reading {
  const own: Point[] = [];
  const children = new Map<string, Point[]>();
  const calls = new Map<string, { bytes: number; count: number; at: number }>();
  for (const { text, number: at } of section) {
    const [, size, time = ''] = memory.exec(text) ?? [];
    if (size !== undefined) own.push(point(time, size));
    const [, pid, childSize = '', childTime = ''] = child.exec(text) ?? [];
    if (pid !== undefined) {
      const points = children.get(pid) ?? [];
      points.push(point(childTime, childSize));
      children.set(pid, points);
    }
    const [, name, before = '', , after = ''] = call.exec(text) ?? [];
    if (name !== undefined) {
      const known = calls.get(name) ?? { bytes: 0, count: 0, at };
      known.bytes += binaryBytes(after, 'MiB') - binaryBytes(before, 'MiB');
      known.count += 1;
      calls.set(name, known);
    }
  }
  return createReading(id, section, {
    sites: [...calls].map(toSite).toSorted(byWeight).slice(0, 2000),
    series: [
      ...toSeries('RSS', own),
      ...[...children]
        .slice(0, maxChildren)
        .flatMap(([pid, points]) => toSeries(`RSS of child ${pid}`, points)),
    ],
    facts: buildFacts(section, own),
    warnings:
      children.size > maxChildren
        ? [{ code: 'truncated', text: `${maxChildren} of ${children.size} children are drawn.` }]
        : [],
  });
}

const toSite = ([name, { bytes, count, at }]: [
  string,
  { bytes: number; count: number; at: number },
]): Site => ({ kind: 'live', frames: [{ name, at }], bytes: Math.max(0, bytes), count });

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
