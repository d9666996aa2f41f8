import { gunzipSync, gzipSync } from 'node:zlib';

import { transform } from 'esbuild';
import { createIndex, type PagefindIndex } from 'pagefind';

import type { Content } from '../../model/content.ts';
import { buildFacetTable, buildOrders, splitFacetTable } from '../words/facet-table.ts';
import { pageRecordsOf } from '../words/page-record.ts';
import { placedWords, recordOf, type IndexedRecord } from '../words/record.ts';
import { spellingsOf } from '../words/spelling.ts';
import {
  formatIndexFile,
  indexFile,
  ordersFile,
  pageFile,
  pageName,
  rareTermsFile,
  resultFile,
  spellingsFile,
} from './index-file.ts';
import { engineFile, pagefindWord } from './pagefind-index.ts';
import { splitMeta } from './pagefind-meta.ts';
import { makeChunksSmaller } from './smaller-chunks.ts';

/**
 * The files of the search by their path inside `pagefind/`: Pagefind's engine and index, the facets and what results show.
 * The same content gives the same bytes. Throws if Pagefind refuses a postmortem.
 */
export async function buildSearchIndex(content: Content): Promise<Map<string, Uint8Array>> {
  const postmortems = content.postmortems.toSorted((a, b) => a.data.id - b.data.id);
  const records = postmortems.map((postmortem) => recordOf(postmortem, content.vocabulary));
  const pages = pageRecordsOf(content);
  const named: readonly NamedRecord[] = [
    ...records.map((record) => ({ name: String(record.row.id), record })),
    ...pages.map((record, id) => ({ name: pageName(id), record })),
  ];
  const files = await pagefindFiles(named);
  const { table, rareTerms } = splitFacetTable(buildFacetTable(postmortems, content.vocabulary));
  const metaPath = [...files.keys()].find((path) => path.endsWith('.pf_meta')) ?? 'pf_meta';
  const { meta, files: made } = makeChunksSmaller({
    meta: gunzipSync(contentOf(files, metaPath)),
    files,
  });
  const { names, rest } = splitMeta(meta);
  checkOrder(
    names,
    named.map(({ name }) => name),
    made,
  );
  const file = formatIndexFile(table, {
    synonyms: content.vocabulary.synonyms ?? [],
    pages: pages.length,
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
    [spellingsFile, spellingsOf([...records, ...pages]).join(' ')],
    ['pagefind.js', script.code],
    ...records.map(({ row, sections }): [string, string] => [
      resultFile(row.id),
      JSON.stringify({ row, sections }),
    ]),
    ...pages.map(({ page, sections }, id): [string, string] => [
      pageFile(id),
      JSON.stringify({ page, sections }),
    ]),
  ];
  const encoder = new TextEncoder();
  return new Map([
    ...[...made].filter(([path]) => path === engineFile || path.endsWith('.pf_index')),
    ...texts.map(([path, text]) => [path, encoder.encode(text)] as const),
  ]);
}

/** A record by the name that Pagefind gives back. */
interface NamedRecord {
  readonly name: string;
  readonly record: IndexedRecord;
}

/** Pagefind stems no word of this language: ours come to it as stems. */
const language = 'zxx';

/** What Pagefind makes of the records. */
async function pagefindFiles(
  records: readonly NamedRecord[],
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
async function addRecords(index: PagefindIndex, records: readonly NamedRecord[]): Promise<void> {
  const answers = records.map(async ({ name, record }) => {
    const { errors } = await index.addHTMLFile({ url: `/${name}`, content: recordHtml(record) });
    if (errors.length > 0) throw new Error(`Pagefind refused record ${name}: ${errors.join(' ')}`);
  });
  await Promise.all(answers);
}

/**
 * The words of a record as a text of which Pagefind counts the same places. A dot holds a place without a word. One stands at
 * the end, where Pagefind adds a full stop and would take the last word apart at it.
 */
function recordHtml(record: IndexedRecord): string {
  const text = Array.from(placedWords(record), (word) =>
    word === undefined ? '·' : pagefindWord(word),
  ).join(' ');
  return `<html><body data-pagefind-body><p>${text} ·</p></body></html>`;
}

/** Throws if the pages of the index are not the records in their order, by which results are told apart. */
function checkOrder(
  pages: readonly string[],
  names: readonly string[],
  made: ReadonlyMap<string, Uint8Array>,
): void {
  for (const [index, page] of pages.entries()) {
    const fragment = gunzipSync(contentOf(made, `fragment/${page}.pf_fragment`));
    const { url } = JSON.parse(textOf(fragment).replace(/^pagefind_dcd/, '')) as { url: string };
    if (url !== `/${names[index]}`) throw new Error(`page ${index} of the index is ${url}`);
  }
}

function contentOf(files: ReadonlyMap<string, Uint8Array>, path: string): Uint8Array {
  const content = files.get(path);
  if (!content) throw new Error(`Pagefind made no ${path}`);
  return content;
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
