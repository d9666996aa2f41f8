import type { Postmortem } from '../content.ts';
import { termIdsOf, termsOfFacet } from '../facets.ts';
import { improvementShare } from '../root-cause-index/incident-order.ts';
import { facets, type FacetKey, type Vocabulary } from '../vocabulary.ts';
import type { Catalogue, CatalogueFacet } from './catalogue.ts';

/** The catalogue of postmortems in the order given, with the names of their Pagefind fragments. */
export function catalogueOf(
  postmortems: readonly Postmortem[],
  fragments: readonly string[],
  vocabulary: Vocabulary,
): Catalogue {
  const entries = facets.map(({ key }) => [key, facetOf(postmortems, key, vocabulary)]);
  return {
    ids: postmortems.map(({ data }) => data.id),
    fragments,
    facets: Object.fromEntries(entries) as Catalogue['facets'],
    changes: postmortems.map(({ data }) => changeOf(data)),
  };
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
  return { terms, of: idsOf.map((ids) => ids.flatMap((id) => position.get(id) ?? [])) };
}

function changeOf(data: Postmortem['data']): number | null {
  const share = improvementShare(data);
  return share === undefined ? null : Math.round(share * 1e4);
}
