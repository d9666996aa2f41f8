import { isVersion, type Ecosystem } from '../model/versions.ts';

/** A package that a lock file, a bill of materials or the output of a package manager lists. */
export interface ListedPackage {
  readonly ecosystem: Ecosystem;
  /** As OSV names it: `group:artifact` for Maven, the module path for Go. */
  readonly name: string;
  /** Exact, without a leading "v". Left out if the file states none. */
  readonly version?: string;
  /** What the file states instead of an exact version: a range, the address of a repository, nothing. */
  readonly stated?: string;
  /** The package of a distribution that it was built from, where that has another name. */
  readonly source?: { readonly name: string; readonly version: string };
  readonly at?: Place;
}

/**
 * Where an entry stands: its line, or texts that follow each other there, with only quotes and white space in between. Lines are
 * looked up by `findLine` for the few entries that need one.
 */
export type Place = number | readonly string[];

export interface PackageList {
  readonly packages: readonly ListedPackage[];
  /** Entries that should name a package and could not be read. */
  readonly unread: readonly UnreadEntry[];
}

export interface UnreadEntry {
  readonly text: string;
  /** Why, in a few words. */
  readonly why: string;
  readonly line?: number;
}

/** A text, with line feeds only. */
export interface ListFile {
  readonly text: string;
  /** The text as JSON. Undefined if it is not JSON. */
  readonly json: () => unknown;
}

export interface ListFormat {
  /** As people call it: the name of the file or the command. */
  readonly label: string;
  /** How files of this format are named. Left out where the format has no name of its own. */
  readonly fileName?: RegExp;
  /** Whether the text is of this format, whatever the file's name. Cheap; never throws. */
  recognizes(file: ListFile): boolean;
  /** May throw for a damaged file; readPackageList turns that into a message. */
  read(file: ListFile): PackageList;
}

/** A file that cannot be read. The message is for the reader. */
export class ListError extends Error {
  override name = 'ListError';
}

/** The package in the version that a file states, or without one if that is not an exact version. */
export function listPackage(
  ecosystem: Ecosystem,
  name: string,
  stated: string | undefined,
  at?: Place,
): ListedPackage {
  const version = stated?.replace(/^v(?=\d)/, '');
  const place = at === undefined ? {} : { at };
  if (version !== undefined && isVersion(ecosystem, version))
    return { ecosystem, name, version, ...place };
  return { ecosystem, name, ...(stated && { stated }), ...place };
}

/** One entry for each package and version, the first of them. */
export function withoutRepeats(packages: readonly ListedPackage[]): readonly ListedPackage[] {
  const seen = new Map<string, ListedPackage>();
  for (const one of packages) {
    const key = [one.ecosystem, one.name, one.version ?? '', one.stated ?? ''].join('\n');
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}

/** Lines that should name a package and do not, cut to a length that can be shown. */
export const unreadLine = (text: string, line: number, why: string): UnreadEntry => ({
  text: text.trim().slice(0, 200),
  line,
  why,
});

/** The line of an entry, counted from 1. Undefined if its texts are not found. */
export function findLine(text: string, at: Place | undefined): number | undefined {
  if (at === undefined || typeof at === 'number') return at;
  const pattern = at.map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  // A line feed in front lets a place begin with one.
  const searched = `\n${text}`;
  const found = new RegExp(`${pattern.join(String.raw`["'\s]*`)}(?![\\w.+-])`).exec(searched);
  if (!found) return undefined;
  const start = found.index + found[0].search(/\S/);
  return searched.slice(0, start).split('\n').length - 1;
}
