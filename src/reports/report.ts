/**
 * What a report of any tool is read into: plain data that can be sent to a worker and survives JSON. Sizes are bytes and times
 * are seconds, whatever the tool prints; text is as the tool printed it.
 *
 *     const { reports, unread, errors } = await readReports(bytes);
 *     for (const { format, sites } of reports)
 *       for (const { kind, bytes, frames } of sites) console.log(format, kind, bytes, frames[0].name);
 */

/** One report. Several can stand in one text; each list is empty where the report has nothing of that kind. */
export interface Report {
  /** Id of the format, such as `heaptrack-print`. `formatLabel(id)` in formats.ts gives its name for people. */
  readonly format: string;
  /** First and last line of the report in the text that was read, counted from 1. Absent for a binary file. */
  readonly lines?: readonly [first: number, last: number];
  /** Stacks with what each holds, heaviest first; in the order printed where the tool gives no weights. */
  readonly sites: readonly Site[];
  /** Rows of a heap histogram: classes, types, mappings, slab caches. Heaviest first. */
  readonly classes: readonly HeapClass[];
  /** Error messages and other lines that are worth comparing word by word, as printed. */
  readonly messages: readonly Message[];
  /** Values over time, such as RSS. */
  readonly series: readonly Series[];
  /** Single values: totals, limits, counts, the command line. A key may occur more than once. */
  readonly facts: readonly Fact[];
  /** What this report cannot tell, and how to get one that can. */
  readonly warnings: readonly Warning[];
}

/** A place in the program that allocated, holds memory, or waits, with its stack. */
export interface Site {
  readonly kind: SiteKind;
  /** The stack, innermost frame first. Never empty. A recursive function occurs as often as the tool printed it. */
  readonly frames: readonly Frame[];
  /** Bytes of this stack alone, without those of other stacks through the same functions. Never negative. */
  readonly bytes?: number;
  /** Blocks, objects, calls, threads or goroutines. Never negative. */
  readonly count?: number;
}

/**
 * What `bytes` and `count` of a site measure.
 *
 * - `leaked`: never freed, according to the tool
 * - `live`: held when the report was written
 * - `peak`: held when memory use was highest
 * - `allocated`: allocated in total, freed or not
 * - `waiting`: a thread or task that has not ended
 * - `victim`: where memory ran out, which need not be where it went
 */
export type SiteKind = 'leaked' | 'live' | 'peak' | 'allocated' | 'waiting' | 'victim';

/** One frame of a stack. */
export interface Frame {
  /**
   * Function name as printed, without address and module. `file:line` where the tool names no function, and the bare address
   * where it names neither. Never blank.
   */
  readonly name: string;
  /** Library, binary, jar or script that the function is in. */
  readonly module?: string;
  readonly file?: string;
  /** Line in `file`. */
  readonly line?: number;
  /** Line of the report that prints the frame, counted from 1. */
  readonly at?: number;
}

/** A row of a heap histogram. */
export interface HeapClass {
  /** Name of the class, type, mapping or cache, as printed. */
  readonly name: string;
  readonly bytes?: number;
  /** Number of instances. */
  readonly count?: number;
  /** Line of the report, counted from 1. */
  readonly at?: number;
}

/** An error message, as printed. */
export interface Message {
  readonly text: string;
  /** Line of the report, counted from 1. */
  readonly at?: number;
}

