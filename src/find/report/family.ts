import type { Match } from '../../match/match.ts';
import type { Signature } from '../../match/signature.ts';
import { incidentName, termPath } from '../../model/paths.ts';
import type { OtherAnswer } from '../other-answer.ts';
import type { MatchCatalogue } from './match-catalogue.ts';
import type { Likeness } from './reads-like.ts';

/** Siblings are counted if their score is at least this share of the best one's. */
const leastShare = 0.75;
const maxSiblings = 10;

/** Whether two incidents are cases of one fault: of the same cause, in a component that both have. */
export const areSiblings = (one: Signature, other: Signature): boolean =>
  one.cause === other.cause &&
  one.component.some(({ id }) => other.component.some((component) => component.id === id));

/**
 * The cause that the first match shares with others that the text is as near to: then the cause is the answer, and the
 * incidents are its cases. Empty if the first match stands alone, or is called the same fault.
 */
export function answerFamily(
  [first]: readonly Match[],
  likenesses: readonly Likeness[],
  { signatures, labels }: MatchCatalogue,
): OtherAnswer[] {
  if (!first || first.tier === 'same-fault') return [];
  const byId = new Map(signatures.map((signature) => [signature.id, signature]));
  const signature = byId.get(first.id);
  const score = likenesses.find(({ id }) => id === first.id)?.score;
  if (!signature || score === undefined) return [];
  const siblings = likenesses.filter((likeness) => {
    const other = byId.get(likeness.id);
    return (
      other !== undefined &&
      other.id !== first.id &&
      likeness.score >= score * leastShare &&
      areSiblings(signature, other)
    );
  });
  if (siblings.length === 0) return [];
  const incidents = [first.id, ...siblings.slice(0, maxSiblings).map(({ id }) => id)];
  return [
    {
      kind: 'cause',
      id: signature.cause,
      title: labels.causes[signature.cause] ?? signature.cause,
      path: termPath('causes', signature.cause),
      summary: `The cause of ${incidents.map(incidentName).join(', ')}, to which the text is about as near.`,
      incidents,
    },
  ];
}
