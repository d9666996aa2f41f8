import {
  createReading,
  type HeapClass,
  type Line,
  type Message,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { parseCount } from '../../text/numbers.ts';
import { maxSites } from '../../text/sites.ts';

const pymallocId = 'pymalloc-stats';

/**
 * PYTHONMALLOCSTATS=1 or sys._debugmallocstats(): statistics of CPython's allocator for small objects, printed whenever it
 * allocates an arena.
 *
 *     # arenas allocated current         =                    3
 *     # bytes in allocated blocks        =               40,480
 *     158 unused pools * 16384 bytes     =            2,588,672
 */
export const pymallocStats: TextFormat = {
  id: pymallocId,
  label: 'pymalloc statistics',
  prefilter: /^[ \t]{0,20}(?:Small block threshold = \d|# (?:arenas|bytes in) [a-z ]{1,40} = )/m,
  read: (lines): Reading[] =>
    groupSections(lines, classifyPymalloc, 40).flatMap((section) => {
      const reading = readPymalloc(section);
      return reading ? [reading] : [];
    }),
};

const value =
  /^\s*(?:(# [a-z ]{3,40}?|Total)|(\d[\d,]{0,20}) (?:arenas|unused pools) \* [\d,]+ bytes(?:\/arena)?) *= +([\d,]{1,30})\s*$/;
const table =
  /^\s*(?:class {3,}size +num pools +blocks in use +avail blocks|-{5} {3,}-{4} .*-|\d{1,4} {2,}\d{1,6} {2,}[\d,]{1,15} {2,}[\d,]{1,15} {2,}[\d,]{1,15})\s*$/;
// 12 free PyDictObjects * 48 bytes each =                  576
const freeList = /^\s*\d{1,9} (?:free )?[\w -]{1,60}? \* \d{1,9} bytes each += +[\d,]{1,30}\s*$/;

function classifyPymalloc(text: string): SectionRole {
  if (text.length > 500) return undefined;
  if (/^\s*(?:Small block threshold = |# (?:arenas|bytes in) )/.test(text)) return 'part';
  return value.test(text) ||
    table.test(text) ||
    freeList.test(text) ||
    /^\s*arena map counts\s*$/.test(text)
    ? 'inside'
    : undefined;
}

interface Print {
  blocks: number;
  arenas?: number;
  capacity?: number;
}

function readPymalloc(section: readonly Line[]): Reading | undefined {
  const prints: Print[] = [];
  let arenas: number | undefined;
  for (const { text } of section) {
    const [, label = '', arenaCount, amount = ''] = value.exec(text) ?? [];
    const last = prints.at(-1);
    if (label.startsWith('# arenas allocated current')) arenas = parseCount(amount) ?? 0;
    else if (label.startsWith('# bytes in allocated blocks')) {
      prints.push({ blocks: parseCount(amount) ?? 0, ...(arenas === undefined ? {} : { arenas }) });
      arenas = undefined;
    } else if (label === 'Total' && last) last.capacity ??= parseCount(amount) ?? 0;
    else if (arenaCount !== undefined && text.includes('arenas'))
      arenas ??= parseCount(arenaCount) ?? 0;
  }
  const last = prints.at(-1);
  if (!last) return undefined;
  const series = (
    name: string,
    unit: 'B' | 'count',
    pick: (print: Print) => number | undefined,
  ) => {
    const points = prints.flatMap((print, index) => {
      const y = pick(print);
      return y === undefined ? [] : [[index + 1, y] as const];
    });
    return points.length < 2 ? [] : [{ name, unit, over: 'sample' as const, points }];
  };
  return createReading(pymallocId, section, {
    facts: [
      { key: 'live-heap', value: last.blocks },
      ...(last.capacity === undefined
        ? []
        : [{ key: 'heap-capacity', value: last.capacity } as const]),
      ...(last.arenas === undefined ? [] : [{ key: 'arenas', value: last.arenas } as const]),
    ],
    series: [
      ...series('bytes in allocated blocks', 'B', ({ blocks }) => blocks),
      ...series('arenas', 'count', (print) => print.arenas),
    ],
    warnings: [
      {
        code: 'summary-only',
        text: 'These are totals of the small object allocator. Objects over 512 bytes and other libraries are not included. Use tracemalloc to see which line allocated.',
      },
    ],
  });
}

const gcId = 'python-gc';

/**
 * Output of gc.set_debug(): four lines per collection (DEBUG_STATS), one per object (DEBUG_COLLECTABLE, DEBUG_UNCOLLECTABLE).
 *
 *     gc: collecting generation 2...
 *     gc: objects in each generation: 657 277 10919
 *     gc: done, 678 unreachable, 0 uncollectable, 0.0029s elapsed
 *     gc: uncollectable <Node 0x10b5e0>
 */
export const pythonGc: TextFormat = {
  id: gcId,
  label: 'Python gc debug output',
  prefilter: /\bgc: (?:collecting generation|objects in|done[,. ]|(?:un)?collectable <)/m,
  read: (lines): Reading[] =>
    groupSections(lines, classifyGc, 200).map((section) => readGc(section)),
};

const gcLine =
  /\bgc: (?:collecting generation \d|objects in (?:each|permanent) generation: [\d ]{1,60}|done[,.]|(?:un)?collectable <)/;
const classifyGc = (text: string): SectionRole =>
  text.length < 2000 && gcLine.test(text) ? 'part' : undefined;

function readGc(section: readonly Line[]): Reading {
  const objects: (readonly [number, number])[] = [];
  const classes = new Map<string, { count: number; at: number }>();
  const kept: Message[] = [];
  for (const { text, number: at } of section) {
    const counts = /objects in each generation: ([\d ]{1,60})/.exec(text)?.[1];
    if (counts !== undefined) {
      const sum = counts
        .trim()
        .split(' ')
        .reduce((total, part) => total + (parseCount(part) ?? 0), 0);
      objects.push([objects.length + 1, sum]);
    }
    if (/gc: done, .*\b[1-9]\d* uncollectable/.test(text)) kept.push({ text: text.trim(), at });
    const name = /uncollectable <([^\s>]{1,300})/.exec(text)?.[1];
    if (name !== undefined) classes.set(name, { count: (classes.get(name)?.count ?? 0) + 1, at });
  }
  const last = objects.at(-1);
  return createReading(gcId, section, {
    classes: [...classes]
      .map(([name, { count, at }]): HeapClass => ({ name, count, at }))
      .toSorted((a, b) => (b.count ?? 0) - (a.count ?? 0))
      .slice(0, maxSites),
    facts: last ? [{ key: 'objects', value: last[1] }] : [],
    series:
      objects.length > 1
        ? [{ name: 'tracked objects', unit: 'count', over: 'collections', points: objects }]
        : [],
    messages: kept.slice(-1),
  });
}
