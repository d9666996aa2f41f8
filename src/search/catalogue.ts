import type { FacetKey } from '../vocabulary.ts';

/**
 * The facets of all postmortems, small enough to load whole. Pagefind's own filters cost more than a second per search at
 * 10,000 entries and a separate search per facet; counting over this takes milliseconds.
 */
export interface Catalogue {
  /** Newest report first; every list below is in this order. */
  readonly ids: readonly number[];
  /** Names of the Pagefind fragments. */
  readonly fragments: readonly string[];
  readonly facets: Readonly<Record<FacetKey, CatalogueFacet>>;
  /** Change of the first improvement that compares like with like, in ten-thousandths; null if there is none. */
  readonly changes: readonly (number | null)[];
}

export interface CatalogueFacet {
  /** Terms in use, in the order of the vocabulary. */
  readonly terms: readonly { readonly id: string; readonly label: string }[];
  /** Per postmortem the positions of its terms in `terms`. */
  readonly of: readonly (readonly number[])[];
}

export type Selection = Readonly<Partial<Record<FacetKey, readonly string[]>>>;

export const sorts = {
  relevance: 'Relevance',
  newest: 'Newest',
  improvement: 'Largest improvement',
} as const;
export type Sort = keyof typeof sorts;

export interface Narrowed {
  /** Positions in the catalogue that pass every facet, in the order given. */
  readonly entries: readonly number[];
  /** By facet and term id: how many would be listed if that term were the facet's only choice. */
  readonly counts: Readonly<Record<FacetKey, ReadonlyMap<string, number>>>;
}

/** Keeps the entries that have one of the chosen terms in each facet, and counts every term against the other facets. */
export function narrow(
  catalogue: Catalogue,
  entries: readonly number[],
  selection: Selection,
): Narrowed {
  const keys = facetKeys(catalogue);
  const chosen = keys.map((key) => chosenPositions(catalogue.facets[key], selection[key] ?? []));
  const tallies = keys.map((key) => catalogue.facets[key].terms.map(() => 0));
  const kept: number[] = [];

  for (const entry of entries) {
    const failed = keys.flatMap((key, facet) =>
      passes(catalogue.facets[key].of[entry] ?? [], chosen[facet]) ? [] : [facet],
    );
    if (failed.length === 0) kept.push(entry);
    if (failed.length > 1) continue;
    for (const [facet, key] of keys.entries())
      if (failed.length === 0 || failed[0] === facet)
        for (const term of catalogue.facets[key].of[entry] ?? []) increment(tallies[facet], term);
  }
  return { entries: kept, counts: countsById(catalogue, keys, tallies) };
}

const facetKeys = (catalogue: Catalogue) => Object.keys(catalogue.facets) as FacetKey[];

/** Undefined if nothing is chosen; empty if only unknown terms are. */
function chosenPositions(
  { terms }: CatalogueFacet,
  ids: readonly string[],
): ReadonlySet<number> | undefined {
  if (ids.length === 0) return undefined;
  return new Set(ids.map((id) => terms.findIndex((term) => term.id === id)));
}

const passes = (terms: readonly number[], chosen: ReadonlySet<number> | undefined): boolean =>
  chosen === undefined || terms.some((term) => chosen.has(term));

function increment(tally: number[] | undefined, position: number): void {
  if (tally) tally[position] = (tally[position] ?? 0) + 1;
}

function countsById(
  catalogue: Catalogue,
  keys: readonly FacetKey[],
  tallies: readonly (readonly number[])[],
): Narrowed['counts'] {
  const counts = keys.map((key, facet) => [
    key,
    new Map(
      catalogue.facets[key].terms.map(({ id }, position) => [id, tallies[facet]?.[position] ?? 0]),
    ),
  ]);
  return Object.fromEntries(counts) as Narrowed['counts'];
}

/** Puts entries, which come by relevance, in the order asked for. Those without a figure come last, newest first. */
export function inOrder(
  catalogue: Catalogue,
  entries: readonly number[],
  sort: Sort,
): readonly number[] {
  if (sort === 'relevance') return entries;
  if (sort === 'newest') return entries.toSorted((a, b) => a - b);
  const change = (entry: number) => catalogue.changes[entry] ?? Infinity;
  return entries.toSorted((a, b) => (change(a) === change(b) ? a - b : change(a) - change(b)));
}
