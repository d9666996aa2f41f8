import { gunzipSync, gzipSync } from 'node:zlib';

import { transform } from 'esbuild';
import { createIndex, type PagefindIndex } from 'pagefind';

import type { Content } from '../../model/content.ts';
import { incidentName } from '../../model/paths.ts';
import { buildFacetTable, buildOrders, splitFacetTable } from '../words/facet-table.ts';
import { placedWords, recordOf, type SearchRecord } from '../words/record.ts';
import { spellingsOf } from '../words/spelling.ts';
import {
  formatIndexFile,
  indexFile,
  ordersFile,
  rareTermsFile,
  resultFile,
  spellingsFile,
} from './index-file.ts';
import { engineFile, pagefindWord } from './pagefind-index.ts';
import { splitMeta } from './pagefind-meta.ts';

/**
 * The files of the search by their path inside `pagefind/`: Pagefind's engine and index, the facets and what results show.
 * The same content gives the same bytes. Throws if Pagefind refuses a postmortem.
 */
export async function buildSearchIndex(content: Content): Promise<Map<string, Uint8Array>> {
  const postmortems = content.postmortems.toSorted((a, b) => a.data.id - b.data.id);
  const records = postmortems.map((postmortem) => recordOf(postmortem, content.vocabulary));
  const made = await pagefindFiles(records);
  const { table, rareTerms } = splitFacetTable(buildFacetTable(postmortems, content.vocabulary));
  const metaPath = [...made.keys()].find((path) => path.endsWith('.pf_meta')) ?? 'pf_meta';
  const { names, rest } = splitMeta(gunzipSync(contentOf(made, metaPath)));
  checkOrder(names, table.ids, made);
  const file = formatIndexFile(table, {
    synonyms: content.vocabulary.synonyms ?? [],
    pagefind: {
      entry: JSON.parse(textOf(contentOf(made, 'pagefind-entry.json'))) as unknown,
      meta: gzipSync(rest, { level: 9 }).toString('base64'),
    },
  });
  const script = await transform(textOf(contentOf(made, 'pagefind.js')), { minify: true });
  const texts: [path: string, text: string][] = [
    [indexFile, JSON.stringify(file)],
    [ordersFile, JSON.stringify(buildOrders(postmortems))],
    [rareTermsFile, JSON.stringify(rareTerms)],
    [spellingsFile, spellingsOf(records).join(' ')],
    ['pagefind.js', script.code],
    ...records.map(({ row, text }): [string, string] => [
      resultFile(row.id),
      JSON.stringify({ row, text }),
    ]),
  ];
  const encoder = new TextEncoder();
  return new Map([
    ...[...made].filter(([path]) => path === engineFile || path.endsWith('.pf_index')),
    ...texts.map(([path, text]) => [path, encoder.encode(text)] as const),
  ]);
}

/** Pagefind stems no word of this language: ours come to it as stems. */
const language = 'zxx';

/** What Pagefind makes of the records. */
async function pagefindFiles(
  records: readonly SearchRecord[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { index, errors } = await createIndex({ forceLanguage: language });
  if (!index) throw new Error(`Pagefind did not start: ${errors.join(' ')}`);
  try {
    await addRecords(index, records);
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
async function addRecords(index: PagefindIndex, records: readonly SearchRecord[]): Promise<void> {
  const answers = records.map(async (record) => {
    const { id } = record.row;
    const { errors } = await index.addHTMLFile({ url: recordUrl(id), content: recordHtml(record) });
    if (errors.length > 0)
      throw new Error(`Pagefind refused ${incidentName(id)}: ${errors.join(' ')}`);
  });
  await Promise.all(answers);
}

/**
 * The words of a record as a text of which Pagefind counts the same places. A dot holds a place without a word. One stands at
 * the end, where Pagefind adds a full stop and would take the last word apart at it.
 */
function recordHtml(record: SearchRecord): string {
  const text = Array.from(placedWords(record), (word) =>
    word === undefined ? '·' : pagefindWord(word),
  ).join(' ');
  return `<html><body data-pagefind-body><p>${text} ·</p></body></html>`;
}

/** Throws if the pages of the index are not the incidents in the order of their ids, by which results are told apart. */
function checkOrder(
  names: readonly string[],
  ids: readonly number[],
  made: ReadonlyMap<string, Uint8Array>,
): void {
  for (const [index, name] of names.entries()) {
    const fragment = gunzipSync(contentOf(made, `fragment/${name}.pf_fragment`));
    const { url } = JSON.parse(textOf(fragment).replace(/^pagefind_dcd/, '')) as { url: string };
    if (url !== recordUrl(ids[index])) throw new Error(`page ${index} of the index is ${url}`);
  }
}

const recordUrl = (id: number | undefined): string => `/${id}`;

function contentOf(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const content = files.get(path);
  if (!content) throw new Error(`Pagefind made no ${path}`);
  return content;
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
