import { facets, type FacetKey } from '../../model/vocabulary.ts';
import type { Selection } from './facet-table.ts';
import { isHyphenated, partsOf, stemOf, tokensOf } from './word-forms.ts';

/** What somebody asks for in words. */
export interface Question {
  /** What is looked for, most of it at least. */
  readonly terms: readonly Term[];
  /** Every result holds the words of each of these one after another. */
  readonly phrases: readonly Phrase[];
  /** No result holds the words of any of these one after another: `-java`. */
  readonly excluded: readonly Phrase[];
}

export interface Term {
  /** As typed. */
  readonly text: string;
  /** As it is looked up. */
  readonly word: string;
  /** More than one for an identifier or a hyphenated word. */
  readonly parts: readonly string[];
  readonly hyphenated: boolean;
}

export interface Phrase {
  readonly text: string;
  readonly words: readonly string[];
}

const stopWords = new Set(
  `a about after all also an and any are as at be because been before being but by can could did do does doing done each for from
   get gets getting had has have having he her his how i if in into is it its itself just like me more most my no not of off on one
   only or other our out over own per same she should since so some still such than that the their them then there these they this
   those through to too under until up upon us very via was we were what when where whether which while who why will with without
   would you your`.split(/\s+/),
);

/** A phrase in quotes, or a token; either may be excluded by a hyphen before it. */
const piece = /(-?)"([^"]+)"|(\S+)/g;
/** Options of commands begin with a hyphen too, but have capitals, digits or an equals sign: `-Xmx512m`. */
const excludedWord = /^-(\p{Ll}{2,})$/u;

/** Words that stand in every text are left out unless there is nothing else. */
export function understand(query: string): Question {
  const terms: Term[] = [];
  const phrases: Phrase[] = [];
  const excluded: Phrase[] = [];
  for (const [, hyphen, quoted, token = ''] of query.matchAll(piece)) {
    const unwanted = excludedWord.exec(token)?.[1];
    if (unwanted !== undefined) excluded.push(phraseOf(unwanted));
    else if (quoted === undefined) terms.push(termOf(token));
    else (hyphen === '' ? phrases : excluded).push(phraseOf(quoted));
  }
  const asked = uniqueTerms(terms);
  const quoted = phrases.filter(({ words }) => words.length > 0);
  if (quoted.length > 0) return { terms: withoutStopWords(asked), phrases: quoted, excluded };
  // Where nothing is asked for, nothing can be taken from it.
  return asked.length > 0
    ? { terms: telling(asked), phrases: [], excluded }
    : { terms: excluded.flatMap(({ text }) => termsIn(text)), phrases: [], excluded: [] };
}

const termsIn = (text: string): Term[] => tokensOf(text).map(termOf);

export function termOf(text: string): Term {
  const parts = partsOf(text.replace(/^https?:\/\/[^/]*/, ''));
  return { text, parts, word: stemOf(parts.join('')), hyphenated: isHyphenated(text) };
}

const phraseOf = (text: string): Phrase => ({
  text,
  words: termsIn(text).flatMap(({ word, parts, hyphenated }) =>
    hyphenated ? parts.map(stemOf) : word === '' ? [] : [word],
  ),
});

const uniqueTerms = (terms: readonly Term[]): Term[] =>
  terms.filter(
    ({ word }, index) => word !== '' && terms.findIndex((other) => other.word === word) === index,
  );

export const withoutStopWords = (terms: readonly Term[]): Term[] =>
  terms.filter(({ word, parts }) => word.length > 1 && !isStopWord(parts.join('')));

export const isStopWord = (word: string): boolean => stopWords.has(word);

function telling(terms: readonly Term[]): Term[] {
  const kept = withoutStopWords(terms);
  return kept.length > 0 ? kept : [...terms];
}

/** The filters that a query names, as `language:rust`, if there is such a term, and the words of it. */
export function withoutFilters(
  query: string,
  isTerm: (key: FacetKey, id: string) => boolean,
): { readonly typed: Selection; readonly words: string } {
  const typed: Partial<Record<FacetKey, string[]>> = {};
  const words = tokensOf(query).filter((token) => {
    const [, name = '', id = ''] =
      /^(\p{L}+):([\p{L}\p{N}+#._-]+)$/u.exec(token.toLowerCase()) ?? [];
    const key = facets.find((facet) => facet.key === name)?.key;
    if (key === undefined || !isTerm(key, id)) return true;
    typed[key] = [...(typed[key] ?? []), id];
    return false;
  });
  return { typed, words: words.join(' ') };
}
