import { incidentName, incidentPath } from '../model/addresses.ts';
import type { Answer } from '../find/words/answer.ts';
import { readState, stateAddress, type SearchState } from '../find/words/state.ts';
import {
  linkElement,
  linkItem,
  pageLength,
  partOf,
  resultElement,
  showFacet,
} from './search-view.ts';
import { chosenOffers, countText, helpOffers, noteText, toggled } from '../find/words/messages.ts';
import { facets } from '../model/vocabulary.ts';
import { registerOffline } from './register-offline.ts';
import type { FromSearchWorker, ToSearchWorker } from './search-worker.ts';

const typingPause = 60;
const failure = 'The search could not be loaded. Check your connection and try again.';

/** The search page. Its state is the address; what the server sends is what an empty address shows. */
class SearchPage extends HTMLElement {
  readonly #answers = new SearchAnswers();
  #state: SearchState = readState(new URLSearchParams());
  #shown = pageLength;
  /** The newest answer asked for; older ones are dropped. */
  #turn = 0;
  /** One answer at a time: the engine cannot be stopped, and would work through every letter typed. */
  #last: Promise<void> = Promise.resolve();
  #timer: number | undefined;
  /** Whether the newest history entry came from typing; further typing replaces it. */
  #typing = false;

  connectedCallback(): void {
    this.#listen();
    this.#readAddress();
    if (stateAddress(this.#state) !== '') void this.#answer().then(() => this.#jumpOnArrival());
  }

  /** A link to the search with the URL of an issue, or an id, leads on to the incident, but not on the way back from it. */
  #jumpOnArrival(): void {
    const [navigation] = performance.getEntriesByType('navigation');
    const target = this.#onlyJump();
    if (
      target &&
      Object.keys(this.#state.selection).length === 0 &&
      navigation instanceof PerformanceNavigationTiming &&
      navigation.type === 'navigate'
    )
      location.replace(target.href);
  }

  #listen(): void {
    const { form, box } = this.#fields();
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#submit();
    });
    box.addEventListener('input', () => this.#typed());
    box.addEventListener('focus', () => this.#answers.prepare(), { once: true });
    form.addEventListener('change', ({ target }) => this.#changed(target));
    this.addEventListener('click', (event) => this.#clicked(event));
    this.addEventListener('keydown', (event) => this.#pressed(event));
    window.addEventListener('popstate', () => {
      this.#typing = false;
      this.#readAddress();
      void this.#answer();
    });
  }

  #fields() {
    const form = this.querySelector('form');
    const box = form?.elements.namedItem('q');
    const sort = form?.elements.namedItem('sort');
    if (form && box instanceof HTMLInputElement && sort instanceof HTMLSelectElement)
      return { form, box, sort };
    throw new Error('the search form lacks a field');
  }

  #readAddress(): void {
    this.#state = readState(new URLSearchParams(location.search));
    this.#shown = pageLength;
    this.#fields().box.value = this.#state.query;
  }

  #typed(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const query = this.#fields().box.value.trim();
      if (query === this.#state.query) return;
      this.#go({ ...this.#state, query }, this.#typing);
      this.#typing = true;
    }, typingPause);
  }

  async #submit(): Promise<void> {
    window.clearTimeout(this.#timer);
    const query = this.#fields().box.value.trim();
    if (query !== this.#state.query || !this.#onlyJump()) this.#go({ ...this.#state, query });
    await this.#last;
    const target = this.#onlyJump();
    if (target && query === this.#state.query) location.assign(target.href);
  }

  #changed(target: EventTarget | null): void {
    const { sort } = this.#fields();
    const state = this.#state;
    if (target === sort) {
      const parameters = new URLSearchParams({ sort: sort.value });
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
    if (button?.dataset['part'] === 'open-filters') {
      const open = partOf(this, 'filters', HTMLElement).classList.toggle('open');
      button.ariaExpanded = String(open);
    } else if (button?.dataset['part'] === 'show-all') {
      button.ariaExpanded = 'true';
      void this.#expand(button);
    } else if (button?.dataset['part'] === 'more') {
      void this.#showMore();
    } else if (anchor?.pathname === location.pathname && plain) {
      event.preventDefault();
      this.#go(readState(new URL(anchor.href).searchParams));
      this.#fields().box.value = this.#state.query;
      partOf(this, 'status', HTMLElement).focus();
    }
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
    this.#resultLinks().at(before)?.focus();
  }

  #pressed(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const { box } = this.#fields();
    const stops = [box, ...this.#jumpLinks(), ...this.#resultLinks()];
    const at = stops.findIndex((stop) => stop === document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && at !== -1) {
      event.preventDefault();
      stops[Math.max(0, at + step)]?.focus();
    } else if (event.key === 'Escape' && event.target !== box) {
      box.focus();
    }
  }

  #jumpLinks(): HTMLAnchorElement[] {
    const jump = partOf(this, 'jump', HTMLElement);
    return jump.hidden ? [] : [...jump.querySelectorAll('a')];
  }

  /** The link to the one incident that the query names; several are for the reader to choose from. */
  #onlyJump(): HTMLAnchorElement | undefined {
    const [target, ...others] = this.#jumpLinks();
    return others.length === 0 ? target : undefined;
  }

