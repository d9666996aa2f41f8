import type { Postmortem } from '../model/content.ts';
import { type Row, rowOf } from './incident-row.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { improvementShare } from '../model/improvement.ts';
import { incidentSize } from './incident-order.ts';

/** What a list that can be sorted shows of an incident. */
export interface ListedIncident {
  readonly row: Row;
  /** `size up to 4.7 GB`. */
  readonly size: string;
  /** Values to sort by. */
  readonly order: Readonly<Record<'date' | 'share' | 'bytes', string | number | undefined>>;
}

/** An incident is in a dozen lists or more. */
const listed = new WeakMap<Postmortem, ListedIncident>();

/** Computed once for each incident. */
export function listedIncident(postmortem: Postmortem, vocabulary: Vocabulary): ListedIncident {
  const known = listed.get(postmortem);
  const incident = known ?? computed(postmortem, vocabulary);
  if (!known) listed.set(postmortem, incident);
  return incident;
}

function computed(postmortem: Postmortem, vocabulary: Vocabulary): ListedIncident {
  const { data } = postmortem;
  const size = incidentSize(postmortem);
  return {
    row: rowOf(postmortem, vocabulary),
    size: size ? `size ${size.text}` : 'size unknown',
    order: { date: data.reported, share: improvementShare(data), bytes: size?.bytes },
  };
}
