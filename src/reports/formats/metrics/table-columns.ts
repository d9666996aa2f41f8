import type { Series } from '../../report.ts';
import { parseMoment } from '../../text/clock.ts';
import { parseBytes } from '../../text/numbers.ts';

export interface Column {
  /** The heading without its unit, or `value`. */
  readonly name: string;
  readonly cells: readonly string[];
  /** The numbers as printed, or bytes if the cells have units; undefined for a blank cell. Empty if any other cell is not a number. */
  readonly numbers: readonly (number | undefined)[];
  readonly unit: Series['unit'];
  /** Number of bytes in the unit of the heading. */
  readonly factor?: number;
  readonly isUnitKnown: boolean;
  /** Whether the unit is kB, MB, GB or TB, which may mean powers of 1000 or of 1024. */
  readonly isDecimal: boolean;
  /** Number of seconds in the unit of the heading, if it is one of time. */
  readonly seconds?: number | undefined;
  readonly isTimeStated: boolean;
  readonly isIndex: boolean;
}

/** Reads a column: its name and unit from the heading, its numbers from the cells. */
export function parseColumn(heading: string | undefined, cells: readonly string[]): Column {
  const title = (heading ?? '').trim();
  const time = parseTimeUnit(title);
  const stated = cells.some((cell) => /[KMGT]?i?B$/i.test(cell)) ? 'B' : findUnit(title);
  const numbers = parseNumbers(cells);
  const isPercent = stated === '%' || cells.some((cell) => cell.endsWith('%'));
  const factor = stated === undefined || isPercent ? undefined : parseBytes('1', stated, 1000);
  return {
    name: stripUnit(title, stated),
    cells,
    numbers,
    unit: factor !== undefined ? 'B' : isPercent ? '%' : 'count',
    ...(factor === undefined ? {} : { factor }),
    isUnitKnown: factor !== undefined || isPercent || counted.test(title),
    isDecimal: factor !== undefined && factor > 1 && !/i/i.test(stated ?? ''),
    seconds: time?.seconds,
    isTimeStated: time?.isStated ?? false,
    isIndex:
      /^(?:|#|index|idx|i|n|no|sample|iteration|iter|step|round|cycle|run|request|requests|epoch|count)$/i.test(
        title,
      ) && heading !== undefined,
  };
}

// rss_mb | RSS (MiB) | heapUsedBytes | memory [%] | bytes | cpu_percent
const bracketed = /[([]\s*([KMGT]i?B|B|bytes?|%|percent)\s*[)\]]\s*$/i;
const suffixed = /(?:^|[_\s./-])([KMGT]i?B|bytes?|percent|pct|%)$/i;
const camel = /[a-z](Bytes|[KMGT]i?[Bb])$/;

function findUnit(title: string): string | undefined {
  const found = (bracketed.exec(title) ?? suffixed.exec(title) ?? camel.exec(title))?.[1];
  if (found !== undefined && /^(?:percent|pct|%)$/i.test(found)) return '%';
  return found ?? (title.endsWith('%') || title.startsWith('%') ? '%' : undefined);
}

const counted =
  /(?:^|[_\s])(?:objects?|count|threads?|goroutines?|fds?|handles?|connections?|listeners?|requests?|entries|items)$/i;

function stripUnit(title: string, unit: string | undefined): string {
  if (title === '') return 'value';
  if (unit === undefined) return title;
  const bare = title
    .replace(bracketed, '')
    .replace(suffixed, '')
    .replace(camel, (text) => text.charAt(0))
    .trim();
  return bare === '' ? title : bare;
}

const secondsIn: readonly (readonly [RegExp, number])[] = [
  [/(?:^|[_\s([])(?:ms|msecs?|milliseconds?)[)\]]?$|Ms$/i, 1e-3],
  [/(?:^|[_\s([])(?:s|secs?|seconds?)[)\]]?$|Seconds$/i, 1],
  [/(?:^|[_\s([])(?:min|mins|minutes?)[)\]]?$|Minutes$/i, 60],
  [/(?:^|[_\s([])(?:h|hrs?|hours?)[)\]]?$|Hours$/i, 3600],
  [/(?:^|[_\s([])(?:d|days?)[)\]]?$|Days$/i, 86_400],
];

function parseTimeUnit(
  title: string,
): { readonly seconds: number; readonly isStated: boolean } | undefined {
  const stated = secondsIn.find(([pattern]) => pattern.test(title));
  if (stated) return { seconds: stated[1], isStated: true };
  return /^(?:t|time|elapsed|elapsed[_ ]time|uptime|timestamp|ts|at)$/i.test(title)
    ? { seconds: 1, isStated: false }
    : undefined;
}

/** The numbers in the cells; empty if a cell is neither a number nor blank, as in a column of times. */
function parseNumbers(cells: readonly string[]): readonly (number | undefined)[] {
  const numbers = cells.map(parseCell);
  return numbers.some((value) => value === 'text') || numbers.every((value) => value === undefined)
    ? []
    : numbers.map((value) => (value === 'text' ? undefined : value));
}

function parseCell(cell: string): number | undefined | 'text' {
  const [, amount, unit] = /^([\d.,]+) ?([KMGT]?i?B)$/i.exec(cell) ?? [];
  if (amount !== undefined) return parseBytes(amount.replace(',', '.'), unit, 1000);
  if (/^(?:|nan|null|none|na|n\/a|-)$/i.test(cell)) return undefined;
  const value = Number(cell.replace(/%$/, '').replace(',', '.'));
  return Number.isFinite(value) ? value : 'text';
}

export type Delimiter = '\t' | ';' | ',' | ' ';

const maxLength = 2000;
const maxCells = 64;

// 12 | -0.5 | 1.5e9 | 12.3MiB | 45% | NaN
const numberCell =
  /^[-+]?(?:\d+(?:[.,]\d+)?|\.\d+)(?:e[-+]?\d{1,3})?(?: ?(?:[KMGTkmgt]i?)?B| ?%)?$/i;
const blankCell = /^(?:|NaN|nan|null|NULL|None|NA|N\/A|-)$/;
const isoDate = /^\d{4}[-/]\d\d[-/]\d\d$/;

/** The cells of a row: two or more numbers, times and blanks, the first of them not blank. Undefined for any other line. */
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
    cells.filter((cell) => numberCell.test(cell)).length > 0 &&
    cells.every(
      (cell) => isNumberCell(cell, delimiter) || parseMoment(cell) || blankCell.test(cell),
    );
  return isRow ? { delimiter, cells } : undefined;
}

const isNumberCell = (cell: string, delimiter: Delimiter): boolean =>
  numberCell.test(cell) && !(cell.includes(',') && delimiter === ',');

/** The cells of a heading for rows of `count` cells, each of which has a letter. Undefined for any other line. */
export function parseHeading(
  text: string,
  delimiter: Delimiter,
  count: number,
): readonly string[] | undefined {
  if (text.length > maxLength) return undefined;
  // Where blanks are the delimiter, "RSS (MiB)" is one cell. A "#" may precede the heading.
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
  // Where blanks are the delimiter, 2026-11-20 23:36:09 is one cell.
  return delimiter === ' ' && isoDate.test(date) && /^\d\d:\d\d/.test(clock)
    ? [`${date} ${clock}`, ...cells.slice(2)]
    : cells;
}
