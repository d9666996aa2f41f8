import { noStacks } from './glibc.ts';
import {
  byWeight,
  createReading,
  type Frame,
  type Line,
  type Site,
  type TextFormat,
} from '../../report.ts';
import { findIn, groupBlocks, type LineRole } from '../../text/group-lines.ts';
import { parseBytes, parseCount } from '../../text/numbers.ts';
import { optionalFact } from '../../text/optional-fact.ts';
import { maxSites } from '../../text/sites.ts';

/** What MallocExtension::GetStats and malloc_stats() of tcmalloc print, in old and new versions. Sizes are bytes. */
export const tcmallocStats: TextFormat = {
  id: 'tcmalloc-stats',
  label: 'tcmalloc statistics',
  prefilter:
    /\bMALLOC: +(?:[+=] *)?\d+ .*(?:Bytes|Actual memory|Virtual address|Spans|Thread heaps|page size)/i,
  read: (lines) =>
    groupBlocks(lines, classifyStats).map((block) =>
      createReading('tcmalloc-stats', block, readStats(block)),
    ),
};

// MALLOC:     6406282016 ( 6109.5 MiB) Bytes in use by application
// MALLOC: +  86959882240 (82931.4 MiB) Bytes in page heap freelist
// MALLOC: =  94415585280 (90041.7 MiB) Actual memory used (physical + swap)
// class   1 [        8 bytes ] :    16036 objs;   0.1 MiB;   0.1 cum MiB
// Other tools print MALLOC: and a number too, so the size in MiB or a label of tcmalloc must follow.
const mallocLine =
  /\bMALLOC:\s+(?:[+=]\s*)?\d+ (?:\(\s*[\d.]+ MiB\)|\s+(?:Spans|Thread heaps|Tcmalloc page))/;
const mallocRule = /\bMALLOC:(?:\s*$|\s+-{6,})/;
const application = /\bMALLOC:\s+(\d+) \(\s*[\d.]+ MiB\) Bytes in use by application/;
const statsInside =
  /^\s*(?:class\s+\d+ \[|Call ReleaseFreeMemory\(\)|Bytes released to the OS take up|Total size of freelists|transfer cache, and central cache|PageHeap:|HugePageAware|>?\s*\d+ (?:pages|large) \*|Normal|Large)/;

function classifyStats(text: string): LineRole {
  if (application.test(text)) return 'start';
  if (mallocLine.test(text)) return 'part';
  if (/\btcmalloc (?:heap )?stat(?:s|istics):[-\s]*$|^-{20,}\s*$/i.test(text)) return 'ahead';
  return statsInside.test(text) || mallocRule.test(text) ? 'inside' : undefined;
}

function readStats(block: readonly Line[]) {
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
      ...optionalFact('live-heap', live.value, live.at),
      ...optionalFact('resident', used.value, used.at),
      ...optionalFact('retained', kept, free.at),
      ...optionalFact('virtual', address.value, address.at),
    ],
    warnings: [
      ...(kept !== undefined && live.value !== undefined && kept > live.value
        ? [
            {
              code: 'retention',
              text: 'The allocator keeps more memory than the program uses, which points to fragmentation or free pages that were not returned rather than to a leak. Call MallocExtension::ReleaseFreeMemory(), or raise TCMALLOC_RELEASE_RATE, and compare.',
            },
          ]
        : []),
      noStacks,
    ],
  };
}

/** What the heap checker of gperftools prints at exit if HEAPCHECK is set. */
export const heapcheck: TextFormat = {
  id: 'heapcheck',
  label: 'gperftools heap checker',
  prefilter:
    /^[ \t]*(?:Leak of \d+ bytes in \d+ objects allocated from:|Leak check \S+ detected leaks of|No leaks found for check|The \d+ largest leaks:)/m,
  read: (lines) =>
    groupBlocks(lines, classifyCheck).map((block) =>
      createReading('heapcheck', block, readCheck(block)),
    ),
};

// Leak check _main_ detected leaks of 4096 bytes in 1 objects
// The 1 largest leaks:
// Leak of 4096 bytes in 1 objects allocated from:
// 	@ 40069a main
// 	@ 0x2ac7c0ac976e TCMallocGuard::TCMallocGuard
const banner = /Perftools heap leak checker is active/;
const verdict = /^\s*Leak check (\S+) detected leaks of (\d+) bytes in (\d+) objects/;
// No leaks found for check "_main_" (but no 100% guarantee that there aren't any): found 496 reachable heap objects of 196978 bytes
const noLeaks = /^\s*No leaks found for check /;
const reached = /found \d+ reachable heap objects of (\d+) bytes/;
const leak = /^\s*Leak of (\d+) bytes in (\d+) objects allocated from:/;
const leakFrame = /^\s*@ (?:0x)?([\da-f]+)(?:\s+(\S.*))?$/;
const chatter =
  /^\s*(?:The \d+ largest leaks:|Using local file |\*\*\* (?:WARNING: Cannot convert addresses|Reason: Cannot find|If you cannot fix)|If the preceding stack traces are not enough|pprof \S|If you are still puzzled|If the leak report occurs in|Exiting with error code|Have memory regions w\/o callers|Have unreachable)/;

