import { PackageURL } from 'packageurl-js';

import { parsePackage } from '../../model/packages.ts';
import { listPackage, type ListedPackage, type UnreadEntry } from '../package-list.ts';

/** What a bill of materials says of one component. */
export interface BillEntry {
  readonly purl?: string | undefined;
  readonly name?: string | undefined;
  readonly version?: string | undefined;
}

/** Components of a bill of materials by their Package URLs. Those without one cannot be told apart. */
export function listBill(entries: readonly BillEntry[]): {
  readonly packages: readonly ListedPackage[];
  readonly unread: readonly UnreadEntry[];
} {
  const packages: ListedPackage[] = [];
  const unread: UnreadEntry[] = [];
  for (const { purl, name, version } of entries) {
    const text = purl ?? name ?? '';
    const found = purl === undefined ? undefined : readPurl(purl, version);
    if (found) packages.push(found);
    else if (text !== '')
      unread.push({
        text: text.slice(0, 200),
        why: purl === undefined ? 'no Package URL' : 'a Package URL that cannot be read',
      });
  }
  return { packages, unread };
}

/**
 * The package of `pkg:npm/%40grpc/grpc-js@1.8.14`. Debian's binary packages often name their source package too, which is how
 * incidents name them: `pkg:deb/debian/libssl3@3.0.11-1~deb12u2?arch=amd64&upstream=openssl`.
 */
function readPurl(purl: string, elsewhere = ''): ListedPackage | undefined {
  const found = parsePackage(purl);
  if (!found) return undefined;
  const { version, qualifiers } = PackageURL.fromString(purl);
  const stated = version ?? elsewhere;
  const [, source, sourceVersion = stated] =
    /^([^@]+)(?:@(.+))?$/.exec(qualifiers?.['upstream'] ?? '') ?? [];
  return {
    ...listPackage(found.ecosystem, found.name, stated, [purl]),
    ...(found.ecosystem === 'Debian' &&
      source !== undefined && { source: { name: source, version: sourceVersion } }),
  };
}
