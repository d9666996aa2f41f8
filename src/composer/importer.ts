import type { Draft } from '../writing/draft.ts';
import { element } from '../scripts/elements.ts';
import type { FromImporter, GivenFile, Imported, ToImporter } from './messages.ts';

/** The message is for the author. */
export class ImportRefused extends Error {
  override name = 'ImportRefused';
}

/**
 * Reads files of tools into a draft. Rejects with ImportRefused if one cannot be read. Each import has a Worker of its own,
 * which gives its memory back when it is done.
 */
export async function importFiles(draft: Draft, files: readonly GivenFile[]): Promise<Imported> {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
  try {
    const answer = await new Promise<FromImporter>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<FromImporter>) => {
        resolve(data);
      });
      worker.addEventListener('error', () => {
        reject(
          new ImportRefused('The file could not be read. It may be more than the browser holds.'),
        );
      });
      worker.postMessage({ draft, files } satisfies ToImporter);
    });
    if ('refused' in answer) throw new ImportRefused(answer.refused);
    return answer;
  } finally {
    worker.terminate();
  }
}

/** The files that wait, each with the question when it was recorded. */
export class FileList {
  readonly #place: HTMLElement;
  #files: GivenFile[] = [];

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  get files(): readonly GivenFile[] {
    return this.#files;
  }

  add(files: Iterable<File>): void {
    for (const file of files) this.#files.push({ file, role: 'before' });
    this.#show();
  }

  clear(): void {
    this.#files = [];
    this.#show();
  }

  #show(): void {
    this.#place.replaceChildren(...this.#files.map((given, index) => this.#item(given, index)));
  }

  #item({ file, role }: GivenFile, index: number): HTMLElement {
    const select = element(
      'select',
      { 'aria-label': `When ${file.name} was recorded` },
      new Option('before the fix', 'before'),
      new Option('after the fix', 'after'),
    );
    select.value = role;
    select.addEventListener('change', () => {
      this.#files[index] = { file, role: select.value === 'after' ? 'after' : 'before' };
    });
    return element('li', {}, element('code', {}, file.name), ' recorded ', select);
  }
}
