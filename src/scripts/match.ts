import { formatBytes } from '../reports/text/format.ts';
import { takePaste, textInFragment } from './pasted-report.ts';
import { element } from './elements.ts';
import type { GivenContent } from './match-worker.ts';
import { createReader, StoppedError, type Progress } from './match-reader.ts';
import { renderAnswer, describeAnswer } from './match-view.ts';
import { registerOffline } from './register-offline.ts';

/** Of a longer paste only the beginning and end are shown: a text box freezes for seconds when 100 kB are put into it. */
const maxShown = 20_000;
const shownBeginning = 4000;
const shownEnd = 1000;

/** Larger files do not fit into memory once they are decompressed. */
const maxFileBytes = 512 * 2 ** 20;

/** The match page. The report never leaves the page and its Worker. */
class MatchPage extends HTMLElement {
  readonly #reader = createReader(this.dataset['signatures'] ?? '');
  /** A paste too long for the box, while the box shows a part of it. */
  #long: string | undefined;
  /** The newest question; answers to older ones are dropped. */
  #turn = 0;

  connectedCallback(): void {
    this.#listen();
    this.#reader.ready().then(
      () => this.setAttribute('data-ready', ''),
      (error: unknown) => this.#say(errorMessage(error)),
    );
    const carried = takePaste() ?? textInFragment(location.hash);
    if (carried !== undefined) this.#give(carried);
    else if (location.hash === '#too-large')
      this.#say(
        'The pasted text is too large to carry over from the home page. Please paste it again here.',
      );
  }

  #listen(): void {
    const { form, box, files } = this.#fields();
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#askText();
    });
    box.addEventListener('paste', (event) => this.#pasted(event));
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) this.#askText();
    });
    files.addEventListener('change', () => {
      this.#askFiles([...(files.files ?? [])]);
      files.value = '';
    });
    this.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button?.dataset['part'] === 'cancel') this.#reader.cancel();
      if (button?.dataset['part'] === 'clear') this.#clear();
      if (button?.dataset['example'] !== undefined)
        void this.#askExample(button.dataset['example']);
    });
    document.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.classList.add('dropping');
    });
    document.addEventListener('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) this.classList.remove('dropping');
    });
    document.addEventListener('drop', (event) => this.#dropped(event));
  }

  #fields() {
    const form = this.querySelector('form');
    const box = form?.elements.namedItem('report');
    const files = form?.elements.namedItem('files');
    if (form && box instanceof HTMLTextAreaElement && files instanceof HTMLInputElement)
      return { form, box, files };
    throw new Error('the match form lacks a field');
  }

  #part(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (found) return found;
    throw new Error(`the page has no part ${name}`);
  }

  #pasted(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    const { box } = this.#fields();
    if (text === '' && files.length > 0) {
      event.preventDefault();
      this.#askFiles(files);
    } else if (text.length > maxShown) {
      event.preventDefault();
      this.#give(text);
    } else if (box.value === '' || box.selectionEnd - box.selectionStart === box.value.length) {
      // The browser puts the text in after this event.
      window.setTimeout(() => this.#askText());
    }
  }

  #dropped(event: DragEvent): void {
    event.preventDefault();
    this.classList.remove('dropping');
    const files = [...(event.dataTransfer?.files ?? [])];
    const text = event.dataTransfer?.getData('text/plain') ?? '';
    if (files.length > 0) this.#askFiles(files);
    else if (text !== '') this.#give(text);
  }

  /** Puts a text into the box, or its beginning and end, and asks. */
  #give(text: string): void {
    const { box } = this.#fields();
    const isLong = text.length > maxShown;
    this.#long = isLong ? text : undefined;
    box.readOnly = isLong;
    box.value = isLong
      ? `${text.slice(0, shownBeginning)}\n\n[… ${formatBytes(text.length - shownBeginning - shownEnd, 'decimal', 3)} not shown here, but included in the search …]\n\n${text.slice(-shownEnd)}`
      : text;
    this.#askText();
  }

  #askText(): void {
    const text = this.#long ?? this.#fields().box.value;
    if (text.trim() === '') this.#say('Paste a report or choose a file first.');
    else void this.#ask([{ name: 'the pasted text', content: text }]);
  }

  #askFiles(files: readonly File[]): void {
    const size = files.reduce((sum, file) => sum + file.size, 0);
    if (files.length === 0) return;
    this.#empty();
    if (size > maxFileBytes)
      this.#say(
        `${formatBytes(size, 'decimal', 3)} is over the limit of ${formatBytes(maxFileBytes, 'binary')}. Instead, paste the text that the tool prints for this file.`,
      );
    else void this.#ask(files.map((file) => ({ name: file.name, content: file })));
  }

  async #askExample(address: string): Promise<void> {
    const response = await fetch(address).catch(() => undefined);
    if (response?.ok) this.#give(await response.text());
    else this.#say('The example could not be loaded. Check your connection.');
  }

  async #ask(given: readonly GivenContent[]): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#busy(true);
    this.#part('clear').hidden = false;
    this.#say('Reading…');
    try {
      const answer = await this.#reader.ask(given, (progress) => this.#progress(progress));
      if (turn !== this.#turn) return;
      this.#busy(false);
      const result = this.#part('result');
      result.replaceChildren(...renderAnswer(answer, this.dataset['add'] ?? ''));
      // Only for screen readers: the answer on the page says the same.
      this.#say(describeAnswer(answer), true);
      if (result.getBoundingClientRect().top > window.innerHeight * 0.6) result.scrollIntoView();
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#busy(false);
      this.#part('result').replaceChildren();
      this.#say(errorMessage(error));
    }
  }

  #busy(busy: boolean): void {
    this.#part('working').hidden = !busy;
    this.#part('progress').replaceChildren();
    this.#part('result').setAttribute('aria-busy', String(busy));
  }

  #progress({ stage, bytes, total }: Progress): void {
    const bar = element('progress', {
      'aria-label': 'Bytes read',
      max: String(Math.max(1, total)),
    });
    bar.value = bytes;
    this.#part('progress').replaceChildren(
      bar,
      ` ${stage}, ${formatBytes(bytes, 'decimal', 3)} of ${formatBytes(total, 'decimal', 3)}`,
    );
  }

  #say(words: string, onlyAloud = false): void {
    const status = this.#part('status');
    status.classList.toggle('visually-hidden', onlyAloud);
    status.textContent = words;
  }

  #empty(): void {
    const { box } = this.#fields();
    this.#long = undefined;
    box.readOnly = false;
    box.value = '';
  }

  #clear(): void {
    this.#reader.cancel();
    this.#empty();
    this.#part('result').replaceChildren();
    this.#part('clear').hidden = true;
    this.#say('');
    this.#fields().box.focus();
  }
}

const errorMessage = (error: unknown): string => {
  if (error instanceof StoppedError) return error.message;
  throw error;
};

customElements.define('match-page', MatchPage);

registerOffline();
