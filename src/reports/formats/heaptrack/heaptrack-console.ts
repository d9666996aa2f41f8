import {
  createReading,
  type Fact,
  type FactKey,
  type Line,
  type Reading,
  type TextFormat,
} from '../../report.ts';

/** What `heaptrack` prints while it records: no stacks, but the path of the recording that has them. */
export const heaptrackRecord: TextFormat = {
  id: 'heaptrack-record',
  label: 'heaptrack while recording',
  prefilter: /^[ \t]*heaptrack (?:output will be written to "|stats:)|^[ \t]*Heaptrack finished! /m,
  read,
};

const written = /^\s*heaptrack output will be written to "(.*)"\s*$/;
// 	allocations:          	11307
const stated = /^\s*((?:leaked |temporary )?allocations):\s+(\d{1,15})\s*$/;
const skipped =
  /^\s*(?:heaptrack stats:|starting application, this might take some time|injecting heaptrack into application|Heaptrack finished! |heaptrack --analyze |heaptrack_(?:gui|print) "|\/\S*\/libheaptrack_(?:preload|inject)\.so|removing heaptrack injection|reading file ".*" - please wait)/;

interface Draft {
  readonly consumed: Line[];
  readonly facts: Fact[];
  path: string;
}

const keys: Readonly<Record<string, FactKey>> = {
  allocations: 'allocations',
  'leaked allocations': 'leaked-blocks',
};

function read(lines: readonly Line[]): readonly Reading[] {
  const drafts: Draft[] = [];
  for (const line of lines) {
    const [, path] = written.exec(line.text) ?? [];
    const [, name = '', count] = stated.exec(line.text) ?? [];
    const isCount = count !== undefined && drafts.length > 0;
    if (path === undefined && !isCount && !skipped.test(line.text)) continue;
    if (path !== undefined || drafts.length === 0)
      drafts.push({ consumed: [], facts: [], path: '' });
    const draft = drafts.at(-1);
    if (!draft) continue;
    draft.consumed.push(line);
    if (path !== undefined) draft.path = path;
    const key = keys[name];
    if (key) draft.facts.push({ key, value: Number(count), at: line.number });
  }
  return drafts.map(toReading);
}

const toReading = ({ consumed, facts, path }: Draft): Reading =>
  createReading(heaptrackRecord.id, consumed, {
    facts,
    warnings: [
      {
        code: 'summary-only',
        text: `This shows that heaptrack recorded, not what it recorded. Provide the recording itself${path ? ` (${path})` : ' (heaptrack.NAME.PID.zst)'}, or the output of "heaptrack_print --print-leaks ${path || 'FILE'}".`,
      },
    ],
  });
