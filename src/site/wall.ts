import type { Postmortem } from '../model/content.ts';
import { groupByTerm } from '../model/facets.ts';
import type { Collection } from '../model/collection.ts';
import type { Term } from '../model/vocabulary.ts';

/** The incidents of one cause on the wall of leaks. */
export interface WallGroup {
  readonly cause: Term;
  /** How many there are. */
  readonly total: number;
  /** Those with a mark, by id. */
  readonly shown: readonly Postmortem[];
}

/** What the home page can bear: a mark is about 550 bytes of HTML. */
export const mostMarks = 500;

/**
 * The wall of leaks, the most frequent cause first. If all incidents do not fit, each cause shows its newest, as many as is
 * its share of the whole, but at least one; so the wall keeps its proportions however many there are.
 */
export function wallOf({
  vocabulary,
  postmortems,
}: Pick<Collection, 'vocabulary' | 'postmortems'>): readonly WallGroup[] {
  const byCause = groupByTerm(postmortems, 'cause');
  const part = Math.min(1, mostMarks / postmortems.length);
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
