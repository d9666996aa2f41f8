import type { Draft, Fields } from '../writing/draft.ts';
import type { Fault } from '../fault.ts';
import { element } from '../scripts/elements.ts';
import { createChecker } from './checker.ts';
import { openDraftStore } from './draft-store.ts';
import {
  addItem,
  describeInputs,
  fillFields,
  findField,
  inputOf,
  readFields,
  showKind,
} from './form.ts';
import { newFileAddress, zipOf } from './hand-over.ts';
import { FileList, importFiles, ImportRefused } from './importer.ts';
import type { Checked, Known } from './messages.ts';
import { createPreviewFrame } from './preview-frame.ts';

const typingPause = 250;
const pressPause = 400;
const storeName = `draft of ${location.pathname}`;

/** The page that writes a postmortem. What is written stays in this browser until its author hands it over. */
class DraftComposer extends HTMLElement {
  readonly #store = openDraftStore(storeName);
  readonly #show = createPreviewFrame(this.#part('preview'));
  readonly #files = new FileList(this.#part('files'));
  #beforeImport: Draft | undefined;
  #checker: ReturnType<typeof createChecker> | undefined;
  #empty: Draft = { fields: {}, body: '', tables: [] };
  #draft = this.#empty;
  #checked: Checked | undefined;
  #mayWrite = false;
  #timer: number | undefined;

  connectedCallback(): void {
    void this.#start();
  }

