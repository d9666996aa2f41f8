import {
  type BinaryFormat,
  byWeight,
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Reading,
  ReportError,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { optionalFact } from '../../text/optional-fact.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { maxSites } from '../../text/sites.ts';

const id = 'tracemalloc';

/**
 * Python's tracemalloc in the forms that its documentation shows: statistics, differences of two snapshots, tracebacks (outermost
 * frame first) and the display_top recipe.
 *
 *     /app/leak.py:5: size=5199 KiB (+5199 KiB), count=9580 (+9579), average=556 B
 *     7983 memory blocks: 4332.5 KiB
 *     #1: /app/leak.py:5: 5199.0 KiB
 */
export const tracemalloc: TextFormat = {
  id,
  label: 'tracemalloc',
  prefilter:
    /:\d{1,9}: size=[+-]?[\d.]{1,20} [KMGT]?i?B|^[ \t]{0,20}\d{1,20} memory blocks: |^[ \t]{0,20}#\d{1,9}: .{1,500}:\d{1,9}: [\d.]{1,20} [KMGT]?i?B/m,
  read: (lines): Reading[] =>
    groupSections(lines, createClassifier(), 10).flatMap((section) => {
      const reading = readSection(section);
      return reading ? [reading] : [];
    }),
};

const unit = String.raw`([+-]?[\d.,]{1,20}) ([KMGTP]?i?B)`;
const statistic = new RegExp(
  `^\\s*(.+):(\\d{1,9}): size=${unit}(?: \\(${unit}\\))?, count=(\\d{1,15})(?: \\(([+-]\\d{1,15})\\))?(?:, average=.*)?$`,
);
const blocks = new RegExp(`^\\s*(\\d{1,15}) memory blocks?: ${unit}\\s*$`);
const ranked = new RegExp(`^\\s*#\\d{1,9}: (.+):(\\d{1,9}): ${unit}\\s*$`);
const other = new RegExp(`^\\s*\\d{1,9} other: ${unit}\\s*$`);
const total = new RegExp(`^\\s*Total allocated size: ${unit}\\s*$`);
const traced =
  /^\s*Current memory usage is ([\d.]{1,30})\s?([KMG]?i?B); Peak was ([\d.]{1,30})\s?([KMG]?i?B)\s*$/;
const frame = /^\s*File "([^"]+)", line (\d{1,9})\s*$/;
const heading = /^\s*(?:\[ (?:Top \d+.*|by .*|.*differences.*) \]|Top \d+ lines)\s*$/;

/** Statistics and tracebacks are separate reports, because their sizes cover the same memory. */
function createClassifier(): (text: string) => SectionRole {
  let wasTraceback: boolean | undefined;
  return (text) => {
    const kind = classify(text);
    if (kind === 'start') wasTraceback = undefined;
    if (kind !== 'part' || !(blocks.test(text) || statistic.test(text))) return kind;
    const isTraceback = blocks.test(text);
    const changes = wasTraceback !== undefined && wasTraceback !== isTraceback;
    wasTraceback = isTraceback;
    return changes ? 'start' : 'part';
  };
}

function classify(text: string): SectionRole {
  if (text.length > 4000) return undefined;
  if (heading.test(text)) return 'start';
  if (statistic.test(text) || ranked.test(text) || blocks.test(text)) return 'part';
  if (total.test(text) || other.test(text) || traced.test(text)) return 'part';
  return frame.test(text) || /^ {2,8}\S/.test(text) ? 'inside' : undefined;
}

