/** Valgrind's execution trees of memory (--xtree-memory=full, --xtree-leak=yes), in the Callgrind format. */

import {
  createReading,
  type Fact,
  type FactKey,
  type Frame,
  type Line,
  type Reading,
  type Site,
  type SiteKind,
  type TextFormat,
} from '../../report.ts';
import { heaviestSites } from '../../text/sites.ts';

export const xtree: TextFormat = {
  id: 'xtree',
  label: 'Valgrind xtree of memory',
  prefilter: /^[ \t]*event: (?:curB|totB|RB|DB) : |^[ \t]*events: (?:curB|totB|RB)\b/m,
  read,
};

// cfn=(10) std::vector<char>::push_back      later only: cfn=(10)
const position = /^\s*(c?f[lnie])=\((\d{1,9})\)(?: (.*))?$/;
const costs = /^\s*(?:0|[1-9]\d{0,9})(?: +\d{1,15})+\s*$/;
const lineOnly = /^\s*(\d{1,10})\s*$/;
const skipped =
  /^\s*(?:# callgrind format|version: |creator: |positions: |event: |pid: |calls=\d+ \d+|summary: |totals: |desc: )/;

interface Draft {
  readonly consumed: Line[];
  readonly facts: Fact[];
  readonly files: Map<string, string>;
  readonly functions: Map<string, string>;
  readonly stacks: { readonly frames: readonly Frame[]; readonly values: readonly number[] }[];
  events: readonly string[];
}

function read(lines: readonly Line[]): readonly Reading[] {
  const drafts: Draft[] = [];
  // A stack is printed from the root to the allocating function. The cost of a caller includes that of its callees.
  let path: Frame[] = [];
  let file = '';
  let isCall = false;

  for (const line of lines) {
    const { text, number: at } = line;
    const isHead = /^\s*(?:# callgrind format|events: )/.test(text);
    const current = drafts.at(-1);
    if (isHead && (!current || current.events.length > 0)) {
      if (!/^\s*#/.test(text) && current) continue;
      drafts.push({
        consumed: [],
        facts: [],
        files: new Map(),
        functions: new Map(),
        stacks: [],
        events: [],
      });
      path = [];
    }
    const draft = drafts.at(-1);
    if (!draft) continue;
    const named = position.exec(text);
    const [, own] = lineOnly.exec(text) ?? [];
    if (named) {
      const [, key = '', id = '', name] = named;
      const isFile = key === 'fl' || key === 'cfi' || key === 'cfl';
      const names = isFile ? draft.files : draft.functions;
      if (name !== undefined) names.set(id, name);
      if (isFile) file = names.get(id) ?? '';
      else if (key === 'fn') path.push(toFrame(names.get(id) ?? '', file, at));
    } else if (own !== undefined) setLine(path, Number(own));
    else if (costs.test(text)) {
      const [place = 0, ...values] = text.trim().split(/ +/).map(Number);
      if (!isCall && path.length > 0) {
        setLine(path, place);
        draft.stacks.push({ frames: path.toReversed(), values });
        path = [];
      }
    } else if (!consumeHead(draft, text, at) && !skipped.test(text) && text.trim() !== '') continue;
    isCall = /^\s*calls=/.test(text);
    draft.consumed.push(line);
  }
  return drafts.filter(isMemory).map(toReading);
}

const isMemory = ({ events }: Draft): boolean =>
  events.some((event) => ['curB', 'totB', 'RB', 'DB'].includes(event));

/** A frame; Valgrind writes `UnknownFn???` and `UnknownFile???` for unknown names. */
const toFrame = (name: string, file: string, at: number): Frame => ({
  name: name || 'UnknownFn???',
  ...(file && !file.startsWith('UnknownFile') ? { file } : {}),
  at,
});

function setLine(path: Frame[], line: number): void {
  const last = path.at(-1);
  if (last?.file !== undefined && line > 0) path[path.length - 1] = { ...last, line };
}

function consumeHead(draft: Draft, text: string, at: number): boolean {
  const [, events] = /^\s*events: (.*)$/.exec(text) ?? [];
  if (events) draft.events = events.trim().split(/ +/);
  const [, command] = /^\s*cmd: (.*)$/.exec(text) ?? [];
  if (command) draft.facts.push({ key: 'command', value: command.trim(), at });
  return events !== undefined || command !== undefined;
}

interface Column {
  readonly bytes: string;
  readonly blocks: string;
  readonly kind: SiteKind;
  readonly fact: FactKey;
}

const columns: readonly Column[] = [
  { bytes: 'DB', blocks: 'DBk', kind: 'leaked', fact: 'leaked' },
  { bytes: 'PB', blocks: 'PBk', kind: 'leaked', fact: 'possibly-leaked' },
  { bytes: 'RB', blocks: 'RBk', kind: 'live', fact: 'still-reachable' },
  { bytes: 'curB', blocks: 'curBk', kind: 'live', fact: 'live-heap' },
  { bytes: 'totB', blocks: 'totBk', kind: 'allocated', fact: 'allocated' },
];

function toReading({ consumed, facts, stacks, events }: Draft): Reading {
  const present = columns.filter(({ bytes }) => events.includes(bytes));
  const pick = (values: readonly number[], event: string) => values[events.indexOf(event)] ?? 0;
  const all = present.flatMap(({ bytes, blocks, kind }) =>
    stacks.flatMap(({ frames, values }): readonly Site[] => {
      const weight = pick(values, bytes);
      return weight > 0 ? [{ kind, frames, bytes: weight, count: pick(values, blocks) }] : [];
    }),
  );
  const isHeld = all.some(({ kind }) => kind !== 'allocated');
  const { sites, warnings } = heaviestSites(
    isHeld ? all.filter(({ kind }) => kind !== 'allocated') : all,
  );
  return createReading(xtree.id, consumed, {
    sites,
    facts: [
      ...facts,
      ...present.map(({ bytes, fact }) => ({
        key: fact,
        value: stacks.reduce((sum, { values }) => sum + pick(values, bytes), 0),
      })),
    ],
    warnings,
  });
}
