import type { Series } from '../../report.ts';
import { parseSize } from '../../text/stated.ts';

export interface Column {
  /** The heading without its unit, or `value`. */
  readonly name: string;
  readonly cells: readonly string[];
  /** As printed; bytes where the cells name their unit. Undefined for a blank. Empty if a cell is no number. */
  readonly numbers: readonly (number | undefined)[];
  readonly unit: Series['unit'];
  /** Bytes in one of the heading's unit. */
  readonly factor?: number;
  readonly isUnitKnown: boolean;
  /** Whether the unit is kB, MB, GB or TB, which people write for both. */
  readonly isDecimal: boolean;
  /** Seconds in one of the column's unit, if the heading names a time. */
  readonly seconds?: number | undefined;
  readonly isTimeStated: boolean;
  readonly isIndex: boolean;
}

/** What a heading and its cells say. */
export function parseColumn(heading: string | undefined, cells: readonly string[]): Column {
  const title = (heading ?? '').trim();
  const time = parseTimeUnit(title);
  const stated = cells.some((cell) => /[KMGT]?i?B$/i.test(cell)) ? 'B' : findUnit(title);
  const numbers = parseNumbers(cells);
  const isPercent = stated === '%' || cells.some((cell) => cell.endsWith('%'));
  const factor = stated === undefined || isPercent ? undefined : factors[stated.toLowerCase()];
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

const factors: Readonly<Record<string, number>> = {
  b: 1,
  byte: 1,
  bytes: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

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

/** Empty where a cell is neither a number nor blank, as in a column of times. */
function parseNumbers(cells: readonly string[]): readonly (number | undefined)[] {
  const numbers = cells.map(parseCell);
  return numbers.some((value) => value === 'text') || numbers.every((value) => value === undefined)
    ? []
    : numbers.map((value) => (value === 'text' ? undefined : value));
}

function parseCell(cell: string): number | undefined | 'text' {
  const [, amount, unit] = /^([\d.,]+) ?([KMGT]?i?B)$/i.exec(cell) ?? [];
  if (amount !== undefined) return parseSize(amount, unit ?? '', 1000);
  if (/^(?:|nan|null|none|na|n\/a|-)$/i.test(cell)) return undefined;
  const value = Number(cell.replace(/%$/, '').replace(',', '.'));
  return Number.isFinite(value) ? value : 'text';
}