function classifyCheck(text: string): LineRole {
  if (banner.test(text)) return 'start';
  if (verdict.test(text) || noLeaks.test(text) || leak.test(text)) return 'part';
  return leakFrame.test(text) || chatter.test(text) ? 'inside' : undefined;
}

function readCheck(block: readonly Line[]) {
  const sites: { kind: Site['kind']; bytes: number; count: number; frames: Frame[] }[] = [];
  for (const { text, number: at } of block) {
    const [, bytes, count] = leak.exec(text) ?? [];
    const size = parseCount(bytes);
    if (size !== undefined)
      sites.push({ kind: 'leaked', bytes: size, count: parseCount(count) ?? 0, frames: [] });
    const [, address, name] = leakFrame.exec(text) ?? [];
    if (address !== undefined)
      sites.at(-1)?.frames.push({ name: name?.trim() ?? `0x${address}`, at });
  }
  const whole = sites.filter(({ frames }) => frames.length > 0);
  const found = block.find(({ text }) => verdict.test(text));
  const [, , bytes, objects] = verdict.exec(found?.text ?? '') ?? [];
  const none = block.find(({ text }) => noLeaks.test(text));
  const [, reachable] = reached.exec(none?.text ?? '') ?? [];
  const unresolved = whole.every(({ frames }) => frames.every(({ name }) => /^0x/.test(name)));
  return {
    sites: whole.toSorted(byWeight).slice(0, maxSites),
    facts: [
      ...optionalFact(
        'leaked',
        parseCount(bytes) ?? (none && !found ? 0 : undefined),
        found?.number ?? none?.number,
      ),
      ...optionalFact('leaked-blocks', parseCount(objects), found?.number),
      ...optionalFact('still-reachable', parseCount(reachable), none?.number),
    ],
    warnings: [
      ...(whole.length > 0 && unresolved
        ? [
            {
              code: 'no-symbols',
              text: 'The stacks are bare addresses. Set PPROF_PATH to google-pprof and run again with a program built with -g.',
            },
          ]
        : []),
      ...(none && !found
        ? [
            {
              code: 'summary-only',
              text: 'The checker found no leak, but it treats everything that looks like a pointer as one, and it does not report growth of memory that is still reachable. Run with HEAPCHECK=draconian, or record with HEAPPROFILE.',
            },
          ]
        : []),
    ],
  };
}

/** What the heap profiler of gperftools prints each time it writes a profile. One MB is 1024 × 1024 bytes. */
export const heapDumps: TextFormat = {
  id: 'heap-dumps',
  label: 'gperftools, profiles written',
  prefilter: /^[ \t]*Dumping heap profile to /m,
  read: (lines) =>
    groupBlocks(lines, classifyDumps)
      .filter((block) => block.some(({ text }) => dump.test(text)))
      .map((block) => createReading('heap-dumps', block, readDumps(block))),
};

// Dumping heap profile to /x/cache_leak.0001.heap (3 MB allocated cumulatively, 3 MB currently in use)
// Dumping heap profile to /x/cache_leak.0008.heap (Exiting, 26 MB in use)
const dump = /^\s*Dumping heap profile to /;
const inUse = /\b(\d+) MB (?:currently )?in use\)\s*$/;

function classifyDumps(text: string): LineRole {
  if (/^\s*Starting tracking the heap\s*$/.test(text)) return 'start';
  return dump.test(text) ? 'part' : undefined;
}

function readDumps(block: readonly Line[]) {
  const points = block
    .filter(({ text }) => dump.test(text))
    .flatMap(({ text }, index) => {
      const bytes = parseBytes(inUse.exec(text)?.[1], 'MB');
      return bytes === undefined ? [] : [[index + 1, bytes] as const];
    });
  return {
    series:
      points.length > 1
        ? [{ name: 'heap in use', unit: 'B' as const, over: 'sample' as const, points }]
        : [],
    facts: optionalFact('live-heap', points.at(-1)?.[1], block.at(-1)?.number),
    warnings: [
      {
        code: 'summary-only',
        text: 'These lines show how much memory is in use, not where. Run google-pprof --text ./program on the last of these files and provide the output.',
      },
    ],
  };
}
