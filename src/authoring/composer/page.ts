import type { Draft } from '../draft.ts';
import { showBeside } from './beside-list.ts';
import { createChecker } from './checker.ts';
import { DraftForm, withoutField } from './draft-form.ts';
import { openDraftStore } from './draft-store.ts';
import { FaultList } from './fault-list.ts';
import { openFileStore } from './file-store.ts';
import { download, openHost } from './hand-over-panel.ts';
import { ImportPanel } from './import-panel.ts';
import { ImportRefused } from './importer.ts';
import { incidentLookup } from './incident-lookup.ts';
import { addImage, importReports, openPostmortem, putBeside, type TakenIn } from './intake.ts';
import type { IncidentLookup } from './known-incidents.ts';
import type { Checked, Known } from './messages.ts';
import { part } from './part.ts';
import { createPreviewFrame } from './preview-frame.ts';
import { takeFiles, type Taken } from './taken-files.ts';
import { lackingFiles, withoutFile, withoutPoint, withSource, type Work } from './work.ts';

const typingPause = 250;
const pressPause = 400;
const storeName = `draft of ${location.pathname}`;

const noRoom =
  'The browser has no room to keep the draft. Download the folder before you close this page.';

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
        void this.#takeIn(async () => {
          const taken = await importReports(this.#work, this.#import.waiting, {
            home: this.#repository,
            vocabulary: this.#known?.vocabulary ?? { tools: [], metrics: [] },
          });
          this.#import.clear();
          return taken;
        });
        break;
      case 'undo':
        if (this.#before) this.#replace({ work: this.#before, says: [] });
        break;
      case 'remove-file':
        this.#keep();
        this.#replace({
          work: withoutFile(this.#work, button.value),
          says: [`${button.value} is removed. What the text says of it is still there.`],
        });
        break;
      case 'remove-stray':
        this.#keep();
        this.#change({
          ...this.#work.draft,
          fields: withoutField(this.#work.draft.fields, button.value),
        });
        break;
      case 'own-account':
        this.#keep();
        this.#change(withSource(this.#work.draft, JSON.parse(button.value)));
        break;
      case 'answered':
        this.#keep();
        if (this.#checked)
          this.#change(withoutPoint(this.#work.draft, this.#checked, Number(button.value)));
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
          this.#replace({ work: { draft: this.#empty(), beside: new Map() }, says: [] });
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

  #change(draft: Draft): void {
    this.#show({ ...this.#work, draft });
    this.#keep();
  }

  /** Puts other work in the place of what is there, which can be undone. */
  #replace({ work, says }: TakenIn): void {
    this.#keep();
    const before = this.#work;
    this.#show(work);
    this.#keep();
    void this.#keepFiles();
    this.#before = before;
    this.#import.tell(says, { canUndo: says.length > 0 });
  }

  async #keepFiles(): Promise<void> {
    if ((await this.#fileStore.write(this.#work.beside)) === 'full') this.#sayKept('full');
  }

  async #take(taken: Taken): Promise<void> {
    switch (taken.kind) {
      case 'refused':
        this.#import.tell([taken.reason]);
        this.#showTaken();
        break;
      case 'postmortem':
        await this.#takeIn(() => openPostmortem(taken.files, this.#lookUp));
        break;
      case 'additions':
        await this.#add(taken.images, taken.reports);
    }
  }

  /** What the draft names and lacks goes beside it; images go into the text; the rest is for the import. */
  async #add(images: readonly File[], reports: readonly File[]): Promise<void> {
    this.#keep();
    const lacking = new Set(lackingFiles(this.#work));
    const isLacking = ({ name }: File) => lacking.has(name);
    const named = [...images, ...reports].filter(isLacking);
    this.#import.tell([]);
    this.#import.wait(reports.filter((file) => !isLacking(file)));
    this.#showTaken();
    if (named.length > 0) await this.#takeIn(() => putBeside(this.#work, named));
    for (const image of images.filter((file) => !isLacking(file))) {
      const { body } = this.#form;
      const added = await this.#takeIn(() => addImage(this.#work, image, body.selectionStart));
      if (!added) continue;
      body.focus();
      body.setSelectionRange(added.caret, added.caret);
    }
  }

  /** Says why, if files cannot be taken in. What is typed meanwhile would be lost, so the form waits. */
  async #takeIn<Result extends TakenIn>(read: () => Promise<Result>): Promise<Result | undefined> {
    const form = part(this, 'writing');
    this.#keep();
    this.#import.tell(['Reading']);
    form.setAttribute('inert', '');
    try {
      const taken = await read();
      if (this.#mayWrite) this.#replace(taken);
      return taken;
    } catch (error) {
      if (!(error instanceof ImportRefused)) throw error;
      this.#import.tell(error.reasons);
      return undefined;
    } finally {
      form.removeAttribute('inert');
      this.#showTaken();
    }
  }

  #showTaken(): void {
    part(this, 'taken').scrollIntoView({ block: 'nearest' });
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
