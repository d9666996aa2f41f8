import { parseMoment } from './clock.ts';

export type Delimiter = '\t' | ';' | ',' | ' ';

const maxLength = 2000;
const maxCells = 64;

// 12 | -0.5 | 1.5e9 | 12.3MiB | 45% | NaN
const number = /^[-+]?(?:\d+(?:[.,]\d+)?|\.\d+)(?:e[-+]?\d{1,3})?(?: ?(?:[KMGTkmgt]i?)?B| ?%)?$/i;
const blank = /^(?:|NaN|nan|null|NULL|None|NA|N\/A|-)$/;
const isoDate = /^\d{4}[-/]\d\d[-/]\d\d$/;

/** The cells of a line that holds nothing but numbers, times and blanks: two or more, the first not blank. */
export function parseCells(
  text: string,
): { readonly delimiter: Delimiter; readonly cells: readonly string[] } | undefined {
  if (text.length > maxLength || !/^\s*["+-]?[.\dA-Z]/.test(text) || !/\d/.test(text))
    return undefined;
  const delimiter = detectDelimiter(text);
  const cells = split(text, delimiter);
  const isRow =
    cells.length > 1 &&
    cells.length <= maxCells &&
    cells[0] !== '' &&
    cells.filter((cell) => number.test(cell)).length > 0 &&
    cells.every((cell) => isNumber(cell, delimiter) || parseMoment(cell) || blank.test(cell));
  return isRow ? { delimiter, cells } : undefined;
}

const isNumber = (cell: string, delimiter: Delimiter): boolean =>
  number.test(cell) && !(cell.includes(',') && delimiter === ',');

/** The cells of a line as a heading for rows of that many cells, each with a letter. Undefined if it is none. */
export function parseHeading(
  text: string,
  delimiter: Delimiter,
  count: number,
): readonly string[] | undefined {
  if (text.length > maxLength) return undefined;
  // "RSS (MiB)" is one heading among blanks, and a comment sign before it belongs to the file.
  const line = text.replace(/^\s*#\s*/, '').replace(delimiter === ' ' ? /[ \t]+\(/g : /$^/g, '(');
  const cells = split(line, delimiter);
  const isHeading =
    cells.length === count &&
    cells.every(
      (cell, index) =>
        (/[A-Za-z%#]/.test(cell) && cell.length < 80) || (index === 0 && cell === ''),
    ) &&
    cells.every((cell) => !/[{}=<>;|]/.test(cell));
  return isHeading ? cells : undefined;
}

function detectDelimiter(text: string): Delimiter {
  const trimmed = text.trim();
  if (trimmed.includes('\t')) return '\t';
  if (trimmed.includes(';')) return ';';
  return /,(?!\d{1,9}(?:\s|$))|,\d*,|^[^\s,]+,[^\s,]+$/.test(trimmed) ? ',' : ' ';
}

function split(text: string, delimiter: Delimiter): readonly string[] {
  const parts = delimiter === ' ' ? text.trim().split(/[ \t]+/) : text.split(delimiter);
  const cells = parts.map((part) => part.trim().replace(/^"([^"]*)"$/, '$1'));
  const [date = '', clock = ''] = cells;
  // 2026-11-20 23:36:09 is one cell among blanks.
  return delimiter === ' ' && isoDate.test(date) && /^\d\d:\d\d/.test(clock)
    ? [`${date} ${clock}`, ...cells.slice(2)]
    : cells;
}
