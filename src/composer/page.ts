import type { Draft } from '../writing/draft.ts';
import { withoutOpenPoint } from '../writing/open-points.ts';
import { isList, isSame } from '../writing/values.ts';
import { showBeside } from './beside-list.ts';
import { createChecker } from './checker.ts';
import { DraftForm, withoutField } from './draft-form.ts';
import { openDraftStore } from './draft-store.ts';
import { FaultList } from './fault-list.ts';
import { openFileStore } from './file-store.ts';
import { download, openHost } from './hand-over-panel.ts';
import { imageNameOf, insertImage, placeForImage, refuseImageFile } from './images.ts';
import { ImportPanel } from './import-panel.ts';
import { ImportRefused, readInWorker } from './importer.ts';
import { incidentLookup } from './incident-lookup.ts';
import type { IncidentLookup } from './known-incidents.ts';
import type { Checked, FilesBeside, Known, PlacedFile } from './messages.ts';
import { part } from './part.ts';
import { createPreviewFrame } from './preview-frame.ts';
import { takeFiles, type Taken } from './taken-files.ts';

const typingPause = 250;
const pressPause = 400;
const storeName = `draft of ${location.pathname}`;

const noRoom =
  'The browser has no room to keep the draft. Download the folder before you close this page.';

/** A draft with what stands beside it. */
interface Work {
  readonly draft: Draft;
  readonly beside: FilesBeside;
}

/** The page that writes a postmortem. What is written stays in this browser until its author hands it over. */
class DraftComposer extends HTMLElement {
  readonly #store = openDraftStore(storeName);
  readonly #fileStore = openFileStore(storeName);
  readonly #form = new DraftForm(this, (this.dataset['fields'] ?? '').split(' '));
  readonly #faults = new FaultList(this, this.#form);
  readonly #import = new ImportPanel(this);
  readonly #preview = createPreviewFrame(part(this, 'preview'));
  readonly #repository = this.dataset['repository'] ?? '';
  #known: Known | undefined;
  #lookUp: IncidentLookup | undefined;
  #checker: ReturnType<typeof createChecker> | undefined;
  #work: Work = { draft: { fields: {}, body: '', tables: [] }, beside: new Map() };
  #before: Work | undefined;
  #checked: Checked | undefined;
  #mayWrite = false;
  #timer: number | undefined;

  connectedCallback(): void {
    void this.#start();
  }

