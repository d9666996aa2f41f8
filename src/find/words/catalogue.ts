import type { FacetKey } from '../../model/vocabulary.ts';

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
  /** Every combination of terms that occurs, by their positions in `terms`; the most frequent first. */
  readonly sets: readonly (readonly number[])[];
  /** Per entry its combination, by the position in `sets`. */
  readonly of: readonly number[];
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
export type RareTerms = Readonly<Partial<Record<FacetKey, readonly RareTerm[]>>>;

export interface RareTerm extends CatalogueTerm {
  readonly entries: readonly number[];
}

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

/** The facet of terms and, per entry, the positions of those that it has. */
export function facetFrom(
  terms: readonly CatalogueTerm[],
  positions: readonly (readonly number[])[],
): CatalogueFacet {
  const keys = positions.map((set) => set.join());
  const uses = new Map<string, { readonly set: readonly number[]; count: number }>();
  for (const [entry, key] of keys.entries()) {
    const use = uses.get(key) ?? { set: positions[entry] ?? [], count: 0 };
    use.count += 1;
    uses.set(key, use);
  }
  const frequent = [...uses].toSorted(([, a], [, b]) => b.count - a.count);
  const place = new Map(frequent.map(([key], index) => [key, index]));
  return {
    terms,
    sets: frequent.map(([, { set }]) => set),
    of: keys.map((key) => place.get(key) ?? 0),
  };
}

/** Keeps the entries that have one of the chosen terms in each facet, and counts every term against the other facets. */
export function narrow(
  catalogue: Catalogue,
  entries: readonly number[],
  selection: Selection,
): Narrowed {
  const columns = facetKeys(catalogue).map((key) => {
    const facet = catalogue.facets[key];
    const passes = passingSets(facet, selection[key] ?? []);
    return { key, facet, passes, tally: new Uint32Array(facet.sets.length) };
  });
  type Column = (typeof columns)[number];
  const setOf = ({ facet }: Column, entry: number) => facet.of[entry] ?? 0;
  const count = (column: Column, entry: number) => {
    const set = setOf(column, entry);
    column.tally[set] = (column.tally[set] ?? 0) + 1;
  };

  const narrowing = columns.filter(({ passes }) => passes !== undefined);
  const kept = entries.filter((entry) => {
    const failed = narrowing.filter((column) => !column.passes?.[setOf(column, entry)]);
    const counting = failed.length === 0 ? columns : failed.length === 1 ? failed : [];
    for (const column of counting) count(column, entry);
    return failed.length === 0;
  });
  const counts = columns.map(({ key, facet, tally }) => [key, countsById(facet, tally)]);
  return { entries: kept, counts: Object.fromEntries(counts) as Narrowed['counts'] };
}

const facetKeys = (catalogue: Catalogue) => Object.keys(catalogue.facets) as FacetKey[];

/** By set whether it has one of the terms. Undefined if nothing is chosen; none pass if only unknown terms are. */
function passingSets(
  { terms, sets }: CatalogueFacet,
  ids: readonly string[],
): readonly boolean[] | undefined {
  if (ids.length === 0) return undefined;
  return sets.map((set) => set.some((position) => ids.includes(terms[position]?.id ?? '')));
}

function countsById({ terms, sets }: CatalogueFacet, tally: Uint32Array): Map<string, number> {
  const counts = new Map(terms.map(({ id }) => [id, 0]));
  for (const [index, set] of sets.entries())
    for (const position of set) {
      const id = terms[position]?.id ?? '';
      counts.set(id, (counts.get(id) ?? 0) + (tally[index] ?? 0));
    }
  return counts;
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
    const facet = catalogue.facets[key];
    const added = (rare[key] ?? []).filter(({ id }) => selection[key]?.includes(id));
    return [key, added.length === 0 ? facet : withTerms(facet, added)];
  });
  return { ...catalogue, facets: Object.fromEntries(facets) as Catalogue['facets'] };
}

function withTerms(
  { terms, sets, of }: CatalogueFacet,
  added: readonly RareTerm[],
): CatalogueFacet {
  const positions = of.map((set) => [...(sets[set] ?? [])]);
  for (const [index, { entries }] of added.entries())
    for (const entry of entries) positions[entry]?.push(terms.length + index);
  const all = [...terms, ...added.map(({ id, label }) => ({ id, label }))];
  return facetFrom(all, positions);
}
