import type { PostmortemData } from './schema.ts';
import { termsIn, type FacetKey, type Term, type Vocabulary } from './vocabulary.ts';

type Described = readonly { readonly data: PostmortemData }[];

interface FacetReading {
  /** Ids of the terms that a postmortem carries, the main one first. */
  readonly idsIn: (data: PostmortemData) => readonly string[];
  /** All terms in the order readers see. */
  readonly terms: (vocabulary: Vocabulary, postmortems: Described) => readonly Term[];
}

const readings: Readonly<Record<FacetKey, FacetReading>> = {
  cause: { idsIn: ({ cause }) => [cause], terms: ({ causes }) => causes },
  layer: { idsIn: ({ layer }) => layer, terms: ({ layers }) => layers },
  language: { idsIn: ({ language }) => language, terms: ({ languages }) => languages },
  fix: { idsIn: ({ fix }) => fix, terms: ({ fixes }) => fixes },
  tool: {
    idsIn: ({ tools }) => [...new Set(tools.map(({ name }) => name))],
    terms: ({ tools }) => tools,
  },
  platform: { idsIn: ({ platform }) => platform, terms: ({ platforms }) => platforms },
  growth: { idsIn: ({ growth = [] }) => growth, terms: ({ growth }) => growth },
  component: {
    idsIn: ({ component }) => component.map(({ id }) => id),
    terms: (_, postmortems) => componentsNamedIn(postmortems),
  },
  status: {
    idsIn: ({ status }) => [status],
    terms: (vocabulary) => termsIn('statuses', vocabulary),
  },
  year: {
    idsIn: ({ reported }) => [parseYear(reported)],
    terms: (_, postmortems) => listYears(postmortems),
  },
};

/** The terms of one facet that a postmortem carries, the main one first. */
export const listTermIds = (data: PostmortemData, key: FacetKey): readonly string[] =>
  readings[key].idsIn(data);

/** All terms of a facet in the order readers see: the vocabulary's, or those that the postmortems name themselves. */
export const termsOfFacet = (
  key: FacetKey,
  vocabulary: Vocabulary,
  postmortems: Described,
): readonly Term[] => readings[key].terms(vocabulary, postmortems);

const parseYear = (date: string): string => date.slice(0, 4);

/** The latest first. */
const listYears = (postmortems: Described): Term[] =>
  [...new Set(postmortems.map(({ data }) => parseYear(data.reported)))]
    .toSorted((a, b) => Number(b) - Number(a))
    .map((id) => ({ id, label: id, definition: '' }));

/** By name. */
function componentsNamedIn(postmortems: Described): readonly Term[] {
  const components = postmortems.flatMap(({ data }) => data.component);
  return [...new Map(components.map(({ id, name }) => [id, name]))]
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
    for (const id of listTermIds(postmortem.data, key)) {
      const group = groups.get(id);
      if (group) group.push(postmortem);
      else groups.set(id, [postmortem]);
    }
  return groups;
}
