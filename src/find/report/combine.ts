import { type MatchIndex } from '../../match/match-index.ts';
import { tiers, type Match } from '../../match/match.ts';
import { listFixes } from '../../match/signature.ts';
import type { Likeness } from './reads-like.ts';
import { wordReasons } from './word-reasons.ts';

/** Found on the tuning half of tests/published/pastes: of unknown faults far from all incidents hardly any exceed it. */
const leastStrength = 0.52;
/** Enough where the report also names a component of the incident. */
const leastStrengthOfComponent = 0.33;
/** Enough where it repeats a message of the incident. */
const leastStrengthOfMessage = 0.2;
/** Several words that nearly no other incident has. */
const leastEvidence = 0.08;
/** Further incidents that read like the report are listed if their score is at least this share of the best one's. */
const leastShare = 0.6;
const maxLike = 3;
const maxMatches = 10;

/**
 * What the matcher found and what the text reads like, as one list. A claim of the same fault comes first. All else is in the
 * order of the full text, which knows best which of several incidents about a component is meant. An incident of which the
 * report has only the component's name, or a similar message, needs its words too. Without a full text (undefined) the matches stay as they are.
 */
export function combine(
  matches: readonly Match[],
  likenesses: readonly Likeness[] | undefined,
  { signatures }: MatchIndex,
): Match[] {
  if (!likenesses) return [...matches];
  const likenessById = new Map(likenesses.map((likeness) => [likeness.id, likeness]));
  const kept = matches.filter(
    (match) => needed(match) === 0 || isLike(likenessById.get(match.id), needed(match)),
  );
  const taken = new Set(kept.map(({ id }) => id));
  const [best] = likenesses;
  const alike = isLike(best, leastStrength)
    ? likenesses
        .slice(0, maxLike)
        .filter(({ id, score }) => score >= best.score * leastShare && !taken.has(id))
    : [];
  const read = alike.flatMap((likeness) => {
    const signature = signatures.find(({ id }) => id === likeness.id);
    if (!signature) return [];
    const { id, slug, title, component } = signature;
    return [
      {
        ...{ id, slug, title, tier: 'reads-like' as const },
        score: Math.round(likeness.score * 1000) / 1000,
        because: wordReasons(likeness),
        unmatched: [],
        fixed: listFixes(component),
      },
    ];
  });
  const score = ({ id }: Match): number => likenessById.get(id)?.score ?? 0;
  return [...kept, ...read]
    .toSorted((a, b) => tiers.indexOf(a.tier) - tiers.indexOf(b.tier) || score(b) - score(a))
    .slice(0, maxMatches);
}

const isLike = (likeness: Likeness | undefined, least: number): likeness is Likeness =>
  likeness !== undefined && likeness.strength >= least && likeness.evidence >= leastEvidence;

/** How much the text must be like an incident that the matcher found. */
function needed({ tier, because }: Match): number {
  if (tier !== 'same-component') return 0;
  if (because.every(({ kind }) => kind === 'component')) return leastStrengthOfComponent;
  return because.every(({ kind }) => kind === 'message') ? leastStrengthOfMessage : 0;
}
