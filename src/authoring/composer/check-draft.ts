import { checkContent } from '../../content/checks/rules.ts';
import { checkSecrets } from '../../content/checks/secrets.ts';
import { draftText, chooseSlug, type Draft } from '../draft.ts';
import { sortFaults, type Fault } from '../../model/fault.ts';
import type { Postmortem, Table } from '../../model/content.ts';
import { parseFrontmatter } from '../../content/mdx/frontmatter.ts';
import { parseBody } from '../../content/mdx/parse-body.ts';
import { createSource, maxFileBytes } from '../../content/mdx/source.ts';
import { createPostmortemReader } from '../../content/read/read-postmortem.ts';
import { readTable } from '../../content/read/read-table.ts';
import { postmortemSchema } from '../../model/schema.ts';
import { findOpenPoints } from '../../content/open-points.ts';
import { idsIn, type KnownIncident } from './incident-lookup.ts';
import { fillGaps } from './fill-gaps.ts';
import type { CheckResult, ComposerData } from './worker-messages.ts';

/** What the check says about a draft, and as much of a postmortem as can be shown of it. */
export interface CheckedDraft {
  readonly result: Omit<CheckResult, 'html'>;
  readonly postmortem: Postmortem;
  /** Keys of the fields that are missing or wrong, and so hold a placeholder. */
  readonly gaps: ReadonlySet<string>;
}

/** A file in the folder of a draft that is not a table. */
export interface Attachment {
  readonly name: string;
  /** Undefined if it is not text. */
  readonly text?: string;
  /** Why it cannot be published, in a sentence. */
  readonly refusal?: string;
}

/**
 * Creates a function that checks drafts by the rules of "npm run check". `sameId` is the incident that already has the id of
 * the draft.
 */
export function createDraftChecker({ vocabulary, ids, empty }: ComposerData) {
  const read = createPostmortemReader(vocabulary);
  const schema = postmortemSchema(vocabulary);
  const allIds = idsIn(ids);
  return (
    draft: Draft,
    attachments: readonly Attachment[] = [],
    sameId?: KnownIncident,
  ): CheckedDraft => {
    const slug = chooseSlug(draft);
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
    const allFiles = [...draft.tables, ...attachments];
    const { entry, faults } = read({
      file,
      slug,
      text,
      beside: allFiles.map(({ name }) => name),
      tables,
    });
    const id = draft.fields['id'];
    const knownIds = [...allIds, ...(typeof id === 'number' ? [id] : [])];
    const isPublished = sameId?.slug === slug;
    const all = [
      ...faults,
      ...readTables.flatMap((table) => table.faults),
      ...(entry ? checkContent([entry], { knownIds }) : []),
      ...allFiles.flatMap(({ name, text: written = '' }) =>
        checkSecrets(`${folder}/${name}`, written),
      ),
      ...attachments.flatMap(({ name, refusal: message }) =>
        message === undefined ? [] : [{ file: `${folder}/${name}`, message }],
      ),
      ...(sameId && !isPublished ? [idIsTaken(file, sameId, empty)] : []),
    ];
    // The check refuses larger files, and rendering one would take minutes.
    const previewed = text.length > maxFileBytes ? draftText({ ...draft, body: '' }) : text;
    const source = createSource(file, previewed);
    const { bodyStart } = parseFrontmatter(source);
    const { data, gaps } = fillGaps(draft.fields, schema);
    const { body } = entry?.postmortem ?? parseBody(source, bodyStart);
    return {
      result: {
        folder,
        isPublished,
        open: findOpenPoints(file, text),
        files: [{ name: 'index.mdx', text }, ...draft.tables],
        faults: sortFaults(all),
        bodyLine: source.placeAt(bodyStart).line + 1,
      },
      postmortem: entry?.postmortem ?? { slug, file, data, body, tables, open: [] },
      gaps,
    };
  };
}

const idIsTaken = (file: string, { id, slug }: KnownIncident, { fields }: Draft): Fault => ({
  file,
  line: 2,
  field: 'id',
  message: `Another postmortem has the id ${id}. Use ${String(fields['id'])}, the next free one. To edit that postmortem, open its folder ${slug}.`,
});
