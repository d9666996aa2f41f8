import { createReading, type Line, type TextFormat, type Warning } from '../../report.ts';
import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** What glibc's malloc_stats() prints to stderr, and the fields of mallinfo() or mallinfo2() where a program prints them. */
export const mallocStats: TextFormat = {
  id: 'malloc-stats',
  label: 'glibc malloc_stats',
  prefilter: /^[ \t]*(?:system|in use) bytes[ \t]+=|\b[uf]ordblks[=: \t]+\d/m,
  read: (lines) =>
    groupBlocks(lines, classifyStats).map((block) =>
      createReading('malloc-stats', block, readStats(block)),
    ),
};

// Arena 0:
// system bytes     =    2027520
// in use bytes     =    1226576
// Total (incl. mmap):
// max mmap regions =          0
// arena=8093696 ordblks=5405 uordblks=5271744 fordblks=2821952 hblkhd=0 keepcost=5616
const arenaLine = /^\s*Arena (\d+):\s*$/;
const totalLine = /^\s*Total \(incl\. mmap\):\s*$/;
const valueLine = /^\s*(system bytes|in use bytes|max mmap regions|max mmap bytes)\s*=\s*(\d+)\s*$/;
const mallinfoField =
  /\b(arena|ordblks|smblks|hblks|hblkhd|usmblks|fsmblks|uordblks|fordblks|keepcost)\b[=:\s]+(\d+)/g;

const classifyStats = (text: string): LineRole => {
  const arena = arenaLine.exec(text);
  if (arena) return arena[1] === '0' ? 'start' : 'part';
  if (totalLine.test(text) || valueLine.test(text)) return 'part';
  return /\b[uf]ordblks[=:\s]+\d/.test(text) || (text.match(mallinfoField)?.length ?? 0) > 1
    ? 'part'
    : undefined;
};

function readStats(block: readonly Line[]) {
  const arenas = new Set<string>();
  const total: Record<string, { readonly value: number; readonly at: number }> = {};
  const sums = { system: 0, used: 0 };
  let inTotal = false;
  for (const { text, number: at } of block) {
    const arena = arenaLine.exec(text)?.[1];
    if (arena !== undefined) {
      arenas.add(arena);
      inTotal = false;
    } else if (totalLine.test(text)) inTotal = true;
    const [, name = '', digits] = valueLine.exec(text) ?? [];
    const value = parseCount(digits);
    if (value !== undefined && inTotal) total[name] = { value, at };
    else if (value !== undefined && name === 'system bytes') sums.system += value;
    else if (value !== undefined && name === 'in use bytes') sums.used += value;
    for (const [, field = '', amount] of text.matchAll(mallinfoField)) {
      const bytes = parseCount(amount);
      if (bytes !== undefined) total[field] = { value: bytes, at };
    }
  }
  const capacity =
    total['system bytes'] ??
    addAmounts(total['arena'], total['hblkhd']) ??
    (sums.system > 0 ? { value: sums.system, at: undefined } : undefined);
  const used =
    total['in use bytes'] ??
    addAmounts(total['uordblks'], total['hblkhd']) ??
    (sums.used > 0 ? { value: sums.used, at: undefined } : undefined);
  return {
    facts: [
      ...optionalFact('heap-capacity', capacity?.value, capacity?.at),
      ...optionalFact('live-heap', used?.value, used?.at),
      ...(arenas.size > 0 ? optionalFact('arenas', arenas.size) : []),
    ],
    warnings: [...wrapsAt4GiB(block, capacity?.value), noStacks],
  };
}

const addAmounts = (
  a: { readonly value: number; readonly at: number } | undefined,
  b: { readonly value: number; readonly at: number } | undefined,
) => (a && b ? { value: a.value + b.value, at: a.at } : a);

// The fields of mallinfo(), unlike those of mallinfo2(), are 32 bits wide.
const wrapsAt4GiB = (block: readonly Line[], capacity: number | undefined): readonly Warning[] =>
  capacity !== undefined &&
  capacity > 2 ** 30 &&
  capacity < 2 ** 32 &&
  block.every(({ text }) => !valueLine.test(text))
    ? [
        {
          code: 'wrapped',
          text: 'The fields of mallinfo() are 32 bits wide and wrap around at 2 or 4 GiB. Use mallinfo2() or malloc_info().',
        },
      ]
    : [];

/** Advice for totals of an allocator, which have no call sites. */
export const noStacks: Warning = {
  code: 'summary-only',
  text: 'These are totals of the allocator, without call sites. To see what allocates, record stacks: heaptrack --pid PID, or the allocator’s own heap profile.',
};

/** The XML that glibc's malloc_info(0, stream) writes: one `<heap>` for each arena, then the totals. Sizes are bytes. */
export const mallocInfo: TextFormat = {
  id: 'malloc-info',
  label: 'glibc malloc_info',
  prefilter:
    /<malloc version="|<(?:total|system|aspace) type="|<heap nr="|<(?:size|unsorted) from="/m,
  anyLength: true,
  read: (lines) =>
    groupBlocks(lines, classifyInfo).map((block) =>
      createReading('malloc-info', block, readInfo(block)),
    ),
};

// <heap nr="0">
//   <size from="81" to="81" total="1458" count="18"/>
// <total type="rest" count="1602" size="802545"/>
// <system type="current" size="2027520"/>
const element =
  /^\s*<(?:heap nr=|sizes>|\/sizes>|size from=|unsorted from=|(?:total|system|aspace) type=|\/heap>)/;
const typed = /<(total|system|aspace) type="(\w+)"(?: count="(\d+)")? size="(\d+)"/;

const classifyInfo = (text: string): LineRole => {
  if (/<malloc version="/.test(text)) return 'start';
  if (/^\s*<\/malloc>/.test(text)) return 'end';
  return element.test(text) ? 'part' : undefined;
};

interface Totals {
  capacity: number | undefined;
  free: number;
  mapped: number;
  at: number | undefined;
}

const empty = (): Totals => ({ capacity: undefined, free: 0, mapped: 0, at: undefined });

function readInfo(block: readonly Line[]) {
  const sum = empty();
  let stands = empty();
  let arenas = 0;
  let heap = 0;
  for (const { text, number: at } of block) {
    if (/<heap nr="/.test(text)) {
      arenas += 1;
      heap = 1;
    }
    const match = typed.exec(text);
    const size = parseCount(match?.[4]);
    if (match && size !== undefined) {
      const target = heap > 0 ? sum : stands;
      if (match[1] === 'system' && match[2] === 'current') {
        target.capacity = (target.capacity ?? 0) + size;
        target.at = at;
      } else if (match[1] === 'total') target[match[2] === 'mmap' ? 'mapped' : 'free'] += size;
    }
    if (/<\/heap>/.test(text)) heap = 0;
  }
  // Where the totals were cut off, the arenas that are there are added up.
  if (stands.capacity === undefined) stands = sum;
  const { capacity, free, mapped, at } = stands;
  return {
    facts: [
      ...optionalFact('heap-capacity', capacity === undefined ? undefined : capacity + mapped, at),
      ...optionalFact(
        'live-heap',
        capacity === undefined ? undefined : Math.max(0, capacity - free) + mapped,
        at,
      ),
      ...(arenas > 0 ? optionalFact('arenas', arenas) : []),
    ],
    warnings: [noStacks],
  };
}
