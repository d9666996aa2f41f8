/**
 * The form into which reports of all tools are read: plain data that can be sent to a worker or stored as JSON. Sizes are bytes and times
 * are seconds, whatever the tool prints; text is as the tool printed it.
 *
 *     const { reports, unread, errors } = await readReports(bytes);
 *     for (const { format, sites } of reports)
 *       for (const { kind, bytes, frames } of sites) console.log(format, kind, bytes, frames[0].name);
 */

/** One report. A text may contain several. A list is empty if the report has nothing of its kind. */
export interface Report {
  /** Id of the format, such as `heaptrack-print`. `formatLabel(id)` in formats.ts gives its name for people. */
  readonly format: string;
  /** First and last line of the report in the input text, counted from 1. Absent for a binary file. */
  readonly lines?: readonly [first: number, last: number];
  /** Stacks with their bytes and counts, heaviest first, or in the order printed if the tool states neither. */
  readonly sites: readonly Site[];
  /** Rows of a heap histogram: classes, types, mappings, slab caches. Heaviest first. */
  readonly classes: readonly HeapClass[];
  /** Error messages and similar lines, as printed, to be compared word by word. */
  readonly messages: readonly Message[];
  /** Values over time, such as RSS. */
  readonly series: readonly Series[];
  /** Single values: totals, limits, counts, the command line. A key may occur more than once. */
  readonly facts: readonly Fact[];
  /** What this report lacks, and how to get one that has it. */
  readonly warnings: readonly Warning[];
}

/** A place in the program, with its stack, that allocated memory, holds it, or waits. */
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
 * - `victim`: where memory ran out, which is not necessarily what used it up
 */
export type SiteKind = 'leaked' | 'live' | 'peak' | 'allocated' | 'waiting' | 'victim';

/** One frame of a stack. */
export interface Frame {
  /**
   * Function name as printed, without address and module; `file:line` if the tool names no function, and the address if it names
   * neither. Never blank.
   */
  readonly name: string;
  /** Library, executable, jar or script that contains the function. */
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

/** A single value, in the unit that `facts` has for its key. */
export interface Fact {
  readonly key: FactKey;
  readonly value: number | string;
  /** Line of the report, counted from 1. */
  readonly at?: number;
}

/** All kinds of facts, with their labels for people and their units. */
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

/** Something that a report lacks. */
export interface Warning {
  /** What kind of warning it is: `no-symbols`, `victim-stack`, `allocation-volume`, `summary-only`, `truncated`, `sampled`, `no-clock`, and others. */
  readonly code: string;
  /** What is missing and what to do about it, with the command to run where there is one. */
  readonly text: string;
}

/** One line of the input text, without what terminals, mail programs and log shippers add to it. */
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

/** A report and the lines that belong to it, including those without information. */
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
   * A quick test that matches in every text with a report of this format, even an incomplete one. It runs over untrusted text of
   * any length, so it must take linear time. The text has each distinct line once and no blank lines, so the expression has the flag
   * m and should match within single lines.
   */
  readonly prefilter: RegExp;
  /** A report may stand on one very long line, as JSON does. Without this, `read` gets no line above 10,000 characters. */
  readonly anyLength?: true;
  /**
   * Finds the reports in the lines that no earlier format consumed. There may be several, whole or incomplete, with foreign lines in
   * between. Returns an empty list if there is none. Throws ReportError only if the lines are certainly of this format and nothing
   * in them can be read.
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
  /** Throws ReportError if the bytes are damaged, or if only the tool itself can read them. */
  read(bytes: Uint8Array): Report;
}

/** The report is of a known format but cannot be read. The message is written for people and says what to do. */
export class ReportError extends Error {
  override name = 'ReportError';
}

/** A report with the given parts. Lists that are not given are empty. */
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

/** A report with its lines, of which there must be at least one. The first and the last become the `lines` of the report. */
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
