import type { FromImporter, Imported, ToImporter } from './messages.ts';

/** The reasons are for the author. */
export class ImportRefused extends Error {
  override name = 'ImportRefused';
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join('\n'));
    this.reasons = reasons;
  }
}

/**
 * Reads files into a draft. Rejects with ImportRefused if one cannot be read. Each time has a Worker of its own, which gives
 * its memory back when it is done.
 */
export async function readInWorker(message: ToImporter): Promise<Imported> {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
  try {
    const answer = await new Promise<FromImporter>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<FromImporter>) => {
        resolve(data);
      });
      worker.addEventListener('error', () => {
        reject(
          new ImportRefused(['The file could not be read. It may be more than the browser holds.']),
        );
      });
      worker.postMessage(message);
    });
    if ('refused' in answer) throw new ImportRefused(answer.refused);
    return answer;
  } finally {
    worker.terminate();
  }
}
