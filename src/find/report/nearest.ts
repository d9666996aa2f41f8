import type { MatchIndex } from '../../match/match-index.ts';
import type { Match } from '../../match/match.ts';
import { listFixes } from '../../match/signature.ts';
import type { Likeness } from './reads-like.ts';
import { wordReasons } from './word-reasons.ts';

/** An incident with words of the input, which is no claim that the fault is alike. */
export type Near = Pick<Match, 'id' | 'slug' | 'title' | 'because' | 'fixed'>;

/**
 * Found on the tuning half of tests/published/pastes: most of the known faults that nothing else finds exceed these. What
 * every program prints does not: its manual, how it starts, its totals.
 */
const least: Pick<Likeness, 'amount' | 'share' | 'tellingShare'> = {
  amount: 1.05,
  share: 0.035,
  tellingShare: 0.0135,
};
/** The second and third are listed if their score is at least this share of the first one's. */
const leastOfFirst = 0.6;
const maxNear = 3;

/** The incidents nearest to the input by its words, where nothing but totals is like it. */
export function findNearest(
  matches: readonly Match[],
  likenesses: readonly Likeness[],
  { signatures }: MatchIndex,
): Near[] {
  const [first] = likenesses;
  if (!first || !isEnough(first) || matches.some(({ tier }) => tier !== 'same-pattern')) return [];
  return likenesses
    .slice(0, maxNear)
    .filter(({ score }) => score >= first.score * leastOfFirst)
    .flatMap((likeness) => {
      const signature = signatures.find(({ id }) => id === likeness.id);
      if (!signature || matches.some(({ id }) => id === likeness.id)) return [];
      const { id, slug, title, component } = signature;
      const because = wordReasons(likeness);
      return [{ id, slug, title, because, fixed: listFixes(component) }];
    });
}

const isEnough = ({ amount, share, tellingShare }: Likeness): boolean =>
  amount >= least.amount && share >= least.share && tellingShare >= least.tellingShare;
