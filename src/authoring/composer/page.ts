import type { Draft } from '../draft.ts';
import { createChecker } from './checker.ts';
import {
  findMissingFiles,
  withoutFile,
  withoutPoint,
  withSource,
  type ComposerState,
} from './composer-state.ts';
import { DraftForm, withoutField } from './draft-form.ts';
import { openAttachmentStore, openDraftStore } from './draft-store.ts';
import { watchFiles, type SortedFiles } from './dropped-files.ts';
import { downloadFolder, openInRepository } from './export.ts';
import { FaultList } from './fault-list.ts';
import { FilePanel } from './file-panel.ts';
import { getPart } from './form.ts';
import { createIncidentLookup, type IncidentLookup } from './incident-lookup.ts';
import {
  addImage,
  addMissingFiles,
  importReports,
  openPostmortem,
  type OpenedFiles,
} from './open-files.ts';
import { createPreviewFrame } from './preview-frame.ts';
import { FilesRefused, type CheckResult, type ComposerData } from './worker-messages.ts';

/** The draft is checked this long after the last key. */
const typingPauseMilliseconds = 250;
const clickMilliseconds = 400;

const storeName = `draft of ${location.pathname}`;

/** The page that writes a postmortem. The draft stays in this browser until the author submits it. */
class DraftComposer extends HTMLElement {
  readonly #draftStore = openDraftStore(storeName);
  readonly #attachmentStore = openAttachmentStore(storeName);
  readonly #form = new DraftForm(this, (this.dataset['fields'] ?? '').split(' '));
  readonly #faults = new FaultList(this, this.#form);
  readonly #files = new FilePanel(this);
  readonly #preview = createPreviewFrame(getPart(this, 'preview'));
  readonly #repository = this.dataset['repository'] ?? '';
  #data: ComposerData | undefined;
  #lookUp: IncidentLookup | undefined;
  #checker: ReturnType<typeof createChecker> | undefined;
  #state: ComposerState = { draft: { fields: {}, body: '', tables: [] }, attachments: new Map() };
  /** What "Undo" brings back. */
  #previous: ComposerState | undefined;
  #checked: CheckResult | undefined;
  #mayWrite = false;
  #timer: number | undefined;

  connectedCallback(): void {
    void this.#start();
  }

