import { createReading, type Line, type Reading, type TextFormat } from '../../report.ts';
import { groupSections, type LineKind } from '../../text/sections.ts';
import { parseCount } from '../../text/sizes.ts';

const id = 'pymalloc-stats';

/**
 * PYTHONMALLOCSTATS=1 or sys._debugmallocstats(): the small object allocator of CPython, printed anew whenever it takes
 * another arena.
 *
 *     # arenas allocated current         =                    3
 *     # bytes in allocated blocks        =               40,480
 *     158 unused pools * 16384 bytes     =            2,588,672
 */
export const pymallocStats: TextFormat = {
  id,
  label: 'pymalloc statistics',
  tool: 'memory-usage-log',
  prefilter: /^[ \t]{0,20}(?:Small block threshold = \d|# (?:arenas|bytes in) [a-z ]{1,40} = )/m,
  read: (lines): Reading[] =>
    groupSections(lines, classify, 40).flatMap((section) => {
      const reading = readSection(section);
      return reading ? [reading] : [];
    }),
};

const value =
  /^\s*(?:(# [a-z ]{3,40}?|Total)|(\d[\d,]{0,20}) (?:arenas|unused pools) \* [\d,]+ bytes(?:\/arena)?) *= +([\d,]{1,30})\s*$/;
const table =
  /^\s*(?:class {3,}size +num pools +blocks in use +avail blocks|-{5} {3,}-{4} .*-|\d{1,4} {2,}\d{1,6} {2,}[\d,]{1,15} {2,}[\d,]{1,15} {2,}[\d,]{1,15})\s*$/;
// 12 free PyDictObjects * 48 bytes each =                  576
const freeList = /^\s*\d{1,9} (?:free )?[\w -]{1,60}? \* \d{1,9} bytes each += +[\d,]{1,30}\s*$/;

function classify(text: string): LineKind {
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
  consumed?: number;
}

function readSection(section: readonly Line[]): Reading | undefined {
  const prints: Print[] = [];
  let arenas: number | undefined;
  for (const { text } of section) {
    const [, label = '', arenaCount, amount = ''] = value.exec(text) ?? [];
    const last = prints.at(-1);
    if (label.startsWith('# arenas allocated current')) arenas = parseCount(amount);
    else if (label.startsWith('# bytes in allocated blocks')) {
      prints.push({ blocks: parseCount(amount), ...(arenas === undefined ? {} : { arenas }) });
      arenas = undefined;
    } else if (label === 'Total' && last) last.consumed ??= parseCount(amount);
    else if (arenaCount !== undefined && text.includes('arenas')) arenas ??= parseCount(arenaCount);
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
  return createReading(id, section, {
    facts: [
      { key: 'live-heap', value: last.blocks },
      ...(last.consumed === undefined
        ? []
        : [{ key: 'heap-capacity', value: last.consumed } as const]),
      ...(last.arenas === undefined ? [] : [{ key: 'arenas', value: last.arenas } as const]),
    ],
    series: [
      ...series('bytes in allocated blocks', 'B', ({ blocks }) => blocks),
      ...series('arenas', 'count', (print) => print.arenas),
    ],
    warnings: [
      {
        code: 'summary-only',
        text: 'Totals of the small object allocator; objects over 512 bytes and other libraries are not in it. tracemalloc tells which line allocated.',
      },
    ],
  });
}
