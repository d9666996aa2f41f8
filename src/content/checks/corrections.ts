/** Corrects misspelled terms and dates in other formats, where only one correction is possible. */

import { isPartialDate } from '../../model/units.ts';

/**
 * The one known word that differs by a single typo (a letter missing, added, wrong, or two swapped) or only by case and
 * hyphens. Undefined if there is none or several, or if a digit differs, because that may be another version.
 */
export function correctTerm(found: string, known: readonly string[]): string | undefined {
  const plain = kebab(found);
  if (known.includes(plain)) return plain;
  const near = known.filter(
    (word) => differsByOneTypo(plain, word) && digits(plain) === digits(word),
  );
  return near.length === 1 ? near[0] : undefined;
}

const kebab = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-');

const digits = (word: string): string => word.replace(/\D/g, '');

/** With three letters or fewer, one typo makes too many other words. */
const minLength = 4;

function differsByOneTypo(found: string, word: string): boolean {
  if (Math.min(found.length, word.length) < minLength) return false;
  let start = 0;
  while (start < found.length && found[start] === word[start]) start += 1;
  const rest = found.slice(start);
  const wanted = word.slice(start);
  const swapped = `${rest.charAt(1)}${rest.charAt(0)}${rest.slice(2)}`;
  return (
    rest.slice(1) === wanted ||
    rest === wanted.slice(1) ||
    rest.slice(1) === wanted.slice(1) ||
    swapped === wanted
  );
}

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/**
 * Rewrites a date that can be read in only one way as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`: `2024/5/2`, `May 2, 2024`,
 * `2 May 2024`, `May 2024`, `2024-05-02T10:00:00Z`. Not `02/05/2024`, which is ambiguous.
 */
export function correctDate(found: string): string | undefined {
  const parts = parseNumericDate(found) ?? parseNamedMonth(found);
  if (!parts) return undefined;
  const date = parts.map((part) => part.padStart(2, '0')).join('-');
  return isPartialDate(date) ? date : undefined;
}

function parseNumericDate(found: string): string[] | undefined {
  const match = /^(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2})(?:[T ][\d:.]+Z?)?)?$/.exec(found.trim());
  return match?.slice(1).filter((part) => part !== undefined);
}

function parseNamedMonth(found: string): string[] | undefined {
  const word = /[a-z]{3,}/i.exec(found)?.[0] ?? '';
  const month = months.indexOf(word.slice(0, 3).toLowerCase()) + 1;
  const [, first, second, year] =
    /^(?:(\d{1,2})\.?\s+)?[a-z]{3,9}\.?(?:\s+(\d{1,2}),?)?\s+(\d{4})$/i.exec(found.trim()) ?? [];
  if (year === undefined || (first && second)) return undefined;
  const day = first ?? second;
  return [year, String(month), ...(day === undefined ? [] : [day])];
}
