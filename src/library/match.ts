/**
 * `heaplore/match`: finds the known memory incidents that reports may be about, and describes how a series grows. Works on
 * what `heaplore/reports` reads.
 */

import { buildMatchIndex, type ReportTerms } from '../match/match-index.ts';
import { matchReports, type Match } from '../match/match.ts';
import type { Signature } from '../match/signature.ts';
import type { Line, Report } from '../reports/report.ts';

export type { ReportTerms } from '../match/match-index.ts';
export type { Match, Tier, Unmatched } from '../match/match.ts';
export type { Reason } from '../match/explain.ts';
export type { Signature, SignatureComponent } from '../match/signature.ts';
export type { ShapeFinding } from '../match/shapes/growth-shapes.ts';
export type { CurveShape } from '../reports/clues.ts';
export { describeShape, type Shape } from '../match/shapes/shape.ts';
export { normalizeSymbol } from '../match/symbols.ts';

/** Incidents to match against: plain data, as published at /signatures.json of a site. */
export interface Incidents {
  readonly signatures: readonly Signature[];
  /** Which terms of the incidents stand for what a report shows. */
  readonly terms: ReportTerms;
}

/** Put in by the package's build. */
declare const BUNDLED_INCIDENTS: Incidents;
declare const BUNDLED_SITE: string;

/** An incident that reports may be about. */
export interface IncidentMatch extends Match {
  /** Full address of the incident's page. */
  readonly url: string;
}

export interface Matcher {
  /**
   * At most ten incidents, best match first; empty if no incident fits. The reports count as output of one program.
   * `unread` are lines that no format explains; the messages in them are compared too.
   */
  match(reports: readonly Report[], unread?: readonly Line[]): IncidentMatch[];
}

export interface MatcherOptions {
  /** The incidents of this package if not given. */
  readonly incidents?: Incidents;
  /** Address of the site that publishes the incidents, without a slash at its end. */
  readonly site?: string;
}

/** Indexes the incidents once, in well under a second. */
export function createMatcher({
  incidents = BUNDLED_INCIDENTS,
  site = BUNDLED_SITE,
}: MatcherOptions = {}): Matcher {
  const index = buildMatchIndex(incidents.signatures, incidents.terms);
  return {
    match: (reports, unread = []) =>
      matchReports(reports, index, unread).map((match) => ({
        ...match,
        url: `${site}/i/${match.id}/`,
      })),
  };
}
