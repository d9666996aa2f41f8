import { formatBytes } from '../reports/text/format.ts';
import { textContent } from './carried.ts';
import type { GivenContent } from './find-messages.ts';

/** Of a longer text only the beginning and end are shown: a text box freezes for seconds when 100 kB are put into it. */
const maxShown = 20_000;
const shownBeginning = 4000;
const shownEnd = 1000;

/** What is longer is no search in words, and never enters an address. src/scripts/page-inline.js has the same limit. */
const maxLineLength = 300;

/** Whether a text is given to be read rather than words to search. */
export const isGiven = (text: string): boolean =>
  text.trim().includes('\n') || text.trim().length > maxLineLength;

/** The box that takes words, texts and files. */
export class FindBox {
  readonly #root: HTMLElement;
  readonly #onGiven: (given: readonly GivenContent[]) => void;
  /** A text too long for the box, while the box shows a part of it. */
  #long: string | undefined;

  /** `onGiven` is told what was pasted, dropped or chosen to be read. */
  constructor(root: HTMLElement, onGiven: (given: readonly GivenContent[]) => void) {
    this.#root = root;
    this.#onGiven = onGiven;
    const { area, files } = this.#fields();
    area.addEventListener('paste', (event) => this.#pasted(event));
    area.addEventListener('input', () => this.#showLines());
    files.addEventListener('change', () => {
      this.#giveFiles([...(files.files ?? [])]);
      files.value = '';
    });
    document.addEventListener('dragover', (event) => {
      event.preventDefault();
      root.classList.add('dropping');
    });
    document.addEventListener('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) root.classList.remove('dropping');
    });
    document.addEventListener('drop', (event) => this.#dropped(event));
  }

  get form(): HTMLFormElement {
    return this.#fields().form;
  }

  get area(): HTMLTextAreaElement {
    return this.#fields().area;
  }

  /** All of it, however much the box shows. */
  get text(): string {
    return this.#long ?? this.area.value;
  }

  set text(text: string) {
    const { area } = this;
    const isLong = text.length > maxShown;
    this.#long = isLong ? text : undefined;
    area.readOnly = isLong;
    area.value = isLong
      ? `${text.slice(0, shownBeginning)}\n\n[… ${formatBytes(text.length - shownBeginning - shownEnd, 'decimal', 3)} not shown here, but included in the search …]\n\n${text.slice(-shownEnd)}`
      : text;
    this.#showLines();
  }

  /** A report is read by its columns. */
  #showLines(): void {
    this.form.classList.toggle('lines', this.area.value.includes('\n'));
  }

  #fields() {
    const form = this.#root.querySelector('form');
    const area = form?.elements.namedItem('q');
    const files = form?.querySelector('[data-files]');
    if (form && area instanceof HTMLTextAreaElement && files instanceof HTMLInputElement)
      return { form, area, files };
    throw new Error('the box lacks a field');
  }

  #pasted(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text === '' && files.length > 0) {
      event.preventDefault();
      this.#giveFiles(files);
    } else if (text.length > maxShown || this.#long !== undefined) {
      event.preventDefault();
      this.#giveText(text);
    } else if (isGiven(text)) {
      // The browser puts the text in after this event.
      window.setTimeout(() => this.#onGiven([textContent(this.area.value)]));
    }
  }

  #dropped(event: DragEvent): void {
    event.preventDefault();
    this.#root.classList.remove('dropping');
    const files = [...(event.dataTransfer?.files ?? [])];
    const text = event.dataTransfer?.getData('text/plain') ?? '';
    if (files.length > 0) this.#giveFiles(files);
    else if (text !== '') this.#giveText(text);
  }

  #giveText(text: string): void {
    this.text = text;
    if (isGiven(text)) this.#onGiven([textContent(text)]);
    else this.area.dispatchEvent(new Event('input'));
  }

  #giveFiles(files: readonly File[]): void {
    if (files.length === 0) return;
    this.text = '';
    this.#onGiven(files.map((file) => ({ name: file.name, content: file })));
  }
}
