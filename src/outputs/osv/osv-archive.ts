import { strToU8, zipSync } from 'fflate';

import { osvEcosystems, type OsvEntry } from './osv-entry.ts';

/**
 * The ecosystems whose databases osv-scanner needs to scan a folder offline. It stops at the first package whose database is
 * missing, so there is one for every lock file that it reads, also where no incident is known.
 */
export const scannerEcosystems: readonly string[] = [
  ...osvEcosystems,
  ...['ConanCenter', 'CRAN', 'Hackage', 'Pub'],
];

/** /osv/<ID>.json */
export const formatOsvEntry = (entry: OsvEntry): string => `${JSON.stringify(entry, null, 2)}\n`;

/** `MEM-42.json` */
export const osvFileName = ({ database_specific: { name = '' } }: OsvEntry): string =>
  `${name}.json`;

/** The entries as files of a zip. Empty without entries, which is a valid zip too. The same entries give the same bytes. */
export function zipOsvEntries(entries: readonly OsvEntry[]): Uint8Array<ArrayBuffer> {
  // A zip holds local times without a zone. This is its earliest, so that builds in two places give the same bytes.
  const mtime = new Date(1980, 0, 1);
  const files = entries
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map((entry) => [osvFileName(entry), strToU8(formatOsvEntry(entry))] as const);
  return zipSync(Object.fromEntries(files), { level: 9, mtime });
}

/** Entries with an affected package of an ecosystem. */
export const entriesIn = (ecosystem: string, entries: readonly OsvEntry[]): readonly OsvEntry[] =>
  entries.filter(({ affected }) => affected.some((one) => one.package.ecosystem === ecosystem));
