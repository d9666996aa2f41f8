import { facets, type FacetKey } from '../vocabulary.ts';
import { inOrder, narrow, type Catalogue, type Sort } from './catalogue.ts';
import { find, type Found } from './engine.ts';
import type { QueryTerm } from './identifiers.ts';
import { idIn } from './jump.ts';
import type { SearchFiles } from './load.ts';
import { idsAt, normalizeAddress } from './references.ts';
import { usualSort, type SearchState } from './state.ts';
import type { FacetOption } from './view.ts';

/** What the page shows for a state. */
export interface Answer {
  /** Names of the fragments of all results, in order. */
  readonly fragments: readonly string[];
  /** `all` where nothing was asked for in words. */
  readonly how: Found['how'];
  readonly terms: readonly QueryTerm[];
  /** Words that no postmortem has. */
  readonly missing: readonly QueryTerm[];
  readonly sort: Sort;
  readonly options: Readonly<Record<FacetKey, readonly FacetOption[]>>;
  /** Fragments of the incidents that the query names by id or address. */
  readonly jumps: readonly string[];
}

/**
 * Answers states from the files. Keeps what the latest query found, so that filters and sorting do not search again.
 * `origin` is the site's own, to know its addresses by.
 */
export function createAnswerer(
  files: SearchFiles,
  origin: string,
): (state: SearchState) => Promise<Answer> {
  let latest: { readonly query: string; readonly found: Found | undefined } | undefined;
  return async (state) => {
    const { query } = state;
    const [catalogue, found, named] = await Promise.all([
      files.catalogue(),
      latest?.query === query ? latest.found : foundBy(query, files),
      idsNamed(query, files, origin),
    ]);
    latest = { query, found };
    return answerOf(state, catalogue, found, named);
  };
}

function answerOf(
  state: SearchState,
  catalogue: Catalogue,
  found: Found | undefined,
  named: readonly number[],
): Answer {
  const position = new Map(catalogue.fragments.map((name, index) => [name, index]));
  const matching = found
    ? found.fragments.flatMap((name) => position.get(name) ?? [])
    : [...catalogue.ids.keys()];
  const { entries, counts } = narrow(catalogue, matching, state.selection);
  const sort = sortFor(state);
  const options = facets.map(({ key }) => [key, optionsOf(catalogue, state, key, counts[key])]);
  return {
    fragments: inOrder(catalogue, entries, sort).flatMap(
      (entry) => catalogue.fragments[entry] ?? [],
    ),
    how: found?.how ?? 'all',
    terms: found?.terms ?? [],
    missing: found?.missing ?? [],
    sort,
    options: Object.fromEntries(options) as Answer['options'],
    jumps: named.flatMap((id) => catalogue.fragments[catalogue.ids.indexOf(id)] ?? []),
  };
}

/** Without a query there is no relevance. */
const sortFor = ({ query, sort }: SearchState): Sort =>
  sort === undefined || (sort === 'relevance' && query === '') ? usualSort(query) : sort;

async function foundBy(query: string, files: SearchFiles): Promise<Found | undefined> {
  if (query === '') return undefined;
  return find(query, await files.pagefind(), files.fragment);
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
