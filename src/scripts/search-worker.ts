import { createAnswerer, type Answer } from '../find/words/answer.ts';
import { searchFiles } from './search-files.ts';
import type { SearchState } from '../find/words/state.ts';

/** Searches, counts and cuts excerpts away from the page, so that typing never waits. */

const files = searchFiles();
const answerTo = createAnswerer(files, location.origin);

self.addEventListener('message', ({ data }: MessageEvent<ToSearchWorker>) => {
  if (data.kind === 'prepare') {
    // A failure shows when an answer needs the engine.
    files.index().catch(() => undefined);
    return;
  }
  answerTo(data.state, data.length).then(
    (answer) => tell({ kind: 'answer', answer }),
    (error: unknown) => tell({ kind: 'failure', reason: String(error) }),
  );
});

const tell = (message: FromSearchWorker): void => {
  self.postMessage(message);
};

/** What the search page and its worker tell each other. */
export type ToSearchWorker =
  /** Words will be asked for soon. */
  | { readonly kind: 'prepare' }
  | { readonly kind: 'state'; readonly state: SearchState; readonly length: number };

export type FromSearchWorker =
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failure'; readonly reason: string };
