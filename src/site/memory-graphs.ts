import type { Postmortem } from '../model/content.ts';
import { groupByTerm } from '../model/facets.ts';
import type { Collection } from '../model/collection.ts';
import type { Term } from '../model/vocabulary.ts';

/** The incidents of one cause whose memory graphs the home page shows. */
export interface CauseGraphs {
  readonly cause: Term;
  /** Number of all incidents of the cause. */
  readonly total: number;
  /** Incidents with a graph, by id. */
  readonly shown: readonly Postmortem[];
}

/** Limits the size of the home page: a graph is about 550 bytes of HTML. */
export const maxGraphs = 500;

/**
 * Groups incidents by cause, the most common cause first. If there are too many to show all, each cause shows its newest in
 * proportion to its share of the collection, but at least one.
 */
export function groupGraphsByCause({
  vocabulary,
  postmortems,
}: Pick<Collection, 'vocabulary' | 'postmortems'>): readonly CauseGraphs[] {
  const byCause = groupByTerm(postmortems, 'cause');
  const part = Math.min(1, maxGraphs / postmortems.length);
  return vocabulary.causes
    .flatMap((cause) => {
      const incidents = byCause.get(cause.id);
      if (!incidents) return [];
      const newest = incidents.slice(0, Math.max(1, Math.floor(incidents.length * part)));
      const shown = newest.toSorted((a, b) => a.data.id - b.data.id);
      return [{ cause, total: incidents.length, shown }];
    })
    .toSorted((a, b) => b.total - a.total);
}
