import { withoutOpenPoint } from '../../content/open-points.ts';
import type { Draft } from '../draft.ts';
import { isList, isRecord } from '../values.ts';
import type { Attachments, CheckResult } from './worker-messages.ts';

/** What the composer holds: the draft and the files that are in its folder. */
export interface ComposerState {
  readonly draft: Draft;
  readonly attachments: Attachments;
}

/** Names of all files in the folder but index.mdx. */
export const listFiles = ({ draft, attachments }: ComposerState): string[] => [
  ...draft.tables.map(({ name }) => name),
  ...attachments.keys(),
];

/** Names of the tables and images that the draft refers to but does not have. */
export function findMissingFiles(state: ComposerState): string[] {
  const present = listFiles(state);
  return findReferencedFiles(state.draft).filter((name) => !present.includes(name));
}

/** Names of the tables and images that a draft refers to, whether it has them or not. */
export const findReferencedFiles = ({ fields, body }: Draft): string[] => [
  ...new Set([
    ...findTables(fields),
    ...[...body.matchAll(/!\[[^\]]*\]\((?:\.\/)?([\w-][\w.-]*)[ )]/g)].map(([, name = '']) => name),
  ]),
];

function findTables(value: unknown): string[] {
  if (isList(value)) return value.flatMap(findTables);
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'file' && isRecord(inner) && typeof inner['name'] === 'string'
      ? [inner['name']]
      : findTables(inner),
  );
}

export const withoutFile = (
  { draft, attachments }: ComposerState,
  name: string,
): ComposerState => ({
  draft: { ...draft, tables: draft.tables.filter((table) => table.name !== name) },
  attachments: new Map([...attachments].filter(([other]) => other !== name)),
});

/** Adds a source at the end of the list. */
export function withSource(draft: Draft, source: unknown): Draft {
  const { sources } = draft.fields;
  const known = isList(sources) ? sources : [];
  return { ...draft, fields: { ...draft.fields, sources: [...known, source] } };
}

/** Removes the comment of one of the open points that the check found. */
export function withoutPoint(
  draft: Draft,
  { open, bodyLine, files }: CheckResult,
  index: number,
): Draft {
  const point = open[index];
  if (!point) return draft;
  const line = point.line - bodyLine + 1;
  if (line > 0) return { ...draft, body: withoutOpenPoint(draft.body, { line }) };
  // Without the lines of three hyphens around the fields.
  const lines = (files[0]?.text ?? '').split('\n').slice(1, bodyLine - 2);
  const written = lines.map((text) => `${text}\n`).join('');
  return { ...draft, written: withoutOpenPoint(written, { line: point.line - 1 }) };
}
