/** The text that ms_print makes of a massif.out file: a graph, a table of snapshots, and trees for the detailed ones. */

import { buildSeries, buildTreeSites, buildWarnings, peakFact, type TreeNode } from './massif.ts';
import {
  createReading,
  type Fact,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';
import { heaviestSites, lacksNames } from '../../text/sites.ts';
import { parseAddressedFrame } from './valgrind.ts';
import { parseCount } from '../../text/numbers.ts';

export const msPrint: TextFormat = {
  id: 'ms-print',
  label: 'ms_print',
  prefilter:
    /^[ |]{0,2000}->\d+\.\d+% \([\d,]+B\) |^[ \t]*\d+\.\d+% \([\d,]+B\) \((?:heap|page) allocation|^[ \t]*n +time\(\w{1,2}\) +total\(B\)/m,
  read,
};

// ->42.41% (32,664B) 0x4B2AB65: OPENSSL_LH_insert (in /usr/lib/x86_64-linux-gnu/libcrypto.so.3)
// | ->07.07% (5,448B) in 13 places, all below massif's threshold (1.00%)
const treeLine = /^([ |]*)->\d+\.\d+% \(([\d,]+)B\) (.*)$/;
const rootLine = /^\s*\d+\.\d+% \(([\d,]+)B\) \((?:heap|page) allocation/;
//   5      4,476,521           77,016           50,820        26,196            0
const rowLine = /^\s*(\d{1,9}) +([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+) +([\d,]+)\s*$/;
const headLine = /^\s*n +time\((\w{1,2})\) +total\(B\)/;
const detailed = /^\s*Detailed snapshots: \[(.*)\]\s*$/;
const stated = /^\s*(Command|Massif arguments|ms_print arguments): *(.*)$/;
const rule = /^\s*-{60,}\s*$/;
const skipped = /^(?:\s*Number of snapshots: \d+|[|\s]*)$/;

interface Row {
  readonly number: number;
  readonly time: number;
  readonly total: number;
  readonly heap: number;
  readonly extra: number;
  readonly stacks: number;
  readonly tree: TreeNode[];
}

interface Draft {
  readonly consumed: Line[];
  readonly rows: Row[];
  readonly facts: Fact[];
  unit: string;
  peak: number;
}

function read(lines: readonly Line[]): readonly Reading[] {
  const drafts: Draft[] = [];
  const newDraft = (): Draft => {
    const draft: Draft = { consumed: [], rows: [], facts: [], unit: '', peak: -1 };
    drafts.push(draft);
    return draft;
  };
  let rules: Line[] = [];
  // The graph is between the arguments and the number of snapshots, and may contain any character.
  let inGraph = false;

  for (const line of lines) {
    const { text } = line;
    if (rule.test(text)) {
      rules.push(line);
      continue;
    }
    const part = parsePart(line);
    if (part === undefined && !(inGraph && isGraph(text)) && !skipped.test(text)) continue;
    const current = drafts.at(-1);
    if (!current && part === undefined) continue;
    const isNew =
      (part?.kind === 'stated' && part.name === 'Command') ||
      (part?.kind === 'row' && part.row.number <= (current?.rows.at(-1)?.number ?? -1));
    const draft = isNew || !current ? newDraft() : current;
    draft.consumed.push(...rules, line);
    rules = [];
    if (part?.kind === 'stated') inGraph = true;
    else if (part !== undefined || text.includes('Number of snapshots')) inGraph = false;
    if (part) add(draft, part, line.number);
  }
  drafts.at(-1)?.consumed.push(...rules);
  return drafts.filter(({ rows }) => rows.length > 0).map(toReading);
}

type Part =
  | { readonly kind: 'stated'; readonly name: string; readonly value: string }
  | { readonly kind: 'head'; readonly unit: string }
  | { readonly kind: 'peak'; readonly number: number }
  | { readonly kind: 'row'; readonly row: Row }
  | { readonly kind: 'node'; readonly node: TreeNode };

function parsePart({ text, number: at }: Line): Part | undefined {
  const branch = text.includes('->') ? treeLine.exec(text) : null;
  if (branch) {
    const [, indent = '', bytes, rest = ''] = branch;
    const frame = parseAddressedFrame(rest, at);
    const depth = Math.floor(indent.length / 2) + 1;
    return {
      kind: 'node',
      node: { depth, bytes: parseCount(bytes) ?? 0, ...(frame ? { frame } : {}) },
    };
  }
  const row = rowLine.exec(text);
  if (row) return { kind: 'row', row: parseRow(row) };
  const root = rootLine.exec(text);
  if (root) return { kind: 'node', node: { depth: 0, bytes: parseCount(root[1]) ?? 0 } };
  const [, unit] = headLine.exec(text) ?? [];
  if (unit) return { kind: 'head', unit };
  const [, snapshots] = detailed.exec(text) ?? [];
  if (snapshots !== undefined)
    return { kind: 'peak', number: Number(/(\d+) \(peak\)/.exec(snapshots)?.[1] ?? -1) };
  const [, name, value = ''] = stated.exec(text) ?? [];
  return name ? { kind: 'stated', name, value: value.trim() } : undefined;
}

const parseRow = ([, number, ...sizes]: RegExpExecArray): Row => {
  const [time = 0, total = 0, heap = 0, extra = 0, stacks = 0] = sizes.map(
    (text: string | undefined) => parseCount(text) ?? 0,
  );
  return { number: Number(number), time, total, heap, extra, stacks, tree: [] };
};

//     KB
// 867.0^                                                                    #
//      |                                                                  @@#:
//    0 +----------------------------------------------------------------------->Mi
//      0                                                                   14.60
const isGraph = (text: string): boolean =>
  /^\s*(?:[KMGT]?B|[\d.]* ?[|^+].*|0 +[\d.]+)\s*$/.test(text);

function add(draft: Draft, part: Part, at: number): void {
  switch (part.kind) {
    case 'stated':
      if (part.name === 'Command') draft.facts.push({ key: 'command', value: part.value, at });
      return;
    case 'head':
      draft.unit = part.unit;
      return;
    case 'peak':
      draft.peak = part.number;
      return;
    case 'row':
      draft.rows.push(part.row);
      return;
    case 'node': {
      if (draft.rows.length === 0) draft.rows.push(createRow());
      draft.rows.at(-1)?.tree.push(part.node);
    }
  }
}

/** The row of a tree that has none because it was cut off. */
const createRow = (): Row => ({
  number: -1,
  time: 0,
  total: 0,
  heap: 0,
  extra: 0,
  stacks: 0,
  tree: [],
});

function toReading({ consumed, rows, facts, unit, peak }: Draft): Reading {
  const largest = (some: readonly Row[]): Row | undefined =>
    some.reduce<Row | undefined>(
      (most, row) => (most && most.total >= row.total ? most : row),
      undefined,
    );
  const named = rows.find(({ number }) => number === peak && number >= 0);
  const treeRow =
    named && named.tree.length > 0 ? named : largest(rows.filter(({ tree }) => tree.length > 0));
  const { sites, warnings } = heaviestSites(treeRow ? buildTreeSites(treeRow.tree) : []);
  const printed = rows.filter(({ number }) => number >= 0);
  return createReading(msPrint.id, consumed, {
    sites,
    facts: [...facts, ...peakFact(printed)],
    series: buildSeries(printed, unit),
    warnings: [...warnings, ...buildWarnings(lacksNames(sites), sites.length === 0)],
  });
}
