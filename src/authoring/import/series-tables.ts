/** The series of reports as lines of charts and as CSV files. */

import { thin } from '../../reports/text/thin-series.ts';
import type { Measure } from '../../model/vocabulary.ts';
import type { Series } from '../../reports/report.ts';
import { replaceSecrets } from '../../content/secrets/find-secrets.ts';

/** Most points of a line that are kept: a drawing shows fewer, and a file of this length is still read by people. */
export const maxPoints = 1000;

/** What a series measures, and its unit in a chart. */
export interface SeriesMeasure {
  readonly metric: Measure;
  readonly unit: string;
}

/** What a series is about, by its name and unit. */
export function classifySeries({ name, unit }: Series): SeriesMeasure {
  const fits = (id: Measure) => unit === '%' || bytes.has(id) === (unit === 'B');
  const metric = metricNames.find(([pattern, id]) => fits(id) && pattern.test(name))?.[1];
  if (unit === '%') return { metric: metric === 'count' || !metric ? 'cpu' : metric, unit };
  if (unit === 'B') return { metric: metric ?? 'process-memory', unit };
  const counted = metric ?? 'count';
  return { metric: counted, unit: countedThing(name, counted) };
}

const bytes = new Set<Measure>([
  'rss',
  'virtual-memory',
  'working-set',
  'off-heap',
  'heap',
  'system-memory',
]);

/** The first that fits. */
const metricNames: readonly (readonly [RegExp, Measure])[] = [
  [/goroutine/i, 'goroutines'],
  [/thread/i, 'threads'],
  [/\bfds?\b|mapping|handle/i, 'handles'],
  [/listener|object|class/i, 'objects'],
  [/collection|arena/i, 'count'],
  [/\brss\b|_rss\b|resident/i, 'rss'],
  [/virtual|\bvsz\b/i, 'virtual-memory'],
  [/working.set|^memory(?: of|$)/i, 'working-set'],
  [/^(?:free memory|page cache|memory (?:used|available)|available memory)/i, 'system-memory'],
  [/metaspace|external|direct|array buffers|off.?heap/i, 'off-heap'],
  [/heap|alloc|generation|outstanding|stacks|live/i, 'heap'],
  [/cpu/i, 'cpu'],
];

/** The last word of a name: `full collections` counts collections. */
function countedThing(name: string, metric: Measure): string {
  const word = /([a-z]{2,})\W*$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  return metric === 'count' || metric === 'objects' || metric === 'handles'
    ? word || 'things'
    : metric;
}

/** What runs along the x axis of several series together: its name, its column, and how to get there. */
export interface XAxis {
  readonly over: string;
  readonly column: string;
  readonly toX: (x: number, first: number) => number;
}

const minute = 60;
const hour = 3600;
const day = 86_400;

/** One x axis for series that are over the same thing. Times begin at their first reading if they are dates. */
export function chooseXAxis(series: readonly Series[]): XAxis {
  const [first] = series;
  switch (first?.over) {
    case 'seconds':
    case 'epoch':
      return chooseTimeAxis(series, first.over === 'epoch');
    case 'instructions':
      return { over: 'instructions executed', column: 'instructions', toX: (x) => x };
    case 'collections':
      return { over: 'collections', column: 'collections', toX: (x) => x };
    case 'allocated bytes':
      return { over: 'MB allocated', column: 'mb_allocated', toX: (x) => rounded(x / 1e6) };
    default:
      return { over: 'reading', column: 'reading', toX: (x) => x };
  }
}

function chooseTimeAxis(series: readonly Series[], isDate: boolean): XAxis {
  const span = Math.max(...series.map(measureSpan));
  const far = series.some(
    ({ points }) => (points[0]?.[0] ?? 0) > 10 * Math.max(1, measureSpan({ points })),
  );
  const rebase = isDate || far;
  const [size, name] =
    span > 4 * day
      ? [day, 'days']
      : span > 3 * hour
        ? [hour, 'hours']
        : span > 10 * minute
          ? [minute, 'minutes']
          : [1, 'seconds'];
  return {
    over: `${name} since ${rebase ? 'the first reading' : 'start'}`,
    column: name,
    toX: (x, first) => rounded((rebase ? x - first : x) / size),
  };
}

/** Length of a series along its x axis. */
export const measureSpan = ({ points }: Pick<Series, 'points'>): number =>
  (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);

const rounded = (x: number): number => Number(x.toPrecision(9));

/** A CSV file with one column of x and one for each series. */
export interface ImportedTable {
  readonly name: string;
  readonly text: string;
  readonly x: string;
  /** Names of the columns, in the order of the series. */
  readonly columns: readonly string[];
  /** Readings of each series that are left out; no lowest or highest of its neighbors is among them. */
  readonly thinnedFrom?: number;
}

/** Series that were read at the same x, as one file. */
export function writeTable(name: string, series: readonly Series[], across: XAxis): ImportedTable {
  const rows = toRows(series);
  const kept = thinRows(rows, series.length);
  const columns = nameColumns(series, across.column);
  const first = rows[0]?.[0] ?? 0;
  const lines = kept.map(([x = 0, ...ys]) => [across.toX(x, first), ...ys].join(','));
  return {
    name,
    text: `${[across.column, ...columns].join(',')}\n${lines.join('\n')}\n`,
    x: across.column,
    columns,
    ...(kept.length < rows.length && { thinnedFrom: rows.length }),
  };
}

const toRows = ([first, ...others]: readonly Series[]): (readonly number[])[] =>
  (first?.points ?? []).map(([x, y], index) => [
    x,
    y,
    ...others.map(({ points }) => points[index]?.[1] ?? 0),
  ]);

/** The rows that thinning any of the columns keeps. */
function thinRows(rows: readonly (readonly number[])[], columns: number): (readonly number[])[] {
  const share = Math.max(50, Math.floor(maxPoints / columns));
  const kept = new Set(
    Array.from({ length: columns }, (_, column) =>
      thin(rows, share, (row) => row[column + 1] ?? 0),
    ).flat(),
  );
  return rows.filter((row) => kept.has(row));
}

function nameColumns(series: readonly Series[], x: string): string[] {
  const used = new Set([x]);
  return series.map(({ name, unit }) => {
    const word = joinWords(name, '_') || 'value';
    const ending = unit === 'B' ? '_bytes' : unit === '%' ? '_percent' : '';
    return reserveName(`${/^\d/.test(word) ? `n_${word}` : word}${ending}`, used, '_');
  });
}

/** Lower-case words of a name, joined: `heap after full GC` becomes `heap-after-full-gc`. */
export const joinWords = (name: string, joint = '-'): string =>
  replaceSecrets(name)
    .text.replaceAll(/\{.*|\(.*/g, ' ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .slice(0, 6)
    .join(joint);

/** The name, with a number if it is taken; it is taken from then on. */
export function reserveName(name: string, used: Set<string>, joint = '-'): string {
  let free = name;
  for (let number = 2; used.has(free); number += 1) free = `${name}${joint}${number}`;
  used.add(free);
  return free;
}

/** Series in groups that were read at the same x, so that they fit into one file. */
export function groupByX(series: readonly Series[]): Series[][] {
  const groups = new Map<string, Series[]>();
  for (const one of series) {
    const key = `${one.over} ${one.points.map(([x]) => x).join(' ')}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()];
}
