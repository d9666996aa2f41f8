import { causeCellPath, termPath } from '../addresses.ts';
import { acrossFacet, cellPagesOf, cellTitle } from '../root-cause-index/cause-cells.ts';
import type { Postmortem } from '../content.ts';
import { formerPagesOf, liveAddressesOf } from '../permalinks/former-pages.ts';
import type { Collection } from '../postmortems.ts';
import { pagedFacets, termPagesOf } from '../root-cause-index/term-pages.ts';

/** The feed of a list of incidents. A type and not an interface, because Astro's props want an index signature. */
export type ListFeed = {
  readonly title: string;
  /** Of the page it belongs to. */
  readonly path: string;
  readonly postmortems: readonly Postmortem[];
};

/** A feed for every page of a term, and for those that moved: who follows an old feed goes on reading the new list. */
export function termFeedsOf(collection: Collection) {
  const live = liveAddressesOf(collection);
  const feeds = termPagesOf(collection, live.emptyLists).map(
    ({ props: { facet, term, postmortems } }): ListFeed => ({
      title: term.label,
      path: termPath(facet.path, term.id),
      postmortems,
    }),
  );
  return [...feeds, ...formerFeeds(collection, feeds)].flatMap((feed) => {
    const [, facet = '', term = '', rest] = feed.path.split('/');
    return rest === '' && pagedFacets.some(({ path }) => path === facet)
      ? [{ params: { facet, term }, props: feed }]
      : [];
  });
}

/** A feed for every cell of the matrices, and for those that moved. */
export function cellFeedsOf(collection: Collection) {
  const live = liveAddressesOf(collection);
  const feeds = cellPagesOf(collection, live.emptyLists).map(({ props: { cell } }): ListFeed => ({
    title: cellTitle(cell),
    path: causeCellPath(cell.cause.id, acrossFacet(cell.across).path, cell.term.id),
    postmortems: cell.postmortems,
  }));
  return [...feeds, ...formerFeeds(collection, feeds)].flatMap((feed) => {
    const [, cause, across, term] = /^\/causes\/([^/]+)\/([^/]+)\/([^/]+)\/$/.exec(feed.path) ?? [];
    return cause !== undefined && across !== undefined && term !== undefined
      ? [{ params: { cause, across, term }, props: feed }]
      : [];
  });
}

const formerFeeds = (collection: Collection, feeds: readonly ListFeed[]): readonly ListFeed[] =>
  formerPagesOf(collection).map(({ path, name, fate }) => {
    const now = fate.kind === 'moved' ? feeds.find((feed) => feed.path === fate.to) : undefined;
    return { title: now?.title ?? name, path, postmortems: now?.postmortems ?? [] };
  });
