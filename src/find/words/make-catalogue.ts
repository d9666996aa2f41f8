import type { Postmortem } from '../../model/content.ts';
import { termIdsOf, termsOfFacet } from '../../model/facets.ts';
import { improvementShare } from '../../model/improvement.ts';
import { facets, type FacetKey, type Vocabulary } from '../../model/vocabulary.ts';
import {
  facetFrom,
  type Catalogue,
  type CatalogueFacet,
  type Orders,
  type RareTerms,
} from './catalogue.ts';

/** Terms of a facet that the search page lists. Nobody reads through more, and the search finds a component by its name. */
export const longestFacet = 200;

/** The whole catalogue. Throws if the postmortems are not in the order of their ids. */
export function catalogueOf(postmortems: readonly Postmortem[], vocabulary: Vocabulary): Catalogue {
  const ids = postmortems.map(({ data }) => data.id);
  if (ids.some((id, index) => id <= (ids[index - 1] ?? 0)))
    throw new Error('the catalogue wants postmortems in ascending order of their ids');
  const entries = facets.map(({ key }) => [key, facetOf(postmortems, key, vocabulary)]);
  return { ids, facets: Object.fromEntries(entries) as Catalogue['facets'] };
}

function facetOf(
  postmortems: readonly Postmortem[],
  key: FacetKey,
  vocabulary: Vocabulary,
): CatalogueFacet {
  const idsOf = postmortems.map(({ data }) => [...new Set(termIdsOf(data, key))]);
  const used = new Set(idsOf.flat());
  const terms = termsOfFacet(key, vocabulary, postmortems)
    .filter(({ id }) => used.has(id))
    .map(({ id, label }) => ({ id, label }));
  const position = new Map(terms.map(({ id }, index) => [id, index]));
  return facetFrom(
    terms,
    idsOf.map((ids) => ids.flatMap((id) => position.get(id) ?? [])),
  );
}

/** The catalogue with the most frequent terms of each facet, and the other terms apart. */
export function splitCatalogue(whole: Catalogue): {
  readonly catalogue: Catalogue;
  readonly rareTerms: RareTerms;
} {
  const parts = facets.map(({ key }) => ({ key, ...splitFacet(whole.facets[key]) }));
  const frequent = parts.map(({ key, facet }) => [key, facet]);
  const rare = parts.filter(({ rare }) => rare.length > 0).map(({ key, rare }) => [key, rare]);
  return {
    catalogue: { ...whole, facets: Object.fromEntries(frequent) as Catalogue['facets'] },
    rareTerms: Object.fromEntries(rare) as RareTerms,
  };
}

function splitFacet({ terms, sets, of }: CatalogueFacet) {
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
    facet: facetFrom(
      kept.flatMap((position) => terms[position] ?? []),
      positions.map((set) => set.flatMap((position) => place.get(position) ?? [])),
    ),
    rare: terms.flatMap((term, position) =>
      place.has(position) ? [] : [{ ...term, entries: entriesOf[position] ?? [] }],
    ),
  };
}

/** The orders of postmortems that stand in the order of their ids. */
export function ordersOf(postmortems: readonly Postmortem[]): Orders {
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
