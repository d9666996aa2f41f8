import type { AffectedAnswer } from '../affected/find-affected.ts';
import type { ReportAnswer } from '../find/report/report-answer.ts';
import type { Answer } from '../find/words/answer.ts';
import type { SearchState } from '../find/words/state.ts';

/** What a page with the box and its worker tell each other. */

/** What the page asks. */
export interface Question {
  readonly state: SearchState;
  /** Results to show. */
  readonly length: number;
  /** Whether the last word may be unfinished. */
  readonly typing?: boolean;
  /** A text of several lines, or files. The words of the state are not asked for then. */
  readonly given?: readonly GivenContent[] | undefined;
}

export interface GivenContent {
  readonly name: string;
  readonly content: string | Blob;
}

export type ToFindWorker =
  /** Will be asked for soon. */
  | { readonly kind: 'prepare'; readonly what: 'words' | 'everything' }
  | { readonly kind: 'question'; readonly question: Question };

/** Parts of an answer, as they are found, and its end. */
export type FromFindWorker =
  /** Whether all that reads what is given was loaded. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'not-ready' }
  | {
      readonly kind: 'progress';
      readonly stage: string;
      readonly bytes: number;
      readonly total: number;
    }
  | { readonly kind: 'given'; readonly answer: GivenAnswer }
  /** `state` with the words that were asked for. */
  | { readonly kind: 'words'; readonly answer: Answer; readonly state: SearchState }
  | { readonly kind: 'done' }
  | { readonly kind: 'failure'; readonly isLoading: boolean; readonly reason: string };

/** What was found in what was given. A part is left out if nothing given was of that kind. */
export interface GivenAnswer {
  readonly report?: ReportAnswer;
  readonly packages?: AffectedAnswer;
  readonly images: readonly { readonly name: string; readonly format: string }[];
  /** What could not be read, and why, in words for the reader. */
  readonly failed: readonly { readonly name: string; readonly message: string }[];
  /** Whether it is a single line, which is searched for as words before. */
  readonly isLine?: boolean;
  /** The text, where it is short enough to be searched for as words too. */
  readonly words?: string;
}
