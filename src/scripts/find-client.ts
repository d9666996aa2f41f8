import type { FromFindWorker, Question, ToFindWorker } from './find-messages.ts';

/** The question was stopped. The message is for the reader; empty where there is nothing to say. */
export class StoppedError extends Error {
  override name = 'StoppedError';
}

/** Parts of an answer, and what is being done to find them. */
export type AnswerPart = Extract<FromFindWorker, { kind: 'given' | 'words' | 'progress' }>;

/** What a question may take: this, and as much again for each 20 MB. */
const patienceMilliseconds = 30_000;
const bytesOfPatience = 20e6;

/** In bytes. Less is read within a tenth of a second. */
const longReading = 500_000;

/** The worker, started when it is first needed. One answer is asked for at a time. */
export class FindClient {
  #worker: Worker | undefined;
  #stop: ((reason: string) => void) | undefined;
  /** Bytes that are being read, which nothing but the end of the worker interrupts. */
  #reading = 0;

  /** Loads the search while the first word is typed. */
  prepareWords(): void {
    send(this.#start(), { kind: 'prepare', what: 'words' });
  }

  /** Fulfilled once nothing more is needed from the network to read what is given. Rejects with words for the reader. */
  prepareEverything(): Promise<void> {
    const worker = this.#start();
    send(worker, { kind: 'prepare', what: 'everything' });
    return new Promise((resolve, reject) => {
      const listen = ({ data }: MessageEvent<FromFindWorker>) => {
        if (data.kind === 'ready') resolve();
        else if (data.kind === 'not-ready') reject(new StoppedError(offline));
        else return;
        worker.removeEventListener('message', listen);
      };
      worker.addEventListener('message', listen);
      worker.addEventListener('error', () => reject(new StoppedError(offline)), { once: true });
    });
  }

  /** Fulfilled when all parts of the answer have been shown. Rejects with StoppedError. */
  ask(question: Question, onPart: (part: AnswerPart) => void): Promise<void> {
    const worker = this.#start();
    const size = (question.given ?? []).reduce((sum, { content }) => sum + lengthOf(content), 0);
    const patience = patienceMilliseconds * (1 + size / bytesOfPatience);
    this.#reading = size;
    return new Promise((resolve, reject) => {
      const end = () => {
        window.clearTimeout(timer);
        worker.onmessage = null;
        worker.onerror = null;
        this.#stop = undefined;
        this.#reading = 0;
      };
      this.#stop = (reason) => {
        end();
        worker.terminate();
        this.#worker = undefined;
        reject(new StoppedError(reason));
      };
      const timer = window.setTimeout(() => this.#stop?.(tooSlow(patience)), patience);
      worker.onerror = () => this.#stop?.(question.given ? broken : offline);
      worker.onmessage = ({ data }: MessageEvent<FromFindWorker>) => {
        if (data.kind === 'done') {
          end();
          resolve();
        } else if (data.kind === 'failure') {
          end();
          reject(new StoppedError(data.isLoading ? offline : broken, { cause: data.reason }));
        } else if (data.kind !== 'ready' && data.kind !== 'not-ready') onPart(data);
      };
      send(worker, { kind: 'question', question });
    });
  }

  cancel(): void {
    this.#stop?.('Cancelled.');
  }

  /** Ends a long reading, as something else is asked. What is short is answered so soon that it is waited for. */
  giveWay(): void {
    if (this.#reading > longReading) this.#stop?.('');
  }

  #start(): Worker {
    this.#worker ??= new Worker(new URL('./find-worker.ts', import.meta.url), { type: 'module' });
    return this.#worker;
  }
}

const send = (worker: Worker, message: ToFindWorker): void => {
  worker.postMessage(message);
};

const lengthOf = (content: string | Blob): number =>
  typeof content === 'string' ? content.length : content.size;

const tooSlow = (milliseconds: number): string =>
  `Stopped after ${Math.round(milliseconds / 1000)} seconds. Paste only the part with the report, or run "npm run match -- FILE" in a checkout.`;

const broken =
  'Reading failed because of a bug. Try pasting only the part with the report, and please open an issue with a small example.';

const offline =
  'The search could not be loaded. Check your connection and try again. What you typed or pasted stays in the box.';