  async #start(): Promise<void> {
    this.#data = await fetchData(this.dataset['composerData'] ?? '');
    if (!this.#data) {
      this.#showStatus('The page could not load its data. Check your connection and reload.');
      return;
    }
    this.#lookUp = createIncidentLookup(this.#data.ids);
    this.#checker = createChecker(this.#data, (checked) => {
      this.#showChecked(checked);
    });
    this.#listen();
    await this.#claim('ask');
    this.setAttribute('data-ready', '');
  }

  async #claim(how: 'ask' | 'take'): Promise<void> {
    const granted = await this.#draftStore.claim(how, () => {
      this.#setMayWrite(false);
    });
    const stored = this.#draftStore.read();
    const draft = stored && !this.#isUntouched(stored) ? stored : this.#emptyDraft();
    this.#show({ draft, attachments: await this.#attachmentStore.read() });
    this.#setMayWrite(granted);
  }

  #emptyDraft(): Draft {
    return this.#data?.empty ?? this.#state.draft;
  }

  /** Another postmortem may have taken the id of an untouched draft, so such a draft is replaced. */
  #isUntouched({ fields, body, tables }: Draft): boolean {
    const keys = Object.keys(fields).filter((key) => key !== 'id');
    return keys.length === 0 && tables.length === 0 && body === this.#emptyDraft().body;
  }

  /** While another tab writes, this one only shows the draft. */
  #setMayWrite(mayWrite: boolean): void {
    this.#mayWrite = mayWrite;
    getPart(this, 'elsewhere').hidden = mayWrite;
    for (const writing of this.querySelectorAll('fieldset[data-part="writing"]'))
      if (writing instanceof HTMLFieldSetElement) writing.disabled = !mayWrite;
  }

  #listen(): void {
    this.addEventListener('submit', (event) => {
      event.preventDefault();
    });
    this.addEventListener('input', () => {
      this.#saveLater();
    });
    this.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (button) this.#handleClick(button);
    });
    this.addEventListener('focusout', ({ target }) => {
      if (target instanceof Element)
        target.closest('[data-control]')?.setAttribute('data-touched', '');
      // A message that appears between press and release would move the button from under the pointer.
      window.setTimeout(() => {
        this.#faults.markFields();
      }, clickMilliseconds);
    });
    watchFiles(this, (sorted) => {
      if (this.#mayWrite) void this.#handleFiles(sorted);
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') this.#save();
    });
    window.addEventListener('pagehide', () => {
      this.#save();
    });
  }

  #saveLater(): void {
    this.#showStatus('');
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      this.#save();
    }, typingPauseMilliseconds);
  }

  #handleClick(button: HTMLButtonElement): void {
    if (this.#form.press(button)) {
      this.#saveLater();
      return;
    }
    switch (button.dataset['act']) {
      case 'edit-here':
        void this.#claim('take');
        break;
      case 'import':
        void this.#import();
        break;
      case 'undo':
        if (this.#previous) this.#replace({ state: this.#previous, notes: [] });
        break;
      case 'remove-file':
        this.#save();
        this.#replace({
          state: withoutFile(this.#state, button.value),
          notes: [`Removed ${button.value}. The text may still refer to it.`],
        });
        break;
      case 'remove-stray':
        this.#change((draft) => ({ ...draft, fields: withoutField(draft.fields, button.value) }));
        break;
      case 'own-incident':
        this.#change((draft) => withSource(draft, JSON.parse(button.value)));
        break;
      case 'answered':
        this.#change((draft) =>
          this.#checked ? withoutPoint(draft, this.#checked, Number(button.value)) : draft,
        );
        break;
      case 'download':
        void this.#export((checked) => downloadFolder(checked, this.#state.attachments));
        break;
      case 'open-in-repository':
        void this.#export(async (checked) => {
          const { attachments } = this.#state;
          this.#showStatus(await openInRepository(this.#repository, checked, attachments));
        });
        break;
      case 'discard':
        if (window.confirm('Delete this draft from your browser?'))
          this.#replace({
            state: { draft: this.#emptyDraft(), attachments: new Map() },
            notes: [],
          });
        break;
      default:
    }
  }

  /** Reads the form into the draft, stores it, and has it checked. */
  #save(): void {
    window.clearTimeout(this.#timer);
    if (!this.#mayWrite) return;
    const draft = this.#form.read(this.#state.draft);
    this.#state = { ...this.#state, draft };
    const outcome = this.#draftStore.write(draft);
    if (outcome === 'conflict') this.#setMayWrite(false);
    else this.#showSaved(outcome);
    this.#checker?.check(draft);
  }

  #showSaved(outcome: 'saved' | 'full'): void {
    const isFull = outcome === 'full';
    getPart(this, 'no-room').textContent = isFull
      ? 'Your browser has no room to save the draft. Download the folder before you close this page.'
      : '';
    this.#showStatus(isFull ? '' : 'Saved in this browser.');
  }

  #show(state: ComposerState): void {
    this.#state = state;
    this.#form.fill(state.draft);
    this.#files.showFiles(state.draft.tables, state.attachments);
    this.#checker?.setAttachments(state.attachments);
    this.#checker?.check(state.draft);
  }

  #change(edit: (draft: Draft) => Draft): void {
    this.#save();
    this.#show({ ...this.#state, draft: edit(this.#state.draft) });
    this.#save();
  }

  /** Replaces draft and attachments. The author can undo it if there are notes about it. */
  #replace({ state, notes }: OpenedFiles): void {
    this.#save();
    const previous = this.#state;
    this.#show(state);
    this.#save();
    void this.#saveAttachments();
    this.#previous = previous;
    this.#files.showNotes(notes, { canUndo: notes.length > 0 });
  }

  async #saveAttachments(): Promise<void> {
    const outcome = await this.#attachmentStore.write(this.#state.attachments);
    if (outcome === 'full') this.#showSaved('full');
  }

  async #handleFiles(sorted: SortedFiles): Promise<void> {
    switch (sorted.kind) {
      case 'refused':
        this.#files.showNotes([sorted.reason]);
        this.#files.scrollToNotes();
        break;
      case 'postmortem':
        await this.#open(() => openPostmortem(sorted.files, this.#lookUp));
        break;
      case 'additions':
        await this.#add(sorted.images, sorted.reports);
    }
  }

  /** Files that the draft refers to are added to it, other images go into the text, other files wait to be imported. */
  async #add(images: readonly File[], reports: readonly File[]): Promise<void> {
    this.#save();
    const names = new Set(findMissingFiles(this.#state));
    const isMissing = ({ name }: File) => names.has(name);
    const missing = [...images, ...reports].filter(isMissing);
    this.#files.showNotes([]);
    this.#files.addReports(reports.filter((file) => !isMissing(file)));
    this.#files.scrollToNotes();
    if (missing.length > 0) await this.#open(() => addMissingFiles(this.#state, missing));
    for (const image of images.filter((file) => !isMissing(file))) {
      const { body } = this.#form;
      const added = await this.#open(() => addImage(this.#state, image, body.selectionStart));
      if (!added) continue;
      body.focus();
      body.setSelectionRange(added.caret, added.caret);
    }
  }

  async #import(): Promise<void> {
    const terms = {
      home: this.#repository,
      vocabulary: this.#data?.vocabulary ?? { tools: [], metrics: [] },
    };
    await this.#open(async () => {
      const imported = await importReports(this.#state, this.#files.queue, terms);
      this.#files.clearQueue();
      return imported;
    });
  }

  /** Shows what was read, or why it could not be. Typing meanwhile would be lost, so the form is inert. */
  async #open<Result extends OpenedFiles>(
    read: () => Promise<Result>,
  ): Promise<Result | undefined> {
    const form = getPart(this, 'writing');
    this.#save();
    this.#files.showNotes(['Reading…']);
    form.setAttribute('inert', '');
    try {
      const opened = await read();
      if (this.#mayWrite) this.#replace(opened);
      return opened;
    } catch (error) {
      if (!(error instanceof FilesRefused)) throw error;
      this.#files.showNotes(error.reasons);
      return undefined;
    } finally {
      form.removeAttribute('inert');
      this.#files.scrollToNotes();
    }
  }

  #showChecked(checked: CheckResult): void {
    this.#checked = checked;
    this.#faults.show(checked);
    const [main] = checked.files;
    getPart(this, 'file').textContent = `${checked.folder}/${main?.name ?? ''}`;
    getPart(this, 'text').textContent = main?.text ?? '';
    getPart(this, 'open-in-repository').textContent = checked.isPublished
      ? 'Edit the file in the repository'
      : 'Create the file in the repository';
    void this.#preview(checked.html, this.#state.attachments);
  }

  /** Exports the draft as it is in the form, after it has been checked. */
  async #export(run: (checked: CheckResult) => Promise<void>): Promise<void> {
    this.#save();
    await this.#checker?.whenIdle();
    if (this.#checked) await run(this.#checked);
  }

  #showStatus(text: string): void {
    getPart(this, 'status').textContent = text;
  }
}

async function fetchData(address: string): Promise<ComposerData | undefined> {
  const response = await fetch(address).catch(() => undefined);
  return response?.ok ? ((await response.json()) as ComposerData) : undefined;
}

customElements.define('draft-composer', DraftComposer);
