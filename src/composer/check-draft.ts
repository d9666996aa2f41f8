import { checkContent } from '../checks/rules.ts';
import { checkSecrets } from '../checks/secrets.ts';
import { draftText, slugOf, type Draft } from '../writing/draft.ts';
import { sortFaults, type Fault } from '../fault.ts';
import type { Postmortem, Table } from '../content.ts';
import { parseFrontmatter } from '../mdx/frontmatter.ts';
import { parseBody } from '../mdx/parse-body.ts';
import { createSource } from '../mdx/source.ts';
import { createPostmortemReader } from '../reading/read-postmortem.ts';
import { readTable } from '../reading/read-table.ts';
import { postmortemSchema } from '../schema.ts';
import type { Checked, Known } from './messages.ts';
import { fillGaps } from './fill-gaps.ts';

/** A draft as the check sees it, and as much of a postmortem as can be shown of it. */
export interface CheckedDraft extends Omit<Checked, 'html'> {
  readonly postmortem: Postmortem;
  /** Keys of the fields that hold what stands in for an answer. */
  readonly gaps: ReadonlySet<string>;
}

/** Gives a function that checks drafts with the words and rules of "npm run check". */
export function createDraftChecker({
  vocabulary,
  incidents,
}: Known): (draft: Draft) => CheckedDraft {
  const read = createPostmortemReader(vocabulary);
  const schema = postmortemSchema(vocabulary);
  return (draft) => {
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
    const beside = draft.tables.map(({ name }) => name);
    const { entry, faults } = read({ file, slug, text, beside, tables });
    const id = draft.fields['id'];
    const knownIds = [
      ...incidents.map((incident) => incident.id),
      ...(typeof id === 'number' ? [id] : []),
    ];
    const taken: Fault[] = incidents.some((incident) => incident.id === id)
      ? [{ file, line: 2, field: 'id', message: `${String(id)} is taken. Take the next free one.` }]
      : [];
    const all = [
      ...faults,
      ...readTables.flatMap((table) => table.faults),
      ...(entry ? checkContent([entry], { knownIds }) : []),
      ...checkSecrets(file, text),
      ...draft.tables.flatMap(({ name, text: csv }) => checkSecrets(`${folder}/${name}`, csv)),
      ...taken,
    ];
    const source = createSource(file, text);
    const { bodyStart } = parseFrontmatter(source);
    const { data, gaps } = fillGaps(draft.fields, schema);
    const { body } = entry?.postmortem ?? parseBody(source, bodyStart);
    return {
      folder,
      files: [{ name: 'index.mdx', text }, ...draft.tables],
      faults: sortFaults(all),
      bodyLine: source.placeAt(bodyStart).line + 1,
      postmortem: entry?.postmortem ?? { slug, file, data, body, tables, open: [] },
      gaps,
    };
  };
}
