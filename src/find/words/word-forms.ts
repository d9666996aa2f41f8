import { stemmer } from 'stemmer';

/**
 * How a text becomes words that can be looked up. A token of prose is one word, by its stem, so that `caching` is `caches`.
 * A hyphenated one is its parts in turn and the whole: `out-of-memory`. An identifier is found whole, by each of its
 * parts, and from each part on: `p2p.(*Peer).run` by `p2ppeerrun`, `peer`, `run` and `peerrun`. What stands between the parts
 * does not count, so `MALLOC_ARENA_MAX` and `MallocArenaMax` are the same. Questions, the index of Pagefind, the index in
 * memory and the marks in results all take their words from here.
 */

export const tokensOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);

/** One word though a capital stands within it: whoever asks for Java does not mean JavaScript. */
const compoundNames = /^(?:(?:Java|Type|Coffee|ECMA)Script|Git(?:Hub|Lab)|YouTube)s?$/i;

/** The parts of a token in lower case and without accents: `p2p.(*Peer).runLoop` is p2p, peer, run, loop; `C++` is one. */
export function partsOf(token: string): string[] {
  const prose = /^[("'`]*([a-z]+)[.,;:!?)"'`]*$/.exec(token)?.[1];
  if (prose !== undefined) return [prose];
  return token
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}+#]+/u)
    .map((piece) => (/\p{L}(?:\+\+|#)$/u.test(piece) ? piece : piece.replaceAll(/[+#]/g, ' ')))
    .flatMap((piece) =>
      compoundNames.test(piece)
        ? [piece]
        : piece
            .replaceAll(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2')
            .replaceAll(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
            .split(' '),
    )
    .filter(Boolean)
    .map((part) => part.toLowerCase());
}

/** As it stands in the index: `caching` and `caches` are `cach`. */
export const stemOf = (word: string): string => (/^\p{L}+$/u.test(word) ? stemmer(word) : word);

export interface TokenWords {
  /** The words that stand in the text one after another. */
  readonly running: readonly string[];
  /** By what else the token is found. */
  readonly also: readonly string[];
}

/** The words of a token as they stand in the index. None for punctuation alone. */
export function wordsOf(token: string): TokenWords {
  const parts = partsOf(withoutHost(token));
  const whole = parts.length === 0 ? [] : [stemOf(parts.join(''))];
  if (parts.length < 2) return { running: whole, also: [] };
  const single = parts.filter((part) => part.length > 1).map(stemOf);
  if (isHyphenated(token)) return { running: parts.map(stemOf), also: whole };
  return { running: whole, also: [...single, ...tailsOf(parts).map(stemOf)] };
}

const maxKnown = 100_000;

/** `wordsOf` for many tokens, which keeps what it has found. */
export function createWordReader(): typeof wordsOf {
  const known = new Map<string, TokenWords>();
  return (token) => {
    const words = known.get(token) ?? wordsOf(token);
    if (known.size >= maxKnown) known.clear();
    known.set(token, words);
    return words;
  };
}

const longestTail = 8;

/** From each part but the first to the end, at least two parts long: what an identifier is called in another place. */
const tailsOf = (parts: readonly string[]): string[] =>
  parts
    .slice(1, -1)
    .map((_, index) => parts.slice(index + 1, index + 1 + longestTail).join(''))
    .filter((tail) => /^\p{L}/u.test(tail));

/** Words of prose joined by hyphens, in whatever punctuation. */
export const isHyphenated = (token: string): boolean =>
  /^[^\p{L}\p{N}]*\p{L}[\p{Ll}\p{N}]*(?:-\p{L}[\p{Ll}\p{N}]*)+[^\p{L}\p{N}]*$/u.test(token);

/** The host of an address would be found in every postmortem. */
const withoutHost = (token: string): string => token.replace(/^https?:\/\/[^/]*/, '');
