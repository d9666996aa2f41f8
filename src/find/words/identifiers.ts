/**
 * How words of code are found. Pagefind cuts a text at white space and indexes each token whole, without its punctuation but
 * for the underscore (`p2p.(*Peer).run` as `p2ppeerrun`), and its single parts (`peer`, `run`). It matches beginnings. So
 * `Peer.run` is found if the index also holds the token from each part to its end, and if a query's tokens are joined the
 * same way: `peerrun`. Underscores are taken out too, so that `malloc_arena` and `MallocArena` are the same.
 */

/** Kept in words beside letters and digits, so that C++ and C# are not C. Given to Pagefind as `includeCharacters`. */
export const wordCharacters = '+#';

/** Splits text as Pagefind does. */
export const tokensOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** A token as Pagefind indexes it before stemming: `std::vector` is `stdvector`, `C++,` is `c++`, `sk_new` stays. */
export const wholeWord = (token: string): string =>
  token.replaceAll(/[^\p{L}\p{N}_+#]/gu, '').toLowerCase();

/** The parts of a token in lower case: `p2p.(*Peer).runLoop` is p2p, peer, run, loop. */
export function partsOf(token: string): string[] {
  return token
    .split(/[^\p{L}\p{N}+#]+/u)
    .map((piece) => (/\p{L}(?:\+\+|#)$/u.test(piece) ? piece : piece.replaceAll(/[+#]/g, ' ')))
    .flatMap((piece) =>
      piece
        .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
        .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
        .split(' '),
    )
    .filter(Boolean)
    .map((part) => part.toLowerCase());
}

const longestTail = 8;

const proseWord = /^[^\p{L}\p{N}]*(?=\p{L}|$)\p{Lu}*(?:[\p{Ll}-]*\p{Ll})?[^\p{L}\p{N}]*$/u;

/**
 * The forms of a token that Pagefind does not index by itself: from each part to the end, at least two parts long.
 * None for words of prose, hyphenated or not.
 */
export function tailsOf(token: string): string[] {
  if (proseWord.test(token)) return [];
  const parts = partsOf(withoutHost(token));
  const whole = wholeWord(token);
  return parts
    .slice(0, -1)
    .map((_, index) => parts.slice(index, index + longestTail).join(''))
    .filter((tail) => /^\p{L}/u.test(tail) && tail !== whole);
}

/** The host of an address would be found in every postmortem. */
const withoutHost = (token: string): string => token.replace(/^https?:\/\/[^/]*/, '');

/** The extra words that make every identifier of a text findable from each of its parts on. Sorted, each once. */
export const identifierWords = (texts: readonly string[]): string[] =>
  [...new Set([...new Set(texts.flatMap(tokensOf))].flatMap(tailsOf))].toSorted();

/** One word somebody searches for. */
export interface QueryTerm {
  /** As typed. */
  readonly text: string;
  /** As it is looked up: its parts without anything between them. */
  readonly word: string;
  /** More than one for an identifier. */
  readonly parts: readonly string[];
}

const stopWords = new Set(
  `a after an and are as at be before but by can do does for from has have how i if in into is it its my of on or our so that the their
   then there this to was we were what when where which while why will with`.split(/\s+/),
);

/** What is between quotes if the whole query is in quotes. */
export const phraseIn = (query: string): string | undefined => /^\s*"([^"]+)"\s*$/.exec(query)?.[1];

/** What a query asks for. Words that stand in every text are left out unless there is nothing else. */
export function queryTerms(query: string): QueryTerm[] {
  const terms = tokensOf(query)
    .map((text) => ({ text, parts: partsOf(withoutHost(text)) }))
    .map(({ text, parts }) => ({ text, parts, word: parts.join('') }))
    .filter(
      ({ word }, index, all) => word !== '' && all.findIndex((t) => t.word === word) === index,
    );
  if (phraseIn(query) !== undefined) return terms;
  const telling = terms.filter(({ word }) => word.length > 1 && !stopWords.has(word));
  return telling.length > 0 ? telling : terms;
}

/** The parts of its identifiers as terms of their own. Undefined if there is no identifier. */
export function looseTerms(terms: readonly QueryTerm[]): QueryTerm[] | undefined {
  if (terms.every(({ parts }) => parts.length < 2)) return undefined;
  return queryTerms(terms.flatMap(({ parts }) => parts).join(' '));
}

/** Whether a token of a text is what a term asks for: whole, a part, or from a part on; beginnings and word endings count. */
export function tokenMatches(token: string, term: QueryTerm): boolean {
  const wanted = commonStart(term);
  const parts = partsOf(token);
  if (wholeWord(token).startsWith(wanted)) return true;
  return parts.some((_, index) => parts.slice(index).join('').startsWith(wanted));
}

/** Whether a token is what a term asks for, for many tokens: looks closer only at those that have its letters in order. */
export function matcherOf(term: QueryTerm): (token: string) => boolean {
  const letters = [...commonStart(term)].map((letter) => letter.replace(/[+]/, '\\+'));
  const near = new RegExp(letters.join('[^\\p{L}\\p{N}]*'), 'iu');
  return (token) => near.test(token) && tokenMatches(token, term);
}

/**
 * What a word and its other forms begin with: `cache` for `caching`, `allocation` for `allocated`. Pagefind stems words; the
 * page, which has no stemmer, marks and checks by this.
 */
export function commonStart({ word, parts }: QueryTerm): string {
  if (word.length < 5 || /[\d+#]$/.test(word)) return word;
  if (parts.length > 1) return word.slice(0, Math.ceil(word.length * 0.8));
  const stem = word.replace(/(?:ations?|ating|ated|ates?|ings?|ies|ed|es|[esy])$/, '');
  return stem.length < 3 ? word : stem;
}
