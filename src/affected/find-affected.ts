import type { VersionRange } from '../model/version-range.ts';
import { compareVersions, isAffected, type Ecosystem } from '../model/versions.ts';
import {
  packageKey,
  type KnownPackage,
  type PackageComponent,
  type PackageIncident,
  type PackageIndex,
} from './known-packages.ts';
import { findLine, type ListedPackage } from './package-list.ts';
import type { ReadList } from './read-list.ts';

/** What the packages in some files have to do with incidents. An incident needs a trigger: "in range" is not "leaking". */
export interface AffectedAnswer {
  /** Incidents of which a version in range is listed. */
  readonly inRange: readonly TouchedIncident[];
  /** Incidents of which only other versions are listed, or ones that cannot be told. */
  readonly others: readonly TouchedIncident[];
  readonly files: readonly FileSummary[];
}

export interface TouchedIncident {
  readonly incident: PackageIncident;
  readonly packages: readonly TouchedPackage[];
}

export interface TouchedPackage {
  readonly ecosystem: Ecosystem;
  /** As the files write it. */
  readonly name: string;
  readonly component: PackageComponent;
  /** Left out if the file states no exact one. */
  readonly version?: string;
  /** What the file states instead. */
  readonly stated?: string;
  readonly state: 'in-range' | 'other-version' | 'no-exact-version' | 'unknown-range';
  /** The range that it is in. */
  readonly range?: VersionRange;
  /** The lowest release with the fix that is above the version. Left out if none is known. */
  readonly upgradeTo?: string;
  /** The part of a distribution's version that was compared. The distribution may have the fix in it already. */
  readonly upstream?: string;
  readonly places: readonly FoundPlace[];
}

export interface FoundPlace {
  readonly file: string;
  readonly line?: number;
}

export interface FileSummary {
  readonly file: string;
  /** The label of its format. */
  readonly format: string;
  readonly packages: number;
  readonly withoutVersion: readonly ListedPackage[];
  readonly unread: ReadList['unread'];
}

export function findAffected(lists: readonly ReadList[], index: PackageIndex): AffectedAnswer {
  const hits = lists.flatMap((list) =>
    list.packages.flatMap((listed) =>
      knownFor(listed, index).map((candidate) => ({ ...candidate, listed, list })),
    ),
  );
  const touched = [...Map.groupBy(hits, ({ known }) => known.incident)]
    .map(([incident, group]): TouchedIncident => ({ incident, packages: touchedPackages(group) }))
    .toSorted((a, b) => b.incident.id - a.incident.id);
  return {
    inRange: touched.filter(isInRange),
    others: touched.filter((one) => !isInRange(one)),
    files: lists.map(({ file, format, packages, unread }) => ({
      file,
      format,
      packages: packages.length,
      withoutVersion: packages.filter(({ version }) => version === undefined),
      unread,
    })),
  };
}

const isInRange = ({ packages }: TouchedIncident): boolean =>
  packages.some(({ state }) => state === 'in-range');

interface Hit extends Candidate {
  readonly listed: ListedPackage;
  readonly list: ReadList;
}

/** One for each version of each component, with all places where it stands; those in range first. */
function touchedPackages(hits: readonly Hit[]): readonly TouchedPackage[] {
  const same = Map.groupBy(hits, ({ known, name, version, listed }) =>
    JSON.stringify([known.component.package, name, version, listed.stated]),
  );
  return [...same.values()]
    .flatMap((group): TouchedPackage | readonly never[] => {
      const [first] = group;
      if (!first) return [];
      const { known, name, version, upstream, listed } = first;
      return {
        ...judge(known, upstream ?? version),
        ecosystem: listed.ecosystem,
        name,
        component: known.component,
        ...(version !== undefined && { version }),
        ...(listed.stated !== undefined && { stated: listed.stated }),
        ...(upstream !== undefined && { upstream }),
        places: group.map(placeOf),
      };
    })
    .toSorted((a, b) => rank(a) - rank(b));
}

const rank = ({ state }: TouchedPackage): number => (state === 'in-range' ? 0 : 1);

interface Candidate {
  readonly known: KnownPackage;
  readonly name: string;
  readonly version: string | undefined;
  /** The version in the order of the known package, where that is another one. */
  readonly upstream?: string;
}

/** A package of Debian is also what it packs: `openssl 3.0.11-1~deb12u2` is OpenSSL 3.0.11. */
function knownFor(listed: ListedPackage, index: PackageIndex): readonly Candidate[] {
  const { ecosystem, source } = listed;
  return [listed, ...(source ? [source] : [])].flatMap(({ name, version }) => [
    ...lookUp(ecosystem, name, index).map((known) => ({ known, name, version })),
    ...(ecosystem === 'Debian' ? lookUp('generic', name, index) : []).map((known) => ({
      known,
      name,
      version,
      ...(version !== undefined && { upstream: upstreamVersion(version) }),
    })),
  ]);
}

const lookUp = (ecosystem: Ecosystem, name: string, index: PackageIndex) =>
  index.get(packageKey({ ecosystem, name })) ?? [];

/** `3.0.11` of `1:3.0.11+dfsg-1~deb12u2`: without epoch, revision and marks of repacking. */
const upstreamVersion = (version: string): string =>
  version
    .replace(/^\d+:/, '')
    .replace(/-[^-]*$/, '')
    .replace(/[+~.](?:dfsg|ds|really|repack|git|deb).*$/, '');

function judge(
  { ecosystem, component: { ranges } }: KnownPackage,
  version: string | undefined,
): Pick<TouchedPackage, 'state' | 'range' | 'upgradeTo'> {
  if (version === undefined) return { state: 'no-exact-version' };
  if (ranges.length === 0) return { state: 'unknown-range' };
  const range = ranges.find((one) => isAffected(ecosystem, version, [one]));
  if (!range) return { state: 'other-version' };
  const upgradeTo = ranges
    .flatMap(({ fixed }) => fixed ?? [])
    .filter(
      (fixed) =>
        compareVersions(ecosystem, fixed, version) > 0 && !isAffected(ecosystem, fixed, ranges),
    )
    .toSorted((a, b) => compareVersions(ecosystem, a, b))[0];
  return { state: 'in-range', range, ...(upgradeTo !== undefined && { upgradeTo }) };
}

function placeOf({ listed: { at }, list: { file, text } }: Hit): FoundPlace {
  const line = findLine(text, at);
  return { file, ...(line !== undefined && { line }) };
}