  async #start(): Promise<void> {
    const known = await fetchKnown(this.dataset['known'] ?? '');
    if (!known) {
      this.#say(
        'The vocabulary could not be loaded. Check the connection and load the page again.',
      );
      return;
    }
    this.#empty = known.empty;
    this.#checker = createChecker(known, (checked) => this.#showChecked(checked));
    this.#listen();
    describeInputs(this.#form());
    await this.#claim('ask');
    this.setAttribute('data-ready', '');
  }

  async #claim(how: 'ask' | 'take'): Promise<void> {
    const granted = await this.#store.claim(how, () => this.#lose());
    this.#fill(this.#store.read() ?? this.#empty);
    this.#permit(granted);
  }

  #lose(): void {
    this.#permit(false);
  }

  /** Without permission the page only shows: another tab writes. */
  #permit(mayWrite: boolean): void {
    this.#mayWrite = mayWrite;
    this.#part('elsewhere').hidden = mayWrite;
    for (const part of this.querySelectorAll('fieldset[data-part="writing"]'))
      if (part instanceof HTMLFieldSetElement) part.disabled = !mayWrite;
  }

  #listen(): void {
    this.addEventListener('submit', (event) => event.preventDefault());
    this.addEventListener('input', ({ target }) => {
      if (target instanceof HTMLElement) this.#changed(target);
    });
    this.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button) this.#clicked(button);
    });
    this.addEventListener('focusout', ({ target }) => {
      if (target instanceof Element)
        target.closest('[data-control]')?.setAttribute('data-touched', '');
      // Words that appear between press and release would move the button that is pressed.
      window.setTimeout(() => this.#markFaults(), pressPause);
    });
    const chosen = this.#part('choose');
    chosen.addEventListener('change', () => {
      if (!(chosen instanceof HTMLInputElement)) return;
      this.#take(chosen.files ?? []);
      chosen.value = '';
    });
    document.addEventListener('dragover', (event) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
    });
    document.addEventListener('drop', (event) => {
      const files = event.dataTransfer?.files ?? [];
      if (files.length === 0) return;
      event.preventDefault();
      this.#take(files);
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#keep();
    });
    window.addEventListener('pagehide', () => this.#keep());
  }

  #changed(target: HTMLElement): void {
    if (target.closest('[data-key="kind"]')) {
      const group = target.closest('[data-control="group"]');
      if (group instanceof HTMLElement) showKind(group);
    }
    showDefinition(target);
    this.#later();
  }

  #later(): void {
    this.#say('');
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#keep(), typingPause);
  }

  #clicked(button: HTMLButtonElement): void {
    const list = button.closest<HTMLElement>('[data-control="list"]');
    const item = button.closest<HTMLElement>('[data-item]');
    switch (button.dataset['act']) {
      case 'add':
        if (list) inputOf(addItem(list))?.focus();
        break;
      case 'remove':
        item?.remove();
        list?.querySelector<HTMLElement>('[data-act="add"]')?.focus();
        break;
      case 'up':
        item?.previousElementSibling?.before(item);
        button.focus();
        break;
      case 'here':
        void this.#claim('take');
        return;
      case 'import':
        void this.#import();
        return;
      case 'undo':
        if (this.#beforeImport) this.#replace(this.#beforeImport);
        this.#tellImport([]);
        return;
      case 'download':
        void this.#download();
        return;
      case 'host':
        void this.#openHost();
        return;
      case 'discard':
        this.#discard();
        return;
      default:
        return;
    }
    this.#later();
  }

  /** Reads the form into the draft, keeps it, and has it checked. */
  #keep(): void {
    window.clearTimeout(this.#timer);
    if (!this.#mayWrite) return;
    this.#draft = {
      fields: this.#inOrder(readFields(this.#form())),
      body: this.#body().value,
      tables: this.#draft.tables,
    };
    const outcome = this.#store.write(this.#draft);
    if (outcome === 'elsewhere') this.#lose();
    else {
      this.#say(
        outcome === 'full'
          ? 'The browser has no room to keep the draft. Download it before you close this page.'
          : 'Kept in this browser.',
      );
    }
    this.#checker?.check(this.#draft);
  }

  /** Postmortems state their fields in one order, whatever the order of the form. */
  #inOrder(fields: Fields): Fields {
    const order = (this.dataset['fields'] ?? '').split(' ');
    const entries = Object.entries(fields);
    return Object.fromEntries(entries.toSorted(([a], [b]) => order.indexOf(a) - order.indexOf(b)));
  }

  #replace(draft: Draft): void {
    this.#fill(draft);
    this.#keep();
  }

  #take(files: Iterable<File>): void {
    if (!this.#mayWrite) return;
    this.#files.add(files);
    this.#tellImport([]);
    this.#part('import').scrollIntoView({ block: 'nearest' });
  }

  async #import(): Promise<void> {
    this.#keep();
    this.#tellImport(['Reading']);
    const before = this.#draft;
    try {
      const { draft, says } = await importFiles(before, this.#files.files);
      if (!this.#mayWrite) return;
      this.#replace(draft);
      this.#beforeImport = before;
      this.#files.clear();
      this.#tellImport(says);
    } catch (error) {
      if (!(error instanceof ImportRefused)) throw error;
      this.#tellImport([error.message]);
    }
  }

  #tellImport(says: readonly string[]): void {
    const isDone = this.#files.files.length === 0;
    this.#part('import').hidden = says.length === 0 && isDone;
    this.#part('imported').replaceChildren(...says.map((words) => element('li', {}, words)));
    this.#part('run-import').hidden = isDone;
    this.#part('undo').hidden = !isDone;
  }

  #fill(draft: Draft): void {
    this.#draft = draft;
    fillFields(this.#form(), draft.fields);
    this.#body().value = draft.body;
    for (const select of this.querySelectorAll('select')) showDefinition(select);
    this.#showTables();
    this.#checker?.check(draft);
  }

  #showChecked(checked: Checked): void {
    this.#checked = checked;
    const count = checked.faults.length;
    const counted = `${count} ${count === 1 ? 'fault' : 'faults'}`;
    this.#part('count').textContent =
      count === 0 ? 'No faults: ready to hand over.' : `${counted} to mend`;
    this.#part('short-count').textContent = count === 0 ? 'No faults' : counted;
    const faults = this.#inFormOrder(checked.faults);
    this.#part('faults').replaceChildren(...faults.map((fault) => this.#faultItem(fault)));
    const [main] = checked.files;
    this.#part('file').textContent = `${checked.folder}/${main?.name ?? ''}`;
    this.#part('text').textContent = main?.text ?? '';
    this.#markFaults();
    this.#show(checked.html);
  }

  /** As a person meets them: those of the fields by their place on the page, then those of the text by their line. */
  #inFormOrder(faults: readonly Fault[]): Fault[] {
    const all = [...this.#form().querySelectorAll('[data-control], [data-item]')];
    const placeOf = ({ field }: Fault) => {
      const found = field === undefined ? undefined : findField(this.#form(), field);
      return found ? all.indexOf(found) : all.length;
    };
    return faults.toSorted((a, b) => placeOf(a) - placeOf(b));
  }

  #faultItem(fault: Fault): HTMLElement {
    const place = fault.field ?? (fault.line === undefined ? '' : `line ${fault.line}`);
    const button = element(
      'button',
      { type: 'button' },
      element('code', {}, place),
      ` ${fault.message}`,
    );
    button.addEventListener('click', () => this.#goTo(fault));
    return element('li', {}, button);
  }

  #goTo({ field, line, column }: Fault): void {
    const found = field === undefined ? undefined : findField(this.#form(), field);
    if (found) {
      for (const fold of foldsAround(found)) fold.open = true;
      inputOf(found)?.focus();
      found.scrollIntoView({ block: 'center' });
      return;
    }
    if (line === undefined || !this.#checked) return;
    const body = this.#body();
    const lines = body.value.split('\n');
    const row = Math.max(0, line - this.#checked.bodyLine);
    const start = lines.slice(0, row).reduce((sum, text) => sum + text.length + 1, 0);
    body.focus();
    body.setSelectionRange(start + (column ?? 1) - 1, start + (lines[row]?.length ?? 0));
    body.scrollTop = (row / Math.max(1, lines.length)) * body.scrollHeight - body.clientHeight / 2;
  }

  /** Beside the fields that somebody has left already; the others have not had their turn. */
  #markFaults(): void {
    const form = this.#form();
    for (const line of form.querySelectorAll<HTMLElement>('[data-fault]')) {
      line.hidden = true;
      line.textContent = '';
    }
    for (const input of form.querySelectorAll('[aria-invalid]'))
      input.removeAttribute('aria-invalid');
    for (const { field, message } of this.#checked?.faults ?? []) {
      const found = field === undefined ? undefined : findField(form, field);
      if (!found?.closest('[data-touched]')) continue;
      const line = found.querySelector<HTMLElement>('[data-fault]');
      if (!line) continue;
      line.hidden = false;
      line.textContent = message;
      found.querySelector('[data-input]')?.setAttribute('aria-invalid', 'true');
    }
  }

  #showTables(): void {
    const tables = this.#draft.tables.map(({ name, text }) =>
      element('li', {}, element('code', {}, name), ` ${text.split('\n').length - 2} rows`),
    );
    this.#part('tables').replaceChildren(...tables);
  }

  /** The draft as it stands in the form, checked. */
  async #settled(): Promise<Checked | undefined> {
    this.#keep();
    await this.#checker?.rest();
    return this.#checked;
  }

  async #download(): Promise<void> {
    const checked = await this.#settled();
    if (!checked) return;
    const zip = new Blob([zipOf(checked)], { type: 'application/zip' });
    const address = URL.createObjectURL(zip);
    const name = checked.folder.slice(checked.folder.lastIndexOf('/') + 1);
    element('a', { href: address, download: `${name}.zip` }).click();
    window.setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  async #openHost(): Promise<void> {
    const checked = await this.#settled();
    if (!checked) return;
    const found = newFileAddress(this.dataset['repository'] ?? '', checked);
    if ('tooLong' in found) {
      this.#say(
        `The text is ${found.tooLong} characters too long for an address. Download the folder and upload it.`,
      );
      return;
    }
    const others = checked.files.slice(1).map(({ name }) => name);
    if (others.length > 0)
      this.#say(`Upload beside it, from the downloaded folder: ${others.join(', ')}.`);
    window.open(found.address, '_blank', 'noopener');
  }

  #discard(): void {
    if (!window.confirm('Delete this draft from the browser?')) return;
    this.#replace(this.#empty);
  }

  #form(): HTMLElement {
    return this.#part('fields');
  }

  #body(): HTMLTextAreaElement {
    const body = this.#part('body');
    if (body instanceof HTMLTextAreaElement) return body;
    throw new Error('the composer has no body');
  }

  #part(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`);
    if (found) return found;
    throw new Error(`the composer has no part ${name}`);
  }

  #say(words: string): void {
    this.#part('status').textContent = words;
  }
}

async function fetchKnown(address: string): Promise<Known | undefined> {
  const response = await fetch(address).catch(() => undefined);
  return response?.ok ? ((await response.json()) as Known) : undefined;
}

function showDefinition(target: HTMLElement): void {
  if (!(target instanceof HTMLSelectElement)) return;
  const field = target.closest('[data-control]');
  const line = field?.querySelector('p[data-definition]');
  if (line) line.textContent = target.selectedOptions[0]?.dataset['definition'] ?? '';
}

function* foldsAround(field: HTMLElement): Generator<HTMLDetailsElement> {
  for (
    let fold = field.closest('details');
    fold;
    fold = fold.parentElement?.closest('details') ?? null
  )
    yield fold;
}

customElements.define('draft-composer', DraftComposer);
