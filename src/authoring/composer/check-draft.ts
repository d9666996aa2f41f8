import { checkContent } from '../../content/checks/rules.ts';
import { checkSecrets } from '../../content/checks/secrets.ts';
import { draftText, slugOf, type Draft } from '../draft.ts';
import { sortFaults, type Fault } from '../../model/fault.ts';
import type { Postmortem, Table } from '../../model/content.ts';
import { parseFrontmatter } from '../../content/mdx/frontmatter.ts';
import { parseBody } from '../../content/mdx/parse-body.ts';
import { createSource, largestFileBytes } from '../../content/mdx/source.ts';
import { createPostmortemReader } from '../../content/read/read-postmortem.ts';
import { readTable } from '../../content/read/read-table.ts';
import { postmortemSchema } from '../../model/schema.ts';
import { findOpenPoints } from '../../content/open-points.ts';
import { idsIn, type KnownIncident } from './known-incidents.ts';
import type { Checked, Known } from './messages.ts';
import { fillGaps } from './fill-gaps.ts';

/** A draft as the check sees it, and as much of a postmortem as can be shown of it. */
export interface CheckedDraft extends Omit<Checked, 'html'> {
  readonly postmortem: Postmortem;
  /** Keys of the fields that hold what stands in for an answer. */
  readonly gaps: ReadonlySet<string>;
}

/** A file beside a draft that is no table. */
export interface BesideFile {
  readonly name: string;
  /** Undefined if it is no text. */
  readonly text?: string;
  /** Why it cannot be published, in a sentence. */
  readonly refusal?: string;
}

/**
 * Gives a function that checks drafts with the words and rules of "npm run check". `sameId` is the incident that has the
 * draft's id already.
 */
export function createDraftChecker({
  vocabulary,
  ids,
  empty,
}: Known): (draft: Draft, files?: readonly BesideFile[], sameId?: KnownIncident) => CheckedDraft {
  const read = createPostmortemReader(vocabulary);
  const schema = postmortemSchema(vocabulary);
  const allIds = idsIn(ids);
  return (draft, files = [], sameId) => {
    const slug = slugOf(draft);
    const folder = `content/postmortems/${slug}`;
    const file = `${folder}/index.mdx`;
    const text = draftText(draft);
    const readTables = draft.tables.map(({ name, text: csv }) => ({
      name,
      ...readTable(`${folder}/${name}`, csv),
    }));
    const tables: Record<string, Table> = Object.fromEntries(
      readTables.flatMap(({ name, table }) => (table ? [[name, table]] : [])),
    );
    const beside = [...draft.tables, ...files].map(({ name }) => name);
    const { entry, faults } = read({ file, slug, text, beside, tables });
    const id = draft.fields['id'];
    const knownIds = [...allIds, ...(typeof id === 'number' ? [id] : [])];
    const isPublished = sameId?.slug === slug;
    const taken = isPublished ? undefined : sameId;
    const all = [
      ...faults,
      ...readTables.flatMap((table) => table.faults),
      ...(entry ? checkContent([entry], { knownIds }) : []),
      ...[...draft.tables, ...files].flatMap(({ name, text: written = '' }) =>
        checkSecrets(`${folder}/${name}`, written),
      ),
      ...files.flatMap(({ name, refusal: message }) =>
        message === undefined ? [] : [{ file: `${folder}/${name}`, message }],
      ),
      ...(taken ? [idIsTaken(file, taken, empty)] : []),
    ];
    // The check refuses what is larger; to show it would take minutes.
    const shown = text.length > largestFileBytes ? draftText({ ...draft, body: '' }) : text;
    const source = createSource(file, shown);
    const { bodyStart } = parseFrontmatter(source);
    const { data, gaps } = fillGaps(draft.fields, schema);
    const { body } = entry?.postmortem ?? parseBody(source, bodyStart);
    return {
      folder,
      isPublished,
      open: findOpenPoints(file, text),
      files: [{ name: 'index.mdx', text }, ...draft.tables],
      faults: sortFaults(all),
      bodyLine: source.placeAt(bodyStart).line + 1,
      postmortem: entry?.postmortem ?? { slug, file, data, body, tables, open: [] },
      gaps,
    };
  };
}

const idIsTaken = (file: string, { id, slug }: KnownIncident, { fields }: Draft): Fault => ({
  file,
  line: 2,
  field: 'id',
  message: `${id} is taken. Take ${String(fields['id'])}, the next free one; to change that postmortem itself, open its folder ${slug}.`,
});
