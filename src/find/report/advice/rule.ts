import type { Clue } from '../../../reports/clues.ts';
import type { Evidence } from './evidence.ts';
import type { Question } from './next-steps.ts';

/**
 * One thing that reports may show, and what it usually means.
 *
 * Of the rules about one subject only the first that fits is told, so that no two meanings contradict each other.
 */
export interface Rule {
  /** Published in the answer: `still-reachable-only`. */
  readonly name: string;
  readonly subject: Subject;
  /** What it indicates. Causes and guides are found by it. */
  readonly clues: readonly Clue[];
  /** What would tell more, most telling first. */
  readonly asks: readonly Question[];
  find(evidence: Evidence): Finding | undefined;
}

/**
 * - lost: what was not freed
 * - tasks: threads, goroutines, listeners, handles
 * - end: why the program was ended
 * - limit: how limits relate to each other
 * - place: in which kind of memory it is
 * - course: how it grows
 * - holder: what the objects are
 * - method: what such a report cannot show
 */
export type Subject = 'lost' | 'tasks' | 'end' | 'limit' | 'place' | 'course' | 'holder' | 'method';

export interface Finding {
  /** What the report shows, with its figures. */
  readonly found: string;
  /** What that usually means, and what it cannot tell. */
  readonly means: string;
}
