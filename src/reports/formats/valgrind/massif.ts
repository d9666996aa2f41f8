import { parseAddressedFrame } from './valgrind.ts';
import {
  createReading,
  type Fact,
  type Frame,
  type Line,
  type Reading,
  type Series,
  type Site,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { heaviestSites, lacksNames } from '../../text/sites.ts';
import { thinPoints } from '../../text/thin-series.ts';
import { parseCount, parseDecimal } from '../../text/numbers.ts';

/**
 * The massif.out file of Valgrind's heap profiler; heaptrack_print -M writes the same with the header at the end. The sites are
 * those of the peak snapshot, or of the largest snapshot that has a tree.
 */
export const massif: TextFormat = {
  id: 'massif',
  label: 'Massif',
  prefilter:
    /^[ \t]*(?:snapshot=\d+|mem_heap_B=\d+|heap_tree=(?:empty|detailed|peak)|n\d+: \d+ (?:0x[0-9a-fA-F]+: |\((?:heap allocation|page allocation)))/m,
  read,
};

interface Snapshot {
  readonly number: number;
  time?: number;
  heap?: number;
  extra: number;
  stacks: number;
  isPeak: boolean;
  readonly tree: TreeLine[];
}

interface TreeLine {
  readonly indent: number;
  readonly children: number;
  readonly node: Omit<TreeNode, 'depth'>;
}

interface Draft {
  readonly consumed: Line[];
  readonly snapshots: Snapshot[];
  readonly facts: Fact[];
  unit: string;
  hasHeader: boolean;
}

// n1: 380400 0x488F733: SSL_new (in /usr/lib/x86_64-linux-gnu/libssl.so.3)
const frameLine = /^(\s*)n(\d{1,9}): (\d{1,16}) (0x.*)$/;
// n3: 94864 (heap allocation functions) malloc/new/new[], --alloc-fns, etc.
//  n0: 266240 in 34 places, all below massif's threshold (1.00%)
const otherLine = /^(\s*)n(\d{1,9}): (\d{1,16}) (?:\(|in \d+ places?, )/;
const field =
  /^\s*(desc|cmd|time_unit|snapshot|time|mem_heap_B|mem_heap_extra_B|mem_stacks_B|heap_tree)(?:=|: ?)(.*)$/;
const separator = /^\s*#-{5,}\s*$/;

function read(lines: readonly Line[]): readonly Reading[] {
  const drafts: Draft[] = [];
  const newDraft = (): Draft => {
    const draft: Draft = { consumed: [], snapshots: [], facts: [], unit: '', hasHeader: false };
    drafts.push(draft);
    return draft;
  };
  let separators: Line[] = [];

  for (const line of lines) {
    if (separator.test(line.text)) {
      separators.push(line);
      continue;
    }
    const treeLine = parseTreeLine(line);
    const [, name = '', value = ''] = (treeLine ? null : field.exec(line.text)) ?? [];
    if (!treeLine && name === '') continue;
    const draft = startsNew(name, value, drafts.at(-1))
      ? newDraft()
      : (drafts.at(-1) ?? newDraft());
    draft.consumed.push(...separators, line);
    separators = [];
    if (treeLine) currentSnapshot(draft).tree.push(treeLine);
    else setField(draft, name, value.trim(), line.number);
  }
  drafts.at(-1)?.consumed.push(...separators);
  return drafts.filter(({ snapshots }) => snapshots.length > 0).map(toReading);
}

/** Whether a key starts another file. Snapshots count up from 0; the header is before them, or after them in heaptrack's files. */
function startsNew(name: string, value: string, current: Draft | undefined): boolean {
  if (!current) return true;
  const last = current.snapshots.at(-1)?.number;
  if (name === 'snapshot') return last !== undefined && (parseCount(value) ?? 0) <= last;
  if (name === 'desc') return current.hasHeader || (last !== undefined && !/heaptrack/.test(value));
  return false;
}

function parseTreeLine({ text, number: at }: Line): TreeLine | undefined {
  const match = frameLine.exec(text) ?? otherLine.exec(text);
  if (!match) return undefined;
  const [, indent = '', children, bytes, rest] = match;
  const frame = rest === undefined ? undefined : parseAddressedFrame(rest, at);
  return {
    indent: indent.length,
    children: Number(children),
    node: { bytes: Number(bytes), ...(frame ? { frame } : {}) },
  };
}

const currentSnapshot = (draft: Draft): Snapshot => {
  const last = draft.snapshots.at(-1);
  if (last) return last;
  const snapshot = createSnapshot(0);
  draft.snapshots.push(snapshot);
  return snapshot;
};

const createSnapshot = (number: number): Snapshot => ({
  number,
  extra: 0,
  stacks: 0,
  isPeak: false,
  tree: [],
});

function setField(draft: Draft, name: string, value: string, at: number): void {
  if (name === 'desc') draft.hasHeader = true;
  else if (name === 'cmd') draft.facts.push({ key: 'command', value, at });
  else if (name === 'time_unit') draft.unit = value;
  else if (name === 'snapshot') draft.snapshots.push(createSnapshot(parseCount(value) ?? 0));
  else {
    const snapshot = currentSnapshot(draft);
    // Times of heaptrack have a fraction.
    if (name === 'time') snapshot.time = Math.max(0, parseDecimal(value) ?? 0);
    const size = Math.max(0, parseCount(value) ?? 0);
    if (name === 'mem_heap_B') snapshot.heap = size;
    if (name === 'mem_heap_extra_B') snapshot.extra = size;
    if (name === 'mem_stacks_B') snapshot.stacks = size;
    if (name === 'heap_tree') snapshot.isPeak = value === 'peak';
  }
}

function toReading({ consumed, snapshots, facts, unit }: Draft): Reading {
  const sized = snapshots.filter(({ heap }) => heap !== undefined);
  const withTree = snapshots.filter(({ tree }) => tree.some(({ node }) => node.frame));
  const peakTree = withTree.find(({ isPeak }) => isPeak) ?? findLargest(withTree);
  const { sites, warnings } = heaviestSites(
    peakTree ? buildTreeSites(toTreeNodes(peakTree.tree)) : [],
  );
  return createReading(massif.id, consumed, {
    sites,
    facts: [...facts, ...peakFact(sized)],
    series: buildSeries(sized, unit),
    warnings: [...warnings, ...buildWarnings(lacksNames(sites), sites.length === 0)],
  });
}

/** The largest heap of all snapshots. The one marked as peak may be 1% smaller, because Massif ignores small rises (--peak-inaccuracy). */
export const peakFact = (snapshots: readonly { readonly heap?: number }[]): readonly Fact[] =>
  snapshots.length > 0
    ? [
        {
          key: 'peak-heap',
          value: snapshots.reduce((most, { heap = 0 }) => Math.max(most, heap), 0),
        },
      ]
    : [];

const totalSize = ({ heap = 0, extra, stacks }: Snapshot): number => heap + extra + stacks;

const findLargest = (snapshots: readonly Snapshot[]): Snapshot | undefined =>
  snapshots.reduce<Snapshot | undefined>(
    (largest, snapshot) =>
      largest && totalSize(largest) >= totalSize(snapshot) ? largest : snapshot,
    undefined,
  );

/** The nodes with their depth, by indentation or, where a copy has lost it, by the number of children that each line states. */
function toTreeNodes(tree: readonly TreeLine[]): readonly TreeNode[] {
  const base = tree.reduce((lowest, { indent }) => Math.min(lowest, indent), Infinity);
  const isIndented = tree.some(({ indent }) => indent > base);
  const missing: number[] = [];
  return tree.map(({ indent, children, node }) => {
    while (missing.at(-1) === 0) missing.pop();
    const depth = isIndented ? indent - base : missing.length;
    const open = missing.pop();
    if (open !== undefined) missing.push(open - 1);
    missing.push(children);
    return { depth, ...node };
  });
}

const axes: Readonly<Record<string, { over: Series['over']; factor: number }>> = {
  i: { over: 'instructions', factor: 1 },
  ms: { over: 'seconds', factor: 0.001 },
  s: { over: 'seconds', factor: 1 },
  B: { over: 'allocated bytes', factor: 1 },
};

/** Series of the heap and, if Massif measured them, of allocator overhead and stacks. Without a header the unit of time is unknown. */
export function buildSeries(
  snapshots: readonly {
    readonly number: number;
    readonly time?: number;
    readonly heap?: number;
    readonly extra: number;
    readonly stacks: number;
  }[],
  unit: string,
): readonly Series[] {
  const axis = Object.hasOwn(axes, unit) ? axes[unit] : undefined;
  const { over, factor } = axis ?? { over: 'sample' as const, factor: 1 };
  const timed = snapshots.flatMap(({ number, time, heap = 0, extra, stacks }) => {
    const x = axis ? time : number;
    return x === undefined ? [] : [{ x: x * factor, heap, extra, stacks }];
  });
  const sorted = timed.toSorted((a, b) => a.x - b.x);
  const named = [
    { name: 'heap', points: sorted.map(({ x, heap }) => [x, heap] as const) },
    { name: 'heap overhead', points: sorted.map(({ x, extra }) => [x, extra] as const) },
    { name: 'stacks', points: sorted.map(({ x, stacks }) => [x, stacks] as const) },
  ];
  return named
    .filter(
      ({ name, points }) => points.length > 1 && (name === 'heap' || points.some(([, y]) => y > 0)),
    )
    .map(({ name, points }) => ({ name, unit: 'B', over, points: thinPoints(points) }));
}

/** Advice for snapshots without names or without stacks. */
export const buildWarnings = (hasNoNames: boolean, hasNoStacks: boolean): readonly Warning[] => [
  ...(hasNoNames
    ? [
        {
          code: 'no-symbols',
          text: 'Most frames have no function name. Build with -g and install the debug symbols of the libraries.',
        },
      ]
    : []),
  ...(hasNoStacks
    ? [
        {
          code: 'summary-only',
          text: 'There is no snapshot with stacks. Provide the whole massif.out file, whose peak snapshot has them. For a heaptrack recording, provide the output of "heaptrack_print --print-leaks FILE" instead.',
        },
      ]
    : []),
];

/** A node of Massif's tree of allocations. The root is the allocation functions, and children are callers, so each path is a stack. */
export interface TreeNode {
  /** 0 for the root. */
  readonly depth: number;
  readonly bytes: number;
  /** Absent for the root, and for the sum of callers below Massif's threshold. */
  readonly frame?: Frame;
}

const maxDepth = 1000;

/** The stacks of a tree, whose nodes are in the order printed, parents first. */
export function buildTreeSites(nodes: readonly TreeNode[]): readonly Site[] {
  const sites: Site[] = [];
  const path: Frame[] = [];
  for (const [index, { depth, bytes, frame }] of nodes.entries()) {
    path.length = Math.min(path.length, Math.max(0, depth - 1), maxDepth);
    const isLeaf = (nodes[index + 1]?.depth ?? 0) <= depth;
    if (frame) path.push(frame);
    if (isLeaf && bytes > 0 && path.length > 0)
      sites.push({ kind: 'peak', frames: [...path], bytes });
  }
  return sites;
}
