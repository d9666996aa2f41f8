import type { Postmortem } from '../model/content.ts';
import { groupByTerm, termsOfFacet } from '../model/facets.ts';
import { causeCellPath } from '../model/paths.ts';
import type { Collection } from '../model/collection.ts';
import { facets, type FacetKey, type Term } from '../model/vocabulary.ts';

/** The facets that run across a matrix whose rows are causes. */
export const acrossCauses = ['layer', 'language', 'growth'] as const satisfies readonly FacetKey[];
export type AcrossCauses = (typeof acrossCauses)[number];

export const acrossFacet = (key: AcrossCauses) => {
  const facet = facets.find((candidate) => candidate.key === key);
  if (!facet || !('path' in facet)) throw new Error(`the facet ${key} has no pages`);
  return facet;
};

/** The incidents of one cause that carry one term of another facet: a cell of a matrix. */
export interface CauseCell {
  readonly cause: Term;
  readonly across: AcrossCauses;
  readonly term: Term;
  /** None in a list that is kept because its address was published. */
  readonly postmortems: readonly Postmortem[];
}

/** Every cell that has incidents, row by row in the order of the vocabulary. */
export function groupIntoCells(
  { vocabulary, postmortems }: Pick<Collection, 'vocabulary' | 'postmortems'>,
  across: AcrossCauses,
): readonly CauseCell[] {
  const byCause = groupByTerm(postmortems, 'cause');
  const terms = termsOfFacet(across, vocabulary, postmortems);
  return vocabulary.causes.flatMap((cause) => {
    const byTerm = groupByTerm(byCause.get(cause.id) ?? [], across);
    return terms.flatMap((term) => {
      const inCell = byTerm.get(term.id);
      return inCell ? [{ cause, across, term, postmortems: inCell }] : [];
    });
  });
}

/** The page of every cell that has incidents, and its feed; and of those that had some when they were published. */
export function listCellPages(
  collection: Pick<Collection, 'vocabulary' | 'postmortems'>,
  emptyLists: readonly string[] = [],
): { params: { cause: string; across: string; term: string }; props: { cell: CauseCell } }[] {
  const kept = new Set(emptyLists);
  return acrossCauses.flatMap((across) => {
    const { path } = acrossFacet(across);
    const terms = termsOfFacet(across, collection.vocabulary, []);
    const empty = collection.vocabulary.causes.flatMap((cause) =>
      terms.flatMap((term) =>
        kept.has(causeCellPath(cause.id, path, term.id))
          ? [{ cause, across, term, postmortems: [] }]
          : [],
      ),
    );
    return [...groupIntoCells(collection, across), ...empty].map((cell) => ({
      params: { cause: cell.cause.id, across: path, term: cell.term.id },
      props: { cell },
    }));
  });
}

/** A heading: `Missing free in libraries`, `Missing free in Go`, `Missing free with the shape staircase`. */
export function cellTitle({ cause, across, term }: Omit<CauseCell, 'postmortems'>): string {
  if (term.placeholder) return `${cause.label}, ${acrossFacet(across).label.toLowerCase()} unknown`;
  switch (across) {
    case 'layer':
      return `${cause.label} in ${pluralize(term.label.toLowerCase())}`;
    case 'language':
      return `${cause.label} in ${term.label}`;
    case 'growth':
      return `${cause.label} with the shape ${term.label.toLowerCase()}`;
  }
}

const pluralize = (noun: string): string =>
  /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;

/** The most frequent causes of incidents, all of them if several are as frequent, in the order of the vocabulary. */
export function mostCommonCauses(
  postmortems: readonly Postmortem[],
  { causes }: Pick<Collection['vocabulary'], 'causes'>,
): readonly { readonly cause: Term; readonly postmortems: readonly Postmortem[] }[] {
  const byCause = groupByTerm(postmortems, 'cause');
  return largestGroups(
    causes.map((cause) => ({ cause, postmortems: byCause.get(cause.id) ?? [] })),
  ).filter((group) => group.postmortems.length > 0);
}

/** Those with the most incidents, all of them if several have as many; in the order given. */
export function largestGroups<Group extends { readonly postmortems: readonly unknown[] }>(
  groups: readonly Group[],
): readonly Group[] {
  const most = Math.max(0, ...groups.map(({ postmortems }) => postmortems.length));
  return groups.filter(({ postmortems }) => postmortems.length === most);
}