function readSection(section: readonly Line[]): Reading | undefined {
  const sites: Site[] = [];
  const facts: Fact[] = [];
  let traceback: Frame[] | undefined;
  let isDifference = false;
  for (const { text, number: at } of section) {
    const [, path = '', line = ''] = frame.exec(text) ?? [];
    if (path !== '') {
      traceback?.unshift(toFrame(path, line, at));
      continue;
    }
    const one = readStatistic(text, at) ?? readRanked(text, at);
    if (one) {
      isDifference ||= one.isDifference;
      sites.push(one.site);
      continue;
    }
    const [, count = '', amount = '', size = ''] = blocks.exec(text) ?? [];
    if (count !== '') {
      traceback = [];
      const bytes = Math.max(0, parseBytes(amount, size) ?? 0);
      sites.push({ kind: 'live', frames: traceback, bytes, count: parseCount(count) ?? 0 });
      continue;
    }
    facts.push(...readTotals(text, at));
  }
  const kept = sites.filter(({ frames }) => frames.length > 0).toSorted(byWeight);
  if (kept.length === 0 && facts.length === 0) return undefined;
  return createReading(id, section, {
    sites: kept.slice(0, maxSites),
    facts,
    warnings: [
      ...(isDifference
        ? [
            {
              code: 'difference',
              text: 'Sizes are the growth between two snapshots. Lines that shrank count as 0.',
            },
          ]
        : []),
      ...(kept.some(({ frames }) => frames.length > 1)
        ? []
        : [
            {
              code: 'no-callers',
              text: 'Each site is one line without callers. Start with tracemalloc.start(25) and print statistics("traceback").',
            },
          ]),
    ],
  });
}

const toFrame = (file: string, line: string, at: number): Frame => ({
  // tracemalloc prints line 0 if it groups by file name.
  name: line === '0' ? file : `${file}:${line}`,
  file,
  ...(line === '0' ? {} : { line: Number(line) }),
  at,
});

interface Entry {
  readonly site: Site;
  readonly isDifference: boolean;
}

function readStatistic(text: string, at: number): Entry | undefined {
  const match = statistic.exec(text);
  if (!match) return undefined;
  const [
    ,
    file = '',
    line = '',
    amount = '',
    size = '',
    growth,
    growthUnit = '',
    count = '',
    more,
  ] = match;
  const bytes =
    growth === undefined ? (parseBytes(amount, size) ?? 0) : (parseBytes(growth, growthUnit) ?? 0);
  const blockCount = parseCount(more ?? count) ?? 0;
  return {
    isDifference: growth !== undefined,
    site: {
      kind: 'live',
      frames: [toFrame(file.trim(), line, at)],
      bytes: Math.max(0, bytes),
      count: Math.max(0, blockCount),
    },
  };
}

function readRanked(text: string, at: number): Entry | undefined {
  const match = ranked.exec(text);
  if (!match) return undefined;
  const [, file = '', line = '', amount = '', size = ''] = match;
  const bytes = Math.max(0, parseBytes(amount, size) ?? 0);
  return { isDifference: false, site: { kind: 'live', frames: [toFrame(file, line, at)], bytes } };
}

function readTotals(text: string, at: number): Fact[] {
  const [, amount, size = ''] = total.exec(text) ?? [];
  if (amount !== undefined)
    return [{ key: 'live-heap', value: Math.max(0, parseBytes(amount, size) ?? 0), at }];
  const [, now, nowUnit = '', peak = '', peakUnit = ''] = traced.exec(text) ?? [];
  if (now === undefined) return [];
  // The code in Python's documentation divides by 10 ** 6.
  return [
    ...optionalFact('live-heap', parseBytes(now, nowUnit, 1000), at),
    ...optionalFact('peak-heap', parseBytes(peak, peakUnit, 1000), at),
  ];
}

/**
 * A pickle, such as tracemalloc's Snapshot.dump() writes. Unpickling runs code that the file contains, so it is not read; the
 * advice is to print the statistics with Python.
 */
export const pythonPickle: BinaryFormat = {
  id: 'python-pickle',
  label: 'Python pickle',
  // Opcode PROTO with version 2 to 5, then from version 4 on a frame or string, before that a global, dictionary, mark or list.
  recognizes: ([proto, version = 0, first = 0]) =>
    proto === 0x80 &&
    version >= 2 &&
    version <= 5 &&
    (version >= 4 ? first === 0x95 || first === 0x8c : [0x63, 0x7d, 0x28, 0x5d].includes(first)),
  read(bytes) {
    const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
    const which = head.includes('tracemalloc') ? 'tracemalloc snapshot' : 'Python pickle';
    throw new ReportError(
      `This is a ${which}. A pickle is a program that Python runs when it loads it, so it is not read here. Print it where it was made and provide the text: ` +
        'python3 -c "import tracemalloc, sys; [print(s) for s in tracemalloc.Snapshot.load(sys.argv[1]).statistics(\'lineno\')[:50]]" snapshot.pickle',
    );
  },
};
