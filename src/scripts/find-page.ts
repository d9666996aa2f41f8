import { toggled } from '../find/words/messages.ts';
import { readState, stateAddress, type SearchState } from '../find/words/state.ts';
import { facets } from '../model/vocabulary.ts';
import { takeCarried, textContent, textInFragment } from './carried.ts';
import { FindBox, isGiven } from './find-box.ts';
import { FindClient, StoppedError } from './find-client.ts';
import { FindView, loadGivenView } from './find-view.ts';
import type { GivenContent } from './find-messages.ts';
import { FindHistory } from './find-history.ts';
import { registerOffline } from './register-offline.ts';
import { pageLength, partOf } from './search-view.ts';

/** Milliseconds after which what was typed is asked, and after which its last word counts as finished. */
const typingPause = 60;
const finishingPause = 1000;

/** Larger files do not fit into memory once they are decompressed. */
const maxGivenBytes = 512 * 2 ** 20;

/**
 * A page with the box that takes anything. Words are in the address; what was given to be read never is. With `data-lists` the
 * page lists all incidents before anything is asked, as the server sent it; with `data-reads` it loads the readers at once.
 */
class FindPage extends HTMLElement {
  readonly #client = new FindClient();
  readonly #view = new FindView(this);
  readonly #history = new FindHistory();
  readonly #box = new FindBox(this, (given) => this.#give(given));
  #state: SearchState = readState(new URLSearchParams());
  #given: readonly GivenContent[] | undefined;
  #shown = pageLength;
  /** The newest answer asked for; older ones are dropped. */
  #turn = 0;
  /** One answer at a time: the engine would work through every letter typed. */
  #last: Promise<void> = Promise.resolve();
  #timer: number | undefined;
  /** Whether the newest history entry came from typing; further typing replaces it. */
  #typing = false;
  /** Whether the last word may be unfinished. */
  #isUnfinished = false;

