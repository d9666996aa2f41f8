import { gunzipSync } from 'node:zlib';

import { createIndex, type PagefindIndex } from 'pagefind';

import type { Content, Postmortem } from '../content.ts';
import { fragmentUrl } from './fragment.ts';
import { wordCharacters } from './identifiers.ts';
import { catalogueOf } from './make-catalogue.ts';
import { recordHtml } from './record.ts';

/** Beside Pagefind's own files. */
export const catalogueFile = 'catalogue.json';

/**
 * The files of the search by their path inside `pagefind/`: Pagefind's engine and index, and the catalogue of facets.
 * The same content gives the same bytes. Throws if Pagefind refuses a postmortem.
 */
export async function buildSearchIndex(content: Content): Promise<Map<string, Uint8Array>> {
  const postmortems = content.postmortems.toSorted(newestFirst);
  const { index, errors } = await createIndex({
    forceLanguage: 'en',
    includeCharacters: wordCharacters,
  });
  if (!index) throw new Error(`Pagefind did not start: ${errors.join(' ')}`);
  try {
    await addRecords(index, postmortems, content);
    const files = await filesOf(index);
    const names = fragmentNames(files);
    const fragments = postmortems.map(({ data }) => names.get(recordUrl(data.id)) ?? '');
    const catalogue = JSON.stringify(catalogueOf(postmortems, fragments, content.vocabulary));
    return files.set(catalogueFile, new TextEncoder().encode(catalogue));
  } finally {
    await index.deleteIndex();
  }
}

const newestFirst = (a: Postmortem, b: Postmortem): number =>
  compareText(b.data.reported, a.data.reported) || b.data.id - a.data.id;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const recordUrl = (id: number): string => `/i/${id}/`;

/** Pagefind takes its messages in turn, so the order of the records is ours. */
async function addRecords(
  index: PagefindIndex,
  postmortems: readonly Postmortem[],
  { vocabulary }: Content,
): Promise<void> {
  const answers = postmortems.map(async (postmortem) => {
    const url = recordUrl(postmortem.data.id);
    const { errors } = await index.addHTMLFile({
      url,
      content: recordHtml(postmortem, vocabulary),
    });
    if (errors.length > 0) throw new Error(`Pagefind refused ${url}: ${errors.join(' ')}`);
  });
  await Promise.all(answers);
}

async function filesOf(index: PagefindIndex): Promise<Map<string, Uint8Array>> {
  const { files, errors } = await index.getFiles();
  if (errors.length > 0) throw new Error(`Pagefind wrote no index: ${errors.join(' ')}`);
  return new Map(
    files
      .filter(({ path }) => isNeeded(path))
      .map(({ path, content }): [string, Uint8Array] => [path, content])
      .toSorted(([a], [b]) => compareText(a, b)),
  );
}

/** Without Pagefind's own interfaces, its highlighter, its filters (see Catalogue) and the engine for no language. */
const isNeeded = (path: string): boolean =>
  /^pagefind(-worker)?\.js$|^pagefind-entry\.json$|^wasm\.en\.|\.pf_(meta|index|fragment)$/.test(
    path,
  );

/** Names of the fragments by the address of their record. */
function fragmentNames(files: ReadonlyMap<string, Uint8Array>): Map<string, string> {
  const names = new Map<string, string>();
  for (const [path, content] of files) {
    const name = /^fragment\/(.+)\.pf_fragment$/.exec(path)?.[1];
    if (name === undefined) continue;
    names.set(fragmentUrl(gunzipSync(content).toString('utf8')), name);
  }
  return names;
}
