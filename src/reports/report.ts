/** What every report format yields, whichever tool wrote it. Plain data, so it crosses a Worker and survives JSON. */

export interface Report {
  /** Id of the format: `heaptrack-print`. */
  readonly format: string;
  /** First and last line it was read from, counted from 1 in what was given. Absent for a binary file. */
  readonly lines?: readonly [first: number, last: number];
  /** Heaviest first; in the order printed where nothing is weighed. */
  readonly sites: readonly Site[];
  /** Classes or types of a heap histogram, heaviest first. */
  readonly classes: readonly HeapClass[];
  /** Error strings and other lines worth comparing word by word, as printed. */
  readonly messages: readonly Message[];
  readonly series: readonly Series[];
  readonly facts: readonly Fact[];
  /** What keeps the report from telling more, and how to get a better one. */
  readonly warnings: readonly Warning[];
}

/** A place that allocated, holds memory or waits, with its stack. */
export interface Site {
  readonly kind: SiteKind;
  /** Innermost first. Never empty. */
  readonly frames: readonly Frame[];
  readonly bytes?: number;
  /** Blocks, objects, calls or goroutines. */
  readonly count?: number;
}

/**
 * leaked: never freed, says the tool. live: held when it was written. peak: held at the peak. allocated: volume, freed or
 * not. waiting: a task that has not ended. victim: where memory ran out, which need not be where it went.
 */
export type SiteKind = 'leaked' | 'live' | 'peak' | 'allocated' | 'waiting' | 'victim';

export interface Frame {
  /** Function as printed, without address and module; `file:line` where the tool names no function; the bare address where it names nothing. */
  readonly name: string;
  /** Library, binary, package jar or script it is in. */
  readonly module?: string;
  readonly file?: string;
  /** Line in `file`. */
  readonly line?: number;
  /** Line of the report, counted from 1 in what was given. */
  readonly at?: number;
}

export interface HeapClass {
  readonly name: string;
  readonly bytes?: number;
  readonly count?: number;
  readonly at?: number;
}

export interface Message {
  readonly text: string;
  readonly at?: number;
}

