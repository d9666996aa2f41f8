import type { PackageIncident } from '../affected/known-packages.ts';
import { formatBytes } from '../reports/text/format.ts';
import { describeAnswer, renderAnswer } from './affected-view.ts';
import type { FromAffectedWorker, GivenFile, ToAffectedWorker } from './affected-worker.ts';

/** A longer paste is not put into the box: a text box freezes for seconds when 100 kB are put into it. */
const maxShown = 20_000;

/** The page that compares lock files with the incidents. The files never leave the page and its Worker. */
class AffectedPage extends HTMLElement {
  readonly #worker = startWorker(this.dataset['incidents'] ?? '');
  /** A paste too long for the box. */
  #long: string | undefined;

  connectedCallback(): void {
    this.#listen();
    this.#worker.then(
      (worker) => {
        worker.addEventListener('message', ({ data }: MessageEvent<FromAffectedWorker>) => {
          this.#show(data);
        });
        worker.addEventListener('error', () => this.#say(broken));
        this.setAttribute('data-ready', '');
      },
      () => this.#say(offline),
    );
  }

  #listen(): void {
    const { form, box, files } = this.#fields();
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#askText();
    });
    box.addEventListener('paste', (event) => this.#pasted(event));
    box.addEventListener('input', () => {
      if (!box.readOnly) this.#long = undefined;
    });
    files.addEventListener('change', () => {
      this.#askFiles([...(files.files ?? [])]);
      files.value = '';
    });
    document.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.classList.add('dropping');
    });
    document.addEventListener('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) this.classList.remove('dropping');
    });
    document.addEventListener('drop', (event) => {
      event.preventDefault();
      this.classList.remove('dropping');
      const text = event.dataTransfer?.getData('text/plain') ?? '';
      const dropped = [...(event.dataTransfer?.files ?? [])];
      if (dropped.length > 0) this.#askFiles(dropped);
      else if (text !== '') this.#give(text);
    });
  }

  #fields() {
    const form = this.querySelector('form');
    const box = form?.elements.namedItem('list');
    const files = form?.elements.namedItem('files');
    if (form && box instanceof HTMLTextAreaElement && files instanceof HTMLInputElement)
      return { form, box, files };
    throw new Error('the form lacks a field');
  }

  #part(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (found) return found;
    throw new Error(`the page has no part ${name}`);
  }

  #pasted(event: ClipboardEvent): void {
    const { box } = this.#fields();
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (text === '' && files.length > 0) {
      event.preventDefault();
      this.#askFiles(files);
    } else if (text.length > maxShown || this.#long !== undefined) {
      event.preventDefault();
      this.#give(text);
    } else if (box.value === '' || box.selectionEnd - box.selectionStart === box.value.length) {
      // The browser puts the text in after this event.
      window.setTimeout(() => this.#askText());
    }
  }

  /** Puts a text into the box, or its beginning, and asks. */
  #give(text: string): void {
    const { box } = this.#fields();
    this.#long = text.length > maxShown ? text : undefined;
    box.readOnly = this.#long !== undefined;
    box.value =
      this.#long === undefined
        ? text
        : `${text.slice(0, 2000)}\n\n[… ${formatBytes(text.length - 2000, 'decimal', 3)} not shown here, but read …]`;
    this.#askText();
  }

  #askText(): void {
    const content = this.#long ?? this.#fields().box.value;
    if (content.trim() === '') this.#say('Paste a list or choose a file first.');
    else void this.#ask([{ name: 'pasted text', content }]);
  }

  #askFiles(files: readonly File[]): void {
    if (files.length === 0) return;
    const { box } = this.#fields();
    this.#long = undefined;
    box.readOnly = false;
    box.value = '';
    void this.#ask(files.map((file) => ({ name: file.name, content: file })));
  }

  async #ask(files: readonly GivenFile[]): Promise<void> {
    this.#say('Reading…');
    this.#part('result').setAttribute('aria-busy', 'true');
    const worker = await this.#worker.catch(() => undefined);
    if (worker) send(worker, { kind: 'question', files });
    else this.#say(offline);
  }

  #show({ answer, failed }: FromAffectedWorker): void {
    const result = this.#part('result');
    result.replaceChildren(...renderAnswer(answer, failed));
    result.removeAttribute('aria-busy');
    // Only for screen readers: the answer on the page says the same.
    this.#say(describeAnswer(answer), true);
    if (result.getBoundingClientRect().top > window.innerHeight * 0.6) result.scrollIntoView();
  }

  #say(words: string, onlyAloud = false): void {
    const status = this.#part('status');
    status.classList.toggle('visually-hidden', onlyAloud);
    status.textContent = words;
  }
}

const offline = 'The incidents could not be loaded. Check your connection and reload the page.';
const broken =
  'Reading failed because of a bug. Please open an issue with a small example of the file.';

const send = (worker: Worker, message: ToAffectedWorker): void => {
  worker.postMessage(message);
};

/** A Worker with the incidents in it. */
async function startWorker(address: string): Promise<Worker> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(offline);
  const { incidents } = (await response.json()) as { incidents: readonly PackageIncident[] };
  const worker = new Worker(new URL('./affected-worker.ts', import.meta.url), { type: 'module' });
  send(worker, { kind: 'incidents', incidents });
  return worker;
}

customElements.define('affected-page', AffectedPage);
