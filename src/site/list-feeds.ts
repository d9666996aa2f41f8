import { cellListsOf, termListsOf, type IncidentList } from './incident-lists.ts';
import { formerPagesOf } from '../content/permalinks/former-pages.ts';
import type { Collection } from '../model/collection.ts';
import { pagedFacets } from '../root-cause-index/term-pages.ts';

/** A feed for every page of a term, and for those that moved: who follows an old feed goes on reading the new list. */
export function termFeedsOf(collection: Collection) {
  const lists = termListsOf(collection);
  return [...lists, ...formerLists(collection, lists)].flatMap((list) => {
    const [, facet = '', term = '', rest] = list.path.split('/');
    return rest === '' && pagedFacets.some(({ path }) => path === facet)
      ? [{ params: { facet, term }, props: list }]
      : [];
  });
}

/** A feed for every cell of the matrices, and for those that moved. */
export function cellFeedsOf(collection: Collection) {
  const lists = cellListsOf(collection);
  return [...lists, ...formerLists(collection, lists)].flatMap((list) => {
    const [, cause, across, term] = /^\/causes\/([^/]+)\/([^/]+)\/([^/]+)\/$/.exec(list.path) ?? [];
    return cause !== undefined && across !== undefined && term !== undefined
      ? [{ params: { cause, across, term }, props: list }]
      : [];
  });
}

const formerLists = (
  collection: Collection,
  lists: readonly IncidentList[],
): readonly IncidentList[] =>
  formerPagesOf(collection).map(({ path, name, fate }) => {
    const now = fate.kind === 'moved' ? lists.find((list) => list.path === fate.to) : undefined;
    return { title: now?.title ?? name, path, postmortems: now?.postmortems ?? [] };
  });
