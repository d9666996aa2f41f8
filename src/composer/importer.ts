import { importedSums } from '../import-into.ts';
import type { Addition } from '../import-report.ts';
import { addToDraft, draftText, takenNames, type Draft } from '../draft.ts';
import { element } from '../scripts/elements.ts';
import { formatSecret } from '../secrets.ts';
import type { FromImporter, GivenFile, ToImporter } from './messages.ts';

export interface Imported {
  readonly draft: Draft;
  /** What was added, replaced and left out, in sentences. */
  readonly says: readonly string[];
}

/** Reads files of tools into a draft. Rejects with words for the author. */
export async function importFiles(draft: Draft, files: readonly GivenFile[]): Promise<Imported> {
  const ready = withSource(draft);
  const answer = await ask({
    files,
    known: [...importedSums(draftText(ready))],
    options: { source: sourceOf(ready) ?? unnamedSource, taken: takenNames(ready) },
  });
  if ('refused' in answer) throw new ImportRefused(answer.refused);
  const { addition, repeated } = answer;
  const says = [
    ...repeated.map((name) => `The draft holds ${name} already.`),
    ...(repeated.length < files.length ? [addedWords(addition)] : []),
    ...addition.replaced.map(
      ({ file, line, secret }) =>
        `${file}${line === undefined ? '' : `, line ${line}`}: ${formatSecret(secret)} was replaced with ${secret.placeholder}.`,
    ),
    ...addition.left,
  ];
  return { draft: repeated.length < files.length ? addToDraft(ready, addition) : draft, says };
}

/** The message is for the author. */
export class ImportRefused extends Error {
  override name = 'ImportRefused';
}

/** A Worker for each import: reading cannot be interrupted otherwise, and most drafts import once. */
function ask(question: ToImporter): Promise<FromImporter> {
  const worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<FromImporter>((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<FromImporter>) => {
      resolve(data);
    });
    worker.addEventListener('error', () => {
      reject(
        new ImportRefused('The file could not be read. It may be more than the browser holds.'),
      );
    });
    worker.postMessage(question);
  }).finally(() => {
    worker.terminate();
  });
}

const unnamedSource = 'report';

/** A figure names its source, so a draft without any gets one that asks to be filled in. */
const withSource = (draft: Draft): Draft =>
  sourceOf(draft) === undefined
    ? { ...draft, fields: { ...draft.fields, sources: [{ id: unnamedSource }] } }
    : draft;

function sourceOf({ fields: { sources } }: Draft): string | undefined {
  const first: unknown = Array.isArray(sources) ? sources[0] : undefined;
  const id: unknown =
    typeof first === 'object' && first !== null ? Reflect.get(first, 'id') : undefined;
  return typeof id === 'string' ? id : undefined;
}

function addedWords({ measurements, improvement, evidence, tables }: Addition): string {
  const parts = [
    count(measurements.length, 'chart'),
    count(tables.length, 'CSV file'),
    count(improvement.length, 'improvement'),
    count(evidence.length, 'list of evidence', 'lists of evidence'),
  ].filter((part) => part !== '');
  return parts.length === 0
    ? 'There was nothing in it to draw or to search by.'
    : `Added to the draft: ${parts.join(', ')}. The charts stand in the text.`;
}

const count = (number: number, one: string, many = `${one}s`): string =>
  number === 0 ? '' : `${number} ${number === 1 ? one : many}`;

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
