import type { Answer } from '../find/words/answer.ts';
import type { SearchState } from '../find/words/state.ts';
import type { FromSearchWorker, ToSearchWorker } from './search-messages.ts';

/** The worker of the search page, started when it is first needed. One answer is asked for at a time. */
export class SearchAnswers {
  #worker: Worker | undefined;

  /** Loads the engine while the first word is typed. */
  prepare(): void {
    this.#tell({ kind: 'prepare' });
  }

  /** Fails if the worker or what it needs cannot be loaded; the next call tries anew. */
  ask(state: SearchState, length: number): Promise<Answer> {
    const worker = this.#tell({ kind: 'state', state, length });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromSearchWorker>) => {
        if (data.kind === 'answer') resolve(data.answer);
        else reject(new Error(data.reason));
      };
      worker.onerror = () => {
        this.#worker = undefined;
        reject(new Error('the search worker did not load'));
      };
    });
  }

  #tell(message: ToSearchWorker): Worker {
    this.#worker ??= new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.postMessage(message);
    return this.#worker;
  }
}
