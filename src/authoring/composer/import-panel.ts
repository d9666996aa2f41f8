import { element } from '../../scripts/elements.ts';
import type { GivenFile } from './messages.ts';
import { part } from './part.ts';

/** The reports that wait, each with the question when it was recorded, and what became of files that were taken in. */
export class ImportPanel {
  readonly #root: HTMLElement;
  #waiting: readonly GivenFile[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  get waiting(): readonly GivenFile[] {
    return this.#waiting;
  }

  wait(files: readonly File[]): void {
    this.#waiting = [...this.#waiting, ...files.map((file) => ({ file, role: 'before' as const }))];
    this.#show();
  }

  clear(): void {
    this.#waiting = [];
    this.#show();
  }

  /** Says what has happened, in sentences, and whether it can be undone. */
  tell(says: readonly string[], { canUndo = false } = {}): void {
    part(this.#root, 'imported').replaceChildren(...says.map((words) => element('li', {}, words)));
    part(this.#root, 'undo').hidden = !canUndo;
  }

  #show(): void {
    part(this.#root, 'files').replaceChildren(
      ...this.#waiting.map((given, index) => this.#item(given, index)),
    );
    part(this.#root, 'run-import').hidden = this.#waiting.length === 0;
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
      const chosen = select.value === 'after' ? 'after' : 'before';
      this.#waiting = this.#waiting.with(index, { file, role: chosen });
    });
    const remove = element(
      'button',
      { type: 'button', 'aria-label': `Do not import ${file.name}` },
      'Remove',
    );
    remove.addEventListener('click', () => {
      this.#waiting = this.#waiting.toSpliced(index, 1);
      this.#show();
    });
    return element('li', {}, element('code', {}, file.name), ' recorded ', select, ' ', remove);
  }
}
