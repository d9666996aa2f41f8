import {
  askPhrase,
  askTerms,
  findInTurn,
  type AskedTerm,
  type Correction,
  type Kind,
  type Mark,
} from './ask.ts';
import type { Question, Term } from './question.ts';
import { weightAt } from './record-layout.ts';
import type { SearchIndex } from './search-index.ts';
import { weights } from './weights.ts';

export interface Ranking {
  /**
   * How near the best incident comes to what was asked. `all`: it holds everything. `parts`: it holds everything, but parts of
   * an identifier not joined. `some`: it holds a part of it. `nearest`: it holds so little that nothing fits well. `none`:
   * there is no result.
   */
  readonly how: 'all' | 'parts' | 'some' | 'nearest' | 'none';
  /** Ids of the incidents, best first. */
  readonly ids: readonly number[];
  /** Ids of the few pages besides incidents that fit well, best first. */
  readonly pages: readonly number[];
  readonly marks: readonly Mark[];
  /** What was looked for. */
  readonly terms: readonly Term[];
  /** Terms that no incident has. */
  readonly missing: readonly Term[];
  readonly corrections: readonly Correction[];
}

const maxPages = 5;

/**
 * The records that answer a question, best first: those that hold most of its rare words, in the places that weigh most.
 * Incidents and pages are ranked apart, so that neither hides the other. `typing`: the last word may be unfinished.
 */
export async function rankIncidents(
  question: Question,
  index: SearchIndex,
  typing = false,
): Promise<Ranking> {
  const [phrases, terms, excluded] = await Promise.all([
    Promise.all(question.phrases.map((phrase) => askPhrase(phrase, index))),
    askTerms(question, index, typing),
    Promise.all(question.excluded.map(({ words }) => findInTurn(words, index))),
  ]);
  const asked = [...phrases, ...terms];
  const sizes = { incidents: index.size, pages: index.pages.size };
  const rank = (kind: Kind, leastCoverage: number, leastScore: number): Score[] => {
    const allowed = (id: number) =>
      phrases.every(({ hits }) => hits.every((hit) => hit[kind].has(id))) &&
      !excluded.some((some) => some[kind].has(id));
    const scored = scoresOf(asked, kind, sizes).filter(({ id }) => allowed(id));
    const best = scored.reduce((most, { score }) => Math.max(most, score), 0);
    return scored
      .filter(({ score, coverage }) => score >= best * leastScore && coverage >= leastCoverage)
      .toSorted((a, b) => b.score - a.score || a.id - b.id);
  };
  const kept = rank('incidents', weights.leastCoverage, weights.leastScore);
  const pages = rank('pages', weights.pageCoverage, weights.pageScore);
  return {
    how: howFound(kept[0], asked),
    ids: kept.map(({ id }) => id),
    pages: pages.slice(0, maxPages).map(({ id }) => id),
    marks: asked.flatMap(({ marks }) => marks),
    terms: asked.map(({ term }) => term),
    missing: asked
      .filter(({ hits, correction }) => !correction && !hits.some((hit) => hit.incidents.size > 0))
      .map(({ term }) => term),
    corrections: asked.flatMap(({ correction }) => correction ?? []),
  };
}

interface Score {
  readonly id: number;
  readonly score: number;
  /** Share of the question that the record holds, by the rarity of its words. */
  readonly coverage: number;
  /** How many terms it holds. */
  readonly held: number;
}

function howFound(best: Score | undefined, asked: readonly AskedTerm[]): Ranking['how'] {
  if (!best) return 'none';
  if (best.coverage < weights.goodCoverage) return 'nearest';
  if (best.held < asked.length) return 'some';
  return asked.some(({ loose }) => loose === true) ? 'parts' : 'all';
}

interface Sum {
  score: number;
  rarity: number;
  held: number;
}

function scoresOf(
  asked: readonly AskedTerm[],
  kind: Kind,
  sizes: Readonly<Record<Kind, number>>,
): Score[] {
  const sums = new Map<number, Sum>();
  const rarities = asked.map((term) => rarityOf(term, kind, sizes) * term.weight);
  const whole = rarities.reduce((sum, rarity) => sum + rarity, 0);
  for (const [place, { hits }] of asked.entries()) {
    const rarity = rarities[place] ?? 0;
    for (const [rank, hit] of hits.entries())
      for (const [id, places] of hit[kind]) {
        if (hits.slice(0, rank).some((surer) => surer[kind].has(id))) continue;
        const sum = sums.get(id) ?? { score: 0, rarity: 0, held: 0 };
        const weight = places.reduce((all, one) => all + weightAt(one), 0);
        sum.score += (rarity * hit.worth * weight) / (weight + weights.saturation);
        sum.rarity += rarity * hit.worth;
        sum.held += 1;
        sums.set(id, sum);
      }
  }
  addNeighbours(sums, asked, kind, rarities);
  return [...sums].map(([id, sum]) => {
    const coverage = sum.rarity / whole;
    return { id, coverage, score: sum.score * coverage ** weights.coverage, held: sum.held };
  });
}

/** Adds to the scores of records in which words of the question stand next to each other as they do there. */
function addNeighbours(
  sums: ReadonlyMap<number, Sum>,
  asked: readonly AskedTerm[],
  kind: Kind,
  rarities: readonly number[],
): void {
  for (const [
    place,
    {
      hits: [first],
    },
  ] of asked.entries()) {
    const second = asked[place + 1]?.hits[0];
    if (!first || !second) continue;
    const rarity = Math.min(rarities[place] ?? 0, rarities[place + 1] ?? 0);
    const [fewer, more] =
      first[kind].size < second[kind].size
        ? [first[kind], second[kind]]
        : [second[kind], first[kind]];
    for (const [id, places] of fewer) {
      const others = more.get(id);
      const sum = sums.get(id);
      if (others && sum && areNear(places, others)) sum.score += weights.neighbours * rarity;
    }
  }
}

/** Room for a stop word between. */
const nearby = 2;

/** Whether a place of one list is near one of the other. Both are ascending. */
function areNear(places: readonly number[], others: readonly number[]): boolean {
  let next = 0;
  for (const place of places) {
    while ((others[next] ?? Infinity) < place - nearby) next += 1;
    if ((others[next] ?? Infinity) <= place + nearby) return true;
  }
  return false;
}

/** How rare a term is among all records. */
function rarityOf(
  { hits: [surest] }: AskedTerm,
  kind: Kind,
  sizes: Readonly<Record<Kind, number>>,
): number {
  const size = sizes[kind];
  const found = surest?.[kind].size ?? 0;
  return rarity(Math.max(found, (weights.unknownShare / 100) * size), size);
}

const rarity = (records: number, size: number): number =>
  Math.log(1 + (size - records + 0.5) / (records + 0.5));
