import type { ReportAnswer } from '../find/report/report-answer.ts';
import type { FromWorker, GivenContent, ToWorker } from './match-worker.ts';

/** The question was stopped. The message is for the reader; a cancelled one has none to show. */
export class StoppedError extends Error {
  override name = 'StoppedError';
}

export type Progress = Extract<FromWorker, { kind: 'progress' }>;

/** What a question may take: this, and as much again for each 20 MB. */
const patienceMilliseconds = 30_000;
const bytesOfPatience = 20e6;

/**
 * Keeps one Worker ready with the incidents in it. A stopped question ends its Worker, because reading cannot be
 * interrupted otherwise, and another one is made ready.
 */
export function createReader(signaturesAddress: string) {
  const catalogue = fetchCatalogue(signaturesAddress);
  let worker = startWorker(catalogue);
  worker.catch(() => undefined);
  let stop: ((reason: string) => void) | undefined;

  const replace = () => {
    worker.then((one) => one.terminate()).catch(() => undefined);
    worker = startWorker(catalogue);
    worker.catch(() => undefined);
  };

  return {
    /** Fulfilled once nothing more is needed from the network. Rejects with words for the reader. */
    ready: async (): Promise<void> => {
      await worker;
    },

    /** Rejects with StoppedError if it was cancelled, took too long, or failed. */
    async ask(
      given: readonly GivenContent[],
      onProgress: (progress: Progress) => void,
    ): Promise<ReportAnswer> {
      stop?.('');
      const asked = await worker;
      const size = given.reduce((sum, { content }) => sum + lengthOf(content), 0);
      const patience = patienceMilliseconds * (1 + size / bytesOfPatience);
      return new Promise((resolve, reject) => {
        const end = () => {
          window.clearTimeout(timer);
          asked.onmessage = null;
          asked.onerror = null;
          stop = undefined;
        };
        stop = (reason) => {
          end();
          replace();
          reject(new StoppedError(reason));
        };
        const timer = window.setTimeout(() => stop?.(tooSlow(patience)), patience);
        asked.onerror = () => stop?.(broken);
        asked.onmessage = ({ data }: MessageEvent<FromWorker>) => {
          if (data.kind === 'progress') onProgress(data);
          else if (data.kind === 'failure') stop?.(data.reason ?? broken);
          else if (data.kind === 'answer') {
            end();
            resolve(data.answer);
          }
        };
        send(asked, { kind: 'question', given });
      });
    },

    /** Ends the question that is being worked on. */
    cancel: () => stop?.('Cancelled.'),
  };
}

const tooSlow = (milliseconds: number): string =>
  `Stopped after ${Math.round(milliseconds / 1000)} seconds. Paste only the part with the report, or run "npm run match -- FILE" in a checkout.`;

const broken =
  'Reading failed because of a bug. Try pasting only the part with the report, and please open an issue with a small example.';

const offline =
  'The incidents could not be loaded. Check your connection and reload the page. The pasted text stays in the box.';

const lengthOf = (content: string | Blob): number =>
  typeof content === 'string' ? content.length : content.size;

const send = (worker: Worker, message: ToWorker): void => {
  worker.postMessage(message);
};

async function fetchCatalogue(address: string): Promise<ArrayBuffer> {
  const response = await fetch(address).catch(() => undefined);
  if (!response?.ok) throw new StoppedError(offline);
  return response.arrayBuffer();
}

async function startWorker(catalogue: Promise<ArrayBuffer>): Promise<Worker> {
  const worker = new Worker(new URL('./match-worker.ts', import.meta.url), { type: 'module' });
  const bytes = await catalogue;
  return new Promise((resolve, reject) => {
    worker.onerror = () => reject(new StoppedError(offline));
    worker.onmessage = () => {
      worker.onmessage = null;
      worker.onerror = null;
      resolve(worker);
    };
    send(worker, { kind: 'catalogue', bytes });
  });
}