/** One value over time. */
export interface Series {
  /** What is measured: `RSS`, `heap after full GC`. */
  readonly name: string;
  /** Unit of y. */
  readonly unit: 'B' | 'count' | '%';
  /**
   * What x counts: seconds since the start, Unix time in seconds (`epoch`), instructions, collections, bytes allocated so far,
   * or, where the tool prints no clock, the readings themselves (`sample`).
   */
  readonly over:
    'seconds' | 'epoch' | 'instructions' | 'collections' | 'sample' | 'allocated bytes';
  /** In the order of x. Never empty. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A single value. Its unit is that of its key in `facts`. */
export interface Fact {
  readonly key: FactKey;
  readonly value: number | string;
  /** Line of the report, counted from 1. */
  readonly at?: number;
}

/** Every kind of fact, with its label for people and its unit. */
export const facts = {
  'peak-heap': { label: 'Peak heap', unit: 'B' },
  'live-heap': { label: 'Live heap', unit: 'B' },
  'heap-capacity': { label: 'Heap size', unit: 'B' },
  leaked: { label: 'Leaked', unit: 'B' },
  'leaked-blocks': { label: 'Leaked blocks', unit: 'count' },
  'possibly-leaked': { label: 'Possibly leaked', unit: 'B' },
  'still-reachable': { label: 'Still reachable', unit: 'B' },
  allocated: { label: 'Total allocated', unit: 'B' },
  allocations: { label: 'Allocations', unit: 'count' },
  'failed-allocation': { label: 'Failed allocation', unit: 'B' },
  rss: { label: 'RSS', unit: 'B' },
  'peak-rss': { label: 'Peak RSS', unit: 'B' },
  'rss-anonymous': { label: 'Anonymous RSS', unit: 'B' },
  'rss-file': { label: 'File-backed RSS', unit: 'B' },
  'rss-shared': { label: 'Shared RSS', unit: 'B' },
  virtual: { label: 'Virtual size', unit: 'B' },
  swap: { label: 'Swap', unit: 'B' },
  limit: { label: 'Limit', unit: 'B' },
  'group-memory': { label: 'Cgroup memory', unit: 'B' },
  'machine-memory': { label: 'Machine memory', unit: 'B' },
  available: { label: 'Available memory', unit: 'B' },
  'brk-heap': { label: 'RSS of [heap]', unit: 'B' },
  'arena-memory': { label: 'RSS in arenas', unit: 'B' },
  'thread-stacks': { label: 'RSS of thread stacks', unit: 'B' },
  committed: { label: 'Committed', unit: 'B' },
  reserved: { label: 'Reserved', unit: 'B' },
  resident: { label: 'Resident in the allocator', unit: 'B' },
  active: { label: 'Active pages in the allocator', unit: 'B' },
  metadata: { label: 'Allocator metadata', unit: 'B' },
  retained: { label: 'Retained by the allocator', unit: 'B' },
  'off-heap': { label: 'Off-heap', unit: 'B' },
  slab: { label: 'Kernel slab', unit: 'B' },
  'slab-unreclaimable': { label: 'Unreclaimable slab', unit: 'B' },
  'page-cache': { label: 'Page cache', unit: 'B' },
  arenas: { label: 'Arenas', unit: 'count' },
  threads: { label: 'Threads', unit: 'count' },
  goroutines: { label: 'Goroutines', unit: 'count' },
  classes: { label: 'Loaded classes', unit: 'count' },
  objects: { label: 'Objects', unit: 'count' },
  listeners: { label: 'Listeners', unit: 'count' },
  mappings: { label: 'Mappings', unit: 'count' },
  'oom-kills': { label: 'Out-of-memory kills', unit: 'count' },
  restarts: { label: 'Restarts', unit: 'count' },
  process: { label: 'Process', unit: 'text' },
  command: { label: 'Command', unit: 'text' },
  'tool-version': { label: 'Tool version', unit: 'text' },
  'runtime-version': { label: 'Runtime version', unit: 'text' },
  'oom-kind': { label: 'Out of memory', unit: 'text' },
  seconds: { label: 'Run time', unit: 's' },
  'longest-wait': { label: 'Longest wait', unit: 's' },
} as const satisfies Record<string, { label: string; unit: 'B' | 'count' | 's' | 'text' }>;

/** Key of `facts`. */
export type FactKey = keyof typeof facts;

/** What a report cannot tell. */
export interface Warning {
  /** What kind of warning it is: `no-symbols`, `victim-stack`, `allocation-volume`, `summary-only`, `truncated`, `sampled`, `no-clock`, and others. */
  readonly code: string;
  /** What is missing and what to do about it, with the command to run where there is one. */
  readonly text: string;
}

/** One line of the text that was read, without what terminals, mail and log shippers put around it. */
export interface Line {
  /** Number of the line in the text, counted from 1. */
  readonly number: number;
  readonly text: string;
  /**
   * Time of a log prefix that was taken off, in seconds. Unix time where the prefix had a full date; otherwise a number
   * below 1e8 that counts from boot or from the start of an unknown year. Absent where there was no such prefix.
   */
  readonly time?: number;
}

/** A report, and the lines that belong to it, including those that are known to say nothing. */
export interface Reading {
  readonly report: Report;
  readonly consumed: readonly Line[];
}

/** A format that is text. */
export interface TextFormat {
  readonly id: string;
  /** Name for people. */
  readonly label: string;
  /**
   * Quick test whether a text can hold a report of this format: matches somewhere in every such text, wherever it was cut.
   * It runs over untrusted text of any length, so it must take linear time. It has the flag m, sees each distinct line once,
   * and sees no blank lines, so it should look at single lines.
   */
  readonly prefilter: RegExp;
  /** A report may stand on one very long line, as JSON does. Without this, `read` gets no line above 10,000 characters. */
  readonly anyLength?: true;
  /**
   * Finds the reports among the lines that no earlier format consumed. They may be whole or cut, one or several, with foreign
   * lines in between. Returns an empty list where there is none. Throws ReportError only where the format is certain and
   * nothing can be read.
   */
  read(lines: readonly Line[]): readonly Reading[];
}

/** A format that is binary: one file, one report. */
export interface BinaryFormat {
  readonly id: string;
  /** Name for people. */
  readonly label: string;
  /** Whether the bytes, already decompressed, are of this format. Never throws. */
  recognizes(bytes: Uint8Array): boolean;
  /** Throws ReportError where the bytes are damaged, or where only the tool itself can read them. */
  read(bytes: Uint8Array): Report;
}

/** The report is of a known format but cannot be read. The message is written for people and says what to do. */
export class ReportError extends Error {
  override name = 'ReportError';
}

/** A report of the given parts; the other lists are empty. */
export const createReport = (format: string, parts: Partial<Report>): Report => ({
  format,
  sites: [],
  classes: [],
  messages: [],
  series: [],
  facts: [],
  warnings: [],
  ...parts,
});

/** A report and its lines, of which there must be at least one. Their numbers become the `lines` of the report. */
export function createReading(
  format: string,
  consumed: readonly Line[],
  parts: Partial<Report>,
): Reading {
  const first = consumed[0]?.number ?? 1;
  const last = consumed.at(-1)?.number ?? first;
  return { report: createReport(format, { lines: [first, last], ...parts }), consumed };
}

/** Comparison for sorting: most bytes first, then those without bytes by count. */
export const byWeight = (
  a: { readonly bytes?: number; readonly count?: number },
  b: { readonly bytes?: number; readonly count?: number },
): number => (b.bytes ?? -1) - (a.bytes ?? -1) || (b.count ?? -1) - (a.count ?? -1);
