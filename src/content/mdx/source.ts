import type { Fault } from '../../model/fault.ts';

/** A position in a file. Both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A text file as its author sees it. Line ends are `\n`, a byte order mark is gone. */
export interface Source {
  readonly file: string;
  readonly text: string;
  placeAt(offset: number): Place;
}

/** More than this is not read. A postmortem has some 20 kB. */
export const maxFileBytes = 1_000_000;
const longestLine = 10_000;

export function createSource(file: string, text: string): Source {
  const normal = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  let starts: number[] | undefined;
  return {
    file,
    text: normal,
    placeAt(offset) {
      starts ??= lineStarts(normal);
      const index = lastAtMost(starts, offset);
      return { line: index + 1, column: offset - (starts[index] ?? 0) + 1 };
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function lastAtMost(sorted: readonly number[], wanted: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= wanted) low = middle;
    else high = middle - 1;
  }
  return low;
}

// C0 without tab and line feed, delete, C1, line and paragraph separators, marks that reorder text on screen, and the
// noncharacters, which mask.ts uses for itself.
const unwanted =
  /[\0-\x08\x0B-\x1F\x7F-\x9F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFDD0-\uFDEF\uFEFF\uFFFE\uFFFF]/;

/** What makes a text unfit to be parsed at all: its size, endless lines, invisible characters. The first of each kind. */
export function checkText(source: Source, largest = maxFileBytes): Fault[] {
  const { file, text } = source;
  if (text.length > largest) return [{ file, message: tooLarge(text.length, largest) }];
  const faults: Fault[] = [];
  const character = unwanted.exec(text);
  if (character) {
    const code = character[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    faults.push({
      file,
      ...source.placeAt(character.index),
      message: `the invisible character U+${code} is not allowed. Delete it; it may show as nothing, so type the word again.`,
    });
  }
  const index = text.split('\n').findIndex((line) => line.length > longestLine);
  if (index !== -1) {
    faults.push({
      file,
      line: index + 1,
      message: `the line is too long (want at most ${longestLine} characters). Break it, or put data into a file beside the postmortem.`,
    });
  }
  return faults;
}

export const tooLarge = (bytes: number, largest: number): string =>
  `the file is too large (found ${(bytes / 1e6).toFixed(1)} MB, want at most ${largest / 1e6} MB). Put less into it.`;
