import type { Answer } from '../find/words/answer.ts';
import {
  chosenOffers,
  correctionOffers,
  countText,
  helpOffers,
  noteText,
} from '../find/words/messages.ts';
import type { SearchState } from '../find/words/state.ts';
import { incidentName, incidentPath, link } from '../model/addresses.ts';
import { facets } from '../model/vocabulary.ts';
import { formatBytes } from '../reports/text/format.ts';
import { element } from './elements.ts';
import type { AnswerPart } from './find-client.ts';
import type { GivenAnswer } from './find-messages.ts';
import { otherAnswers } from './other-answers.ts';
import { linkElement, linkItem, partOf, resultElement, showFacet } from './search-view.ts';

/** Milliseconds after which the page may do something else before more of an answer is drawn. */
const longestStep = 10;

/** Words need no drawing of reports. */
export const loadGivenView = () => import('./given-view.ts');

/** What a page of the search shows around its box. */
export class FindView {
  readonly #root: HTMLElement;
  /** What the answers say in a sentence each, for screen readers. */
  #described = '';
  #counted = '';

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** What the page shows before anything is asked, where it lists no incidents then. */
  showBlank(): void {
    this.clearGiven();
    this.#part('words').classList.add('none-asked');
    this.#part('blank').hidden = false;
    this.say('');
  }

  clearGiven(): void {
    this.#described = '';
    this.#counted = '';
    this.#part('answer').replaceChildren();
  }

  /** `isRead` where something given is read, which may take seconds. */
  begin(isRead: boolean): void {
    this.#part('answer').setAttribute('aria-busy', String(isRead));
    if (!isRead) return;
    this.#part('words').classList.add('none-asked');
    this.say('Reading…');
    this.#part('working').hidden = false;
    this.#part('progress').replaceChildren();
  }

  end(): void {
    this.#part('answer').setAttribute('aria-busy', 'false');
    this.#part('working').hidden = true;
  }

  showProgress({ stage, bytes, total }: Extract<AnswerPart, { kind: 'progress' }>): void {
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

  /** Shows nothing if a newer question was asked meanwhile. */
  async showGiven(answer: GivenAnswer, isNewest: () => boolean): Promise<void> {
    const { describeGiven, renderGiven } = await loadGivenView();
    if (!isNewest()) return;
    const part = this.#part('answer');
    this.#part('blank').hidden = true;
    this.#described = describeGiven(answer);
    part.replaceChildren();
    let began = performance.now();
    for (const element of renderGiven(answer, link('/write/'))) {
      part.append(element);
      if (performance.now() - began < longestStep) continue;
      await new Promise((resolve) => window.setTimeout(resolve));
      if (!isNewest()) return;
      began = performance.now();
    }
    this.#sayAnswers();
    if (part.getBoundingClientRect().top > window.innerHeight * 0.6) part.scrollIntoView();
  }

  showWords(answer: Answer, state: SearchState, shown: number): void {
    const template = this.#template('row');
    this.#part('words').classList.remove('none-asked');
    this.#part('blank').hidden = true;
    this.#part('rows').replaceChildren(
      ...answer.results.map((result) => resultElement(template, result)),
    );
    fill(this.#part('jump'), answer.jumps.map(jumpLink));
    fill(this.#part('others'), otherAnswers(answer.answers));
    this.#showSort(answer, state);
    this.#showFilters(answer, state);
    this.#counted = countText(answer, state);
    this.#sayAnswers();
    fill(
      this.#part('note'),
      [noteText(answer, state), ...corrections(answer, state)].filter(Boolean),
    );
    fill(this.#part('help'), helpOffers(answer, state).map(linkItem));
    this.#part('none').hidden = answer.count > 0;
    this.#part('more').hidden = answer.count <= shown;
  }

  #showSort(answer: Answer, state: SearchState): void {
    const { sort } = this;
    const [relevance] = sort.options;
    if (relevance) relevance.disabled = state.query === '';
    sort.value = answer.sort;
  }

  #showFilters(answer: Answer, state: SearchState): void {
    for (const { key } of facets) {
      const fieldset = this.#root.querySelector(`[data-facet="${key}"]`);
      if (fieldset instanceof HTMLFieldSetElement)
        showFacet(fieldset, this.#template('option'), answer.options[key]);
    }
    const chosen = chosenOffers(answer, state);
    fill(this.#part('chosen'), chosen.map(linkItem));
    const opener = this.#root.querySelector('[data-part="open-filters"]');
    if (opener) opener.textContent = chosen.length === 0 ? 'Filters' : `Filters (${chosen.length})`;
  }

  get sort(): HTMLSelectElement {
    return partOf(this.#root, 'sort', HTMLSelectElement);
  }

  /** The links to what was found, in the order in which they stand. */
  results(): readonly HTMLAnchorElement[] {
    const places = [
      'answer .headline',
      'answer h3',
      'answer .nearest',
      'jump',
      'others',
      'rows .title',
    ];
    const found = places.flatMap((place) => {
      const [name = '', ...inside] = place.split(' ');
      return [...this.#part(name).querySelectorAll<HTMLAnchorElement>([...inside, 'a'].join(' '))];
    });
    return found.filter((one) => one.offsetParent !== null);
  }

  rowLinks(): readonly HTMLAnchorElement[] {
    return [...this.#part('rows').querySelectorAll<HTMLAnchorElement>('.title a')];
  }

  jumpLinks(): readonly HTMLAnchorElement[] {
    return [...this.#part('jump').querySelectorAll('a')];
  }

  say(...words: readonly (Node | string)[]): void {
    this.#part('status').replaceChildren(...words);
  }

  /** The answer to what was given stands on the page in the same words, so these are only for screen readers. */
  #sayAnswers(): void {
    const aloud = element('span', { class: 'visually-hidden' }, `${this.#described} `);
    this.say(...(this.#described === '' ? [] : [aloud]), this.#counted);
  }

  focusStatus(): void {
    this.#part('status').focus();
  }

  #part(name: string): HTMLElement {
    return partOf(this.#root, name, HTMLElement);
  }

  #template(name: string): HTMLTemplateElement {
    const template = this.#root.querySelector(`template[data-template="${name}"]`);
    if (template instanceof HTMLTemplateElement) return template;
    throw new Error(`the page has no template ${name}`);
  }
}

/** An element without anything in it is hidden. */
function fill(holder: HTMLElement, content: readonly (Node | string)[]): void {
  holder.replaceChildren(...content);
  holder.hidden = content.length === 0;
}

/** `Did you mean “leak” or “leaf”?`, each a link. */
function corrections(answer: Answer, state: SearchState): (Node | string)[] {
  const links = correctionOffers(answer, state).map(linkElement);
  if (links.length === 0) return [];
  return [' Did you mean ', ...links.flatMap((one, at) => (at === 0 ? [one] : [' or ', one])), '?'];
}

const jumpLink = ({ id, title }: { id: number; title: string }): HTMLAnchorElement =>
  linkElement({ text: `Go to ${incidentName(id)}: ${title}`, address: incidentPath(id) });
