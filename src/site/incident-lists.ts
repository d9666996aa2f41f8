import { causeCellPath, termPath } from '../model/paths.ts';
import { acrossFacet, listCellPages, cellTitle } from '../root-cause-index/cause-cells.ts';
import type { Postmortem } from '../model/content.ts';
import { getLiveAddresses, listRedirectPages } from '../content/permalinks/redirect-pages.ts';
import type { Collection } from '../model/collection.ts';
import { listTermPages, pagedFacets } from '../root-cause-index/term-pages.ts';

/** A list of incidents that has an address. A type and not an interface, because Astro's props want an index signature. */
export type IncidentList = {
  readonly title: string;
  /** Of its first page. */
  readonly path: string;
  readonly postmortems: readonly Postmortem[];
};

/** The list of every term. */
export const listTerms = (collection: Collection): readonly IncidentList[] =>
  listTermPages(collection, getLiveAddresses(collection).emptyLists).map(
    ({ props: { facet, term, postmortems } }) => ({
      title: term.label,
      path: termPath(facet.path, term.id),
      postmortems,
    }),
  );

/** The list of every cell of the matrices. */
export const listCells = (collection: Collection): readonly IncidentList[] =>
  listCellPages(collection, getLiveAddresses(collection).emptyLists).map(({ props: { cell } }) => ({
    title: cellTitle(cell),
    path: causeCellPath(cell.cause.id, acrossFacet(cell.across).path, cell.term.id),
    postmortems: cell.postmortems,
  }));

/** A feed for every page of a term, and for those that moved: who follows an old feed goes on reading the new list. */
export function listTermFeeds(collection: Collection) {
  const lists = listTerms(collection);
  return [...lists, ...redirectLists(collection, lists)].flatMap((list) => {
    const [, facet = '', term = '', rest] = list.path.split('/');
    return rest === '' && pagedFacets.some(({ path }) => path === facet)
      ? [{ params: { facet, term }, props: list }]
      : [];
  });
}

/** A feed for every cell of the matrices, and for those that moved. */
export function listCellFeeds(collection: Collection) {
  const lists = listCells(collection);
  return [...lists, ...redirectLists(collection, lists)].flatMap((list) => {
    const [, cause, across, term] = /^\/causes\/([^/]+)\/([^/]+)\/([^/]+)\/$/.exec(list.path) ?? [];
    return cause !== undefined && across !== undefined && term !== undefined
      ? [{ params: { cause, across, term }, props: list }]
      : [];
  });
}

const redirectLists = (
  collection: Collection,
  lists: readonly IncidentList[],
): readonly IncidentList[] =>
  listRedirectPages(collection).map(({ path, name, redirect }) => {
    const now =
      redirect.kind === 'moved' ? lists.find((list) => list.path === redirect.to) : undefined;
    return { title: now?.title ?? name, path, postmortems: now?.postmortems ?? [] };
  });
