import type { Answer } from '../find/words/answer.ts';
import type { SearchState } from '../find/words/state.ts';

/** What the search page and its worker tell each other. */
export type ToSearchWorker =
  /** Words will be asked for soon. */
  | { readonly kind: 'prepare' }
  | { readonly kind: 'state'; readonly state: SearchState; readonly length: number };

export type FromSearchWorker =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failure'; readonly reason: string };
