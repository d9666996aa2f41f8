import type { PostmortemData } from './schema.ts';
import { facets, statuses, type FacetKey, type Term, type Vocabulary } from './vocabulary.ts';

/** The terms of one facet that a postmortem carries, the main one first. */
export function termIdsOf(data: PostmortemData, key: FacetKey): readonly string[] {
  switch (key) {
    case 'cause':
      return [data.cause];
    case 'tool':
      return [...new Set(data.tools.map(({ name }) => name))];
    case 'component':
      return data.component.map(({ id }) => id);
    case 'growth':
      return data.growth ?? [];
    case 'status':
      return [data.status];
    case 'layer':
    case 'language':
    case 'fix':
    case 'platform':
      return data[key];
  }
}

/**
 * All terms of a facet in the order readers see: the vocabulary's, or for components by name.
 * Components are named by the postmortems themselves.
 */
export function termsOfFacet(
  key: FacetKey,
  vocabulary: Vocabulary,
  postmortems: readonly { readonly data: PostmortemData }[],
): readonly Term[] {
  switch (key) {
    case 'cause':
      return vocabulary.causes;
    case 'layer':
      return vocabulary.layers;
    case 'language':
      return vocabulary.languages;
    case 'fix':
      return vocabulary.fixes;
    case 'tool':
      return vocabulary.tools;
    case 'platform':
      return vocabulary.platforms;
    case 'growth':
      return vocabulary.growth;
    case 'status':
      return Object.entries(statuses).map(([id, term]) => ({ id, ...term }));
    case 'component':
      return componentsOf(postmortems);
  }
}

function componentsOf(postmortems: readonly { readonly data: PostmortemData }[]): readonly Term[] {
  const nameById = new Map<string, string>();
  for (const { data } of postmortems)
    for (const { id, name } of data.component) if (!nameById.has(id)) nameById.set(id, name);
  return [...nameById]
    .map(([id, label]) => ({ id, label, definition: '' }))
    .toSorted((a, b) => a.label.localeCompare(b.label, 'en'));
}

/** Postmortems by term id, in the order given; terms without any are absent. */
export function groupByTerm<P extends { readonly data: PostmortemData }>(
  postmortems: readonly P[],
  key: FacetKey,
): ReadonlyMap<string, readonly P[]> {
  const groups = new Map<string, P[]>();
  for (const postmortem of postmortems)
    for (const id of termIdsOf(postmortem.data, key)) {
      const group = groups.get(id);
      if (group) group.push(postmortem);
      else groups.set(id, [postmortem]);
    }
  return groups;
}

/** The facet whose term pages are at `/<path>/…/`. */
export const facetAt = (path: string) =>
  facets.find((facet) => 'path' in facet && facet.path === path);
