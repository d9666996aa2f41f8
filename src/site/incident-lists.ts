import { causeCellPath, termPath } from '../model/paths.ts';
import { acrossFacet, cellPagesOf, cellTitle } from '../root-cause-index/cause-cells.ts';
import type { Postmortem } from '../model/content.ts';
import { liveAddressesOf } from '../content/permalinks/former-pages.ts';
import type { Collection } from '../model/collection.ts';
import { termPagesOf } from '../root-cause-index/term-pages.ts';

/** A list of incidents that has an address. A type and not an interface, because Astro's props want an index signature. */
export type IncidentList = {
  readonly title: string;
  /** Of its first page. */
  readonly path: string;
  readonly postmortems: readonly Postmortem[];
};

/** The list of every term. */
export const termListsOf = (collection: Collection): readonly IncidentList[] =>
  termPagesOf(collection, liveAddressesOf(collection).emptyLists).map(
    ({ props: { facet, term, postmortems } }) => ({
      title: term.label,
      path: termPath(facet.path, term.id),
      postmortems,
    }),
  );

/** The list of every cell of the matrices. */
export const cellListsOf = (collection: Collection): readonly IncidentList[] =>
  cellPagesOf(collection, liveAddressesOf(collection).emptyLists).map(({ props: { cell } }) => ({
    title: cellTitle(cell),
    path: causeCellPath(cell.cause.id, acrossFacet(cell.across).path, cell.term.id),
    postmortems: cell.postmortems,
  }));
