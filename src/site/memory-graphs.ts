import { leakLine } from '../charts/leak-line.ts';
import type { Postmortem } from '../model/content.ts';
import { groupByTerm } from '../model/facets.ts';
import type { Collection } from '../model/collection.ts';
import type { Term } from '../model/vocabulary.ts';

/** The incidents of one cause whose memory graphs the home page shows. */
export interface CauseGraphs {
  readonly cause: Term;
  /** Number of all incidents of the cause. */
  readonly total: number;
  /** Incidents whose leak was measured, by id. */
  readonly shown: readonly Postmortem[];
}

/** Limits the size of the home page: a graph is about 550 bytes of HTML. */
export const maxGraphs = 500;

/**
 * Groups the incidents whose leak was measured by cause, the most common cause first. If there are too many to show all, each
 * cause shows its newest in proportion, but at least one.
 */
export function groupGraphsByCause({
  vocabulary,
  postmortems,
}: Pick<Collection, 'vocabulary' | 'postmortems'>): readonly CauseGraphs[] {
  const measured = postmortems.filter((postmortem) => leakLine(postmortem, vocabulary));
  const byCause = groupByTerm(measured, 'cause');
  const totals = groupByTerm(postmortems, 'cause');
  const part = Math.min(1, maxGraphs / measured.length);
  return vocabulary.causes
    .flatMap((cause) => {
      const incidents = byCause.get(cause.id);
      if (!incidents) return [];
      const newest = incidents.slice(0, Math.max(1, Math.floor(incidents.length * part)));
      const shown = newest.toSorted((a, b) => a.data.id - b.data.id);
      return [{ cause, total: totals.get(cause.id)?.length ?? 0, shown }];
    })
    .toSorted((a, b) => b.total - a.total);
}
