import {
  byWeight,
  createReading,
  type Line,
  type Reading,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type LineKind } from '../../text/sections.ts';
import { binaryBytes, parseCount } from '../../text/sizes.ts';

const id = 'memory-profiler';

/**
 * memory_profiler's table of one function, with or without the column of occurrences. Sizes are 2^20 also where MB is written.
 *
 *     Line #    Mem usage    Increment  Occurrences   Line Contents
 *          6    213.3 MiB    152.6 MiB           1       b = [2] * (2 * 10 ** 7)
 */
export const memoryProfiler: TextFormat = {
  id,
  label: 'memory_profiler',
  tool: 'memory-profiler',
  prefilter:
    /^[ \t]{0,20}Line # {1,10}Mem usage|^[ \t]{0,20}\d{1,9} {1,20}-?[\d.]{1,20} Mi?B {1,20}-?[\d.]{1,20} Mi?B /m,
  read: (lines): Reading[] =>
    groupSections(lines, classify, 3).flatMap((section) => {
      const reading = readTable(section);
      return reading ? [reading] : [];
    }),
};

const title = /^\s*Filename: (\S.*?)\s*$/;
const header = /^\s*Line # +Mem usage +Increment( +Occurr?ences)? +Line Contents\s*$/;
const row =
  /^\s*(\d{1,9}) +(-?[\d.]{1,20}) (Mi?B) +(-?[\d.]{1,20}) (Mi?B)(?: {1,12}(\d{1,12})(?= ))?(?: (.*))?$/;
const plain = /^\s*(\d{1,9}) {6,}(\S.*)$/;

function classify(text: string): LineKind {
  if (text.length > 4000) return undefined;
  if (title.test(text)) return 'start';
  if (header.test(text) || row.test(text)) return 'part';
  return plain.test(text) || /^\s*={20,}\s*$/.test(text) || /^\s*\d{1,9}\s*$/.test(text)
    ? 'inside'
    : undefined;
}

function readTable(section: readonly Line[]): Reading | undefined {
  const file = section.map(({ text }) => title.exec(text)?.[1]).find((name) => name !== undefined);
  const rows = section.flatMap(({ text, number: at }) => {
    const [, line, usage = '', usageUnit = '', growth = '', growthUnit = '', count, code = ''] =
      row.exec(text) ?? [];
    if (line === undefined) return [];
    return [
      {
        line: Number(line),
        at,
        usage: Math.max(0, binaryBytes(usage, usageUnit)),
        growth: binaryBytes(growth, growthUnit),
        ...(count === undefined ? {} : { count: parseCount(count) }),
        code,
      },
    ];
  });
  if (rows.length === 0) return undefined;
  const name = section
    .map(({ text }) => /\bdef (\w{1,200})\s*\(/.exec(text)?.[1])
    .find((found) => found !== undefined);
  const sites = rows
    // The first row's increment is what the process held before.
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
  return createReading(id, section, {
    sites,
    facts: [{ key: 'peak-rss', value: peak.usage, at: peak.at }],
    warnings: [
      {
        code: 'rss-steps',
        text: 'Growth of the process while a line ran, other threads included. tracemalloc tells which line allocated.',
      },
    ],
  });
}
