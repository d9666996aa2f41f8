import type { FoundPlace, TouchedPackage } from './find-affected.ts';

/** Words that the page, the command and SARIF share. */

/** `aiohttp 3.10.5`, `openssl 3.0.11-1~deb12u2 (OpenSSL 3.0.11)`, or `requests >=2.20`. */
export function formatPackage({
  name,
  version,
  stated,
  upstream,
  component,
}: TouchedPackage): string {
  const what = [name, version ?? stated].filter(Boolean).join(' ');
  return upstream === undefined ? what : `${what} (${component.name} ${upstream})`;
}

export const formatPlace = ({ file, line }: FoundPlace): string =>
  line === undefined ? file : `${file}:${line}`;

/** What to do about a version in range. */
export function upgradeText({ upgradeTo, range, upstream }: TouchedPackage): string {
  const backport =
    upstream === undefined ? '' : ' The distribution may have the fix in its version already.';
  if (upgradeTo !== undefined) return `Upgrade to ${upgradeTo} or later.${backport}`;
  if (range?.last !== undefined) return `Upgrade to a version after ${range.last}.${backport}`;
  return 'No release with a fix is known.';
}
