import type { IndexedRecord } from './record.ts';
import { partsOf, tokensOf } from './word-forms.ts';

/** Shorter words have too many neighbours. */
const shortestWord = 4;
/** Some 25 kB compressed. A word that only a few incidents of a large collection have is not worth its bytes. */
const maxSpellings = 8000;

/** The words by which misspelled ones are corrected, in alphabetical order: of a large collection the most frequent. */
export function spellingsOf(records: readonly Pick<IndexedRecord, 'fields'>[]): readonly string[] {
  const incidents = new Map<string, number>();
  for (const { fields } of records)
    for (const word of new Set(
      [fields.title, fields.names, fields.summary, fields.labels, fields.rest]
        .flat()
        .flatMap(tokensOf)
        .flatMap(spellingIn),
    ))
      incidents.set(word, (incidents.get(word) ?? 0) + 1);
  return [...incidents]
    .toSorted(([a, one], [b, other]) => other - one || compare(a, b))
    .slice(0, maxSpellings)
    .map(([word]) => word)
    .toSorted(compare);
}

/** Plain words only: an identifier is found by its parts. */
function spellingIn(token: string): readonly string[] {
  const parts = partsOf(token);
  return parts.filter(
    (part) => part.length >= shortestWord && /^\p{L}+$/u.test(part) && parts.length <= 3,
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The words that a misspelled one may mean: those that fewest letters tell from it, at most one in four. */
export function correctionsOf(word: string, spellings: readonly string[]): readonly string[] {
  if (word.length < shortestWord) return [];
  let limit = word.length < 8 ? 1 : 2;
  let nearest: string[] = [];
  for (const spelling of spellings) {
    if (Math.abs(spelling.length - word.length) > limit) continue;
    const distance = editDistance(word, spelling, limit);
    if (distance > limit) continue;
    if (distance < limit) nearest = [];
    limit = distance;
    nearest.push(spelling);
  }
  return nearest;
}

/** Letters put in, left out, exchanged for another, or swapped with the next. Above `limit` any number above it. */
export function editDistance(a: string, b: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? Infinity) + 1 : Infinity,
      );
    }
    if (Math.min(...current) > limit) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
