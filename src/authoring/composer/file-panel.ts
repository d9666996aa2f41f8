import { element } from '../../scripts/elements.ts';
import type { DraftFile } from '../draft.ts';
import { getPart } from './form.ts';
import type { Attachments, QueuedReport } from './worker-messages.ts';

/** The part of the page about files: reports to import, what became of files that were opened, files of the draft. */
export class FilePanel {
  readonly #root: HTMLElement;
  #queue: readonly QueuedReport[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** Reports that wait to be imported. */
  get queue(): readonly QueuedReport[] {
    return this.#queue;
  }

  addReports(files: readonly File[]): void {
    this.#queue = [...this.#queue, ...files.map((file) => ({ file, role: 'before' as const }))];
    this.#showQueue();
  }

  clearQueue(): void {
    this.#queue = [];
    this.#showQueue();
  }

  /** Says what happened, in sentences, and whether it can be undone. */
  showNotes(notes: readonly string[], { canUndo = false } = {}): void {
    getPart(this.#root, 'notes').replaceChildren(...notes.map((note) => element('li', {}, note)));
    getPart(this.#root, 'undo').hidden = !canUndo;
  }

  scrollToNotes(): void {
    getPart(this.#root, 'opened').scrollIntoView({ block: 'nearest' });
  }

  /** Lists the files in the folder, each with a button that removes it. */
  showFiles(tables: readonly DraftFile[], attachments: Attachments): void {
    const files = [
      ...tables.map(({ name, text }) => ({ name, size: `${countRows(text)} rows` })),
      ...[...attachments].map(([name, { size }]) => ({
        name,
        size: `${Math.ceil(size / 1000)} kB`,
      })),
    ];
    getPart(this.#root, 'attachments').replaceChildren(
      ...files.map(({ name, size }) =>
        element(
          'li',
          {},
          element('code', {}, name),
          ` ${size} `,
          element(
            'button',
            {
              type: 'button',
              'data-act': 'remove-file',
              value: name,
              'aria-label': `Remove ${name}`,
            },
            'Remove',
          ),
        ),
      ),
    );
  }

  #showQueue(): void {
    getPart(this.#root, 'queue').replaceChildren(
      ...this.#queue.map((report, index) => this.#createItem(report, index)),
    );
    getPart(this.#root, 'run-import').hidden = this.#queue.length === 0;
  }

  #createItem({ file, role }: QueuedReport, index: number): HTMLElement {
    const select = element(
      'select',
      { 'aria-label': `When ${file.name} was recorded` },
      new Option('before the fix', 'before'),
      new Option('after the fix', 'after'),
    );
    select.value = role;
    select.addEventListener('change', () => {
      const chosen = select.value === 'after' ? 'after' : 'before';
      this.#queue = this.#queue.with(index, { file, role: chosen });
    });
    const remove = element(
      'button',
      { type: 'button', 'aria-label': `Do not import ${file.name}` },
      'Remove',
    );
    remove.addEventListener('click', () => {
      this.#queue = this.#queue.toSpliced(index, 1);
      this.#showQueue();
    });
    return element('li', {}, element('code', {}, file.name), ' recorded ', select, ' ', remove);
  }
}

const countRows = (csv: string): number => csv.trimEnd().split('\n').length - 1;
