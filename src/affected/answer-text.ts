import { formatRange } from '../model/version-range.ts';
import type { AffectedAnswer, FoundPlace, TouchedPackage } from './find-affected.ts';

/** Words that the page, the command and SARIF share. */

/** What was found, in a sentence. */
export function headline({ inRange }: AffectedAnswer): string {
  if (inRange.length === 0) return 'No version is in the range of a known incident.';
  return `${inRange.length} ${inRange.length === 1 ? 'incident has a version' : 'incidents have versions'} in range.`;
}

/** Being in range is not being affected. */
export const triggerNote =
  'That is not yet a leak: each incident has a trigger, and its page says how to confirm it.';

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

/** Places named before "and 12 more". */
const maxPlaces = 4;

/** `package-lock.json:31, app/package-lock.json:40 and 2 more` */
export function formatPlaces(places: readonly FoundPlace[]): string {
  const rest = places.length - maxPlaces;
  const named = places
    .slice(0, maxPlaces)
    .map(({ file, line }) => (line === undefined ? file : `${file}:${line}`));
  return `${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** What to do about a version in range. */
export function upgradeText({ upgradeTo, range, upstream }: TouchedPackage): string {
  const backport =
    upstream === undefined ? '' : ' The distribution may have the fix in its version already.';
  if (upgradeTo !== undefined) return `Upgrade to ${upgradeTo} or later.${backport}`;
  if (range?.last !== undefined) return `Upgrade to a version after ${range.last}.${backport}`;
  return 'No release with a fix is known.';
}

/** What is affected instead of the version that was found. */
export function whyNotInRange({ state, component: { ranges, unknown } }: TouchedPackage): string {
  if (ranges.length === 0)
    return `affected versions unknown${unknown === undefined ? '.' : `: ${unknown}`}`;
  const exact = state === 'no-exact-version' ? 'no exact version is stated; ' : '';
  return `${exact}affected ${ranges.map(formatRange).join(', ')}.`;
}
