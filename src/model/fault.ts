import { closest, distance } from 'fastest-levenshtein';

/** Something an author has to fix. The message says what was found, what is wanted and what to do, in full sentences. */
export interface Fault {
  /** Path from the repository's root, with forward slashes. */
  readonly file: string;
  /** Both count from 1. */
  readonly line?: number;
  readonly column?: number;
  /** Path in the frontmatter: `improvement[0].before`. */
  readonly field?: string;
  readonly message: string;
  /** Left out for what has to be fixed. A warning may stay: nothing fails for it. */
  readonly level?: 'warning';
  /** An edit that fixes it without a decision of the author: a typo, or another format of the same value. Never a fact. */
  readonly edit?: Edit;
}

/** A stretch of the file, from its first place to the one behind its end, and what belongs there. */
export interface Edit {
  readonly from: { readonly line: number; readonly column: number };
  readonly to: { readonly line: number; readonly column: number };
  readonly text: string;
}

/** `path:line:column  field: message`, as every command prints it; `warning: ` stands before the message of a warning. */
export function formatFault(fault: Fault): string {
  const place = [fault.file, fault.line, fault.column]
    .filter((part) => part !== undefined)
    .join(':');
  const level = fault.level === undefined ? '' : `${fault.level}: `;
  return `${place}  ${level}${fault.field === undefined ? '' : `${fault.field}: `}${fault.message}`;
}

/** By file, then by place. */
export function sortFaults(faults: readonly Fault[]): Fault[] {
  return faults.toSorted(
    (a, b) =>
      compareText(a.file, b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0) ||
      compareText(a.message, b.message),
  );
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** ` Did you mean "unbounded-cache"?`, with a leading space, or nothing when no known word is near. */
export function didYouMean(found: string, known: readonly string[]): string {
  if (known.length === 0) return '';
  const wanted = found.toLowerCase();
  const nearest = closest(wanted, [...known]);
  const near = distance(wanted, nearest) <= Math.max(2, Math.floor(nearest.length / 3));
  const sharing = known.find((word) =>
    word.split('-').some((part) => part.length > 3 && wanted.split(/[^a-z]/).includes(part)),
  );
  const guess = near ? nearest : sharing;
  return guess === undefined ? '' : ` Did you mean "${guess}"?`;
}
