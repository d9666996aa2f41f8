import { gunzipSync, gzipSync } from 'node:zlib';

import { transform } from 'esbuild';
import { createIndex, type PagefindIndex } from 'pagefind';

import type { Content, Postmortem } from '../../model/content.ts';
import { incidentName } from '../../model/paths.ts';
import { catalogueFile, catalogueFileOf, ordersFile, rareTermsFile } from './catalogue-file.ts';
import { wordCharacters } from './identifiers.ts';
import { catalogueOf, ordersOf, splitCatalogue } from './make-catalogue.ts';
import { splitMeta, type MetaPage } from './pagefind-meta.ts';
import { recordHtml, resultOf } from './record.ts';
import { resultFile } from './result.ts';

/**
 * The files of the search by their path inside `pagefind/`: Pagefind's engine and index, the catalogue and what results show.
 * The same content gives the same bytes. Throws if Pagefind refuses a postmortem.
 */
export async function buildSearchIndex(content: Content): Promise<Map<string, Uint8Array>> {
  const postmortems = content.postmortems.toSorted((a, b) => a.data.id - b.data.id);
  const made = await pagefindFiles(postmortems, content);
  const { catalogue, rareTerms } = splitCatalogue(catalogueOf(postmortems, content.vocabulary));
  const metaPath = [...made.keys()].find((path) => path.endsWith('.pf_meta')) ?? 'pf_meta';
  const { pages, rest } = splitMeta(gunzipSync(contentOf(made, metaPath)));
  const file = catalogueFileOf(catalogue, wordsOf(pages, catalogue.ids, made), {
    entry: JSON.parse(textOf(contentOf(made, 'pagefind-entry.json'))) as unknown,
    meta: gzipSync(rest, { level: 9 }).toString('base64'),
  });
  const script = await transform(textOf(contentOf(made, 'pagefind.js')), { minify: true });
  const texts: [path: string, text: string][] = [
    [catalogueFile, JSON.stringify(file)],
    [ordersFile, JSON.stringify(ordersOf(postmortems))],
    [rareTermsFile, JSON.stringify(rareTerms)],
    ['pagefind.js', script.code],
    ...postmortems.map((postmortem): [string, string] => [
      resultFile(postmortem.data.id),
      JSON.stringify(resultOf(postmortem, content.vocabulary)),
    ]),
  ];
  const encoder = new TextEncoder();
  return new Map([
    ...[...made].filter(([path]) => /^wasm\.en\.|\.pf_index$/.test(path)),
    ...texts.map(([path, text]) => [path, encoder.encode(text)] as const),
  ]);
}

/** What Pagefind makes of the postmortems. */
async function pagefindFiles(
  postmortems: readonly Postmortem[],
  content: Content,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { index, errors } = await createIndex({
    forceLanguage: 'en',
    includeCharacters: wordCharacters,
  });
  if (!index) throw new Error(`Pagefind did not start: ${errors.join(' ')}`);
  try {
    await addRecords(index, postmortems, content);
    const answer = await index.getFiles();
    if (answer.errors.length > 0)
      throw new Error(`Pagefind wrote no index: ${answer.errors.join(' ')}`);
    const sorted = answer.files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
    return new Map(sorted.map((file): [string, Uint8Array] => [file.path, file.content]));
  } finally {
    await index.deleteIndex();
  }
}

/** Pagefind takes its messages in turn, so the order of the records is ours. */
async function addRecords(
  index: PagefindIndex,
  postmortems: readonly Postmortem[],
  { vocabulary }: Content,
): Promise<void> {
  const answers = postmortems.map(async (postmortem) => {
    const { id } = postmortem.data;
    const { errors } = await index.addHTMLFile({
      url: recordUrl(id),
      content: recordHtml(postmortem, vocabulary),
    });
    if (errors.length > 0)
      throw new Error(`Pagefind refused ${incidentName(id)}: ${errors.join(' ')}`);
  });
  await Promise.all(answers);
}

/** Throws if the pages of the index are not the incidents in the order of their ids, by which results are told apart. */
function wordsOf(
  pages: readonly MetaPage[],
  ids: readonly number[],
  made: ReadonlyMap<string, Uint8Array>,
): number[] {
  return pages.map(({ name, words }, index) => {
    const fragment = gunzipSync(contentOf(made, `fragment/${name}.pf_fragment`));
    const { url } = JSON.parse(textOf(fragment).replace(/^pagefind_dcd/, '')) as { url: string };
    if (url !== recordUrl(ids[index])) throw new Error(`page ${index} of the index is ${url}`);
    return words;
  });
}

const recordUrl = (id: number | undefined): string => `/${id}`;

function contentOf(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const content = files.get(path);
  if (!content) throw new Error(`Pagefind made no ${path}`);
  return content;
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
