import type { ReportAnswer } from '../find/report/report-answer.ts';

/** What the page and its Worker say to each other. */

export interface GivenContent {
  readonly name: string;
  readonly content: string | Blob;
}

/** `catalogue` carries /signatures.json as it came; a question waits for it. */
export type ToWorker =
  | { readonly kind: 'catalogue'; readonly bytes: ArrayBuffer }
  | { readonly kind: 'question'; readonly given: readonly GivenContent[] };

export type FromWorker =
  | { readonly kind: 'ready' }
  | {
      readonly kind: 'progress';
      readonly stage: string;
      readonly bytes: number;
      readonly total: number;
    }
  | { readonly kind: 'answer'; readonly answer: ReportAnswer }
  | { readonly kind: 'failure'; readonly reason?: string | undefined };
