import type { VersionRange } from '../model/version-range.ts';
import { compareVersions, type Ecosystem } from '../model/versions.ts';

/** The versions of a package that incidents name, in order, and which of them each incident affects. */
export interface VersionLineModel {
  /** Every version that is the end of a range, without `0`. */
  readonly versions: readonly string[];
  readonly rows: readonly VersionRow[];
}

export interface VersionRow {
  /** `MEM-<n>`. */
  readonly name: string;
  readonly title: string;
  /** Begins with `/` and knows no base path. */
  readonly path: string;
  /** In words, for those who do not see the drawing. */
  readonly affected: string;
  readonly spans: readonly VersionSpan[];
}

/** A range by the places of its ends in the list of versions. */
export interface VersionSpan {
  /** Absent if it begins before the first version. */
  readonly from?: number;
  /** Absent if it has no end. */
  readonly to?: { readonly at: number; readonly isFixed: boolean };
}

/** Undefined if no incident has a range. */
export function buildVersionLine(
  ecosystem: Ecosystem,
  incidents: readonly (Omit<VersionRow, 'spans'> & { readonly ranges: readonly VersionRange[] })[],
): VersionLineModel | undefined {
  const shown = incidents.filter(({ ranges }) => ranges.length > 0);
  if (shown.length === 0) return undefined;
  const named = shown
    .flatMap(({ ranges }) => ranges)
    .flatMap(({ introduced, fixed, last }) => [introduced, fixed ?? last ?? introduced])
    .filter((version) => version !== '0');
  const versions: string[] = [];
  for (const version of named.toSorted((a, b) => compareVersions(ecosystem, a, b)))
    if (versions.length === 0 || compareVersions(ecosystem, versions.at(-1) ?? '', version) !== 0)
      versions.push(version);
  const placeOf = (version: string) =>
    versions.findIndex((other) => compareVersions(ecosystem, other, version) === 0);
  return {
    versions,
    rows: shown.map(({ ranges, ...row }) => ({
      ...row,
      spans: ranges.map(({ introduced, fixed, last }) => {
        const end = fixed ?? last;
        return {
          ...(introduced !== '0' && { from: placeOf(introduced) }),
          ...(end !== undefined && { to: { at: placeOf(end), isFixed: fixed !== undefined } }),
        };
      }),
    })),
  };
}
