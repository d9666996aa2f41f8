import { memoryLinePath, type MemoryLine } from '../charts/memory-line.ts';
import { formatFixedIn } from '../model/affected.ts';
import type { Postmortem } from '../model/content.ts';
import { summarizeImprovement, improvementShare } from '../model/improvement.ts';
import { findTerm, type Vocabulary } from '../model/vocabulary.ts';
import { incidentSize } from './incident-size.ts';

/** What a line of the result list shows. */
export interface Row {
  readonly id: number;
  readonly title: string;
  readonly summary: string;
  /** Labels, not ids. */
  readonly cause: string;
  readonly component: string;
  /** `38.94 MB → 9.46 MB, −75.7 %`, or `not measured`. */
  readonly figure: string;
  /** The releases with the fix: `3.9.5 and 3.10.11`. Empty if none is known. */
  readonly fixed: string;
  /** As precisely as it is known. */
  readonly reported: string;
  /** SVG path data for a box of `lineBox`. */
  readonly line: string;
  readonly lineFrom: MemoryLine['from'];
  /** The text below a glyph: the label of the shape that was reported. */
  readonly shape: string;
}

export const lineBox = { width: 96, height: 24 } as const;

/** What a result shows of a postmortem. */
export function buildRow(postmortem: Postmortem, vocabulary: Vocabulary): Row {
  const { data } = postmortem;
  const shape = data.growth?.[0];
  const { path, from } = memoryLinePath(postmortem, vocabulary, lineBox.width, lineBox.height);
  return {
    id: data.id,
    title: data.title,
    summary: data.summary,
    cause: findTerm(vocabulary.causes, data.cause).label,
    component: data.component.map(({ name }) => name).join(', '),
    figure: summarizeImprovement(data),
    fixed: formatFixedIn(data.component),
    reported: data.reported,
    line: path,
    lineFrom: from,
    shape: from === 'shape' ? findTerm(vocabulary.growth, shape ?? '').label : '',
  };
}

/** What a list that can be sorted shows of an incident. */
export interface ListItem {
  readonly row: Row;
  /** `size up to 4.7 GB`. */
  readonly size: string;
  /** Values to sort by. */
  readonly order: Readonly<Record<'date' | 'share' | 'bytes', string | number | undefined>>;
}

/** An incident is in a dozen lists or more. */
const listed = new WeakMap<Postmortem, ListItem>();

/** Computed once for each incident. */
export function buildListItem(postmortem: Postmortem, vocabulary: Vocabulary): ListItem {
  const known = listed.get(postmortem);
  const incident = known ?? computeListItem(postmortem, vocabulary);
  if (!known) listed.set(postmortem, incident);
  return incident;
}

function computeListItem(postmortem: Postmortem, vocabulary: Vocabulary): ListItem {
  const { data } = postmortem;
  const size = incidentSize(postmortem, vocabulary);
  return {
    row: buildRow(postmortem, vocabulary),
    size: size ? `size ${size.text}` : 'size unknown',
    order: { date: data.reported, share: improvementShare(data), bytes: size?.bytes },
  };
}
