import type { Catalogue } from './catalogue.ts';
import type { MetaPage } from './pagefind-meta.ts';

/**
 * `catalogue.json` beside Pagefind's files: the facets, and what Pagefind needs to begin. One file, so that the facets and
 * the index of one build are never mixed with those of another, and nothing has to be asked for in turn.
 */
export interface CatalogueFile {
  /** What each id adds to the one before. */
  readonly idSteps: readonly number[];
  readonly facets: Catalogue['facets'];
  /** Words of each incident as Pagefind counts them, in units of `wordStep`. */
  readonly words: readonly number[];
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

export const stepsOf = (ids: readonly number[]): number[] =>
  ids.map((id, index) => id - (ids[index - 1] ?? 0));

export function readCatalogue({ idSteps, facets }: CatalogueFile): Catalogue {
  let id = 0;
  return { ids: idSteps.map((step) => (id += step)), facets };
}

/** Pagefind's pages, each named by the id of its incident. */
export const pagesOf = (file: CatalogueFile): MetaPage[] =>
  readCatalogue(file).ids.map((id, index) => ({
    name: String(id),
    words: (file.words[index] ?? 0) * wordStep,
  }));
