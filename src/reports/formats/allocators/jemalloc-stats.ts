import { groupBlocks, findIn, type LineRole } from '../../text/blocks.ts';
import { noStacks } from './malloc-stats.ts';
import {
  createReading,
  type Fact,
  type Line,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { parseCount, stated } from '../../text/stated.ts';

/** What malloc_stats_print() of jemalloc prints: with or without the tables of arenas, bins, extents and mutexes. */
export const jemallocStats: TextFormat = {
  id: 'jemalloc-stats',
  label: 'jemalloc statistics',
  tool: 'jemalloc-stats',
  prefilter:
    /Begin jemalloc statistics|^[ \t]*Allocated: \d+(?:, | B|$)|--- End jemalloc|^[ \t]*opt\.\w+: |^(?:arenas\[\d+\]|Merged arenas stats):/m,
  read: (lines) =>
    groupBlocks(lines, classify)
      .filter((block) => block.some(({ text }) => mine.test(text)))
      .map((block) => createReading('jemalloc-stats', block, readBlock(block))),
};

// Allocated: 28532424, active: 28569600, metadata: 3562096 (n_thp 0), resident: 32043008, mapped: 34861056, retained: 6033408
const mine =
  /^\s*(?:Allocated: \d|___ Begin jemalloc|--- End jemalloc|(?:opt|config|prof|arenas|arena|thread)\.\w+: |arenas\[\d+\]:|Merged arenas stats:|Arenas: \d)/;

// The rest of the full output, line by line as jemalloc 3 to 5 print it.
const inside = [
  /^\s*(?:Version|Assertions|Quantum size|Page size|CPUs|Pointer size|Chunk size|Arenas|Cached size classes|Dirty decay time|Min active:dirty page ratio[^:]*|Decay time|Average profile sample interval|Average profile dump interval|Maximum thread-cached size class|Number of [\w -]+ classes|Count of realloc[^:]*|Background threads|assigned threads|uptime|dss allocation precedence|Bytes in [\w ]+|HPA shard stats|Unused dirty pages|Decaying|Current active ceiling|name): ?/i,
  /^\s*(?:Build-time option settings|Run-time option settings|Profiling settings|Merged arenas stats:|Destroyed arenas stats:|In full slabs:|In empty slabs:)\s*$/,
  /^\s*(?:small|large|huge|total|active|mapped|retained|base|internal|metadata|metadata_thp|metadata_edata|metadata_rtree|tcache|tcache_bytes|tcache_stashed_bytes|resident|abandoned_vm|extent_avail|dirty|muzzy|purging|decaying|bins|extents|arenas|mapped_chunks|pinned|opt\.[\w.]+|config\.[\w.]+|chunks):/,
  /^\s*(?:Purge passes|Purges|Hugeifies|Dehugifies|Hugify failures|npageslabs|nactive|ndirty|nretained):? /,
  // Tables: a name or nothing, then numbers; their headings; the rule where rows are left out.
  /^\s*(?:[a-z][\w.]*\s+)?\d[\d.\s()#/-]*$/,
  /^\s*---\s*$/,
  /\bn_lock_ops\b|\bnmalloc\b|\bnpageslabs_huge\b|\bnmadvise\b|\bnpurge\b|^\s*(?:size|bins:|large:|extents:)\s+(?:size )?ind\b/,
];

function classify(text: string): LineRole {
  if (/___ Begin jemalloc statistics/.test(text)) return 'start';
  if (/--- End jemalloc statistics/.test(text)) return 'end';
  if (mine.test(text)) return 'mine';
  return inside.some((pattern) => pattern.test(text)) ? 'inside' : undefined;
}

const readBlock = (block: readonly Line[]) => {
  const summary = findIn(block, /^\s*(Allocated: .*)$/);
  const text = summary?.groups[0] ?? '';
  const version = findIn(block, /^\s*Version: "?([^"\s]+)/);
  const arenas = findIn(block, /^\s*Arenas: (\d+)/);
  const amount = (name: string) =>
    parseCount(new RegExp(String.raw`\b${name}: (\d+)`, 'i').exec(text)?.[1]);
  return summarizeTotals({
    allocated: amount('allocated'),
    active: amount('active'),
    metadata: amount('metadata'),
    resident: amount('resident'),
    mapped: amount('mapped'),
    retained: amount('retained'),
    arenas: parseCount(arenas?.groups[0]),
    version: version?.groups[0],
    at: summary?.at,
  });
};

export interface JemallocTotals {
  readonly allocated: number | undefined;
  readonly active: number | undefined;
  readonly metadata: number | undefined;
  readonly resident: number | undefined;
  readonly mapped: number | undefined;
  readonly retained: number | undefined;
  readonly arenas: number | undefined;
  readonly version: string | undefined;
  readonly at: number | undefined;
}

/** What a report of jemalloc's totals says, from text or JSON. */
export function summarizeTotals(totals: JemallocTotals): {
  readonly facts: readonly Fact[];
  readonly warnings: readonly Warning[];
} {
  const { allocated, resident, at } = totals;
  const gap = allocated !== undefined && resident !== undefined ? resident - allocated : 0;
  return {
    facts: [
      ...stated('live-heap', allocated, at),
      ...stated('resident', resident, at),
      ...stated('active', totals.active, at),
      ...stated('metadata', totals.metadata, at),
      ...stated('heap-capacity', totals.mapped, at),
      ...stated('retained', totals.retained, at),
      ...stated('arenas', totals.arenas),
      ...stated('tool-version', totals.version),
    ],
    warnings: [
      ...(allocated === undefined
        ? [
            {
              code: 'truncated',
              text: 'The line that begins with "Allocated:" is missing, so there are no totals. Give the whole output.',
            },
          ]
        : []),
      ...(resident !== undefined && gap > resident / 2
        ? [
            {
              code: 'retention',
              text: 'More than half of what is resident is not allocated: fragmentation or pages kept for reuse rather than a leak. Compare with dirty_decay_ms:0,muzzy_decay_ms:0 in MALLOC_CONF.',
            },
          ]
        : []),
      noStacks,
    ],
  };
}
