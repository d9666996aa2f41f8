import type { Match } from '../../match/match.ts';
import type { NextStep, OtherAnswer } from '../other-answer.ts';
import type { Series, Warning } from '../../reports/report.ts';
import type { HeaviestRows } from './heaviest.ts';
import type { Excerpt } from './text-excerpt.ts';

/** The answer to pasted text or files. Plain data that stays small however large the input is: it is sent from a Worker. */
export interface ReportAnswer {
  readonly parts: readonly AnswerPart[];
  readonly incidents: readonly MatchedIncident[];
  /** At most three incidents with words of the input, where none is like it but by totals. No claim. */
  readonly nearest: readonly NearIncident[];
  /** Pages of other kinds that answer: the cause that several incidents share, a guide. Best first. */
  readonly answers: readonly OtherAnswer[];
  /** What the reports usually mean, most decisive first. At most three, which do not contradict each other. */
  readonly meanings: readonly Meaning[];
  /** What to do to learn more, most telling first. */
  readonly next: readonly NextStep[];
  /** Allocator and start-up functions, which occur in every program and are not compared. */
  readonly ignoredFrames: readonly IgnoredFrame[];
}

/** What reports usually mean, whether or not an incident is like them. */
export interface Meaning {
  /** Name of the rule: `still-reachable-only`. */
  readonly rule: string;
  /** What the reports show, with its figures. One sentence or two. */
  readonly found: string;
  /** What that usually means, and what cannot be told from it. */
  readonly means: string;
  /** The causes that look like this, the most frequent among incidents of the same language first. May be empty. */
  readonly causes: readonly CauseCount[];
}

/** One file, or the pasted text. */
export interface AnswerPart {
  readonly name: string;
  readonly byteCount: number;
  readonly segments: readonly RecognizedReport[];
  /** Number of reports beyond those in `segments`. */
  readonly moreSegments: number;
  readonly unreadCount: number;
  readonly unread: readonly { readonly number: number; readonly text: string }[];
  readonly errors: readonly string[];
  /** Undefined for a binary file. */
  readonly excerpt?: Excerpt | undefined;
}

export interface RecognizedReport {
  readonly format: string;
  readonly label: string;
  readonly lines?: readonly [first: number, last: number] | undefined;
  /** `162 stacks`, `1 series`. */
  readonly contents: readonly string[];
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  /** The heaviest stacks and classes. */
  readonly heaviest: readonly HeaviestRows[];
  readonly curves: readonly Curve[];
  readonly moreCurves: number;
  readonly warnings: readonly Warning[];
}

export interface Curve {
  readonly series: Series;
  /** `RSS climbs 12.3 MiB/h for 9 h 20 min without falling`. */
  readonly caption: string;
  /** The growth shape, as a term of the vocabulary. */
  readonly growth?: { readonly id: string; readonly label: string } | undefined;
  /** The most frequent causes of the incidents with this growth shape. */
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
  readonly because: readonly (Omit<Match['because'][number], 'at'> & LineReference)[];
  readonly unmatched: readonly (Omit<Match['unmatched'][number], 'at'> & LineReference)[];
}

export type NearIncident = Pick<MatchedIncident, 'id' | 'slug' | 'title' | 'because' | 'fixed'>;

/** Index of the part in `ReportAnswer.parts`, and the line number in that part. */
export interface LineReference {
  readonly part: number;
  readonly line?: number | undefined;
}

export interface IgnoredFrame {
  readonly name: string;
  readonly reason: 'allocator' | 'entry';
}
