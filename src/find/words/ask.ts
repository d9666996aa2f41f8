import {
  isStopWord,
  termOf,
  withoutStopWords,
  type Phrase,
  type Question,
  type Term,
} from './question.ts';
import { inTurn, union, type Places, type Postings, type SearchIndex } from './search-index.ts';
import { correctionsOf } from './spelling.ts';
import { findAlternatives } from './synonyms.ts';
import { weights } from './weights.ts';
import { stemOf } from './word-forms.ts';

/** Where something stands, in incidents and in pages besides them. */
export type Found = Readonly<Record<Kind, Postings>>;
export type Kind = 'incidents' | 'pages';

/** A term of a question and where it was found. */
export interface AskedTerm {
  readonly term: Term;
  /** The surest first: a record counts by the first in which it is. */
  readonly hits: readonly Hit[];
  /** How much the term matters, from 0 to 1. */
  readonly weight: number;
  readonly marks: readonly Mark[];
  /** One of the parts of an identifier that is nowhere as a whole. */
  readonly loose?: boolean;
  readonly correction?: Correction;
}

export interface Hit extends Found {
  /** What it is worth to be found so, from 0 to 1. */
  readonly worth: number;
}

/** What to mark in texts. */
export interface Mark {
  readonly word: string;
  /** Whether words that begin so are meant. */
  readonly begins: boolean;
}

/** A word that stands nowhere, and by what it was replaced. */
export interface Correction {
  readonly text: string;
  readonly by: readonly string[];
}

/** Looks up the terms of a question. While it is typed the last may be the beginning of a word. */
export async function askTerms(
  { terms, running }: Pick<Question, 'terms' | 'running'>,
  index: SearchIndex,
  typing: boolean,
): Promise<AskedTerm[]> {
  const synonyms = findSynonyms(running, index);
  const last = running.at(-1)?.word;
  const asked = terms.map((term) =>
    ask(term, index, {
      synonyms: synonyms.get(term.word) ?? [],
      begins: typing && term.word === last,
    }),
  );
  return (await Promise.all(asked)).flat();
}

/** Where its words stand one after another. */
export async function askPhrase({ text, words }: Phrase, index: SearchIndex): Promise<AskedTerm> {
  return {
    term: termOf(text),
    hits: [{ worth: 1, ...(await findInTurn(words, index)) }],
    weight: 1,
    marks: toMarks(words.filter((word) => !isStopWord(word))),
  };
}

export const findInTurn = (words: readonly string[], index: SearchIndex): Promise<Found> =>
  findIn(index, async ({ whole }) => inTurn(await Promise.all(words.map(whole))));

async function findIn(
  index: SearchIndex,
  find: (places: Places) => Promise<Postings>,
): Promise<Found> {
  const [incidents, pages] = await Promise.all([find(index), find(index.pages)]);
  return { incidents, pages };
}

const unionOf = (all: readonly Found[]): Found => ({
  incidents: union(all.map(({ incidents }) => incidents)),
  pages: union(all.map(({ pages }) => pages)),
});

const nothing: Found = { incidents: new Map(), pages: new Map() };

const isFound = ({ incidents, pages }: Found): boolean => incidents.size + pages.size > 0;

interface Aids {
  readonly synonyms: readonly (readonly string[])[];
  /** Whether it may be the beginning of a word that is not yet typed to its end. */
  readonly begins: boolean;
}

/** A term, or the parts of an identifier that is nowhere as a whole. */
async function ask(term: Term, index: SearchIndex, aids: Aids): Promise<AskedTerm[]> {
  const start = term.parts.join('');
  const findStart = () =>
    findIn(index, ({ beginning }) =>
      start.length < 2 ? Promise.resolve(new Map()) : beginning(start),
    );
  const [whole, others, typed] = await Promise.all([
    findIn(index, (places) => findWhole(term, places)),
    Promise.all(aids.synonyms.map((words) => findInTurn(words, index))).then(unionOf),
    aids.begins ? findStart() : undefined,
  ]);
  const hits: Hit[] = [
    { worth: 1, ...whole },
    ...(typed ? [{ worth: weights.beginning, ...typed }] : []),
    { worth: isFound(whole) ? weights.synonym : weights.onlySynonym, ...others },
  ];
  const weight = isNumber(term) ? weights.number : 1;
  const marks = [
    ...marksOf(term),
    ...toMarks(aids.synonyms.flat().filter((word) => !isStopWord(word))),
  ];
  // A word that no incident has may be the beginning of one, or be part of an identifier, also where a page has it.
  const begins =
    typed ?? (hits.some(({ incidents }) => incidents.size > 0) ? nothing : await findStart());
  if (isFound(begins)) {
    if (!typed) hits.push({ worth: weights.beginning, ...begins });
    marks.push({ word: start, begins: true });
  }
  if (hits.some(isFound)) return [{ term, hits: hits.filter(isFound), weight, marks }];
  const parts = term.parts.length < 2 ? [] : withoutStopWords(term.parts.map(termOf));
  if (parts.length === 0) return [await askCorrected(term, weight, index)];
  const none = { synonyms: [], begins: false };
  const loose = await Promise.all(parts.map((part) => ask(part, index, none)));
  return loose.flat().map((one) => ({ ...one, loose: true }));
}

/** A hyphenated word is also what has its parts one after another. */
async function findWhole({ word, parts, hyphenated }: Term, { whole }: Places): Promise<Postings> {
  const joined = await whole(word);
  if (!hyphenated) return joined;
  return union([joined, inTurn(await Promise.all(parts.map(stemOf).map(whole)))]);
}

async function askCorrected(term: Term, weight: number, index: SearchIndex): Promise<AskedTerm> {
  const by = correctionsOf(term.parts.join(''), await index.spellings());
  const words = by.map((text) => text.split(' ').map(stemOf));
  const found = unionOf(await Promise.all(words.map((one) => findInTurn(one, index))));
  return {
    term,
    hits: isFound(found) ? [{ worth: weights.corrected, ...found }] : [],
    weight,
    marks: toMarks([...new Set(words.flat())]),
    ...(isFound(found) && { correction: { text: term.text, by } }),
  };
}

/** By what else each word is looked for. */
function findSynonyms(
  running: readonly Term[],
  { synonyms }: SearchIndex,
): ReadonlyMap<string, readonly (readonly string[])[]> {
  const words = running.flatMap(({ word, parts, hyphenated }) =>
    (hyphenated ? parts.map(stemOf) : [word]).map((one) => ({ one, word })),
  );
  const byWord = new Map<string, (readonly string[])[]>();
  for (const { from, length, also } of findAlternatives(
    words.map(({ one }) => one),
    synonyms,
  ))
    for (const word of new Set(words.slice(from, from + length).map((one) => one.word)))
      byWord.set(word, [...(byWord.get(word) ?? []), ...also]);
  return byWord;
}

/** Numbers and versions are in every incident, and seldom what is looked for. */
const isNumber = ({ parts }: Term): boolean => parts.every((part) => /^v?\d+$/.test(part));

const marksOf = ({ word, parts, hyphenated }: Term): Mark[] =>
  toMarks([word, ...(hyphenated ? parts.filter((part) => !isStopWord(part)).map(stemOf) : [])]);

const toMarks = (words: readonly string[]): Mark[] =>
  words.map((word) => ({ word, begins: false }));
