/**
 * A postmortem while it is written in a form: the fields, the body, the data files. Becomes the text of index.mdx and comes
 * back from one. Pure, so the composer, its Worker and the tests share it.
 */

import { requiredSections } from '../content/checks/sections.ts';
import type { Fault } from '../model/fault.ts';
import { addToPostmortem } from './import/add-to-postmortem.ts';
import type { Addition } from './import/addition.ts';
import { joinWords } from './import/series-tables.ts';
import { parseFrontmatter } from '../content/mdx/frontmatter.ts';
import { createSource } from '../content/mdx/source.ts';
import { isRecord } from './values.ts';
import { writeFields } from './write-fields.ts';

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
  /** Its frontmatter as somebody wrote it. What has not changed since stays so, with its comments. */
  readonly written?: string;
  /** Name of the folder that it came from. */
  readonly slug?: string;
}

/** A draft that says nothing but its id. */
export const emptyDraft = (id: number): Draft => ({ fields: { id }, body: emptyBody, tables: [] });

const emptyBody = `\n${requiredSections.map((name) => `## ${name}\n`).join('\n\n')}`;

/** Name of its folder: the one that it came from, or one from its title. */
export function chooseSlug({ slug, fields: { title } }: Draft): string {
  if (slug !== undefined) return slug;
  return (typeof title === 'string' && joinWords(title)) || 'untitled';
}

/** The text of its index.mdx. */
export const draftText = ({ fields, body, written = '' }: Draft): string =>
  `---\n${writeFields(written, fields)}---\n${body}`;

/** A draft from the text of an index.mdx, or why its frontmatter cannot be read. */
export function parseDraft(
  file: string,
  text: string,
  tables: readonly DraftFile[],
): { readonly draft: Draft } | { readonly faults: readonly Fault[] } {
  const source = createSource(file, text);
  const { value, faults, bodyStart } = parseFrontmatter(source);
  if (faults.length > 0) return { faults };
  if (!isRecord(value) && value !== null)
    return { faults: [{ file, line: 2, message: 'want fields, each with a name and a colon.' }] };
  const front = source.text.slice(0, bodyStart);
  return {
    draft: {
      fields: value ?? {},
      body: source.text.slice(bodyStart).replace(/^[ \t]*\n/, ''),
      tables,
      written: front.slice(front.indexOf('\n') + 1, front.lastIndexOf('---')),
    },
  };
}

/** The draft with an import in it. */
export function addToDraft(draft: Draft, addition: Addition): Draft {
  const { tables } = draft;
  const text = addToPostmortem(draftText(draft), addition);
  const names = new Set(addition.tables.map(({ name }) => name));
  const kept = tables.filter(({ name }) => !names.has(name));
  const added = parseDraft('index.mdx', text, [...kept, ...addition.tables]);
  if ('faults' in added) throw new Error('a draft whose frontmatter cannot be read');
  return { ...draft, ...added.draft };
}

/** Ids of figures and names of files that an import may not take again. */
export function listUsedNames({ fields, tables, body }: Draft): string[] {
  const lists = [fields['improvement'], fields['measurements']];
  const ids = lists.flatMap((list) =>
    Array.isArray(list) ? list.flatMap((entry: unknown) => readId(entry) ?? []) : [],
  );
  const sketches = [...body.matchAll(/<Sketch\s[^>]*?\bid="([^"]*)"/g)].map(([, id = '']) => id);
  return [...ids, ...sketches, ...tables.map(({ name }) => name)];
}

function readId(entry: unknown): string | undefined {
  const id: unknown =
    typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}
