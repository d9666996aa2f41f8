import { fieldNames, weightAt, zones, type Field } from '../words/record-layout.ts';
import type { Postings, SearchIndex } from '../words/search-index.ts';
import type { InputWord } from './input-words.ts';
import { reportWords } from './report-words.ts';

/** An incident whose text has words of the input. */
export interface Likeness {
  readonly id: number;
  /** Sum of what its words add: BM25 without the lengths of the texts. */
  readonly score: number;
  /**
   * How far it stands out: the score by the length of the input, as many words add up by chance to their square root, and by
   * how much it exceeds the next best, as a text about something else is as near to several incidents.
   */
  readonly strength: number;
  /** How much the words that add most tell, from 0 to 1: several words that nearly no other incident has. */
  readonly evidence: number;
  /** The score as a number of words of which each tells as much as a word can. */
  readonly amount: number;
  /** `amount` by the number of words of the input: how much of it the incident has, from 0 to 1. */
  readonly share: number;
  /** The part of `share` from words that not every report has. */
  readonly tellingShare: number;
  /** Most telling first. */
  readonly words: readonly SharedWord[];
}

export interface SharedWord {
  readonly word: InputWord;
  readonly worth: number;
  /** Whether reports of any program have it. */
  readonly isCommon: boolean;
  /** The field of the incident in which it weighs most. */
  readonly field: Field;
}

/** Half of the most that a word can add is reached at this weight; the same as in questions. */
const saturation = 6;
/** A word that reports of any program have counts as if this many of 100 incidents had it besides. */
const reportWordShare = 0.1;
/** No incident further down is like the input. */
const maxIncidents = 100;
/** Number of words that `evidence` is made of. */
const countedWords = 5;

/**
 * The incidents in whose text most of the input stands, best first. One does not have to stand out from its siblings, which are
 * cases of the same fault.
 */
export async function rankByText(
  inputWords: readonly InputWord[],
  index: SearchIndex,
  isSibling: (id: number, other: number) => boolean = () => false,
): Promise<readonly Likeness[]> {
  const found = await Promise.all(inputWords.map((word) => firstForm(word, index)));
  const shared = new Map<number, SharedWord[]>();
  const taken = new Set<string>();
  for (const { word, form, postings } of found) {
    if (taken.has(form)) continue;
    taken.add(form);
    const isCommon = reportWords.has(form);
    const common = isCommon ? reportWordShare * index.size : 0;
    const rare = rarity(postings.size + common, index.size);
    for (const [id, places] of postings) {
      const weight = places.reduce((sum, place) => sum + weightAt(place), 0);
      const worth = (rare * weight) / (weight + saturation);
      const list = shared.get(id) ?? [];
      list.push({ word, worth, isCommon, field: heaviestField(places) });
      shared.set(id, list);
    }
  }
  const scored = [...shared]
    .map(([id, list]) => ({ id, score: sum(list), list }))
    .toSorted((a, b) => b.score - a.score || a.id - b.id);
  const rarest = rarity(1, index.size);
  return scored.slice(0, maxIncidents).map(({ id, score, list }, place) => {
    const words = list.toSorted((a, b) => b.worth - a.worth);
    const telling = words.filter(({ isCommon }) => !isCommon);
    const rival =
      place === 0 ? scored.find((other) => other.id !== id && !isSibling(id, other.id)) : scored[0];
    const next = rival?.score ?? score / maxMargin;
    return {
      id,
      score,
      strength:
        (Math.sqrt(Math.min(maxMargin, score / next)) * score) /
        Math.sqrt(inputWords.length) /
        rarest,
      evidence: sum(telling.slice(0, countedWords)) / (countedWords * rarest),
      amount: score / rarest,
      share: score / rarest / inputWords.length,
      tellingShare: sum(telling) / rarest / inputWords.length,
      words,
    };
  });
}

/** An incident that stands out further than this stands out. */
const maxMargin = 5;

const sum = (words: readonly SharedWord[]): number =>
  words.reduce((total, { worth }) => total + worth, 0);

const rarity = (incidents: number, size: number): number =>
  Math.log(1 + Math.max(0, size - incidents + 0.5) / (incidents + 0.5));

interface Found {
  readonly word: InputWord;
  readonly form: string;
  readonly postings: Postings;
}

async function firstForm(word: InputWord, index: SearchIndex): Promise<Found> {
  for (const form of word.forms) {
    const postings = await index.whole(form);
    if (postings.size > 0) return { word, form, postings };
  }
  return { word, form: '', postings: new Map() };
}

function heaviestField(places: readonly number[]): Field {
  const [heaviest = 0] = places.toSorted((a, b) => weightAt(b) - weightAt(a));
  return fieldNames[zones.findIndex(({ end }) => heaviest < end)] ?? 'rest';
}
