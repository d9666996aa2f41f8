import {
  byWeight,
  createReading,
  type Frame,
  type Line,
  type Reading,
  type Series,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { groupSections, type SectionRole } from '../../text/group-lines.ts';
import { parseCount } from '../../text/numbers.ts';
import { maxSites } from '../../text/sites.ts';

const id = 'bcc-memleak';

/**
 * memleak of bcc and libbpf-tools: repeated lists of stacks with their outstanding allocations. The sites are those of the last
 * list; stacks that are in several lists become series.
 *
 *     [11:00:13] Top 10 stacks with outstanding allocations:
 *             125829120 bytes in 30 allocations from stack
 *                     __alloc_pages_nodemask+0x1be [kernel]
 *                     0x0000ffff7fb81c50      __malloc+0x22c [libc.so.6]
 */
export const bccMemleak: TextFormat = {
  id,
  label: 'bcc memleak',
  prefilter:
    /stacks with outstanding allocations:|^[ \t]{0,40}\d{1,18} bytes in \d{1,15} allocations from stack/m,
  read: (lines): Reading[] =>
    groupSections(lines, classify, 5).flatMap((section) => {
      const reading = readSection(section);
      return reading ? [reading] : [];
    }),
};

const heading = /^\s*\[(\d\d):(\d\d):(\d\d)\] Top \d+ stacks with outstanding allocations:\s*$/;
const record = /^\s*(\d{1,18}) bytes in (\d{1,15}) allocations from stack\s*$/;
const address = /^\s*addr = (?:0x)?[\da-f]{1,16} size = \d{1,18}\s*$/;
//   malloc+0x1f [libc.so.6]     0 [<00007f2b3c>] malloc+0x1f [libc.so.6]     0x00007f2b	malloc+0x1f [libc.so.6]     b'malloc+0x1f [libc.so.6]'     0x0000… [unknown]
const frame =
  /^\s*(?:\d{1,3} \[<[\da-fA-F]{4,16}>\] |(?:\d{1,3} )?0x[\da-fA-F]{4,16}\s{1,12})?(?:b['"])?(\S.*?)(?:\+0x[\da-fA-F]{1,12})?(?: \[([^\]]{1,300})\])?['"]?\s*$/;
const attached =
  /^\s*Attaching to (?:pid \d+|kernel allocators|malloc and free.*), Ctrl\+C to quit\.?\s*$/;

function classify(text: string): SectionRole {
  if (text.length > 4000) return undefined;
  if (attached.test(text)) return 'start';
  if (heading.test(text) || record.test(text)) return 'part';
  return address.test(text) ||
    /^(?:\t| {4}).*(?:\+0x[\da-f]+|\[[^[\]]+\]|[\w:~>)]['"]?)$/.test(text.trimEnd())
    ? 'inside'
    : undefined;
}

interface Stack {
  readonly bytes: number;
  readonly count: number;
  readonly frames: Frame[];
}

interface List {
  /** Seconds since the first list. */
  readonly at: number;
  readonly stacks: Stack[];
}

function readSection(section: readonly Line[]): Reading | undefined {
  const lists: List[] = [];
  let day = 0;
  let first: number | undefined;
  for (const { text, number: at } of section) {
    const [, hours, minutes, seconds] = heading.exec(text) ?? [];
    if (hours !== undefined) {
      const clock = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds) + day;
      const before = (lists.at(-1)?.at ?? 0) + (first ?? clock);
      // The times have no date, so a lower one is of the next day.
      if (clock < before) day += 86_400;
      first ??= clock;
      lists.push({ at: clock < before ? clock + 86_400 - first : clock - first, stacks: [] });
      continue;
    }
    const [, bytes, count = ''] = record.exec(text) ?? [];
    if (bytes !== undefined) {
      if (lists.length === 0) lists.push({ at: 0, stacks: [] });
      lists
        .at(-1)
        ?.stacks.push({ bytes: parseCount(bytes) ?? 0, count: parseCount(count) ?? 0, frames: [] });
      continue;
    }
    const stack = lists.at(-1)?.stacks.at(-1);
    if (!stack || address.test(text)) continue;
    const [, name, module] = frame.exec(text) ?? [];
    if (name !== undefined)
      stack.frames.push({ name, ...(module === undefined ? {} : { module }), at });
  }
  const last = lists.findLast(({ stacks }) => stacks.length > 0);
  if (!last) return undefined;
  const sites = last.stacks
    .filter(({ frames }) => frames.length > 0)
    .map((stack): Site => ({ kind: 'live', ...stack }))
    .toSorted(byWeight);
  return createReading(id, section, {
    sites: sites.slice(0, maxSites),
    facts: [{ key: 'live-heap', value: last.stacks.reduce((sum, { bytes }) => sum + bytes, 0) }],
    series: buildSeries(lists),
    warnings: buildWarnings(sites),
  });
}

const stackKey = (stack: Stack): string => stack.frames.map(({ name }) => name).join('\n');

/** Series of the ten heaviest stacks that are in more than one list. */
function buildSeries(lists: readonly List[]): Series[] {
  const points = new Map<string, { name: string; points: [number, number][] }>();
  for (const { at, stacks } of lists)
    for (const stack of stacks) {
      const name = stack.frames.find((one) => !/alloc|mmap|brk/.test(one.name)) ?? stack.frames[0];
      if (!name) continue;
      const known = points.get(stackKey(stack)) ?? { name: name.name, points: [] };
      known.points.push([at, stack.bytes]);
      points.set(stackKey(stack), known);
    }
  return [...points.values()]
    .filter((entry) => entry.points.length > 1)
    .toSorted((a, b) => (b.points.at(-1)?.[1] ?? 0) - (a.points.at(-1)?.[1] ?? 0))
    .slice(0, 10)
    .map((entry) => ({
      name: `outstanding in ${entry.name}`,
      unit: 'B',
      over: 'seconds',
      points: entry.points.toSorted(([a], [b]) => a - b),
    }));
}

function buildWarnings(sites: readonly Site[]) {
  const unknown = sites.filter(({ frames }) =>
    frames.every(({ name }) => name.includes('unknown') || /^0x/.test(name)),
  ).length;
  return unknown * 2 > sites.length
    ? [
        {
          code: 'no-symbols',
          text: 'Most stacks have no function names. Install the debug packages, or build with -g -fno-omit-frame-pointer, and run memleak again.',
        },
      ]
    : [];
}
