import { facets, type FacetKey } from '../../model/vocabulary.ts';
import {
  asksForOthers,
  inOrder,
  narrow,
  withRareTerms,
  type Catalogue,
  type Sort,
} from './catalogue.ts';
import { find, type Found } from './engine.ts';
import { excerptOf, markTerms, type Span } from './excerpt.ts';
import type { QueryTerm } from './identifiers.ts';
import { idIn } from './jump.ts';
import type { SearchFiles } from './load.ts';
import { idsAt, normalizeAddress } from './references.ts';
import type { Result } from './result.ts';
import type { Row } from '../../root-cause-index/incident-row.ts';
import { usualSort, type SearchState } from './state.ts';

/** What the page shows for a state. */
export interface Answer {
  /** How many were found. */
  readonly count: number;
  /** The first of them, in order. */
  readonly results: readonly Shown[];
  /** `all` where nothing was asked for in words. */
  readonly how: Found['how'];
  readonly terms: readonly QueryTerm[];
  /** Words that no postmortem has. */
  readonly missing: readonly QueryTerm[];
  readonly sort: Sort;
  readonly options: Readonly<Record<FacetKey, readonly FacetOption[]>>;
  /** The incidents that the query names by id or address. */
  readonly jumps: readonly Row[];
}

export interface Shown {
  readonly row: Row;
  readonly title: readonly Span[];
  readonly excerpt: readonly Span[];
}

export interface FacetOption {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  readonly chosen: boolean;
}

/** The answer to a state, with so many results. */
export type AnswerTo = (state: SearchState, length: number) => Promise<Answer>;

/**
 * Answers states from the files. Keeps what the latest query found, so that filters and sorting do not search again.
 * `origin` is the site's own, to know its addresses by.
 */
export function createAnswerer(files: SearchFiles, origin: string): AnswerTo {
  let latest: { readonly query: string; readonly found: Found | undefined } | undefined;
  return async (state, length) => {
    const { query } = state;
    const [catalogue, found, named] = await Promise.all([
      catalogueFor(state, files),
      latest?.query === query ? latest.found : foundBy(state, length, files),
      idsNamed(query, files, origin),
    ]);
    latest = { query, found };
    const { entries, counts } = narrow(
      catalogue,
      entriesOf(catalogue, found?.ids ?? catalogue.ids),
      state.selection,
    );
    const sort = sortFor(state);
    const sorted = sort === 'relevance' ? entries : inOrder(await files.orders(), entries, sort);
    const idOf = (entry: number) => catalogue.ids[entry] ?? [];
    const known = entriesOf(catalogue, named).flatMap(idOf);
    const load = (ids: readonly number[]) => Promise.all(ids.map(files.result));
    const [results, jumps] = await Promise.all([
      load(sorted.slice(0, length).flatMap(idOf)),
      load(known),
    ]);
    const options = facets.map(({ key }) => [key, optionsOf(catalogue, state, key, counts[key])]);
    const terms = found?.terms ?? [];
    return {
      count: entries.length,
      results: results.map((result) => shownOf(result, terms)),
      how: found?.how ?? 'all',
      terms,
      missing: found?.missing ?? [],
      sort,
      options: Object.fromEntries(options) as Answer['options'],
      jumps: jumps.map(({ row }) => row),
    };
  };
}

async function catalogueFor({ selection }: SearchState, files: SearchFiles): Promise<Catalogue> {
  const catalogue = await files.catalogue();
  return asksForOthers(catalogue, selection)
    ? withRareTerms(catalogue, await files.rareTerms(), selection)
    : catalogue;
}

/** Without those that the catalogue does not have. */
function entriesOf({ ids: all }: Catalogue, ids: readonly number[]): readonly number[] {
  if (ids === all) return [...all.keys()];
  const entryById = new Map(all.map((id, entry) => [id, entry]));
  return ids.flatMap((id) => entryById.get(id) ?? []);
}

const shownOf = ({ row, text }: Result, terms: readonly QueryTerm[]): Shown => ({
  row,
  title: markTerms(row.title, terms),
  excerpt: terms.length === 0 ? markTerms(row.summary, terms) : excerptOf(text, terms),
});

/** Without a query there is no relevance. */
const sortFor = ({ query, sort }: SearchState): Sort =>
  sort === undefined || (sort === 'relevance' && query === '') ? usualSort(query) : sort;

async function foundBy(
  { query, selection }: SearchState,
  length: number,
  files: SearchFiles,
): Promise<Found | undefined> {
  if (query === '') return undefined;
  // Filters let other results through than the first.
  const ahead = Object.keys(selection).length === 0 ? length : 1;
  return find(query, await files.pagefind(), ([best, ...next]) => {
    // One that fails is asked for again when it is shown.
    for (const id of next.slice(0, ahead - 1)) files.result(id).catch(() => undefined);
    return files.result(best);
  });
}

async function idsNamed(
  query: string,
  files: SearchFiles,
  origin: string,
): Promise<readonly number[]> {
  const id = idIn(query, origin);
  if (id !== undefined) return [id];
  return normalizeAddress(query) === undefined ? [] : idsAt(query, await files.references(query));
}

function optionsOf(
  { facets: lists }: Catalogue,
  { selection }: SearchState,
  key: FacetKey,
  counts: ReadonlyMap<string, number>,
): FacetOption[] {
  const chosen = selection[key] ?? [];
  const { terms } = lists[key];
  // A term of an old address that nothing has any more still narrows the results, so it must show.
  const unknown = chosen.filter((id) => !terms.some((term) => term.id === id));
  return [...terms, ...unknown.map((id) => ({ id, label: id }))].map(({ id, label }) => ({
    id,
    label,
    count: counts.get(id) ?? 0,
    chosen: chosen.includes(id),
  }));
}