  #resultLinks(): HTMLAnchorElement[] {
    return [...partOf(this, 'rows', HTMLElement).querySelectorAll('a')];
  }

  #go(state: SearchState, replace = false): void {
    const address = location.pathname + stateAddress(state);
    this.#state = state;
    this.#shown = pageLength;
    this.#typing = false;
    if (address !== location.pathname + location.search)
      history[replace ? 'replaceState' : 'pushState'](null, '', address);
    void this.#answer();
  }

  #answer(): Promise<void> {
    const turn = (this.#turn += 1);
    this.#last = this.#last.then(() => (turn === this.#turn ? this.#show(turn) : undefined));
    return this.#last;
  }

  async #show(turn: number): Promise<void> {
    const state = this.#state;
    try {
      const answer = await this.#answers.ask(state, this.#shown);
      if (turn !== this.#turn) return;
      const template = this.#template('row');
      partOf(this, 'rows', HTMLElement).replaceChildren(
        ...answer.results.map((result) => resultElement(template, result)),
      );
      fill(partOf(this, 'jump', HTMLElement), answer.jumps.map(jumpLink));
      this.#showAround(answer, state);
    } catch (error) {
      reportError(error);
      if (turn !== this.#turn) return;
      fill(partOf(this, 'jump', HTMLElement), []);
      partOf(this, 'status', HTMLElement).textContent = failure;
    }
  }

  #showAround(answer: Answer, state: SearchState): void {
    const { sort } = this.#fields();
    const [relevance] = sort.options;
    if (relevance) relevance.disabled = state.query === '';
    sort.value = answer.sort;
    for (const { key } of facets) {
      const fieldset = this.querySelector(`[data-facet="${key}"]`);
      if (fieldset instanceof HTMLFieldSetElement)
        showFacet(fieldset, this.#template('option'), answer.options[key]);
    }
    const chosen = chosenOffers(answer, state);
    partOf(this, 'status', HTMLElement).textContent = countText(answer, state);
    fill(partOf(this, 'chosen', HTMLElement), chosen.map(linkItem));
    fill(partOf(this, 'note', HTMLElement), [noteText(answer, state)].filter(Boolean));
    fill(partOf(this, 'help', HTMLElement), helpOffers(answer, state).map(linkItem));
    partOf(this, 'none', HTMLElement).hidden = answer.count > 0;
    partOf(this, 'more', HTMLElement).hidden = answer.count <= this.#shown;
    partOf(this, 'open-filters', HTMLElement).textContent =
      chosen.length === 0 ? 'Filters' : `Filters (${chosen.length})`;
  }

  #template(name: string): HTMLTemplateElement {
    const template = this.querySelector(`template[data-template="${name}"]`);
    if (template instanceof HTMLTemplateElement) return template;
    throw new Error(`the page has no template ${name}`);
  }
}

/** An element without anything in it is hidden. */
function fill(element: HTMLElement, content: readonly (Node | string)[]): void {
  element.replaceChildren(...content);
  element.hidden = content.length === 0;
}

const jumpLink = ({ id, title }: { id: number; title: string }): HTMLAnchorElement =>
  linkElement({ text: `Go to ${incidentName(id)}: ${title}`, address: incidentPath(id) });

/** The worker of the search page, started when it is first needed. One answer is asked for at a time. */
export class SearchAnswers {
  #worker: Worker | undefined;

  /** Loads the engine while the first word is typed. */
  prepare(): void {
    this.#tell({ kind: 'prepare' });
  }

  /** Fails if the worker or what it needs cannot be loaded; the next call tries anew. */
  ask(state: SearchState, length: number): Promise<Answer> {
    const worker = this.#tell({ kind: 'state', state, length });
    return new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromSearchWorker>) => {
        if (data.kind === 'answer') resolve(data.answer);
        else reject(new Error(data.reason));
      };
      worker.onerror = () => {
        this.#worker = undefined;
        reject(new Error('the search worker did not load'));
      };
    });
  }

  #tell(message: ToSearchWorker): Worker {
    this.#worker ??= new Worker(new URL('./search-worker.ts', import.meta.url), { type: 'module' });
    this.#worker.postMessage(message);
    return this.#worker;
  }
}

// Last, because the page is set up in this very call.
customElements.define('search-page', SearchPage);

registerOffline();
