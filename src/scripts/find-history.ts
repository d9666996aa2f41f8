import { textContent } from './carried.ts';
import type { GivenContent } from './find-messages.ts';

/** What an entry of the history keeps besides its address. The browser forgets it with the tab. */
interface Entry {
  /** Names what was given since the page was loaded. */
  readonly given?: string;
  /** The text of it, which outlasts the page. */
  readonly text?: string;
  readonly shown?: number;
  readonly scroll?: number;
}

/** What was given is kept for the way back this many times: it may be large. */
const maxKept = 3;

/** Browsers refuse entries of several megabytes. */
const maxKeptText = 1_000_000;

/** The history of a page with the box: how many results were shown, how far one had scrolled, and what was given. */
export class FindHistory {
  readonly #given = new Map<string, readonly GivenContent[]>();
  /** Where to scroll to once the results are there. */
  #scroll = isNewVisit() ? undefined : entry().scroll;

  get shown(): number | undefined {
    return entry().shown;
  }

  /** The text that was given before the page was loaded anew. */
  get text(): string | undefined {
    return entry().text;
  }

  /** Whether a link or an address led here, and not the way back. */
  isFirstVisit(): boolean {
    return isNewVisit();
  }

  /** What was given at the entry that the browser went to. */
  given(): readonly GivenContent[] | undefined {
    const { given, text, scroll } = entry();
    this.#scroll = scroll;
    const known = given === undefined ? undefined : this.#given.get(given);
    return known ?? (text === undefined ? undefined : [textContent(text)]);
  }

  /** `shown` is how many results are shown at the entry that is left. */
  go(address: string, replace: boolean, shown: number): void {
    if (replace) history.replaceState(null, '', address);
    else {
      this.leave(shown);
      history.pushState(null, '', address);
    }
    this.#scroll = undefined;
  }

  goToGiven(given: readonly GivenContent[], shown: number): void {
    this.leave(shown);
    history.pushState(this.#keep(given), '', location.pathname);
    this.#scroll = undefined;
  }

  replaceGiven(given: readonly GivenContent[]): void {
    history.replaceState(this.#keep(given), '', location.pathname);
  }

  leave(shown: number): void {
    history.replaceState({ ...entry(), shown, scroll: Math.round(window.scrollY) }, '');
  }

  restoreScroll(): void {
    if (this.#scroll !== undefined) window.scrollTo(0, this.#scroll);
    this.#scroll = undefined;
  }

  #keep(given: readonly GivenContent[]): Entry {
    const id = String(Math.random());
    this.#given.set(id, given);
    const [oldest] = this.#given.keys();
    if (this.#given.size > maxKept && oldest !== undefined) this.#given.delete(oldest);
    const [first] = given;
    const text = given.length === 1 && typeof first?.content === 'string' ? first.content : '';
    return text === '' || text.length > maxKeptText ? { given: id } : { given: id, text };
  }
}

function entry(): Entry {
  const state: unknown = history.state;
  return typeof state === 'object' && state !== null ? state : {};
}

function isNewVisit(): boolean {
  const [navigation] = performance.getEntriesByType('navigation');
  return navigation instanceof PerformanceNavigationTiming && navigation.type === 'navigate';
}