  async #start(): Promise<void> {
    this.#known = await fetchKnown(this.dataset['known'] ?? '');
    if (!this.#known) {
      this.#say(
        'The vocabulary could not be loaded. Check the connection and load the page again.',
      );
      return;
    }
    this.#lookUp = incidentLookup(this.#known);
    this.#checker = createChecker(this.#known, (checked) => {
      this.#showChecked(checked);
    });
    this.#listen();
    await this.#claim('ask');
    this.setAttribute('data-ready', '');
  }

  async #claim(how: 'ask' | 'take'): Promise<void> {
    const granted = await this.#store.claim(how, () => {
      this.#permit(false);
    });
    const kept = this.#store.read();
    const draft = kept && !this.#isUntouched(kept) ? kept : this.#empty();
    this.#show({ draft, beside: await this.#fileStore.read() });
    this.#permit(granted);
  }

  #empty(): Draft {
    return this.#known?.empty ?? this.#work.draft;
  }

  /** Its id may be taken meanwhile, so a draft that says nothing else begins anew. */
  #isUntouched({ fields, body, tables }: Draft): boolean {
    const empty = this.#empty();
    const keys = Object.keys(fields).filter((key) => key !== 'id');
    return keys.length === 0 && tables.length === 0 && body === empty.body;
  }

  /** Without permission the page only shows: another tab writes. */
  #permit(mayWrite: boolean): void {
    this.#mayWrite = mayWrite;
    part(this, 'elsewhere').hidden = mayWrite;
    for (const writing of this.querySelectorAll('fieldset[data-part="writing"]'))
      if (writing instanceof HTMLFieldSetElement) writing.disabled = !mayWrite;
  }

  #listen(): void {
    this.addEventListener('submit', (event) => {
      event.preventDefault();
    });
    this.addEventListener('input', () => {
      this.#later();
    });
    this.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button) this.#clicked(button);
    });
    this.addEventListener('focusout', ({ target }) => {
      if (target instanceof Element)
        target.closest('[data-control]')?.setAttribute('data-touched', '');
      // Words that appear between press and release would move the button that is pressed.
      window.setTimeout(() => {
        this.#faults.mark();
      }, pressPause);
    });
    takeFiles(this, (taken) => {
      if (this.#mayWrite) void this.#take(taken);
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#keep();
    });
    window.addEventListener('pagehide', () => {
      this.#keep();
    });
  }

  #later(): void {
    this.#say('');
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#keep();
    }, typingPause);
  }

  #clicked(button: HTMLButtonElement): void {
    if (this.#form.press(button)) {
      this.#later();
      return;
    }
    switch (button.dataset['act']) {
      case 'here':
        void this.#claim('take');
        break;
      case 'import':
        void this.#importWaiting();
        break;
      case 'undo':
        this.#undo();
        break;
      case 'remove-file':
        this.#removeFile(button.value);
        break;
      case 'remove-stray':
        this.#keep();
        this.#change({ fields: withoutField(this.#work.draft.fields, button.value) });
        break;
      case 'own-account':
        this.#nameSource(button.value);
        break;
      case 'answered':
        this.#answer(Number(button.value));
        break;
      case 'download':
        void this.#handOver((checked) => download(checked, this.#work.beside));
        break;
      case 'host':
        void this.#handOver(async (checked) => {
          this.#say(await openHost(this.#repository, checked, this.#work.beside));
        });
        break;
      case 'discard':
        if (window.confirm('Delete this draft from the browser?'))
          this.#replace({ draft: this.#empty(), beside: new Map() }, []);
        break;
      default:
    }
  }

  /** Reads the form into the draft, keeps it, and has it checked. */
  #keep(): void {
    window.clearTimeout(this.#timer);
    if (!this.#mayWrite) return;
    const draft = this.#form.read(this.#work.draft);
    this.#work = { ...this.#work, draft };
    const outcome = this.#store.write(draft);
    if (outcome === 'elsewhere') this.#permit(false);
    else this.#sayKept(outcome);
    this.#checker?.check(draft);
  }

  #sayKept(outcome: 'kept' | 'full'): void {
    part(this, 'no-room').textContent = outcome === 'full' ? noRoom : '';
    this.#say(outcome === 'full' ? '' : 'Kept in this browser.');
  }

  #show(work: Work): void {
    this.#work = work;
    this.#form.fill(work.draft);
    this.#showBeside();
    this.#checker?.setFiles(work.beside);
    this.#checker?.check(work.draft);
  }

  #showBeside(): void {
    showBeside(part(this, 'beside'), this.#work.draft.tables, this.#work.beside);
  }

  #change(change: Partial<Draft>): void {
    this.#show({ ...this.#work, draft: { ...this.#work.draft, ...change } });
    this.#keep();
  }

  /** Puts other work in the place of what is there, which can be undone. */
  #replace(work: Work, says: readonly string[]): void {
    this.#keep();
    const before = this.#work;
    const isOther = !isSame([...before.beside.keys()], [...work.beside.keys()]);
    this.#show(work);
    this.#keep();
    if (isOther) void this.#keepFiles();
    this.#before = before;
    this.#import.tell(says, { canUndo: says.length > 0 });
  }

  async #keepFiles(): Promise<void> {
    if ((await this.#fileStore.write(this.#work.beside)) === 'full') this.#sayKept('full');
  }

  #undo(): void {
    if (this.#before) this.#replace(this.#before, []);
  }

  #removeFile(name: string): void {
    this.#keep();
    const { draft, beside } = this.#work;
    const work = {
      draft: { ...draft, tables: draft.tables.filter((table) => table.name !== name) },
      beside: new Map([...beside].filter(([other]) => other !== name)),
    };
    this.#replace(work, [`${name} is removed. What the text says of it is still there.`]);
  }

  /** The source is JSON. */
  #nameSource(source: string): void {
    this.#keep();
    const { fields } = this.#work.draft;
    const known = isList(fields['sources']) ? fields['sources'] : [];
    this.#change({ fields: { ...fields, sources: [...known, JSON.parse(source)] } });
  }

  #answer(index: number): void {
    const point = this.#checked?.open[index];
    if (!point || !this.#checked) return;
    this.#keep();
    const { draft } = this.#work;
    const inBody = point.line - this.#checked.bodyLine + 1;
    // The first line of the file opens the frontmatter, and none of the fields.
    if (inBody > 0) this.#change({ body: withoutOpenPoint(draft.body, { line: inBody }) });
    else this.#change({ written: withoutOpenPoint(this.#frontmatter(), { line: point.line - 1 }) });
  }

  /** As the file has it at present. */
  #frontmatter(): string {
    const [text = ''] = (this.#checked?.files ?? []).map((file) => file.text);
    return text
      .split('\n')
      .slice(1, (this.#checked?.bodyLine ?? 1) - 2)
      .map((line) => `${line}\n`)
      .join('');
  }

  async #take(taken: Taken): Promise<void> {
    switch (taken.kind) {
      case 'refused':
        this.#import.tell([taken.reason]);
        part(this, 'taken').scrollIntoView({ block: 'nearest' });
        break;
      case 'postmortem':
        await this.#open(taken.files);
        break;
      case 'additions':
        this.#import.tell([]);
        this.#import.wait(taken.reports);
        part(this, 'taken').scrollIntoView({ block: 'nearest' });
        for (const image of taken.images) await this.#addImage(image);
    }
  }

  async #open(files: readonly PlacedFile[]): Promise<void> {
    await this.#reading(async () => {
      const { draft, beside = new Map(), says } = await readInWorker({ kind: 'postmortem', files });
      const { id, title } = draft.fields;
      const sameId = (await this.#lookUp?.([Number(id)]))?.get(Number(id));
      const slug = draft.slug ?? (sameId?.title === title ? sameId?.slug : undefined);
      const opened = { draft: { ...draft, ...(slug !== undefined && { slug }) }, beside };
      const name = typeof title === 'string' ? `“${title}”` : 'The postmortem';
      this.#replace(opened, [`${name} is open, in the place of what was here.`, ...says]);
    });
  }

  async #importWaiting(): Promise<void> {
    this.#keep();
    await this.#reading(async () => {
      const { draft, beside } = this.#work;
      const files = this.#import.waiting;
      const home = this.#repository;
      const added = await readInWorker({ kind: 'reports', draft, files, home });
      this.#replace({ draft: added.draft, beside }, added.says);
      this.#import.clear();
    });
  }

  /** Says that it is reading, and why it could not. What is typed meanwhile would be lost, so the form waits. */
  async #reading(read: () => Promise<void>): Promise<void> {
    this.#import.tell(['Reading']);
    const form = this.querySelector<HTMLElement>('[data-part="writing"]');
    form?.setAttribute('inert', '');
    try {
      await read();
    } catch (error) {
      if (!(error instanceof ImportRefused)) throw error;
      this.#import.tell(error.reasons);
    } finally {
      form?.removeAttribute('inert');
      part(this, 'taken').scrollIntoView({ block: 'nearest' });
    }
  }

  async #addImage(file: File): Promise<void> {
    const taken = [
      ...this.#work.draft.tables.map((table) => table.name),
      ...this.#work.beside.keys(),
    ];
    const name = imageNameOf(file.name, taken);
    const refusal = await refuseImageFile(file, name);
    if (refusal !== undefined) {
      this.#import.tell([refusal]);
      return;
    }
    const copy = new Blob([await file.arrayBuffer()], { type: file.type });
    const { body } = this.#form;
    const at = body.selectionStart > 0 ? body.selectionStart : placeForImage(body.value);
    const tagged = insertImage(body.value, at, name);
    this.#keep();
    this.#replace(
      {
        draft: { ...this.#work.draft, body: tagged.body },
        beside: new Map([...this.#work.beside, [name, copy]]),
      },
      [`${name} stands in the text. Write what it shows between the brackets before it.`],
    );
    body.focus();
    body.setSelectionRange(tagged.caret, tagged.caret);
  }

  #showChecked(checked: Checked): void {
    this.#checked = checked;
    this.#faults.show(checked);
    const [main] = checked.files;
    part(this, 'file').textContent = `${checked.folder}/${main?.name ?? ''}`;
    part(this, 'text').textContent = main?.text ?? '';
    part(this, 'host').textContent = checked.isPublished
      ? 'Open its file in the repository'
      : 'Open as a new file in the repository';
    void this.#preview(checked.html, this.#work.beside);
  }

  /** With the draft as it stands in the form, checked. */
  async #handOver(hand: (checked: Checked) => Promise<void>): Promise<void> {
    this.#keep();
    await this.#checker?.rest();
    if (this.#checked) await hand(this.#checked);
  }

  #say(words: string): void {
    part(this, 'status').textContent = words;
  }
}

async function fetchKnown(address: string): Promise<Known | undefined> {
  const response = await fetch(address).catch(() => undefined);
  return response?.ok ? ((await response.json()) as Known) : undefined;
}

customElements.define('draft-composer', DraftComposer);
