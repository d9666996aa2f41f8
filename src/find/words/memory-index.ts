import { buildFacetTable, buildOrders, type FacetTable, type Orders } from './facet-table.ts';
import { pageRecordsOf, type PageContent, type PageRecord } from './page-record.ts';
import { placedWords, recordOf, type IndexedRecord, type SearchRecord } from './record.ts';
import { referencesOf, type References } from './references.ts';
import {
  union,
  type Places,
  type Postings,
  type SearchIndex,
  type SearchSource,
} from './search-index.ts';
import { spellingsOf } from './spelling.ts';
import { createWordReader } from './word-forms.ts';

/**
 * The search without a built site, for the command line, MCP and the npm package. A collection is plain data: it can be
 * written as JSON where it is built and read where it is searched.
 *
 *     const answerTo = createAnswerer(createMemorySource(collection), 'https://heaplore.example');
 *     const { count, how, results } = await answerTo({ query, selection: {}, sort: undefined }, 10);
 *
 * `results` are the first ten of `count` incidents. `createMemoryIndex(collection)` with `rankIncidents` and
 * `understand` gives the ids alone, without filters, jumps and excerpts.
 */
export interface SearchCollection {
  readonly records: readonly SearchRecord[];
  readonly pages: readonly PageRecord[];
  readonly facets: FacetTable;
  readonly orders: Orders;
  readonly references: References['references'];
  readonly synonyms: SearchIndex['synonyms'];
}

export function buildCollection(content: PageContent): SearchCollection {
  const { postmortems, vocabulary } = content;
  const sorted = postmortems.toSorted((a, b) => a.data.id - b.data.id);
  return {
    records: sorted.map((postmortem) => recordOf(postmortem, vocabulary)),
    pages: pageRecordsOf(content),
    facets: buildFacetTable(sorted, vocabulary),
    orders: buildOrders(sorted),
    references: referencesOf(sorted).references,
    synonyms: vocabulary.synonyms ?? [],
  };
}

/** The index is made when it is first asked for. */
export function createMemorySource(collection: SearchCollection): SearchSource {
  const { records, pages, facets, orders, references } = collection;
  const recordById = new Map(records.map((record) => [record.row.id, record]));
  let index: SearchIndex | undefined;
  return {
    index: () => Promise.resolve((index ??= createMemoryIndex(collection))),
    facets: () => Promise.resolve(facets),
    orders: () => Promise.resolve(orders),
    rareTerms: () => Promise.resolve({}),
    references: () => Promise.resolve({ parts: 1, references }),
    result: (id) => {
      const record = recordById.get(id);
      return record
        ? Promise.resolve(record)
        : Promise.reject(new Error(`the collection has no incident ${id}`));
    },
    page: (id) => {
      const record = pages[id];
      return record
        ? Promise.resolve(record)
        : Promise.reject(new Error(`the collection has no page ${id}`));
    },
  };
}

/** An index in memory. It answers as Pagefind's does. */
export function createMemoryIndex({
  records,
  pages,
  synonyms,
}: Pick<SearchCollection, 'records' | 'pages' | 'synonyms'>): SearchIndex {
  let spellings: readonly string[] | undefined;
  return {
    ...placesIn(records.map((record) => [record.row.id, record])),
    pages: placesIn([...pages.entries()]),
    synonyms,
    spellings: () => Promise.resolve((spellings ??= spellingsOf([...records, ...pages]))),
  };
}

function placesIn(records: readonly (readonly [id: number, record: IndexedRecord])[]): Places {
  const postings = new Map<string, Map<number, number[]>>();
  const readWords = createWordReader();
  for (const [id, record] of records)
    for (const [place, word] of placedWords(record, readWords).entries()) {
      if (word === undefined) continue;
      const byId = postings.get(word) ?? new Map<number, number[]>();
      const places = byId.get(id) ?? [];
      places.push(place);
      byId.set(id, places);
      postings.set(word, byId);
    }
  const words = [...postings.keys()].toSorted();
  const none: Postings = new Map();
  return {
    size: records.length,
    whole: (word) => Promise.resolve(postings.get(word) ?? none),
    beginning: (start) =>
      Promise.resolve(
        union(wordsBeginning(words, start).map((word) => postings.get(word) ?? none)),
      ),
  };
}

/** Of words in alphabetical order those that begin so. */
function wordsBeginning(words: readonly string[], start: string): readonly string[] {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? '') < start) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (words[end]?.startsWith(start) === true) end += 1;
  return words.slice(low, end);
}
