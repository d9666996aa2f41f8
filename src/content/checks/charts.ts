/** Warnings for charts that would tell another story than the incident. */

import { seriesOf } from '../../charts/series.ts';
import type { Fault } from '../../model/fault.ts';
import type { Measurement } from '../../model/schema.ts';
import { parseUnit } from '../../model/units.ts';
import { heldMetrics } from '../../model/vocabulary.ts';
import { warningAt, type Entry } from '../read/read-postmortem.ts';

export const chartWarnings: readonly ((entry: Entry) => Fault[])[] = [
  warnOfLimits,
  warnOfMetrics,
  warnOfSentences,
  warnOfFixes,
];

interface Figure {
  readonly list: 'improvement' | 'measurements';
  readonly index: number;
  readonly figure: Pick<Measurement, 'label' | 'metric' | 'unit' | 'says'>;
}

function figuresIn({ postmortem: { data } }: Entry): readonly Figure[] {
  const improvements = Array.isArray(data.improvement) ? data.improvement : [];
  const measurements = data.measurements ?? [];
  return [
    ...improvements.map((figure, index) => ({ list: 'improvement' as const, index, figure })),
    ...measurements.map((figure, index) => ({ list: 'measurements' as const, index, figure })),
  ];
}

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

const notHeld = /\b(?:available|free) memory\b|\bmemory (?:available|free)\b|\bMemAvailable\b/i;

/** A metric of memory held on what is none: its figures would count as the size of the incident, and its line as the leak. */
export function warnOfMetrics(entry: Entry): Fault[] {
  const held = heldMetrics(entry.vocabulary);
  return figuresIn(entry).flatMap(({ list, index, figure: { label, metric, unit } }) => {
    const at = (message: string) => [warningAt(entry, [list, index, 'metric'], message)];
    if (!held.has(metric)) return [];
    if (notHeld.test(label))
      return at(
        `counts memory that is held, and "${label}" names memory that is free (found ${metric}). Take the metric for available memory.`,
      );
    return parseUnit(unit)?.dimension === 'bytes'
      ? []
      : at(
          `counts memory, and its unit counts something else (found ${metric} in ${unit}). Correct one of them.`,
        );
  });
}

const longSize = /(?<![\d.,])(\d{5,}|\d{1,3}(?:,\d{3})+)(?:\.\d+)? ?([kKMG]i?B|bytes|B)\b/;

/** A sentence of a chart with a size that nobody reads: 3,945,352 kB. The table has the exact value. */
export function warnOfSentences(entry: Entry): Fault[] {
  return figuresIn(entry).flatMap(({ list, index, figure: { says = '' } }) => {
    const [found, digits = ''] = longSize.exec(says) ?? [];
    return found === undefined || Number(digits.replaceAll(',', '')) < 10_000
      ? []
      : [
          warningAt(
            entry,
            [list, index, 'says'],
            `has a size that is hard to read (found ${found}). Write it in a larger unit, with three digits; the table of the chart has the exact value.`,
          ),
        ];
  });
}

/** A fix that is marked where the chart has no data. */
export function warnOfFixes(entry: Entry): Fault[] {
  const { data, tables } = entry.postmortem;
  return (data.measurements ?? []).flatMap((measurement, index) => {
    if (!('lines' in measurement) || measurement.fix === undefined) return [];
    const xs = measurement.lines.flatMap((line) => seriesOf(line, tables).map(({ x }) => x));
    const [low, high] = [Math.min(...xs), Math.max(...xs)];
    return xs.length === 0 || (measurement.fix >= low && measurement.fix <= high)
      ? []
      : [
          warningAt(
            entry,
            ['measurements', index, 'fix'],
            `is outside the lines, which run from ${low} to ${high} (found ${measurement.fix}). Correct it, or delete it.`,
          ),
        ];
  });
}
