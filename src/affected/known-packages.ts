import { affectedRanges, unknownReason } from '../model/affected.ts';
import type { Content } from '../model/content.ts';
import { parsePackage, type Package } from '../model/packages.ts';
import type { VersionRange } from '../model/version-range.ts';
import type { Ecosystem } from '../model/versions.ts';

/** An incident as /affected.json and the npm package hold it: what it takes to say whether a version is in range. */
export interface PackageIncident {
  readonly id: number;
  readonly title: string;
  /** What to do until the fix can be taken. */
  readonly workaround?: string;
  /** Those of its components that are packages. */
  readonly components: readonly PackageComponent[];
}

export interface PackageComponent {
  readonly name: string;
  /** A Package URL without version. */
  readonly package: string;
  /** Oldest first. Empty if nobody knows. */
  readonly ranges: readonly VersionRange[];
  /** Why nobody knows. */
  readonly unknown?: string;
  /** What ranges cannot say, such as the setting that it takes. */
  readonly note?: string;
}

/** The incidents in a package, newest id first. */
export const buildPackageIncidents = ({
  postmortems,
}: Pick<Content, 'postmortems'>): readonly PackageIncident[] =>
  postmortems
    .toSorted((a, b) => b.data.id - a.data.id)
    .flatMap(({ data }): PackageIncident | readonly never[] => {
      const components = data.component.flatMap((one): PackageComponent | readonly never[] => {
        if (one.package === undefined) return [];
        const unknown = unknownReason(one);
        return {
          name: one.name,
          package: one.package,
          ranges: affectedRanges(one),
          ...(unknown !== undefined && { unknown }),
          ...(one.note !== undefined && { note: one.note }),
        };
      });
      const workaround = data.diagnosis?.workaround;
      if (components.length === 0) return [];
      return {
        id: data.id,
        title: data.title,
        ...(workaround !== undefined && { workaround }),
        components,
      };
    });

/** Incidents by the packages that they are about. */
export type PackageIndex = ReadonlyMap<string, readonly KnownPackage[]>;

export interface KnownPackage extends Package {
  readonly incident: PackageIncident;
  readonly component: PackageComponent;
}

export function indexPackages(incidents: readonly PackageIncident[]): PackageIndex {
  const known = incidents.flatMap((incident) =>
    incident.components.flatMap((component): KnownPackage | readonly never[] => {
      const found = parsePackage(component.package);
      return found ? { ...found, incident, component } : [];
    }),
  );
  return Map.groupBy(known, packageKey);
}

/** The same for all spellings of a name that the ecosystem takes as one. */
export const packageKey = ({ ecosystem, name }: Package): string =>
  `${ecosystem} ${sameName[ecosystem]?.(name) ?? name}`;

const lowerCase = (name: string): string => name.toLowerCase();

const sameName: Readonly<Partial<Record<Ecosystem, (name: string) => string>>> = {
  // https://packaging.python.org/en/latest/specifications/name-normalization/
  PyPI: (name) => name.toLowerCase().replaceAll(/[-_.]+/g, '-'),
  NuGet: lowerCase,
  Packagist: lowerCase,
};
