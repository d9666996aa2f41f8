import { findRegressions } from './aggregates.ts';
import type { Cause, Postmortem } from '../model/content.ts';
import { groupByTerm, termsOfFacet } from '../model/facets.ts';
import type { Collection } from '../model/collection.ts';
import { facets, type Facet, type Term } from '../model/vocabulary.ts';

/** A facet whose terms have pages. */
export type PagedFacet = Facet & { readonly path: string };

export const pagedFacets: readonly PagedFacet[] = facets.filter(
  (facet): facet is Extract<(typeof facets)[number], { path: string }> => 'path' in facet,
);

/** A type and not an interface, because Astro's props want an index signature. */
export type TermPage = {
  readonly facet: PagedFacet;
  readonly term: Term;
  readonly postmortems: readonly Postmortem[];
  /** The guide, for causes. */
  readonly guide?: Cause;
  /** Incidents that the fix of one of these caused. */
  readonly regressions: readonly Postmortem[];
  readonly collection: Collection;
};

/**
 * One page per term: every term of the vocabulary, in use or not, because its address is permanent; and the components that
 * no incident names any more.
 */
export function listTermPages(
  collection: Collection,
  emptyLists: readonly string[] = [],
): { params: { facet: string; term: string }; props: TermPage }[] {
  const regressions = collection.postmortems.filter(({ data }) => data.regressionOf);
  return pagedFacets.flatMap((facet) => {
    const byTerm = groupByTerm(collection.postmortems, facet.key);
    const terms = termsOfFacet(facet.key, collection.vocabulary, collection.postmortems);
    const kept = facet.key === 'component' ? keptComponents(facet.path, emptyLists) : [];
    return [...terms, ...kept].map((term) => {
      const guide =
        facet.key === 'cause' ? collection.causes.find(({ id }) => id === term.id) : undefined;
      const own = byTerm.get(term.id) ?? [];
      return {
        params: { facet: facet.path, term: term.id },
        props: {
          facet,
          term,
          postmortems: own,
          ...(guide && { guide }),
          regressions: findRegressions(own, regressions),
          collection,
        },
      };
    });
  });
}

/** Nothing is known of them but what their address says. */
function keptComponents(path: string, emptyLists: readonly string[]): readonly Term[] {
  const ids = emptyLists.flatMap((list) => {
    const [, folder, id, rest] = list.split('/');
    return folder === path && id !== undefined && rest === '' ? [id] : [];
  });
  return ids.map((id) => ({ id, label: id, definition: '' }));
}

/** The facet against which the causes of a term are set out in a matrix; only languages and layers have one. */
export function matrixFacet(key: PagedFacet['key']): 'layer' | 'language' | undefined {
  if (key === 'language') return 'layer';
  return key === 'layer' ? 'language' : undefined;
}
