import type { Edit } from '../model/fault.ts';

export interface Applied {
  readonly text: string;
  readonly edits: readonly AppliedEdit[];
}

export interface AppliedEdit extends Edit {
  /** What stood there. */
  readonly original: string;
}

/** Applies edits to a text whose lines end with `\n`. One that overlaps an earlier one is left for the next round. */
export function applyEdits(text: string, edits: readonly Edit[]): Applied {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const offset = ({ line, column }: Edit['from']) => (starts[line - 1] ?? 0) + column - 1;
  const sorted = edits.toSorted((a, b) => offset(a.from) - offset(b.from));
  const applied: AppliedEdit[] = [];
  let result = '';
  let at = 0;
  for (const edit of sorted) {
    const [from, to] = [offset(edit.from), offset(edit.to)];
    if (from < at) continue;
    result += text.slice(at, from) + edit.text;
    at = to;
    applied.push({ ...edit, original: text.slice(from, to) });
  }
  return { text: result + text.slice(at), edits: applied };
}
