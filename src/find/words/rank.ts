import {
  isStopWord,
  termOf,
  withoutStopWords,
  type Phrase,
  type Question,
  type Term,
} from './question.ts';
import { weightAt } from './record-layout.ts';
import { union, type Places, type Postings, type SearchIndex } from './search-index.ts';
import { correctionsOf } from './spelling.ts';
import { stemOf } from './word-forms.ts';

export interface Ranking {
  /**
   * How near the best comes to what was asked. `all`: it holds everything. `parts`: it holds everything, but parts of an
   * identifier not joined. `some`: it holds a part of it. `none`: there is no result.
   */
  readonly how: 'all' | 'parts' | 'some' | 'none';
  /** Ids of the incidents, best first. */
  readonly ids: readonly number[];
  /** Ids of the few pages besides incidents that fit well, best first. */
  readonly pages: readonly number[];
  /** What to mark in the texts. */
  readonly marks: readonly Mark[];
  /** What was looked for. */
  readonly terms: readonly Term[];
  /** Terms that no incident has. */
  readonly missing: readonly Term[];
  /** Words that no incident has, and by what they were replaced. */
  readonly corrections: readonly Correction[];
}

export interface Mark {
  readonly word: string;
  /** Whether words that begin so are meant. */
  readonly begins: boolean;
}

export interface Correction {
  readonly text: string;
  readonly by: readonly string[];
}

/** Found in a trial: see tests/find/questions.ts. */
const tuning = {
  /** Repeated words count less and less; half of the most that a word can add is reached at this weight. */
  saturation: 6,
  /** How much more it is worth to hold the rest of the question too. */
  coverage: 1.3,
  /** Results below this share of the best one's score are left out. */
  leastScore: 0.2,
  /** So are those that hold less than this share of the question. */
  leastCoverage: 0.3,
  /** A page besides incidents is shown only if it holds this share of the question, and its score this share of the best. */
  pageCoverage: 0.75,
  pageScore: 0.5,
  /** What a match that is not exact is worth. */
  beginning: 0.7,
  corrected: 0.8,
  /** And a synonym. */
  synonym: 0.4,
};

/** Where something stands, in incidents and in pages. */
type Found = Readonly<Record<Kind, Postings>>;
type Kind = 'incidents' | 'pages';
const nothing: Found = { incidents: new Map(), pages: new Map() };

async function findIn(index: SearchIndex, ask: (places: Places) => Promise<Postings>) {
  const [incidents, pages] = await Promise.all([ask(index), ask(index.pages)]);
  return { incidents, pages };
}

const isFound = ({ incidents, pages }: Found): boolean => incidents.size + pages.size > 0;

const eachKind = (make: (kind: Kind) => Postings): Found => ({
  incidents: make('incidents'),
  pages: make('pages'),
});

/** A term of a question and where it was found. */
interface Asked {
  readonly term: Term;
  readonly found: Found;
  readonly worth: number;
  /** Where synonyms stand in records that do not have the term itself. */
  readonly synonyms?: Found;
  readonly marks: readonly Mark[];
  readonly loose?: boolean;
  readonly correction?: Correction;
}

/** The records that answer a question, best first: those that hold most of its rare words, in the places that weigh most. */
export async function rankIncidents(question: Question, index: SearchIndex): Promise<Ranking> {
  const phrases = await Promise.all(question.phrases.map((phrase) => askPhrase(phrase, index)));
  const asked = [
    ...phrases,
    ...(await Promise.all(question.terms.map((term) => ask(term, index)))).flat(),
  ];
  const excluded = await Promise.all(
    question.excluded.map(({ words }) => findIn(index, (places) => askInTurn(words, places))),
  );
  const rank = (kind: Kind, size: number, leastCoverage: number, leastScore: number) => {
    const allowed = (id: number) =>
      phrases.every(({ found }) => found[kind].has(id)) &&
      !excluded.some((some) => some[kind].has(id));
    const scored = scoresOf(asked, kind, size).filter(({ id }) => allowed(id));
    const best = scored.reduce((most, { score }) => Math.max(most, score), 0);
    return scored
      .filter(({ score, coverage }) => score >= best * leastScore && coverage >= leastCoverage)
      .toSorted((a, b) => b.score - a.score || a.id - b.id);
  };
  const kept = rank('incidents', index.size, tuning.leastCoverage, tuning.leastScore);
  const pages = rank('pages', index.pages.size, tuning.pageCoverage, tuning.pageScore);
  const missing = asked.filter(({ found }) => found.incidents.size === 0).map(({ term }) => term);
  return {
    how: howFound(kept[0], asked),
    ids: kept.map(({ id }) => id),
    pages: pages.slice(0, maxPages).map(({ id }) => id),
    marks: asked.flatMap(({ marks }) => marks),
    terms: asked.map(({ term }) => term),
    missing,
    corrections: asked.flatMap(({ correction }) => correction ?? []),
  };
}

const maxPages = 5;

interface Score {
  readonly id: number;
  readonly score: number;
  /** Share of the question that the incident holds, by the rarity of its words. */
  readonly coverage: number;
  readonly held: number;
}

