import { mayBeReportLine } from '../find/report-line.ts';
import { createAnswerer } from '../find/words/answer.ts';
import type { SearchState } from '../find/words/state.ts';
import type { GivenReader } from './find-given.ts';
import type { FromFindWorker, Question, ToFindWorker } from './find-messages.ts';
import { LoadError, once, searchFiles } from './search-files.ts';

/**
 * Answers the questions of the page, one at a time, so that typing never waits. Nothing that was typed or given is sent; all
 * that is fetched are files of the site.
 */

const files = searchFiles();
const answerWords = createAnswerer(files, location.origin);

/** The readers of reports and lists are ten times as large as the rest, and words do not need them. */
const loadReader = once(async (): Promise<GivenReader> => {
  const { createGivenReader } = await import('./find-given.ts').catch((error: unknown) => {
    throw new LoadError('the readers did not load', { cause: error });
  });
  return createGivenReader(files);
});

self.addEventListener('message', ({ data }: MessageEvent<ToFindWorker>) => {
  if (data.kind === 'prepare') prepare(data.what);
  else
    answer(data.question).then(
      () => tell({ kind: 'done' }),
      (error: unknown) => {
        tell({
          kind: 'failure',
          isLoading: data.question.given === undefined || error instanceof LoadError,
          reason: String(error),
        });
      },
    );
});

/** A failure shows again when an answer needs what did not load. */
function prepare(what: Extract<ToFindWorker, { kind: 'prepare' }>['what']): void {
  if (what === 'words') files.index().catch(() => undefined);
  else
    loadReader()
      .then((reader) => reader.loadAll())
      .then(
        () => tell({ kind: 'ready' }),
        () => tell({ kind: 'not-ready' }),
      );
}

async function answer({ state, length, typing, given }: Question): Promise<void> {
  if (given) {
    const found = await (await loadReader()).answerGiven(given, tell);
    tell({ kind: 'given', answer: found });
    if (found.words === undefined) return;
    const asked = { ...state, query: found.words };
    const words = await answerWords(asked, length);
    // Below the answer to a report, incidents that hardly fit its words would only distract.
    if (words.how !== 'nearest') tell({ kind: 'words', answer: words, state: asked });
    return;
  }
  await tellWords(state, length, typing);
  if (!mayBeReportLine(state.query)) return;
  const line = await (await loadReader()).answerLine(state.query);
  if (line) tell({ kind: 'given', answer: line });
}

async function tellWords(state: SearchState, length: number, typing = false): Promise<void> {
  tell({ kind: 'words', answer: await answerWords(state, length, typing), state });
}

const tell = (message: FromFindWorker): void => {
  self.postMessage(message);
};
