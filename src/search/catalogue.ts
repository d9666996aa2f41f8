import type { FacetKey } from '../vocabulary.ts';

/**
 * The facets of all postmortems, small enough to load whole. Pagefind's own filters cost more than a second per search at
 * 10,000 entries and a separate search per facet; counting over this takes milliseconds.
 */
export interface Catalogue {
  /** Ascending; an entry is a place in this list, and every list below is in its order. */
  readonly ids: readonly number[];
  readonly facets: Readonly<Record<FacetKey, CatalogueFacet>>;
}

export interface CatalogueFacet {
  /** Terms in use, in the order of the vocabulary. */
  readonly terms: readonly CatalogueTerm[];
  /** Per entry the positions of its terms in `terms`. */
  readonly of: readonly (readonly number[])[];
}

export interface CatalogueTerm {
  readonly id: string;
  readonly label: string;
}

/** By what the entries can be put in order besides relevance. */
export interface Orders {
  /** The entries, newest report first. */
  readonly newest: readonly number[];
  /** Per entry the change of the first improvement that compares like with like, in ten-thousandths; null if there is none. */
  readonly changes: readonly (number | null)[];
}

/** Terms that the catalogue leaves out because few postmortems have them, with the entries that do. */
export type RareTerms = Readonly<
  Partial<Record<FacetKey, readonly (CatalogueTerm & { readonly entries: readonly number[] })[]>>
>;

export type Selection = Readonly<Partial<Record<FacetKey, readonly string[]>>>;

export const sorts = {
  relevance: 'Relevance',
  newest: 'Newest',
  improvement: 'Largest improvement',
} as const;
export type Sort = keyof typeof sorts;

export interface Narrowed {
  /** The entries that pass every facet, in the order given. */
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
  const columns = facetKeys(catalogue).map((key) => ({
    key,
    facet: catalogue.facets[key],
    chosen: chosenPositions(catalogue.facets[key], selection[key] ?? []),
    tally: new Uint32Array(catalogue.facets[key].terms.length),
  }));
  type Column = (typeof columns)[number];
  const passes = ({ facet, chosen }: Column, entry: number) =>
    chosen === undefined || (facet.of[entry] ?? []).some((term) => chosen.has(term));
  const count = ({ facet, tally }: Column, entry: number) => {
    for (const term of facet.of[entry] ?? []) tally[term] = (tally[term] ?? 0) + 1;
  };

  const narrowing = columns.filter(({ chosen }) => chosen !== undefined);
  const kept = entries.filter((entry) => {
    const failed = narrowing.filter((column) => !passes(column, entry));
    if (failed.length === 0) for (const column of columns) count(column, entry);
    else if (failed.length === 1) for (const column of failed) count(column, entry);
    return failed.length === 0;
  });
  const counts = columns.map(({ key, facet, tally }) => [
    key,
    new Map(facet.terms.map(({ id }, position) => [id, tally[position] ?? 0])),
  ]);
  return { entries: kept, counts: Object.fromEntries(counts) as Narrowed['counts'] };
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

/** Puts entries in the order asked for. Those without a figure come last, newest first. */
export function inOrder(
  { newest, changes }: Orders,
  entries: readonly number[],
  sort: Exclude<Sort, 'relevance'>,
): readonly number[] {
  const asked = new Set(entries);
  const byDate = newest.filter((entry) => asked.has(entry));
  if (sort === 'newest') return byDate;
  const change = (entry: number) => changes[entry] ?? Infinity;
  return byDate.toSorted((a, b) => (change(a) === change(b) ? 0 : change(a) - change(b)));
}

/** Whether the selection names a term that the catalogue does not have. */
export const asksForOthers = ({ facets }: Catalogue, selection: Selection): boolean =>
  Object.entries(facets).some(([key, { terms }]) =>
    (selection[key as FacetKey] ?? []).some((id) => !terms.some((term) => term.id === id)),
  );

/** The catalogue with the rare terms that the selection names. */
export function withRareTerms(
  catalogue: Catalogue,
  rare: RareTerms,
  selection: Selection,
): Catalogue {
  const facets = facetKeys(catalogue).map((key) => {
    const { terms, of } = catalogue.facets[key];
    const added = (rare[key] ?? []).filter(({ id }) => selection[key]?.includes(id));
    if (added.length === 0) return [key, { terms, of }];
    const wider = of.map((positions) => [...positions]);
    for (const [index, { entries }] of added.entries())
      for (const entry of entries) wider[entry]?.push(terms.length + index);
    return [
      key,
      { terms: [...terms, ...added.map(({ id, label }) => ({ id, label }))], of: wider },
    ];
  });
  return { ...catalogue, facets: Object.fromEntries(facets) as Catalogue['facets'] };
}
