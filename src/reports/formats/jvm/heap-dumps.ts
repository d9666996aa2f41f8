import { groupBlocks, type LineRole } from '../../text/blocks.ts';
import { createReading, type Line, type TextFormat } from '../../report.ts';
import { parseCount, stated } from '../../text/stated.ts';

/** What the heap profiler of gperftools prints each time it writes a profile. Its MB are 1024 × 1024 bytes. */
export const heapDumps: TextFormat = {
  id: 'heap-dumps',
  label: 'gperftools, profiles written',
  tool: 'gperftools',
  prefilter: /^[ \t]*Dumping heap profile to /m,
  read: (lines) =>
    groupBlocks(lines, classify)
      .filter((block) => block.some(({ text }) => dump.test(text)))
      .map((block) => createReading('heap-dumps', block, readBlock(block))),
};

// Dumping heap profile to /x/cache_leak.0001.heap (3 MB allocated cumulatively, 3 MB currently in use)
// Dumping heap profile to /x/cache_leak.0008.heap (Exiting, 26 MB in use)
const dump = /^\s*Dumping heap profile to /;
const inUse = /\b(\d+) MB (?:currently )?in use\)\s*$/;

function classify(text: string): LineRole {
  if (/^\s*Starting tracking the heap\s*$/.test(text)) return 'start';
  return dump.test(text) ? 'mine' : undefined;
}

function readBlock(block: readonly Line[]) {
  const points = block
    .filter(({ text }) => dump.test(text))
    .flatMap(({ text }, index) => {
      const megabytes = parseCount(inUse.exec(text)?.[1]);
      return megabytes === undefined || !Number.isSafeInteger(megabytes * 2 ** 20)
        ? []
        : [[index + 1, megabytes * 2 ** 20] as const];
    });
  return {
    series:
      points.length > 1
        ? [{ name: 'heap in use', unit: 'B' as const, over: 'sample' as const, points }]
        : [],
    facts: stated('live-heap', points.at(-1)?.[1], block.at(-1)?.number),
    warnings: [
      {
        code: 'summary-only',
        text: 'These lines say how much, not where. Run google-pprof --text ./program on the last of the files named here and give what it prints.',
      },
    ],
  };
}
