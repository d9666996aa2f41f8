import { noStacks } from './glibc.ts';
import {
  createReading,
  type Fact,
  type Line,
  type Reading,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { findIn, groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** What jemalloc's malloc_stats_print() prints, with or without the tables of arenas, bins, extents and mutexes. */
export const jemallocStats: TextFormat = {
  id: 'jemalloc-stats',
  label: 'jemalloc statistics',
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

// All other lines of the full output, as jemalloc 3 to 5 print them.
const inside = [
  /^\s*(?:Version|Assertions|Quantum size|Page size|CPUs|Pointer size|Chunk size|Arenas|Cached size classes|Dirty decay time|Min active:dirty page ratio[^:]*|Decay time|Average profile sample interval|Average profile dump interval|Maximum thread-cached size class|Number of [\w -]+ classes|Count of realloc[^:]*|Background threads|assigned threads|uptime|dss allocation precedence|Bytes in [\w ]+|HPA shard stats|Unused dirty pages|Decaying|Current active ceiling|name): ?/i,
  /^\s*(?:Build-time option settings|Run-time option settings|Profiling settings|Merged arenas stats:|Destroyed arenas stats:|In full slabs:|In empty slabs:)\s*$/,
  /^\s*(?:small|large|huge|total|active|mapped|retained|base|internal|metadata|metadata_thp|metadata_edata|metadata_rtree|tcache|tcache_bytes|tcache_stashed_bytes|resident|abandoned_vm|extent_avail|dirty|muzzy|purging|decaying|bins|extents|arenas|mapped_chunks|pinned|opt\.[\w.]+|config\.[\w.]+|chunks):/,
  /^\s*(?:Purge passes|Purges|Hugeifies|Dehugifies|Hugify failures|npageslabs|nactive|ndirty|nretained):? /,
  // Rows of tables (an optional name, then numbers), their headings, and the rule that stands for omitted rows.
  /^\s*(?:[a-z][\w.]*\s+)?\d[\d.\s()#/-]*$/,
  /^\s*---\s*$/,
  /\bn_lock_ops\b|\bnmalloc\b|\bnpageslabs_huge\b|\bnmadvise\b|\bnpurge\b|^\s*(?:size|bins:|large:|extents:)\s+(?:size )?ind\b/,
];

function classify(text: string): LineRole {
  if (/___ Begin jemalloc statistics/.test(text)) return 'start';
  if (/--- End jemalloc statistics/.test(text)) return 'end';
  if (mine.test(text)) return 'part';
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

/** The parts of a report on jemalloc's totals, which text and JSON both state. */
export function summarizeTotals(totals: JemallocTotals): {
  readonly facts: readonly Fact[];
  readonly warnings: readonly Warning[];
} {
  const { allocated, resident, at } = totals;
  const gap = allocated !== undefined && resident !== undefined ? resident - allocated : 0;
  return {
    facts: [
      ...optionalFact('live-heap', allocated, at),
      ...optionalFact('resident', resident, at),
      ...optionalFact('active', totals.active, at),
      ...optionalFact('metadata', totals.metadata, at),
      ...optionalFact('heap-capacity', totals.mapped, at),
      ...optionalFact('retained', totals.retained, at),
      ...optionalFact('arenas', totals.arenas),
      ...optionalFact('tool-version', totals.version),
    ],
    warnings: [
      ...(allocated === undefined
        ? [
            {
              code: 'truncated',
              text: 'The line that begins with "Allocated:" is missing, so there are no totals. Provide the whole output.',
            },
          ]
        : []),
      ...(resident !== undefined && gap > resident / 2
        ? [
            {
              code: 'retention',
              text: 'More than half of the resident memory is not allocated, which points to fragmentation or pages kept for reuse rather than to a leak. Compare with dirty_decay_ms:0,muzzy_decay_ms:0 in MALLOC_CONF.',
            },
          ]
        : []),
      noStacks,
    ],
  };
}

/**
 * What jemalloc's malloc_stats_print() prints with option J, on one line or indented. The fields are searched for in the text, so
 * that it may be cut at either end; the totals are all in the object "stats".
 */
export const jemallocJson: TextFormat = {
  id: 'jemalloc-json',
  label: 'jemalloc statistics as JSON',
  prefilter: /\{\s*"jemalloc"\s*:|"metadata_thp"\s*:\s*\d|"tcache_stashed_bytes"\s*:/,
  anyLength: true,
  read(lines) {
    const readings: Reading[] = [];
    for (let index = 0; index < lines.length;) {
      const consumed = findObject(lines, index);
      if (consumed.length > 0)
        readings.push(createReading('jemalloc-json', consumed, readJson(consumed)));
      index += Math.max(1, consumed.length);
    }
    return readings;
  },
};

/** The lines of the object that begins at a line, to its closing brace or, without one, as far as the lines look like JSON. */
function findObject(lines: readonly Line[], start: number): readonly Line[] {
  const first = lines[start]?.text ?? '';
  const opens = /^\s*(?:\{\s*)?"jemalloc"\s*:|^\s*\{\s*$/.test(first);
  const isFragment = /"metadata_thp"\s*:\s*\d|"tcache_stashed_bytes"\s*:/.test(first);
  const second = lines[start + 1]?.text ?? '';
  if (!isFragment && !opens) return [];
  if (!isFragment && /^\s*\{\s*$/.test(first) && !/^\s*"jemalloc"\s*:/.test(second)) return [];
  const consumed: Line[] = [];
  let depth = 0;
  for (let index = start; index < lines.length; index += 1) {
    const line = lines[index];
    if (!line || (line.text.trim() !== '' && !/^[\s{}[\]",\d]/.test(line.text))) break;
    consumed.push(line);
    depth += countOpenBrackets(line.text);
    if (depth <= 0) break;
  }
  return consumed;
}

/** How many more braces the text opens than it closes, outside strings. */
function countOpenBrackets(text: string): number {
  let balance = 0;
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (quoted && char === 0x5c) index += 1;
    else if (char === 0x22) quoted = !quoted;
    else if (!quoted && (char === 0x7b || char === 0x5b)) balance += 1;
    else if (!quoted && (char === 0x7d || char === 0x5d)) balance -= 1;
  }
  return balance;
}

const totalsPattern =
  /"allocated"\s*:\s*(\d+)\s*,\s*"active"\s*:\s*(\d+)\s*,\s*"metadata"\s*:\s*(\d+)\s*,(?:\s*"metadata_\w+"\s*:\s*\d+\s*,){0,4}\s*"resident"\s*:\s*(\d+)\s*,\s*"mapped"\s*:\s*(\d+)(?:\s*,\s*"retained"\s*:\s*(\d+))?/;

function readJson(consumed: readonly Line[]) {
  const text = consumed.map(({ text: line }) => line).join('\n');
  const match = totalsPattern.exec(text);
  const [, allocated, active, metadata, resident, mapped, retained] = match ?? [];
  const before = match ? text.slice(0, match.index).split('\n').length - 1 : 0;
  return summarizeTotals({
    allocated: parseCount(allocated),
    active: parseCount(active),
    metadata: parseCount(metadata),
    resident: parseCount(resident),
    mapped: parseCount(mapped),
    retained: parseCount(retained),
    arenas: parseCount(/"arenas"\s*:\s*\{\s*"narenas"\s*:\s*(\d+)/.exec(text)?.[1]),
    version: /"version"\s*:\s*"([^"\n]*)"/.exec(text)?.[1],
    at: consumed[before]?.number,
  });
}

/** What jemalloc prints at exit with prof_leak:true. The stacks are only in the profile that it also writes. */
export const jemallocLeak: TextFormat = {
  id: 'jemalloc-leak',
  label: 'jemalloc leak summary',
  prefilter: /<jemalloc>: (?:Leak (?:approximation )?summary|Run jeprof)/,
  read: (lines) =>
    groupBlocks(lines, (text) => {
      if (summary.test(text)) return 'start';
      return /<jemalloc>: Run jeprof on /.test(text) ? 'part' : undefined;
    }).map((block) => {
      const head = block.find(({ text }) => summary.test(text));
      const [, bytes, objects] = summary.exec(head?.text ?? '') ?? [];
      return createReading('jemalloc-leak', block, {
        facts: [
          ...optionalFact('leaked', parseCount(bytes), head?.number),
          ...optionalFact('leaked-blocks', parseCount(objects), head?.number),
        ],
        warnings: [
          {
            code: 'summary-only',
            text: 'This is only a total, estimated from samples. Run jeprof --text ./program jeprof.PID.*.f.heap and provide the output.',
          },
        ],
      });
    }),
};

// <jemalloc>: Leak approximation summary: ~28043621 bytes, ~7927 objects, >= 10 contexts
// <jemalloc>: Leak summary: 28043621 bytes, 7927 objects, 10 contexts
const summary = /<jemalloc>: Leak (?:approximation )?summary: ~?(\d+) bytes?, ~?(\d+) objects?/;
