/** Two postmortems with the same evidence are one incident told twice, or belong together and say so. */

import type { Fault } from '../../model/fault.ts';
import { faultAt, type Entry } from '../read/read-postmortem.ts';

/** Shorter stacks, such as `malloc, main`, are equal by chance. */
const minFrames = 3;

/** No stack stands in two postmortems that do not name each other. */
export function checkSameEvidence(entries: readonly Entry[]): Fault[] {
  const first = new Map<string, Entry>();
  return entries.flatMap((entry) =>
    (entry.postmortem.data.evidence ?? []).flatMap(({ frames = [] }, index) => {
      if (frames.length < minFrames) return [];
      const stack = frames.map((frame) => frame.trim()).join('\n');
      const other = first.get(stack) ?? entry;
      first.set(stack, other);
      if (other === entry || areRelated(entry, other)) return [];
      const { id } = other.postmortem.data;
      return [
        faultAt(
          entry,
          ['evidence', index, 'frames'],
          `are those of postmortem ${id} (${other.postmortem.file}), and neither names the other. If it is the same incident, keep one; else say under related how they belong together.`,
        ),
      ];
    }),
  );
}

const areRelated = (one: Entry, other: Entry): boolean => names(one, other) || names(other, one);

function names({ postmortem: { data } }: Entry, { postmortem }: Entry): boolean {
  const named = [...(data.related ?? []).map(({ id }) => id), ...(data.regressionOf ?? [])];
  return named.includes(postmortem.data.id);
}
