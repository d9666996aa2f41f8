/** Warnings for charts that would tell another story than the incident. */

import type { Fault } from '../../model/fault.ts';
import { warningAt, type Entry } from '../read/read-postmortem.ts';

export const chartWarnings: readonly ((entry: Entry) => Fault[])[] = [warnOfLimits];

const neutralThing = /(?<!\b(?:no|without|any) )\b(?:limit|cap|baseline|control|quota)\b/i;

/** The color of a leak or a fix on what is neither: a limit, a baseline, a control. */
export function warnOfLimits(entry: Entry): Fault[] {
  return (entry.postmortem.data.measurements ?? []).flatMap((measurement, index) => {
    const list = 'lines' in measurement ? 'lines' : 'values';
    const parts =
      'lines' in measurement
        ? measurement.lines
        : 'values' in measurement
          ? measurement.values
          : [];
    return parts.flatMap(({ label, role = 'other' }, number) => {
      const [thing] = neutralThing.exec(label) ?? [];
      if (thing === undefined || role === 'other') return [];
      const color = role === 'before' ? 'the leak' : 'the fix';
      return [
        warningAt(
          entry,
          ['measurements', index, list, number, 'role'],
          `has the color of ${color}, and "${label}" names a ${thing.toLowerCase()} (found ${role}). Write other, unless it is memory that leaked or was fixed.`,
        ),
      ];
    });
  });
}