function howFound(best: Score | undefined, asked: readonly Asked[]): Ranking['how'] {
  if (!best) return 'none';
  if (best.held < asked.length) return 'some';
  return asked.some(({ loose }) => loose === true) ? 'parts' : 'all';
}

function scoresOf(asked: readonly Asked[], kind: Kind, size: number): Score[] {
  const whole = asked.reduce((sum, { found }) => sum + rarity(found[kind].size, size), 0);
  const sums = new Map<number, { score: number; rarity: number; held: number }>();
  for (const { found, worth, synonyms = nothing } of asked) {
    const rare = rarity(found[kind].size, size);
    const hits = [
      ...[...found[kind]].map((one) => [one, worth] as const),
      ...[...synonyms[kind]].map((one) => [one, tuning.synonym] as const),
    ];
    for (const [[id, places], share] of hits) {
      const weight = places.reduce((sum, place) => sum + weightAt(place), 0);
      const sum = sums.get(id) ?? { score: 0, rarity: 0, held: 0 };
      sum.score += (rare * share * weight) / (weight + tuning.saturation);
      sum.rarity += rare * share;
      sum.held += 1;
      sums.set(id, sum);
    }
  }
  return [...sums].map(([id, sum]) => {
    const coverage = sum.rarity / whole;
    return { id, coverage, score: sum.score * coverage ** tuning.coverage, held: sum.held };
  });
}

const rarity = (incidents: number, size: number): number =>
  Math.log(1 + (size - incidents + 0.5) / (incidents + 0.5));

/** A term, or the parts of an identifier that is nowhere as a whole. */
async function ask(term: Term, index: SearchIndex): Promise<Asked[]> {
  const [found, other] = await Promise.all([
    findIn(index, (places) => askWhole(term, places)),
    askSynonyms(term, index),
  ]);
  const marks = [...marksOf(term), ...other.marks];
  if (!isFound(found) && isFound(other.found))
    return [{ term, found: other.found, worth: 1, marks }];
  const synonyms = eachKind(
    (kind) => new Map([...other.found[kind]].filter(([id]) => !found[kind].has(id))),
  );
  if (isFound(found)) return [{ term, found, worth: 1, synonyms, marks }];
  const start = term.parts.join('');
  const begins =
    start.length < 2 ? nothing : await findIn(index, ({ beginning }) => beginning(start));
  if (isFound(begins))
    return [
      { term, found: begins, worth: tuning.beginning, marks: [{ word: start, begins: true }] },
    ];
  const parts = term.parts.length < 2 ? [] : withoutStopWords(term.parts.map(termOf));
  if (parts.length === 0) return [await askCorrected(term, index)];
  const loose = await Promise.all(parts.map((part) => ask(part, index)));
  return loose.flat().map((one) => ({ ...one, loose: true }));
}

const marksOf = ({ word, parts, hyphenated }: Term): Mark[] =>
  toMarks([word, ...(hyphenated ? parts.filter((part) => !isStopWord(part)).map(stemOf) : [])]);

const toMarks = (words: readonly string[]): Mark[] =>
  words.map((word) => ({ word, begins: false }));

async function askSynonyms({ parts }: Term, index: SearchIndex) {
  const word = parts.join('');
  const groups = index.synonyms.filter((group) =>
    group.some((one) => stemOf(one) === stemOf(word)),
  );
  const words = [...new Set(groups.flat().map(stemOf))].filter((one) => one !== stemOf(word));
  return { found: await findAny(words, index), marks: toMarks(words) };
}

const findAny = (words: readonly string[], index: SearchIndex): Promise<Found> =>
  findIn(index, async ({ whole }) => union(await Promise.all(words.map(whole))));

/** A hyphenated word is also what has its parts one after another. */
async function askWhole({ word, parts, hyphenated }: Term, places: Places): Promise<Postings> {
  const joined = await places.whole(word);
  if (!hyphenated) return joined;
  return union([joined, await askInTurn(parts.map(stemOf), places)]);
}

async function askCorrected(term: Term, index: SearchIndex): Promise<Asked> {
  const by = correctionsOf(term.parts.join(''), await index.spellings());
  const words = [...new Set(by.map(stemOf))];
  const found = await findAny(words, index);
  return {
    term,
    found,
    worth: tuning.corrected,
    marks: toMarks(words),
    ...(isFound(found) && { correction: { text: term.text, by } }),
  };
}

async function askPhrase({ text, words }: Phrase, index: SearchIndex): Promise<Asked> {
  return {
    term: termOf(text),
    found: await findIn(index, (places) => askInTurn(words, places)),
    worth: 1,
    marks: toMarks(words.filter((word) => !isStopWord(word))),
  };
}

/** Where words stand one after another. */
async function askInTurn(words: readonly string[], { whole }: Places): Promise<Postings> {
  const [first = new Map<number, number[]>(), ...next] = await Promise.all(words.map(whole));
  const found = new Map<number, readonly number[]>();
  for (const [id, places] of first) {
    const starts = places.filter((place) =>
      next.every((postings, index) => postings.get(id)?.includes(place + index + 1) === true),
    );
    if (starts.length > 0) found.set(id, starts);
  }
  return found;
}
