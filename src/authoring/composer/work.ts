/** A draft with what stands beside it, and what can be taken from it or added without reading a file. */

import type { Draft } from '../draft.ts';
import { withoutOpenPoint } from '../../content/open-points.ts';
import { isList } from '../values.ts';
import type { Checked, FilesBeside } from './messages.ts';
import { namedFiles } from './named-files.ts';

export interface Work {
  readonly draft: Draft;
  readonly beside: FilesBeside;
}

/** Names of the files that stand beside the text. */
export const filesOf = ({ draft, beside }: Work): string[] => [
  ...draft.tables.map(({ name }) => name),
  ...beside.keys(),
];

/** What the draft shows and does not have. */
export function lackingFiles(work: Work): string[] {
  const has = filesOf(work);
  return namedFiles(work.draft).filter((name) => !has.includes(name));
}

export const withoutFile = ({ draft, beside }: Work, name: string): Work => ({
  draft: { ...draft, tables: draft.tables.filter((table) => table.name !== name) },
  beside: new Map([...beside].filter(([other]) => other !== name)),
});

/** With one more source at the end. */
export function withSource(draft: Draft, source: unknown): Draft {
  const { sources } = draft.fields;
  const known = isList(sources) ? sources : [];
  return { ...draft, fields: { ...draft.fields, sources: [...known, source] } };
}

/** Without the mark of one of the open points that were found in it. */
export function withoutPoint(draft: Draft, checked: Checked, index: number): Draft {
  const { open, bodyLine, files } = checked;
  const point = open[index];
  if (!point) return draft;
  const line = point.line - bodyLine + 1;
  if (line > 0) return { ...draft, body: withoutOpenPoint(draft.body, { line }) };
  // The lines of three hyphens around the fields are not among them.
  const lines = (files[0]?.text ?? '').split('\n').slice(1, bodyLine - 2);
  const written = lines.map((text) => `${text}\n`).join('');
  return { ...draft, written: withoutOpenPoint(written, { line: point.line - 1 }) };
}
