import type { FacetKey } from '../../model/vocabulary.ts';
import type { FacetColumn, FacetTable } from '../words/facet-table.ts';
import type { SearchIndex } from '../words/search-index.ts';

/**
 * `catalogue.json` beside Pagefind's files: the facets, and what Pagefind needs to begin. One file, so that the facets and
 * the index of one build are never mixed with those of another, and nothing has to be asked for in turn.
 */
export interface IndexFile {
  /** What each id adds to the one before. */
  readonly idSteps: readonly number[];
  /** `of` as text, one character for each number. */
  readonly facets: Readonly<Record<FacetKey, Omit<FacetColumn, 'of'> & { readonly of: string }>>;
  readonly synonyms: SearchIndex['synonyms'];
  /** How many pages besides incidents the index holds, after these. */
  readonly pages: number;
  readonly pagefind: {
    /** Content of pagefind-entry.json. */
    readonly entry: unknown;
    /** The meta file without its pages, zipped, in Base64. */
    readonly meta: string;
  };
}

/** Beside Pagefind's own files. */
export const indexFile = 'catalogue.json';
export const ordersFile = 'orders.json';
export const rareTermsFile = 'rare-terms.json';
/** Words in alphabetical order, with spaces between them. */
export const spellingsFile = 'spellings.txt';
export const resultFile = (id: number): string => `results/${id}.json`;
export const pageFile = (id: number): string => `results/${pageName(id)}.json`;

/** What a page is called in the index, where an incident is a number. */
export const pageName = (id: number): string => `p${id}`;
export const pageIdOf = (name: string): number | undefined =>
  name.startsWith('p') ? Number(name.slice(1)) : undefined;

export function formatIndexFile(
  { ids, facets }: FacetTable,
  rest: Pick<IndexFile, 'synonyms' | 'pages' | 'pagefind'>,
): IndexFile {
  const columns = Object.entries(facets).map(([key, column]) => [
    key,
    { ...column, of: formatNumbers(column.of) },
  ]);
  return {
    idSteps: ids.map((id, index) => id - (ids[index - 1] ?? 0)),
    facets: Object.fromEntries(columns) as IndexFile['facets'],
    ...rest,
  };
}

export function parseFacetTable(file: IndexFile): FacetTable {
  let id = 0;
  const columns = Object.entries(file.facets).map(([key, column]) => [
    key,
    { ...column, of: parseNumbers(column.of) },
  ]);
  return {
    ids: file.idSteps.map((step) => (id += step)),
    facets: Object.fromEntries(columns) as FacetTable['facets'],
  };
}

// A character for each number compresses to half of what digits and commas do. Small numbers are letters; those of
// surrogates, from 55,000 on, do not occur: sets are at most as many as incidents.
const firstLetter = 35;
const formatNumbers = (numbers: readonly number[]): string =>
  numbers.map((number) => String.fromCharCode(firstLetter + number)).join('');
const parseNumbers = (text: string): number[] =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index) - firstLetter);
