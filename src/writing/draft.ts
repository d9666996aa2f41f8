/**
 * A postmortem while it is written in a form: the fields, the body, the data files. Becomes the text of index.mdx and comes
 * back from one. Pure, so the composer, its Worker and the tests share it.
 */

import { parse, stringify } from 'yaml';

import { requiredSections } from '../checks/body.ts';
import { addToPostmortem } from '../import/into.ts';
import type { Addition } from '../import/addition.ts';
import { wordsOf } from '../import/series.ts';

/** What a form holds. Nothing in it is checked. */
export type Fields = Readonly<Record<string, unknown>>;

export interface DraftFile {
  readonly name: string;
  readonly text: string;
}

export interface Draft {
  /** In the order in which a postmortem states them. A field that is empty is left out. */
  readonly fields: Fields;
  readonly body: string;
  /** CSV files beside it. */
  readonly tables: readonly DraftFile[];
}

/** A draft that says nothing but its id. */
export const emptyDraft = (id: number): Draft => ({ fields: { id }, body: emptyBody, tables: [] });

const emptyBody = `\n${requiredSections.map((name) => `## ${name}\n`).join('\n\n')}`;

/** Name of its folder, from its title. */
export function slugOf({ fields }: Draft): string {
  const { title } = fields;
  return (typeof title === 'string' && wordsOf(title)) || 'untitled';
}

/** The text of its index.mdx. */
export const draftText = ({ fields, body }: Draft): string =>
  `---\n${Object.keys(fields).length === 0 ? '' : stringify(fields, { lineWidth: 0 })}---\n${body}`;

/** A draft from the text of an index.mdx. Undefined if its frontmatter cannot be read. */
export function draftOf(text: string, tables: readonly DraftFile[]): Draft | undefined {
  const normal = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const [, yaml, body] = /^---[ \t]*\n([^]*?)^---[ \t]*$\n?([^]*)$/m.exec(normal) ?? [];
  if (yaml === undefined || body === undefined) return undefined;
  const fields = parsed(yaml);
  return fields && { fields, body, tables };
}

function parsed(yaml: string): Fields | undefined {
  try {
    const value: unknown = parse(yaml);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value }
      : undefined;
  } catch {
    return undefined; // The frontmatter of a stranger's file; the caller says so.
  }
}

/** The draft with an import in it. */
export function addToDraft(draft: Draft, addition: Addition): Draft {
  const { tables } = draft;
  const text = addToPostmortem(draftText(draft), addition);
  const names = new Set(addition.tables.map(({ name }) => name));
  const kept = tables.filter(({ name }) => !names.has(name));
  const added = draftOf(text, [...kept, ...addition.tables]);
  if (!added) throw new Error('a draft whose frontmatter cannot be read');
  return added;
}

/** Ids of figures and names of files that an import may not take again. */
export function takenNames({ fields, tables, body }: Draft): string[] {
  const lists = [fields['improvement'], fields['measurements']];
  const ids = lists.flatMap((list) =>
    Array.isArray(list) ? list.flatMap((entry: unknown) => idIn(entry) ?? []) : [],
  );
  const sketches = [...body.matchAll(/<Sketch\s[^>]*?\bid="([^"]*)"/g)].map(([, id = '']) => id);
  return [...ids, ...sketches, ...tables.map(({ name }) => name)];
}

function idIn(entry: unknown): string | undefined {
  const id: unknown =
    typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}
