import type { Postmortem, Symptom } from '../model/content.ts';
import { listTermIds } from '../model/facets.ts';
import { facets, type FacetKey, type Runtime } from '../model/vocabulary.ts';

/** Terms of facets, any of each. */
export type Terms = Readonly<Partial<Record<FacetKey, readonly string[]>>>;

/**
 * What selects the incidents of a symptom, or those of them in one runtime. The layer of a runtime takes the place of those
 * of the symptom.
 */
export function symptomTerms(
  { data }: Symptom,
  { languages, layers }: Partial<Runtime> = {},
): Terms {
  const { cause, growth, layer, platform } = data.incidents;
  const terms: Partial<Record<FacetKey, readonly string[] | undefined>> = {
    cause,
    growth,
    platform,
    layer: layers ?? layer,
    language: languages,
  };
  return Object.fromEntries(Object.entries(terms).filter(([, ids]) => ids !== undefined));
}

/** The postmortems with a term of each facet, in the order given. */
export const selectIncidents = (
  postmortems: readonly Postmortem[],
  terms: Terms,
): readonly Postmortem[] =>
  postmortems.filter(({ data }) =>
    facets.every(({ key }) => {
      const wanted = terms[key];
      return wanted === undefined || listTermIds(data, key).some((id) => wanted.includes(id));
    }),
  );
