import { facets, type FacetKey } from '../../model/vocabulary.ts';
import type { Selection } from './facet-table.ts';
import { isHyphenated, partsOf, stemOf, tokensOf } from './word-forms.ts';

/** What somebody asks for in words. */
export interface Question {
  /** What is looked for, most of it at least. */
  readonly terms: readonly Term[];
  /** All words but those in quotes, in their order and with those that are not looked for. */
  readonly running: readonly Term[];
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

/** Words that stand in every text, and those that people put around a question. */
const stopWords = new Set(
  `a about able after again all already also always am an and any anybody anyhow anyone anything are arent around as ask at away be
   because been before being both but by came can cannot cant come comes coming could did didnt do does doesnt doing done dont each
   either else even ever every everything explain few for from further get gets getting give given gives goes going gone gonna got
   had happen happened happening happens has hasnt have havent having he hello help helps hence her here hey hi him his how however
   i id if ill im in instead into is isnt issue issues it its itself ive just know known let lets like likely look looked looking
   looks lot lots made make makes making many may maybe me mean means might mine more most much must my myself near need needed
   needs neither no nobody none nor not now occur occurs of off often oh ok okay on once one ones only onto or other others ought
   our ours out over own per perhaps please possible possibly pretty probably problem problems put question quite rather really
   regarding said same saw say says see seeing seem seems seen several shall she should show shows since so some somebody somehow
   someone something sometimes somewhat soon still such suddenly suggest suggestion suggestions sure take taken takes than thank
   thanks that thats the their them then there theres these they thing things think this those though thought through thus tell tells
   to together too took toward towards tried tries try trying under understand unless until up upon us use used uses using
   usually various very via want wanted wants was wasnt way ways we well went were werent weve what whatever whats when whenever
   where wherever whether which while who whole whom whose why will with within without wont would wouldnt yes yet you your youre
   yours`.split(/\s+/),
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
  if (quoted.length > 0)
    return { terms: withoutStopWords(asked), running: terms, phrases: quoted, excluded };
  if (asked.length > 0) return { terms: telling(asked), running: terms, phrases: [], excluded };
  // Where nothing is asked for, nothing can be taken from it.
  const unwanted = excluded.flatMap(({ text }) => termsIn(text));
  return { terms: unwanted, running: unwanted, phrases: [], excluded: [] };
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