export interface Series {
  /** What is measured: `RSS`, `heap after full GC`. */
  readonly name: string;
  readonly unit: 'B' | 'count' | '%';
  /** What runs along the x axis. `epoch` is Unix time in seconds; `sample` is the number of the line where the tool prints no clock. */
  readonly over:
    'seconds' | 'epoch' | 'instructions' | 'collections' | 'sample' | 'allocated bytes';
  /** In the order of x. */
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** A single value: a total the tool states, a limit, a count. Bytes are bytes, whatever the tool prints. */
export interface Fact {
  readonly key: FactKey;
  readonly value: number | string;
  readonly at?: number;
}

/** Unit of each fact, and what it is called in front of people. */
export const facts = {
  'peak-heap': { label: 'Peak heap', unit: 'B' },
  'live-heap': { label: 'Live heap', unit: 'B' },
  'heap-capacity': { label: 'Heap taken from the system', unit: 'B' },
  leaked: { label: 'Leaked', unit: 'B' },
  'leaked-blocks': { label: 'Leaked blocks', unit: 'count' },
  'possibly-leaked': { label: 'Possibly leaked', unit: 'B' },
  'still-reachable': { label: 'Still reachable', unit: 'B' },
  allocated: { label: 'Allocated in all', unit: 'B' },
  allocations: { label: 'Allocations', unit: 'count' },
  'failed-allocation': { label: 'Allocation that failed', unit: 'B' },
  rss: { label: 'RSS', unit: 'B' },
  'peak-rss': { label: 'Peak RSS', unit: 'B' },
  'rss-anonymous': { label: 'Anonymous RSS', unit: 'B' },
  'rss-file': { label: 'File-backed RSS', unit: 'B' },
  'rss-shared': { label: 'Shared RSS', unit: 'B' },
  virtual: { label: 'Virtual size', unit: 'B' },
  swap: { label: 'Swap', unit: 'B' },
  limit: { label: 'Limit', unit: 'B' },
  'group-memory': { label: 'Memory of the control group', unit: 'B' },
  'machine-memory': { label: 'Memory of the machine', unit: 'B' },
  available: { label: 'Available memory', unit: 'B' },
  'brk-heap': { label: 'RSS of [heap]', unit: 'B' },
  'arena-memory': { label: 'RSS in arenas', unit: 'B' },
  'thread-stacks': { label: 'RSS of thread stacks', unit: 'B' },
  committed: { label: 'Committed', unit: 'B' },
  reserved: { label: 'Reserved', unit: 'B' },
  resident: { label: 'Resident in the allocator', unit: 'B' },
  active: { label: 'Pages in use in the allocator', unit: 'B' },
  metadata: { label: 'Data of the allocator itself', unit: 'B' },
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
  'oom-kills': { label: 'Kills for want of memory', unit: 'count' },
  restarts: { label: 'Restarts', unit: 'count' },
  process: { label: 'Process', unit: 'text' },
  command: { label: 'Command', unit: 'text' },
  'tool-version': { label: 'Tool version', unit: 'text' },
  'runtime-version': { label: 'Runtime version', unit: 'text' },
  'oom-kind': { label: 'Out of memory', unit: 'text' },
  seconds: { label: 'Run time', unit: 's' },
  'longest-wait': { label: 'Longest wait', unit: 's' },
} as const satisfies Record<string, { label: string; unit: 'B' | 'count' | 's' | 'text' }>;

export type FactKey = keyof typeof facts;

export interface Warning {
  /** `no-symbols`, `victim-stack`, `allocation-volume`, `summary-only`, `truncated`, `sampled`, `no-clock` … */
  readonly code: string;
  /** What is missing and what to do about it, with the command to run where there is one. */
  readonly text: string;
}

/** One line of what was given, after the wrapping of terminals, mails and log shippers is taken off. */
export interface Line {
  /** Counted from 1 in what was given. */
  readonly number: number;
  readonly text: string;
  /**
   * Seconds on the clock of a prefix that was taken off: Unix time where it had a date with a year, else a number below
   * 1e8 that counts from boot or from the start of an unknown year. Absent where the line had no such prefix.
   */
  readonly time?: number;
}

/** A report and the lines it accounts for, those it knows to mean nothing included. Lines no format takes are shown as not read. */
export interface Reading {
  readonly report: Report;
  readonly consumed: readonly Line[];
}

export interface TextFormat {
  readonly id: string;
  readonly label: string;
  /**
   * Matches somewhere in any text that holds a report of this format, cut anywhere. Cheap and linear: it is tried on
   * hostile text of any length. Has the flag m. It gets each line once and no blank ones, so it best looks at one line.
   */
  readonly prefilter: RegExp;
  /** A report may stand on one line of any length, as JSON does. Without this, `read` gets no line above 10,000 characters. */
  readonly anyLength?: true;
  /**
   * Finds the reports among lines that no earlier format took: whole, cut, several, or with foreign lines in between.
   * Gives an empty list if there is none after all. Throws ReportError only where the format is certain and nothing can be read.
   */
  read(lines: readonly Line[]): readonly Reading[];
}

export interface BinaryFormat {
  readonly id: string;
  readonly label: string;
  /** True only for this format's bytes; never throws. Gets unpacked bytes. */
  recognizes(bytes: Uint8Array): boolean;
  /** Throws ReportError if the bytes are damaged, or hold nothing that can be read without the tool itself. */
  read(bytes: Uint8Array): Report;
}

/** The report is of a known format but cannot be read. The message is shown to the reader and says what to do. */
export class ReportError extends Error {
  override name = 'ReportError';
}

/** A report with nothing in it but what is given. */
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

/** A reading of the lines taken, with the report's first and last line filled in. `taken` is not empty. */
export function createReading(
  format: string,
  consumed: readonly Line[],
  parts: Partial<Report>,
): Reading {
  const first = consumed[0]?.number ?? 1;
  const last = consumed.at(-1)?.number ?? first;
  return { report: createReport(format, { lines: [first, last], ...parts }), consumed };
}

/** Heaviest first; sites without bytes after those with, by count. */
export const byWeight = (
  a: { readonly bytes?: number; readonly count?: number },
  b: { readonly bytes?: number; readonly count?: number },
): number => (b.bytes ?? -1) - (a.bytes ?? -1) || (b.count ?? -1) - (a.count ?? -1);
