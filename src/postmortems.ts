import { getCollection } from 'astro:content';

import type { Cause, Content, Guide, Postmortem } from './content.ts';
import { termIdsOf } from './facets.ts';
import type { FacetKey, Vocabulary } from './vocabulary.ts';

/** Everything the pages show. Checked by the loader; pages trust it. */
export interface Collection {
  readonly vocabulary: Vocabulary;
  /** Newest report first; of the same date the higher id first. */
  readonly postmortems: readonly Postmortem[];
  readonly byId: ReadonlyMap<number, Postmortem>;
  readonly causes: readonly Cause[];
  readonly guides: readonly Guide[];
}

export async function loadCollection(): Promise<Collection> {
  const [postmortems, causes, guides, [vocabulary]] = await Promise.all([
    getCollection('postmortems'),
    getCollection('causes'),
    getCollection('guides'),
    getCollection('vocabulary'),
  ]);
  if (!vocabulary) throw new Error('the vocabulary was not loaded');
  const sorted = postmortems.map(({ data }) => data).toSorted(newestFirst);
  return {
    vocabulary: vocabulary.data,
    postmortems: sorted,
    byId: new Map(sorted.map((postmortem) => [postmortem.data.id, postmortem])),
    causes: causes.map(({ data }) => data),
    guides: guides.map(({ data }) => data),
  };
}

const newestFirst = (a: Postmortem, b: Postmortem): number =>
  b.data.reported.localeCompare(a.data.reported) || b.data.id - a.data.id;

/** The date of the newest content, `YYYY-MM-DD` as far as known: outputs carry it instead of the time of the build. */
export function newestDate({ postmortems }: Pick<Content, 'postmortems'>): string {
  const dates = postmortems.flatMap(({ data }) => [data.reported, data.resolved ?? data.reported]);
  return dates.toSorted().at(-1) ?? '1970';
}

/** Those that carry a term, in the collection's order. */
export const withTerm = (
  collection: Collection,
  key: FacetKey,
  id: string,
): readonly Postmortem[] =>
  collection.postmortems.filter(({ data }) => termIdsOf(data, key).includes(id));

export interface Relation {
  readonly postmortem: Postmortem;
  readonly why: string;
}

/** Other incidents and why: what the author named, what this is a regression of, what followed from its fix. */
export function relationsOf(collection: Collection, postmortem: Postmortem): readonly Relation[] {
  const why = new Map<number, string>();
  for (const id of postmortem.data.regressionOf ?? []) why.set(id, 'Its fix led to this incident.');
  for (const other of collection.postmortems)
    if (other.data.regressionOf?.includes(postmortem.data.id))
      why.set(other.data.id, 'Caused by the fix of this incident.');
  for (const { id, why: reason } of postmortem.data.related ?? [])
    if (!why.has(id)) why.set(id, reason);
  for (const other of collection.postmortems) {
    const back = other.data.related?.find(({ id }) => id === postmortem.data.id);
    if (back && !why.has(other.data.id)) why.set(other.data.id, back.why);
  }
  return [...why].flatMap(([id, reason]) => {
    const other = collection.byId.get(id);
    return other ? [{ postmortem: other, why: reason }] : [];
  });
}