  connectedCallback(): void {
    this.#listen();
    if ('reads' in this.dataset)
      Promise.all([this.#client.prepareEverything(), loadGivenView()]).then(
        () => this.setAttribute('data-ready', ''),
        (error: unknown) => this.#view.say(messageOf(error)),
      );
    void this.#arrive();
  }

  #listen(): void {
    const { form, area } = this.#box;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
    area.addEventListener('input', () => this.#typed());
    area.addEventListener('focus', () => this.#client.prepareWords(), { once: true });
    this.addEventListener('change', ({ target }) => this.#changed(target));
    this.addEventListener('click', (event) => this.#clicked(event));
    this.addEventListener('keydown', (event) => this.#pressed(event));
    window.addEventListener('popstate', () => this.#goneBack());
    window.addEventListener('pagehide', () => this.#history.leave(this.#shown));
  }

  /** What another page or a link brought, what the address asks, or what was here before. */
  async #arrive(): Promise<void> {
    const carried = await takeCarried();
    const text = this.#history.text ?? textInFragment(location.hash);
    if (carried) {
      this.#history.replaceGiven(carried);
      this.#askGiven(carried);
    } else if (text !== undefined) this.#askGiven([textContent(text)]);
    else if (location.hash === '#too-large')
      this.#view.say(
        'The text or file is too large to carry over from the other page. Please give it again here.',
      );
    else {
      this.#readAddress();
      if (stateAddress(this.#state) === '') return;
      const turn = this.#turn + 1;
      await this.#answer();
      if (turn === this.#turn) this.#jumpOnArrival();
    }
  }

  /** A link to the search with the URL of an issue, or an id, leads on to the incident, but not on the way back from it. */
  #jumpOnArrival(): void {
    const target = this.#onlyJump();
    const isNarrowed = Object.keys(this.#state.selection).length > 0;
    if (target && !isNarrowed && this.#history.isFirstVisit()) location.replace(target.href);
  }

  #readAddress(): void {
    this.#state = readState(new URLSearchParams(location.search));
    this.#given = undefined;
    this.#shown = this.#history.shown ?? pageLength;
    this.#box.text = this.#state.query;
  }

  #goneBack(): void {
    window.clearTimeout(this.#timer);
    // The place of a line in the text that was given.
    if (location.hash.startsWith('#line-')) return;
    this.#typing = false;
    this.#isUnfinished = false;
    const given = this.#history.given();
    if (given && given === this.#given) return;
    if (given) this.#askGiven(given);
    else {
      this.#readAddress();
      void this.#answer();
    }
  }

  #typed(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const { text } = this.#box;
      partOf(this, 'clear', HTMLElement).hidden = text === '';
      const query = text.trim();
      if (isGiven(text) || (query === this.#state.query && !this.#given)) return;
      this.#go({ ...this.#state, query }, this.#typing, query !== '' && !/\s$/.test(text));
      this.#typing = true;
      this.#timer = window.setTimeout(() => this.#finishWord(), finishingPause);
    }, typingPause);
  }

  /** Asks again for the last word as it is, unless the reader has gone on to the results. */
  #finishWord(): void {
    if (!this.#isUnfinished || document.activeElement !== this.#box.area) return;
    this.#isUnfinished = false;
    void this.#answer();
  }

  async #submit(): Promise<void> {
    window.clearTimeout(this.#timer);
    const { text } = this.#box;
    if (isGiven(text)) {
      this.#give([textContent(text)]);
      return;
    }
    const query = text.trim();
    if (query === '' && !('lists' in this.dataset)) {
      this.#view.say('Type words, paste a report or choose a file first.');
      return;
    }
    if (query !== this.#state.query || this.#given || !this.#onlyJump())
      this.#go({ ...this.#state, query });
    await this.#last;
    const target = this.#onlyJump();
    if (target && query === this.#state.query) location.assign(target.href);
  }

  /** The only incident that the query names. */
  #onlyJump(): HTMLAnchorElement | undefined {
    const jumps = this.#view.jumpLinks();
    return jumps.length === 1 ? jumps[0] : undefined;
  }

  #changed(target: EventTarget | null): void {
    const state = this.#state;
    if (target === this.#view.sort) {
      const parameters = new URLSearchParams({ sort: this.#view.sort.value });
      this.#go({ ...state, sort: readState(parameters).sort });
    }
    if (!(target instanceof HTMLInputElement) || target.type !== 'checkbox') return;
    const facet = facets.find(({ key }) => key === target.name);
    if (facet) this.#go(toggled(state, facet.key, target.value));
  }

  #clicked(event: MouseEvent): void {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest('button');
    const anchor = event.target.closest('a');
    const plain = !event.ctrlKey && !event.metaKey && !event.shiftKey && event.button === 0;
    if (button) this.#pressedButton(button);
    else if (anchor?.pathname === location.pathname && anchor.hash === '' && plain) {
      event.preventDefault();
      this.#go(readState(new URL(anchor.href).searchParams));
      this.#box.text = this.#state.query;
      this.#view.focusStatus();
    }
  }

  #pressedButton(button: HTMLButtonElement): void {
    const { part, example } = button.dataset;
    if (part === 'open-filters') {
      const open = partOf(this, 'filters', HTMLElement).classList.toggle('open');
      button.ariaExpanded = String(open);
    } else if (part === 'show-all') {
      button.ariaExpanded = 'true';
      void this.#expand(button);
    } else if (part === 'more') void this.#showMore();
    else if (part === 'cancel') this.#client.cancel();
    else if (part === 'clear') this.#clear();
    else if (example !== undefined) void this.#giveExample(example);
  }

  async #expand(button: HTMLButtonElement): Promise<void> {
    const inputs = () => [...(button.parentElement?.querySelectorAll('input') ?? [])];
    const before = inputs().length;
    await this.#answer();
    inputs().at(before)?.focus();
  }

  async #showMore(): Promise<void> {
    const before = this.#shown;
    this.#shown += pageLength;
    await this.#answer();
    this.#view.rowLinks().at(before)?.focus();
  }

  #pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { area } = this.#box;
    if (event.key === 'Escape') {
      if (document.activeElement === area) this.#clear();
      else area.focus();
      return;
    }
    const isWriting = document.activeElement === area && isGiven(area.value);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops: readonly HTMLElement[] = [area, ...this.#view.results()];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    if (step === undefined || at === -1 || isWriting) return;
    event.preventDefault();
    stops.at(Math.min(at + step, stops.length - 1))?.focus();
  }

  #clear(): void {
    this.#box.text = '';
    partOf(this, 'clear', HTMLElement).hidden = true;
    this.#box.area.focus();
    if (this.#state.query !== '' || this.#given) this.#go({ ...this.#state, query: '' });
  }

  #go(state: SearchState, replace = false, isUnfinished = false): void {
    window.clearTimeout(this.#timer);
    this.#typing = false;
    this.#isUnfinished = isUnfinished;
    this.#state = state;
    this.#given = undefined;
    this.#shown = pageLength;
    this.#history.go(stateAddress(state) || location.pathname, replace, this.#shown);
    void this.#answer();
  }

  async #giveExample(address: string): Promise<void> {
    const response = await fetch(address).catch(() => undefined);
    if (!response?.ok) this.#view.say('The example could not be loaded. Check your connection.');
    else {
      const content = textContent(await response.text());
      this.#give([content]);
    }
  }

  /** Asks about what is given, as a step of its own in the history. */
  #give(given: readonly GivenContent[]): void {
    window.clearTimeout(this.#timer);
    this.#typing = false;
    const size = given.reduce((sum, { content }) => sum + sizeOf(content), 0);
    if (size > maxGivenBytes) {
      this.#view.say(
        'That is over the limit of 512 MB. Instead, paste the text that the tool prints for this file.',
      );
      return;
    }
    this.#history.goToGiven(given, this.#shown);
    this.#askGiven(given);
  }

  #askGiven(given: readonly GivenContent[]): void {
    const [first] = given;
    this.#state = { ...this.#state, query: '' };
    this.#given = given;
    this.#shown = pageLength;
    if (typeof first?.content === 'string') this.#box.text = first.content;
    void this.#answer();
  }

  #answer(): Promise<void> {
    const turn = (this.#turn += 1);
    this.#client.giveWay();
    this.#last = this.#last.then(() => (turn === this.#turn ? this.#show(turn) : undefined));
    return this.#last;
  }

  async #show(turn: number): Promise<void> {
    const given = this.#given;
    const isAsked = given !== undefined || stateAddress(this.#state) !== '';
    partOf(this, 'clear', HTMLElement).hidden = !given && this.#box.text === '';
    this.#view.clearGiven();
    if (!isAsked && !('lists' in this.dataset)) {
      this.#view.showBlank();
      return;
    }
    const shown = this.#shown;
    const isNewest = () => turn === this.#turn;
    let drawn: Promise<void> | undefined;
    const question = { state: this.#state, length: shown, typing: this.#isUnfinished, given };
    this.#view.begin(given !== undefined);
    try {
      await this.#client.ask(question, (part) => {
        if (!isNewest()) return;
        if (part.kind === 'words') this.#view.showWords(part.answer, part.state, shown);
        else if (part.kind === 'given') drawn = this.#view.showGiven(part.answer, isNewest);
        else this.#view.showProgress(part);
      });
      await drawn;
    } catch (error) {
      if (isNewest()) this.#view.say(messageOf(error));
    }
    if (!isNewest()) return;
    this.#view.end();
    this.#history.restoreScroll();
  }
}

const sizeOf = (content: string | Blob): number =>
  typeof content === 'string' ? content.length : content.size;

function messageOf(error: unknown): string {
  if (!(error instanceof StoppedError)) throw error;
  if (error.cause !== undefined) reportError(error.cause);
  return error.message;
}

// Last, because the page is set up in this very call.
customElements.define('find-page', FindPage);

registerOffline();
