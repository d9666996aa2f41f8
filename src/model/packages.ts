import { PackageURL } from 'packageurl-js';

import type { Ecosystem } from './versions.ts';

export interface Package {
  readonly ecosystem: Ecosystem;
  /** As the ecosystem's own tools and OSV write it: `@scope/name`, `group:artifact`, a module path. */
  readonly name: string;
}

const ecosystemByType: Readonly<Record<string, Ecosystem>> = {
  cargo: 'crates.io',
  composer: 'Packagist',
  gem: 'RubyGems',
  golang: 'Go',
  hex: 'Hex',
  maven: 'Maven',
  npm: 'npm',
  nuget: 'NuGet',
  pypi: 'PyPI',
};

/**
 * What a Package URL names, without its version. Debian's packages are ordered as such; those of other distributions,
 * and types that no ecosystem here has, are `generic`. Undefined if the text is no Package URL.
 * Format: https://github.com/package-url/purl-spec
 */
export function parsePackage(purl: string): Package | undefined {
  const url = parseUrl(purl);
  if (!url) return undefined;
  const { type, namespace, name } = url;
  const ecosystem =
    type === 'deb' && namespace === 'debian' ? 'Debian' : (ecosystemByType[type] ?? 'generic');
  switch (ecosystem) {
    case 'Debian':
      return { ecosystem, name };
    // PyPI takes runs of these three for one hyphen (PEP 503); the library of Package URLs knows only the underscore.
    case 'PyPI':
      return { ecosystem, name: name.replaceAll(/[-_.]+/g, '-') };
    default:
      return { ecosystem, name: joinName(ecosystem, namespace ?? undefined, name) };
  }
}

const joinName = (ecosystem: Ecosystem, namespace: string | undefined, name: string): string =>
  namespace === undefined ? name : `${namespace}${ecosystem === 'Maven' ? ':' : '/'}${name}`;

/** Whether it names a package as such, and no version, variant or file of it. */
export function isBarePackage(purl: string): boolean {
  const url = parseUrl(purl);
  return url !== undefined && !url.version && !url.qualifiers && !url.subpath;
}

function parseUrl(purl: string): PackageURL | undefined {
  try {
    return PackageURL.fromString(purl);
  } catch {
    return undefined;
  }
}
