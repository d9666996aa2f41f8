import type { Content, Postmortem } from '../../model/content.ts';
import { termIdsOf, termsOfFacet } from '../../model/facets.ts';
import { incidentName } from '../../model/paths.ts';
import { facets, termOf, type Vocabulary } from '../../model/vocabulary.ts';
import type { Selection } from './catalogue.ts';
import {
  commonStart,
  looseTerms,
  partsOf,
  phraseIn,
  queryTerms,
  tokensOf,
  type QueryTerm,
} from './identifiers.ts';

/**
 * Search over the content itself, for programs that have no built site. It knows words as the search page does (parts of
 * identifiers, beginnings, word endings) and weighs fields alike; the order of results is its own.
 */
export interface IncidentQuery {
  /** May be empty: then all that pass the selection, newest report first. */
  readonly query: string;
  readonly selection: Selection;
}

export interface IncidentsFound {
  /**
   * `all`: everything asked for is there. `parts`: all parts of the identifiers are there, but not joined. `some`: at least
   * half of the words are there.
   */
  readonly how: 'all' | 'parts' | 'some';
  /** Best first. */
  readonly postmortems: readonly Postmortem[];
}

/** Indexes the incidents once. */
export function createIncidentSearch({
  postmortems,
  vocabulary,
}: Pick<Content, 'postmortems' | 'vocabulary'>): (asked: IncidentQuery) => IncidentsFound {
  const index = indexOf(postmortems, vocabulary);
  return ({ query, selection }) => {
    const passes = (postmortem: Postmortem) => isChosen(postmortem, selection);
    const terms = queryTerms(query);
    if (terms.length === 0)
      return { how: 'all', postmortems: postmortems.filter(passes).toSorted(newestFirst) };
    const phrase = phraseIn(query)?.toLowerCase();
    const holdsPhrase = (postmortem: Postmortem) =>
      phrase === undefined || textOf(postmortem).toLowerCase().includes(phrase);
    const asked = (some: readonly QueryTerm[], least: number) =>
      rank(index, some, least).filter((one) => passes(one) && holdsPhrase(one));

    const strict = asked(terms, terms.length);
    if (strict.length > 0) return { how: 'all', postmortems: strict };
    const loose = looseTerms(terms);
    const parts = loose ? asked(loose, loose.length) : [];
    if (parts.length > 0) return { how: 'parts', postmortems: parts };
    return { how: 'some', postmortems: asked(terms, Math.ceil(terms.length / 2)) };
  };
}

const newestFirst = (a: Postmortem, b: Postmortem): number =>
  b.data.reported.localeCompare(a.data.reported) || b.data.id - a.data.id;

const isChosen = ({ data }: Postmortem, selection: Selection): boolean =>
  facets.every(({ key }) => {
    const chosen = selection[key] ?? [];
    return chosen.length === 0 || termIdsOf(data, key).some((id) => chosen.includes(id));
  });

interface Index {
  readonly postmortems: readonly Postmortem[];
  /** In alphabetical order, so that words with one beginning stand together. */
  readonly words: readonly string[];
  /** By word: the weight of each postmortem that has it, by its place in `postmortems`. */
  readonly weights: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

function indexOf(postmortems: readonly Postmortem[], vocabulary: Vocabulary): Index {
  const weights = new Map<string, Map<number, number>>();
  for (const [place, postmortem] of postmortems.entries())
    for (const [weight, texts] of fieldsOf(postmortem, vocabulary))
      for (const word of new Set(texts.flatMap(tokensOf).flatMap(wordsOf))) {
        const known = weights.get(word) ?? new Map<number, number>();
        known.set(place, (known.get(place) ?? 0) + weight);
        weights.set(word, known);
      }
  return { postmortems, words: [...weights.keys()].toSorted(), weights };
}

/** As on the search page: what an incident is called weighs most, its running text least. */
function fieldsOf(
  { data, body }: Postmortem,
  vocabulary: Vocabulary,
): readonly (readonly [weight: number, texts: readonly string[]])[] {
  const evidence = (data.evidence ?? []).flatMap(({ frames = [], notable = [] }) => [
    ...frames,
    ...notable,
  ]);
  const components = data.component.flatMap(({ id, name, affected = '', fixed = '' }) => [
    id,
    name,
    affected,
    fixed,
  ]);
  const labels = facets.flatMap(({ key }) =>
    termIdsOf(data, key).map((id) => termOf(termsOfFacet(key, vocabulary, []), id).label),
  );
  return [
    [10, [data.title]],
    [8, [incidentName(data.id)]],
    [6, [data.project.name, data.project.about, ...components]],
    [5, [...(data.errors ?? []), ...evidence]],
    [4, [data.summary, data.mechanism]],
    [3, labels],
    [1, [body.text, ...data.sources.map(({ title, publisher }) => `${title} ${publisher}`)]],
  ];
}

const textOf = ({ data, body }: Postmortem): string =>
  [data.title, data.summary, data.mechanism, body.text, ...(data.errors ?? [])].join('\n');

const longestTail = 8;

/** `p2p.(*Peer).run` is found by p2p, peer, run, p2ppeerrun and peerrun. */
function wordsOf(token: string): string[] {
  const parts = partsOf(token);
  return [...parts, ...parts.map((_, index) => parts.slice(index, index + longestTail).join(''))];
}

/** Those that have at least so many of the terms; the ones with most first, then by weight and rarity of the words. */
function rank(index: Index, terms: readonly QueryTerm[], least: number): Postmortem[] {
  const tally = new Map<number, { terms: number; score: number }>();
  for (const term of terms) {
    const found = placesOf(index, term);
    const rarity = Math.log(1 + index.postmortems.length / Math.max(1, found.size));
    for (const [place, weight] of found) {
      const sum = tally.get(place) ?? { terms: 0, score: 0 };
      tally.set(place, { terms: sum.terms + 1, score: sum.score + weight * rarity });
    }
  }
  return [...tally]
    .filter(([, sum]) => sum.terms >= least)
    .toSorted(([a, one], [b, other]) => other.terms - one.terms || other.score - one.score || a - b)
    .flatMap(([place]) => index.postmortems[place] ?? []);
}

/** A word that only begins as asked counts half. */
function placesOf({ words, weights }: Index, term: QueryTerm): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  const start = commonStart(term);
  for (let at = firstFrom(words, start); words[at]?.startsWith(start) === true; at += 1) {
    const word = words[at] ?? '';
    // One or two letters begin too many words.
    if (term.word.length < 3 && word !== term.word) continue;
    for (const [place, weight] of weights.get(word) ?? []) {
      const counted = word === term.word ? weight : weight / 2;
      places.set(place, Math.max(places.get(place) ?? 0, counted));
    }
  }
  return places;
}

/** Place of the first word that is not before `start` in the alphabet. */
function firstFrom(words: readonly string[], start: string): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((words[middle] ?? '') < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
