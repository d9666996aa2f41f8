import type { Line, Report } from '../reports/report.ts';
import { createExplainer, type Explanation, type Reason } from './explain.ts';
import { rarity, type MatchIndex } from './match-index.ts';
import { findPatterns } from './patterns.ts';
import { buildQuery, type QueryLine } from './query.ts';
import { listFixes, type Signature } from './signature.ts';
import { termKind, kindWeight } from './terms.ts';

/**
 * same-fault: the same functions allocate, or the same messages are logged. same-component: the memory is allocated through
 * the same library or program. same-pattern: totals, limits or growth are typical of the same kind of fault. reads-like: the
 * text shares rare words with the postmortem, which claims nothing about the fault.
 */
export type Tier = 'same-fault' | 'same-component' | 'same-pattern' | 'reads-like';

export interface Match {
  readonly id: number;
  readonly slug: string;
  readonly title: string;
  readonly tier: Tier;
  /** Comparable within one answer only; not a probability. */
  readonly score: number;
  /** What the report and the incident have in common, strongest first. */
  readonly because: readonly Reason[];
  /** The heaviest functions and classes of the report that the incident does not have. */
  readonly unmatched: readonly Unmatched[];
  /** `3.9.5 and 3.10.11 (aiohttp)`: for each component the releases with the fix, if there are any. */
  readonly fixed: readonly string[];
}

export interface Unmatched {
  readonly found: string;
  readonly at?: number | undefined;
  readonly share?: number | undefined;
}

/**
 * The incidents that the reports may be about, best match first. Empty if no incident matches. `unread` are lines that no
 * format recognized; they are compared as messages.
 */
export function matchReports(
  reports: readonly Report[],
  index: MatchIndex,
  unread: readonly Line[] = [],
): Match[] {
  const lines = buildQuery(reports, unread, index.names);
  const scores = scoreAll(lines, index);
  const explain = createExplainer(lines, index);
  const candidates = [...scores]
    .toSorted(([a, scoreA], [b, scoreB]) => scoreB - scoreA || a - b)
    .slice(0, maxExplained)
    .flatMap(([incident, score]) => {
      const signature = index.signatures[incident];
      return signature ? [{ signature, score, ...explain(signature) }] : [];
    });
  const found = candidates.flatMap((candidate) => {
    const tier = decideTier(candidate);
    return tier ? [buildMatch(candidate, tier, lines)] : [];
  });
  const taken = new Set(found.map(({ id }) => id));
  const patterns = findPatterns(reports, index)
    .filter(({ signature }) => !taken.has(signature.id))
    .map(({ signature, score, because }) =>
      buildMatch({ signature, score, because, matched: new Set() }, 'same-pattern', lines),
    );
  return [...found, ...patterns]
    .toSorted((a, b) => tiers.indexOf(a.tier) - tiers.indexOf(b.tier) || b.score - a.score)
    .slice(0, maxMatches);
}

/** Best first. */
export const tiers: readonly Tier[] = [
  'same-fault',
  'same-component',
  'same-pattern',
  'reads-like',
];
const maxExplained = 40;
const maxMatches = 10;

/** BM25F score of every incident that shares a term with the report, by index. */
function scoreAll(lines: readonly QueryLine[], index: MatchIndex): Map<number, number> {
  const masses = new Map<string, number>();
  for (const { terms, mass } of lines)
    if (mass > 0) for (const term of terms) masses.set(term, (masses.get(term) ?? 0) + mass);
  const scores = new Map<number, number>();
  for (const [term, mass] of masses) {
    const postings = index.postings.get(term);
    if (!postings) continue;
    const weight = mass * kindWeight[termKind(term)] * rarity(index, term);
    for (let at = 0; at < postings.length; at += 2) {
      const incident = postings[at] ?? 0;
      const strength = postings[at + 1] ?? 0;
      const length = index.lengths[incident] ?? 1;
      const saturated =
        (strength * (saturation + 1)) /
        (strength + saturation * (1 - lengthPenalty + lengthPenalty * length));
      scores.set(incident, (scores.get(incident) ?? 0) + weight * saturated);
    }
  }
  return scores;
}

// The usual values of BM25. Varying them made no measurable difference on the tuning set.
const saturation = 1.2;
const lengthPenalty = 0.5;

interface Candidate extends Pick<Explanation, 'because' | 'matched'> {
  readonly signature: Signature;
  readonly score: number;
}

/** Undefined if what they have in common is not enough for a match. */
function decideTier({
  because,
  strong,
  exact,
  similar,
  coverage,
  throughComponent,
  ofProgram,
}: Candidate & Explanation): Tier | undefined {
  if (exact >= 2 || (strong >= 2 && coverage >= 0.25) || ofProgram >= 2) return 'same-fault';
  if (because.length === 0) return undefined;
  if (exact > 0 || similar > 0 || throughComponent >= 0.05 || (strong > 0 && coverage >= 0.05))
    return 'same-component';
  return undefined;
}

function buildMatch(
  { signature, score, because, matched }: Candidate,
  tier: Tier,
  lines: readonly QueryLine[],
): Match {
  return {
    id: signature.id,
    slug: signature.slug,
    title: signature.title,
    tier,
    score: Math.round(score * 1000) / 1000,
    because: removeRepeats(because).slice(0, maxReasons),
    unmatched: lines
      .filter((line) => isNamed(line) && line.category === 'app' && !matched.has(line))
      .toSorted((a, b) => b.mass - a.mass)
      .slice(0, maxUnmatched)
      .map(({ text, at, share }) => ({ found: text, at, share: rounded(share) })),
    fixed: listFixes(signature.component),
  };
}

const isNamed = ({ kind }: QueryLine): boolean => kind === 'frame' || kind === 'class';

/** Keeps the first of equal reasons: a log repeats the same line many times. */
function removeRepeats(because: readonly Reason[]): readonly Reason[] {
  const seen = new Set<string>();
  return because.filter(({ found, matches }) => {
    const pair = `${found}\n${matches}`;
    const isNew = !seen.has(pair);
    seen.add(pair);
    return isNew;
  });
}

const maxReasons = 8;
const maxUnmatched = 5;

const rounded = (share: number | undefined): number | undefined =>
  share === undefined ? undefined : Math.round(share * 1000) / 1000;
