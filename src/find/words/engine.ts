import {
  looseTerms,
  matcherOf,
  phraseIn,
  queryTerms,
  tokensOf,
  wholeWord,
  type QueryTerm,
} from './identifiers.ts';
import type { Result } from './result.ts';

/** The part of Pagefind that the page uses. */
export interface Pagefind {
  search(term: string): Promise<{ readonly results: readonly PagefindResult[] }>;
}

export interface PagefindResult {
  /** Id of the incident in digits. */
  readonly id: string;
  readonly score: number;
}

export interface Found {
  /**
   * `all`: everything asked for is there. `parts`: all parts of the identifiers are there, but not joined. `some`: at least
   * half of the words are there. `none`: nothing.
   */
  readonly how: 'all' | 'parts' | 'some' | 'none';
  /** Ids of the incidents, best first. */
  readonly ids: readonly number[];
  /** What to mark in the texts. */
  readonly terms: readonly QueryTerm[];
  /** Words that no postmortem has. */
  readonly missing: readonly QueryTerm[];
}

/** Gives the first of the incidents found, of which there is one at least; it may load the next ones too, to be shown soon. */
type LoadBest = (ids: readonly [number, ...number[]]) => Promise<Result>;

/** The postmortems that have every term. */
type Ask = (terms: readonly QueryTerm[]) => Promise<readonly PagefindResult[]>;

/** Searches for a query that is not empty. */
export async function find(query: string, pagefind: Pagefind, loadBest: LoadBest): Promise<Found> {
  const terms = queryTerms(query);
  const phrase = phraseIn(query);
  if (phrase !== undefined) {
    const words = tokensOf(phrase).map(wholeWord).filter(Boolean).join(' ');
    const { results } = await pagefind.search(`"${words}"`);
    return found(results.length > 0 ? 'all' : 'none', results, terms);
  }
  const ask: Ask = (asked) => searchAll(asked, pagefind, loadBest);

  const strict = await ask(terms);
  if (strict.length > 0) return found('all', strict, terms);
  const loose = looseTerms(terms);
  const parts = loose ? await ask(loose) : [];
  if (loose && parts.length > 0) return found('parts', parts, loose);
  return searchSome(terms, ask);
}

const found = (
  how: Found['how'],
  results: readonly PagefindResult[],
  terms: readonly QueryTerm[],
  missing: readonly QueryTerm[] = [],
): Found => ({ how, ids: results.map(({ id }) => Number(id)), terms, missing });

async function searchAll(
  terms: readonly QueryTerm[],
  pagefind: Pagefind,
  loadBest: LoadBest,
): Promise<readonly PagefindResult[]> {
  const words = terms.map(({ word }) => word).join(' ');
  if (words === '') return [];
  // One or two letters begin too many words. In quotes Pagefind takes a word whole.
  if (words.length < 3) {
    const { results } = await pagefind.search(`"${words}"`);
    if (results.length > 0 || words.length < 2) return results;
  }
  const { results } = await pagefind.search(words);
  const [first, ...next] = results.map(({ id }) => Number(id));
  if (first === undefined) return [];
  const best = await loadBest([first, ...next]);
  return holds(best, terms) ? results : [];
}

/**
 * Pagefind passes over a word it does not know, or takes the longest known beginning of it: `xylophone` finds `x`. That
 * shows in any one result, because a word that is known must be in all of them.
 */
function holds({ row, text, also }: Result, terms: readonly QueryTerm[]): boolean {
  const tokens = [row.title, text, also].flatMap(tokensOf);
  return terms.every((term) => tokens.some(matcherOf(term)));
}

/** Those that have at least half of several terms, an identifier also by its parts; the ones with most first. */
async function searchSome(terms: readonly QueryTerm[], ask: Ask): Promise<Found> {
  const single = await Promise.all(
    terms.map(async (term) => {
      const results = await ask([term]);
      const loose = looseTerms([term]);
      return results.length > 0 || !loose ? results : ask(loose);
    }),
  );
  const missing = terms.filter((_, index) => single[index]?.length === 0);
  const tally = new Map<string, { result: PagefindResult; terms: number; score: number }>();
  for (const result of single.flat()) {
    const sum = tally.get(result.id) ?? { result, terms: 0, score: 0 };
    tally.set(result.id, { ...sum, terms: sum.terms + 1, score: sum.score + result.score });
  }
  const ranked = [...tally.values()]
    .filter((sum) => sum.terms >= terms.length / 2)
    .toSorted((a, b) => b.terms - a.terms || b.score - a.score)
    .map(({ result }) => result);
  const marked = terms.flatMap((term) => [term, ...(looseTerms([term]) ?? [])]);
  return found(ranked.length > 0 ? 'some' : 'none', ranked, marked, missing);
}
