import { byWeight, createReading, type Line, type TextFormat, type Warning } from '../../report.ts';
import { groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';
import { maxSites } from '../../text/sites.ts';

/**
 * The table that jeprof --text and google-pprof --text print of a heap profile. Amounts are MB of 1024 × 1024 bytes with
 * one decimal, or bytes with --show_bytes. Rows whose own part is printed as 0.0 get no bytes; they are in the order of what
 * they and their callees hold.
 */
export const jeprofText: TextFormat = {
  id: 'jeprof-text',
  label: 'jeprof or google-pprof, text',
  prefilter:
    /^[ \t]*-?\d+(?:\.\d)? +-?\d+\.\d% +-?\d+\.\d% +-?\d+(?:\.\d)? +-?\d+\.\d% \S|^Total: -?[\d.]+ M?B[ \t]*$/m,
  read: (lines) =>
    groupBlocks(lines, classify)
      .filter((block) => block.some(({ text }) => row.test(text)))
      .map((block) => createReading('jeprof-text', block, readBlock(block))),
};

// Total: 26.9 MB
//     26.8  99.7%  99.7%     26.8  99.7% malloc_usable_size
const total = /^\s*Total: (-?[\d.]+) (M?B)\s*$/;
const row =
  /^\s*(-?\d+(?:\.\d)?)\s+(-?\d+\.\d)%\s+(-?\d+\.\d)%\s+(-?\d+(?:\.\d)?)\s+(-?\d+\.\d)% (\S.*)$/;

function classify(text: string): LineRole {
  if (total.test(text)) return 'start';
  if (row.test(text)) return 'part';
  return /^Using (?:local file|remote profile) /.test(text) ? 'inside' : undefined;
}

function readBlock(block: readonly Line[]) {
  const head = block.find(({ text }) => total.test(text));
  const [, sum, headUnit] = total.exec(head?.text ?? '') ?? [];
  const rows = block.flatMap(({ text, number: at }) => {
    const [, flat, , , held, , name] = row.exec(text) ?? [];
    return flat === undefined || held === undefined || name === undefined
      ? []
      : [{ flat, held: Number(held), name: name.trim(), at }];
  });
  const unit = headUnit ?? (rows.some(({ flat }) => flat.includes('.')) ? 'MB' : 'B');
  const toBytes = (amount: string | undefined) =>
    unit === 'B' ? parseCount(amount) : parseBytes(amount, unit);
  const sites = rows
    .toSorted((a, b) => b.held - a.held)
    .map(({ flat, name, at }) => {
      const bytes = toBytes(flat);
      return {
        kind: 'live' as const,
        frames: [{ name: name.replace(/ \(inline\)$/, ''), at }],
        ...(bytes === undefined || bytes === 0 ? {} : { bytes }),
      };
    })
    .toSorted(byWeight);
  return {
    sites: sites.slice(0, maxSites),
    facts: optionalFact('live-heap', toBytes(sum), head?.number),
    warnings: [
      ...(isAllocatorExport(sites[0]?.frames[0]?.name) ? [misnamedSites] : []),
      {
        code: 'no-stacks',
        text: 'The table lists functions without their callers. Run the same command with --collapsed or --traces instead of --text to get stacks.',
      },
    ],
  };
}

// Exported functions that allocate nothing. In a stripped library only exports have names, so an address is attributed to the
// export that precedes it.
const exported =
  /^(?:je_|tc_|mi_)?(?:malloc_usable_size|malloc_size|malloc_stats_print|mallctl(?:nametomib|bymib)?|mallopt|mallinfo2?|malloc_stats|malloc_message|sallocx|xallocx|nallocx|free|cfree|sdallocx|dallocx|free_sized)(?:@@?[\w.]+)?$/;

/** Whether allocations are attributed to a function that cannot have made them. */
export const isAllocatorExport = (name: string | undefined): boolean =>
  name !== undefined && exported.test(name);

export const misnamedSites: Warning = {
  code: 'no-symbols',
  text: 'The heaviest function belongs to the allocator and allocates nothing. The library has no symbols, so its addresses were given the name of the nearest exported function. Install its debug symbols (libjemalloc2-dbgsym, or build with -g) and run the command again.',
};
