/** Rules on the versions of components: an ecosystem can order them, and ranges do not contradict one another. */

import { affectedRanges, componentEcosystem } from '../../model/affected.ts';
import type { Fault } from '../../model/fault.ts';
import { formatRange, type VersionRange } from '../../model/version-range.ts';
import {
  compareVersions,
  exampleVersion,
  isVersion,
  type Ecosystem,
} from '../../model/versions.ts';
import { faultAt, warningAt, type Entry } from '../read/read-postmortem.ts';

export function checkVersions(entry: Entry): Fault[] {
  return entry.postmortem.data.component.flatMap((component, index) => {
    const ecosystem = componentEcosystem(component);
    const ranges = affectedRanges(component);
    const at = (position: number, field: string, message: string) =>
      faultAt(entry, ['component', index, 'affected', position, field], message);
    const unordered = ranges.flatMap((range, position) =>
      bounds(range)
        .filter(([, version]) => !isVersion(ecosystem, version))
        .map(([field, version]) =>
          at(
            position,
            field,
            `is not a version as ${registry(ecosystem)} has them (found "${version}"). Want one such as ${exampleVersion(ecosystem)}; what a version cannot say goes into note.`,
          ),
        ),
    );
    if (unordered.length > 0) return unordered;
    return ranges.flatMap((range, position) => [
      ...checkEnd(range, ecosystem).map(([field, message]) => at(position, field, message)),
      ...checkStart(range, ranges[position - 1], ecosystem).map((message) =>
        at(position, 'introduced', message),
      ),
    ]);
  });
}

/** A component without a word on its versions: nobody learns whether theirs is affected. */
export const warnOfMissingVersions = (entry: Entry): Fault[] =>
  entry.postmortem.data.component.flatMap(({ name, affected }, index) =>
    affected === undefined
      ? [
          warningAt(
            entry,
            ['component', index],
            `${name} has no affected versions. Add ranges under affected, or unknown with the reason why none can be named.`,
          ),
        ]
      : [],
  );

const registry = (ecosystem: Ecosystem): string =>
  ecosystem === 'generic' ? 'releases usually' : ecosystem;

const bounds = ({ introduced, fixed, last }: VersionRange): [field: string, version: string][] =>
  Object.entries({ introduced, fixed, last }).flatMap(([field, version]) =>
    version === undefined ? [] : [[field, version]],
  );

/** A range ends after it begins. */
function checkEnd(
  { introduced, fixed, last }: VersionRange,
  ecosystem: Ecosystem,
): [field: string, message: string][] {
  if (fixed !== undefined && compareVersions(ecosystem, fixed, introduced) <= 0)
    return [
      [
        'fixed',
        `${fixed} is not after introduced: ${introduced}. Swap them, or correct one from its source.`,
      ],
    ];
  if (last !== undefined && compareVersions(ecosystem, last, introduced) < 0)
    return [
      [
        'last',
        `${last} is before introduced: ${introduced}. Swap them, or correct one from its source.`,
      ],
    ];
  return [];
}

/** Ranges come oldest first, and none begins inside another. */
function checkStart(
  { introduced }: VersionRange,
  before: VersionRange | undefined,
  ecosystem: Ecosystem,
): string[] {
  if (!before) return [];
  if (compareVersions(ecosystem, introduced, before.introduced) < 0)
    return [
      `${introduced} is before ${before.introduced}, which is listed above it. Put the oldest range first.`,
    ];
  const { fixed, last } = before;
  const isInside =
    (fixed === undefined && last === undefined) ||
    (fixed !== undefined && compareVersions(ecosystem, introduced, fixed) < 0) ||
    (last !== undefined && compareVersions(ecosystem, introduced, last) <= 0);
  return isInside
    ? [
        `${introduced} lies in the range above it, ${formatRange(before)}. Join the two, or correct one from its source.`,
      ]
    : [];
}
