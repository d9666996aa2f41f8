import type { Synonym } from '../../model/vocabulary.ts';
import type { FacetTable, Orders, RareTerms } from './facet-table.ts';
import type { PageRecord } from './page-record.ts';
import type { Result } from './record.ts';
import type { ReferencePart } from './references.ts';

/**
 * What the ranking asks of an index. There are two: Pagefind's, which the search page loads in pieces, and one in memory for
 * the command line and the npm package. Both answer the same.
 */
export interface SearchIndex extends Places {
  /** The same for the pages that are not incidents; their ids count from 0. */
  readonly pages: Places;
  readonly synonyms: readonly Synonym[];
  /** Words of the texts as they are written, in lower case, by which misspelled ones are corrected. */
  readonly spellings: () => Promise<readonly string[]>;
}

/** Where words stand in records of one kind. */
export interface Places {
  /** How many records there are. */
  readonly size: number;
  /** Where a word stands. The word is as word-forms.ts makes it. */
  readonly whole: (word: string) => Promise<Postings>;
  /** Where words stand that begin so. */
  readonly beginning: (start: string) => Promise<Postings>;
}

/** By the id of each record the places at which a word stands in it, ascending. */
export type Postings = ReadonlyMap<number, readonly number[]>;

/** Where any of several words stands. */
export function union(all: readonly Postings[]): Postings {
  const [only] = all;
  if (only && all.length === 1) return only;
  const merged = new Map<number, number[]>();
  for (const postings of all)
    for (const [id, places] of postings) {
      const known = merged.get(id);
      if (known) known.push(...places);
      else merged.set(id, [...places]);
    }
  for (const places of merged.values()) places.sort((a, b) => a - b);
  return merged;
}

/** Where words stand one after another. */
export function inTurn(words: readonly Postings[]): Postings {
  const [first = new Map<number, number[]>(), ...next] = words;
  if (next.length === 0) return first;
  const found = new Map<number, readonly number[]>();
  for (const [id, places] of first) {
    const following = next.map((postings) => postings.get(id));
    const starts = places.filter((place) =>
      following.every((those, index) => those?.includes(place + index + 1) === true),
    );
    if (starts.length > 0) found.set(id, starts);
  }
  return found;
}

/** All that an answer is made of, each part asked for when it is first needed. */
export interface SearchSource {
  readonly index: () => Promise<SearchIndex>;
  readonly facets: () => Promise<FacetTable>;
  readonly orders: () => Promise<Orders>;
  readonly rareTerms: () => Promise<RareTerms>;
  /** The part of the references in which an address is. */
  readonly references: (address: string) => Promise<ReferencePart>;
  readonly result: (id: number) => Promise<Result>;
  readonly page: (id: number) => Promise<PageResult>;
}

/** What is shown of a page that was found. */
export type PageResult = Pick<PageRecord, 'page' | 'sections'>;
