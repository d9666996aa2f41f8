import type { Match } from '../../match/match.ts';
import type { NextStep, OtherAnswer } from '../other-answer.ts';
import type { Series, Warning } from '../../reports/report.ts';
import type { Excerpt } from './text-excerpt.ts';

/** The answer to pasted text or files. Plain data that stays small however large the input is: it is sent from a Worker. */
export interface ReportAnswer {
  readonly parts: readonly AnswerPart[];
  readonly incidents: readonly MatchedIncident[];
  /** Pages of other kinds that answer: the cause that several incidents share, a guide. Best first. */
  readonly answers: readonly OtherAnswer[];
  /** What to do to learn more, most telling first. */
  readonly next: readonly NextStep[];
  /** Allocator and start-up functions, which occur in every program and are not compared. */
  readonly ignoredFrames: readonly IgnoredFrame[];
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

/** Index of the part in `ReportAnswer.parts`, and the line number in that part. */
export interface LineReference {
  readonly part: number;
  readonly line?: number | undefined;
}

export interface IgnoredFrame {
  readonly name: string;
  readonly reason: 'allocator' | 'entry';
}
