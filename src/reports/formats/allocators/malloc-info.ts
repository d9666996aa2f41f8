import { groupBlocks, type LineRole } from '../../text/blocks.ts';
import { noStacks } from './malloc-stats.ts';
import { createReading, type Line, type TextFormat } from '../../report.ts';
import { parseCount, stated } from '../../text/stated.ts';

/** The XML of malloc_info(0, stream) of glibc: one `<heap>` for each arena, then the totals. Sizes are bytes. */
export const mallocInfo: TextFormat = {
  id: 'malloc-info',
  label: 'glibc malloc_info',
  tool: 'malloc-stats',
  prefilter:
    /<malloc version="|<(?:total|system|aspace) type="|<heap nr="|<(?:size|unsorted) from="/m,
  anyLength: true,
  read: (lines) =>
    groupBlocks(lines, classify).map((block) =>
      createReading('malloc-info', block, readBlock(block)),
    ),
};

// <heap nr="0">
//   <size from="81" to="81" total="1458" count="18"/>
// <total type="rest" count="1602" size="802545"/>
// <system type="current" size="2027520"/>
const element =
  /^\s*<(?:heap nr=|sizes>|\/sizes>|size from=|unsorted from=|(?:total|system|aspace) type=|\/heap>)/;
const typed = /<(total|system|aspace) type="(\w+)"(?: count="(\d+)")? size="(\d+)"/;

const classify = (text: string): LineRole => {
  if (/<malloc version="/.test(text)) return 'start';
  if (/^\s*<\/malloc>/.test(text)) return 'end';
  return element.test(text) ? 'mine' : undefined;
};

interface Totals {
  capacity: number | undefined;
  free: number;
  mapped: number;
  at: number | undefined;
}

const empty = (): Totals => ({ capacity: undefined, free: 0, mapped: 0, at: undefined });

function readBlock(block: readonly Line[]) {
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
  // Cut before the totals: those of the arenas that are there.
  if (stands.capacity === undefined) stands = sum;
  const { capacity, free, mapped, at } = stands;
  return {
    facts: [
      ...stated('heap-capacity', capacity === undefined ? undefined : capacity + mapped, at),
      ...stated(
        'live-heap',
        capacity === undefined ? undefined : Math.max(0, capacity - free) + mapped,
        at,
      ),
      ...(arenas > 0 ? stated('arenas', arenas) : []),
    ],
    warnings: [noStacks],
  };
}
