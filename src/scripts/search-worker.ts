import { createAnswerer } from '../find/words/answer.ts';
import { searchFiles } from './search-files.ts';
import type { FromSearchWorker, ToSearchWorker } from './search-messages.ts';

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
