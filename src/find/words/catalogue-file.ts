import type { FacetKey } from '../../model/vocabulary.ts';
import type { Catalogue, CatalogueFacet } from './catalogue.ts';
import type { MetaPage } from './pagefind-meta.ts';

/**
 * `catalogue.json` beside Pagefind's files: the facets, and what Pagefind needs to begin. One file, so that the facets and
 * the index of one build are never mixed with those of another, and nothing has to be asked for in turn.
 */
export interface CatalogueFile {
  /** What each id adds to the one before. */
  readonly idSteps: readonly number[];
  /** `of` as text, like `words`. */
  readonly facets: Readonly<Record<FacetKey, Omit<CatalogueFacet, 'of'> & { readonly of: string }>>;
  /** Words of each incident as Pagefind counts them, in units of `wordStep`, as text. */
  readonly words: string;
  readonly pagefind: {
    /** Content of pagefind-entry.json. */
    readonly entry: unknown;
    /** The meta file without its pages, zipped, in Base64. */
    readonly meta: string;
  };
}

/** Length weighs little in Pagefind's ranking, and small numbers compress. */
export const wordStep = 32;

/** Beside Pagefind's own files. */
export const catalogueFile = 'catalogue.json';
export const ordersFile = 'orders.json';
export const rareTermsFile = 'rare-terms.json';

/** The file of a catalogue, of the incidents' words in its order, and of what Pagefind begins with. */
export function catalogueFileOf(
  { ids, facets }: Catalogue,
  words: readonly number[],
  pagefind: CatalogueFile['pagefind'],
): CatalogueFile {
  const texts = Object.entries(facets).map(([key, facet]) => [
    key,
    { ...facet, of: toText(facet.of) },
  ]);
  return {
    idSteps: ids.map((id, index) => id - (ids[index - 1] ?? 0)),
    facets: Object.fromEntries(texts) as CatalogueFile['facets'],
    words: toText(words.map((count) => Math.round(count / wordStep))),
    pagefind,
  };
}

export function readCatalogue(file: CatalogueFile): Catalogue {
  let id = 0;
  const facets = Object.entries(file.facets).map(([key, facet]) => [
    key,
    { ...facet, of: fromText(facet.of) },
  ]);
  return {
    ids: file.idSteps.map((step) => (id += step)),
    facets: Object.fromEntries(facets) as Catalogue['facets'],
  };
}

/** Pagefind's pages, each named by the id of its incident. */
export function pagesOf(file: CatalogueFile): MetaPage[] {
  const words = fromText(file.words);
  return readCatalogue(file).ids.map((id, index) => ({
    name: String(id),
    words: (words[index] ?? 0) * wordStep,
  }));
}

// A character for each number compresses to half of what digits and commas do. Small numbers are letters; those of
// surrogates, from 55,000 on, do not occur: sets are at most as many as incidents, words are thousands.
const firstLetter = 35;
const toText = (numbers: readonly number[]): string =>
  numbers.map((number) => String.fromCharCode(firstLetter + number)).join('');
const fromText = (text: string): number[] =>
  Array.from({ length: text.length }, (_, index) => text.charCodeAt(index) - firstLetter);
