import type { Postmortem } from '../../model/content.ts';
import { listTermIds, termsOfFacet } from '../../model/facets.ts';
import { facets, type FacetKey, type Vocabulary } from '../../model/vocabulary.ts';
import { improvementShare } from '../../model/improvement.ts';

/**
 * The facets of all postmortems, small enough to load whole. Pagefind's own filters cost more than a second per search at
 * 10,000 entries and a separate search per facet; counting over this takes milliseconds.
 */
export interface FacetTable {
  /** Ascending; an entry is a place in this list, and every list below is in its order. */
  readonly ids: readonly number[];
  readonly facets: Readonly<Record<FacetKey, FacetColumn>>;
}

export interface FacetColumn {
  /** Terms in use, in the order of the vocabulary. */
  readonly terms: readonly FacetTerm[];
  /** Every combination of terms that occurs, by their positions in `terms`; the most frequent first. */
  readonly sets: readonly (readonly number[])[];
  /** Per entry its combination, by the position in `sets`. */
  readonly of: readonly number[];
}

export interface FacetTerm {
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

/** Terms that the table leaves out because few postmortems have them, with the entries that do. */
export type RareTerms = Readonly<Partial<Record<FacetKey, readonly RareTerm[]>>>;

export interface RareTerm extends FacetTerm {
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
export function facetColumn(
  terms: readonly FacetTerm[],
  positions: readonly (readonly number[])[],
): FacetColumn {
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
  table: FacetTable,
  entries: readonly number[],
  selection: Selection,
): Narrowed {
  const columns = facetKeys(table).map((key) => {
    const facet = table.facets[key];
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

const facetKeys = (table: FacetTable) => Object.keys(table.facets) as FacetKey[];

/** By set whether it has one of the terms. Undefined if nothing is chosen; none pass if only unknown terms are. */
function passingSets(
  { terms, sets }: FacetColumn,
  ids: readonly string[],
): readonly boolean[] | undefined {
  if (ids.length === 0) return undefined;
  return sets.map((set) => set.some((position) => ids.includes(terms[position]?.id ?? '')));
}

function countsById({ terms, sets }: FacetColumn, tally: Uint32Array): Map<string, number> {
  const counts = new Map(terms.map(({ id }) => [id, 0]));
  for (const [index, set] of sets.entries())
    for (const position of set) {
      const id = terms[position]?.id ?? '';
      counts.set(id, (counts.get(id) ?? 0) + (tally[index] ?? 0));
    }
  return counts;
}

/** Puts entries in the order asked for. Those without a figure come last, newest first. */
export function sortEntries(
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

/** Whether the selection names a term that the table does not have. */
export const selectsOtherTerms = ({ facets }: FacetTable, selection: Selection): boolean =>
  Object.entries(facets).some(([key, { terms }]) =>
    (selection[key as FacetKey] ?? []).some((id) => !terms.some((term) => term.id === id)),
  );

/** The table with the rare terms that the selection names. */
export function withRareTerms(
  table: FacetTable,
  rare: RareTerms,
  selection: Selection,
): FacetTable {
  const facets = facetKeys(table).map((key) => {
    const facet = table.facets[key];
    const added = (rare[key] ?? []).filter(({ id }) => selection[key]?.includes(id));
    return [key, added.length === 0 ? facet : withTerms(facet, added)];
  });
  return { ...table, facets: Object.fromEntries(facets) as FacetTable['facets'] };
}

function withTerms({ terms, sets, of }: FacetColumn, added: readonly RareTerm[]): FacetColumn {
  const positions = of.map((set) => [...(sets[set] ?? [])]);
  for (const [index, { entries }] of added.entries())
    for (const entry of entries) positions[entry]?.push(terms.length + index);
  const all = [...terms, ...added.map(({ id, label }) => ({ id, label }))];
  return facetColumn(all, positions);
}

/** Terms of a facet that the search page lists. Nobody reads through more, and the search finds a component by its name. */
export const longestFacet = 200;

/** The whole table. Throws if the postmortems are not in the order of their ids. */
export function buildFacetTable(
  postmortems: readonly Postmortem[],
  vocabulary: Vocabulary,
): FacetTable {
  const ids = postmortems.map(({ data }) => data.id);
  if (ids.some((id, index) => id <= (ids[index - 1] ?? 0)))
    throw new Error('the table wants postmortems in ascending order of their ids');
  const entries = facets.map(({ key }) => [key, buildColumn(postmortems, key, vocabulary)]);
  return { ids, facets: Object.fromEntries(entries) as FacetTable['facets'] };
}

function buildColumn(
  postmortems: readonly Postmortem[],
  key: FacetKey,
  vocabulary: Vocabulary,
): FacetColumn {
  const idsOf = postmortems.map(({ data }) => [...new Set(listTermIds(data, key))]);
  const used = new Set(idsOf.flat());
  const terms = termsOfFacet(key, vocabulary, postmortems)
    .filter(({ id }) => used.has(id))
    .map(({ id, label }) => ({ id, label }));
  const position = new Map(terms.map(({ id }, index) => [id, index]));
  return facetColumn(
    terms,
    idsOf.map((ids) => ids.flatMap((id) => position.get(id) ?? [])),
  );
}

/** The table with the most frequent terms of each facet, and the other terms apart. */
export function splitFacetTable(whole: FacetTable): {
  readonly table: FacetTable;
  readonly rareTerms: RareTerms;
} {
  const parts = facets.map(({ key }) => ({ key, ...splitFacet(whole.facets[key]) }));
  const frequent = parts.map(({ key, facet }) => [key, facet]);
  const rare = parts.filter(({ rare }) => rare.length > 0).map(({ key, rare }) => [key, rare]);
  return {
    table: { ...whole, facets: Object.fromEntries(frequent) as FacetTable['facets'] },
    rareTerms: Object.fromEntries(rare) as RareTerms,
  };
}

function splitFacet({ terms, sets, of }: FacetColumn) {
  const positions = of.map((set) => sets[set] ?? []);
  const entriesOf = terms.map((): number[] => []);
  for (const [entry, set] of positions.entries())
    for (const position of set) entriesOf[position]?.push(entry);
  const frequentFirst = [...terms.keys()].toSorted(
    (a, b) => (entriesOf[b]?.length ?? 0) - (entriesOf[a]?.length ?? 0) || a - b,
  );
  const kept = frequentFirst.slice(0, longestFacet).toSorted((a, b) => a - b);
  const place = new Map(kept.map((position, index) => [position, index]));
  return {
    facet: facetColumn(
      kept.flatMap((position) => terms[position] ?? []),
      positions.map((set) => set.flatMap((position) => place.get(position) ?? [])),
    ),
    rare: terms.flatMap((term, position) =>
      place.has(position) ? [] : [{ ...term, entries: entriesOf[position] ?? [] }],
    ),
  };
}

/** The orders of postmortems that stand in the order of their ids. */
export function buildOrders(postmortems: readonly Postmortem[]): Orders {
  const reported = postmortems.map(({ data }) => data.reported);
  return {
    newest: [...postmortems.keys()].toSorted(
      (a, b) => compareText(reported[b] ?? '', reported[a] ?? '') || b - a,
    ),
    changes: postmortems.map(({ data }) => changeOf(data)),
  };
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function changeOf(data: Postmortem['data']): number | null {
  const share = improvementShare(data);
  return share === undefined ? null : Math.round(share * 1e4);
}
