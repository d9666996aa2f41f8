/** What a component says about the versions that are affected. */

import { parsePackage } from './packages.ts';
import type { PostmortemData } from './schema.ts';
import { formatRange, type VersionRange } from './version-range.ts';
import type { Ecosystem } from './versions.ts';

export type Component = PostmortemData['component'][number];
type Versions = Pick<Component, 'affected'>;

/** Oldest first; none if nobody knows. */
export const affectedRanges = ({ affected }: Versions): readonly VersionRange[] =>
  Array.isArray(affected) ? affected : [];

/** Why no versions can be named, if it says so. */
export const unknownReason = ({ affected }: Versions): string | undefined =>
  affected === undefined || Array.isArray(affected) ? undefined : affected.unknown;

/** `3.10.0 to before 3.10.11, 4.0.0 and later`; undefined if nobody knows. */
export function formatAffected(component: Versions): string | undefined {
  const ranges = affectedRanges(component);
  return ranges.length === 0 ? undefined : ranges.map(formatRange).join(', ');
}

/** The releases with the fix, one for each branch that has it, oldest first. */
export const fixedReleases = (component: Versions): readonly string[] =>
  affectedRanges(component).flatMap(({ fixed }) => fixed ?? []);

const allOf = new Intl.ListFormat('en', { type: 'conjunction' });

/** `3.9.5 and 3.10.11`, with the component in brackets where there are several. Empty if no release with the fix is known. */
export function formatFixedIn(components: readonly Component[]): string {
  const fixed = components.flatMap((component) => {
    const releases = fixedReleases(component);
    return releases.length === 0 ? [] : [{ name: component.name, text: allOf.format(releases) }];
  });
  return fixed
    .map(({ name, text }) => (components.length === 1 ? text : `${text} (${name})`))
    .join(', ');
}

/** The ecosystem that orders its versions. */
export const componentEcosystem = ({ package: purl }: Pick<Component, 'package'>): Ecosystem =>
  (purl === undefined ? undefined : parsePackage(purl)?.ecosystem) ?? 'generic';

const anyOf = new Intl.ListFormat('en', { type: 'disjunction' });

/** What to take, and what no release fixes: `Upgrade to 3.10.11 or 4.0.2`, `No fixed release is known`. Empty if nobody knows. */
export function adviseUpgrade(component: Versions): readonly string[] {
  const ranges = affectedRanges(component);
  const releases = fixedReleases(component);
  const ended = ranges.flatMap(({ last }) => last ?? []);
  const open = ranges.filter(({ fixed, last }) => (fixed ?? last) === undefined);
  const target = releases.length > 0 ? anyOf.format(releases) : ended.at(-1);
  return [
    ...(target === undefined
      ? []
      : [`Upgrade to ${releases.length > 0 ? target : `a release after ${target}`}`]),
    ...(open.length === 0
      ? []
      : [
          `No fixed release is known${target === undefined ? '' : ` for ${open.map(formatRange).join(', ')}`}`,
        ]),
  ];
}
