import { groupBlocks, findIn, type LineRole } from '../../text/blocks.ts';
import { noStacks } from './malloc-stats.ts';
import { createReading, type Line, type TextFormat } from '../../report.ts';
import { parseCount, stated } from '../../text/stated.ts';

/** What MallocExtension::GetStats and malloc_stats() of tcmalloc print. Old and new tcmalloc, in bytes. */
export const tcmallocStats: TextFormat = {
  id: 'tcmalloc-stats',
  label: 'tcmalloc statistics',
  tool: 'gperftools',
  prefilter:
    /\bMALLOC: +(?:[+=] *)?\d+ .*(?:Bytes|Actual memory|Virtual address|Spans|Thread heaps|page size)/i,
  read: (lines) =>
    groupBlocks(lines, classify).map((block) =>
      createReading('tcmalloc-stats', block, readBlock(block)),
    ),
};

// MALLOC:     6406282016 ( 6109.5 MiB) Bytes in use by application
// MALLOC: +  86959882240 (82931.4 MiB) Bytes in page heap freelist
// MALLOC: =  94415585280 (90041.7 MiB) Actual memory used (physical + swap)
// class   1 [        8 bytes ] :    16036 objs;   0.1 MiB;   0.1 cum MiB
// Other tools name malloc in capitals too, so a number alone is not enough.
const mallocLine =
  /\bMALLOC:\s+(?:[+=]\s*)?\d+ (?:\(\s*[\d.]+ MiB\)|\s+(?:Spans|Thread heaps|Tcmalloc page))/;
const mallocRule = /\bMALLOC:(?:\s*$|\s+-{6,})/;
const application = /\bMALLOC:\s+(\d+) \(\s*[\d.]+ MiB\) Bytes in use by application/;
const inside =
  /^\s*(?:class\s+\d+ \[|Call ReleaseFreeMemory\(\)|Bytes released to the OS take up|Total size of freelists|transfer cache, and central cache|PageHeap:|HugePageAware|>?\s*\d+ (?:pages|large) \*|Normal|Large)/;

function classify(text: string): LineRole {
  if (application.test(text)) return 'start';
  if (mallocLine.test(text)) return 'mine';
  if (/\btcmalloc (?:heap )?stat(?:s|istics):[-\s]*$|^-{20,}\s*$/i.test(text)) return 'ahead';
  return inside.test(text) || mallocRule.test(text) ? 'inside' : undefined;
}

function readBlock(block: readonly Line[]) {
  const amount = (label: string) => {
    const found = findIn(
      block,
      new RegExp(String.raw`\bMALLOC:\s+[+=]?\s*(\d+) \([^)]*\) ${label}`),
    );
    return { value: parseCount(found?.groups[0]), at: found?.at };
  };
  const live = amount('Bytes in use by application');
  const used = amount(String.raw`Actual memory used \(physical`);
  const address = amount('Virtual address space used');
  const free = amount('Bytes in page heap free ?list');
  const central = amount('Bytes in central cache freelist');
  const kept = free.value === undefined ? undefined : free.value + (central.value ?? 0);
  return {
    facts: [
      ...stated('live-heap', live.value, live.at),
      ...stated('resident', used.value, used.at),
      ...stated('retained', kept, free.at),
      ...stated('virtual', address.value, address.at),
    ],
    warnings: [
      ...(kept !== undefined && live.value !== undefined && kept > live.value
        ? [
            {
              code: 'retention',
              text: 'The allocator keeps more than the program uses: fragmentation or free pages not returned rather than a leak. Call MallocExtension::ReleaseFreeMemory(), or raise TCMALLOC_RELEASE_RATE, and compare.',
            },
          ]
        : []),
      noStacks,
    ],
  };
}
