import type { Match } from '../../match/match.ts';
import type { Series, Warning } from '../../reports/report.ts';
import type { Excerpt } from './excerpt.ts';

/** What the page says to a paste or to files. Plain data and small, however large the question: it comes from a Worker. */
export interface Answer {
  readonly parts: readonly Part[];
  readonly incidents: readonly MatchedIncident[];
  /** Functions that were left out of the comparison, with the reason: each program shows them. */
  readonly passedOver: readonly PassedOver[];
}

/** One file, or the pasted text. */
export interface Part {
  readonly name: string;
  readonly byteCount: number;
  readonly segments: readonly Segment[];
  /** Segments beyond those in `segments`. */
  readonly moreSegments: number;
  readonly unreadCount: number;
  readonly unread: readonly { readonly number: number; readonly text: string }[];
  readonly errors: readonly string[];
  /** Absent for a binary file. */
  readonly excerpt?: Excerpt | undefined;
}

export interface Segment {
  readonly format: string;
  readonly label: string;
  readonly lines?: readonly [first: number, last: number] | undefined;
  /** `162 stacks`, `1 series`. */
  readonly holds: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly curves: readonly Curve[];
  readonly moreCurves: number;
  readonly warnings: readonly Warning[];
}

export interface Curve {
  readonly series: Series;
  /** `RSS climbs 12.3 MiB/h for 9 h 20 min without a fall`. */
  readonly says: string;
  /** The growth shape of the vocabulary, and what usually draws it. */
  readonly growth?: { readonly id: string; readonly label: string } | undefined;
  readonly causes: readonly CauseCount[];
  /** Incidents with this growth shape. */
  readonly incidentCount: number;
}

export interface CauseCount {
  readonly id: string;
  readonly label: string;
  readonly count: number;
}

export interface MatchedIncident extends Omit<Match, 'because' | 'unmatched'> {
  readonly project: string;
  readonly cause: string;
  readonly fixes: readonly string[];
  readonly figure: string;
  readonly because: readonly (Omit<Match['because'][number], 'at'> & Place)[];
  readonly unmatched: readonly (Omit<Match['unmatched'][number], 'at'> & Place)[];
}

/** Where a line stands: the part's place in `Answer.parts`, and its line there. */
export interface Place {
  readonly part: number;
  readonly line?: number | undefined;
}

export interface PassedOver {
  readonly name: string;
  readonly why: 'allocator' | 'entry';
}
