import { parseMoment, buildTimeline } from '../../text/clock.ts';
import { noClock } from '../processes/process-series.ts';
import {
  createReading,
  type Line,
  type Reading,
  type Series,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import {
  type Column,
  type Delimiter,
  parseCells,
  parseColumn,
  parseHeading,
} from './table-columns.ts';

/**
 * A table of numbers from any tool or script, with commas, tabs, semicolons or blanks as delimiters. It has a column of times or
 * running numbers and at least one other column of numbers, and a heading unless there are just two columns. Units are taken from
 * the heading or the cells, never guessed. All other formats come before this one.
 */
export const table: TextFormat = {
  id: 'table',
  label: 'table of numbers over time',
  prefilter: /\d[A-Za-z%]*"?[ \t,;]+"?-?\d/,
  read: (lines) => groupRuns(lines).flatMap((run) => readRun(run) ?? []),
};

interface Row {
  readonly line: Line;
  readonly cells: readonly string[];
}

interface Run {
  readonly delimiter: Delimiter;
  readonly rows: Row[];
  readonly heading: Row | undefined;
  /** Repeated headings, comments and foreign lines among the rows. */
  readonly between: Line[];
}

/** Maximum number of consecutive foreign lines, such as log lines, among the rows. */
const maxGap = 2;

/** Groups rows that have the same delimiter and number of cells, with their heading. All cells are numbers or times. */
function groupRuns(lines: readonly Line[]): readonly Run[] {
  const runs: Run[] = [];
  let gap = 0;
  for (const [index, line] of lines.entries()) {
    const found = parseCells(line.text);
    const run = runs.at(-1);
    if (!found) {
      const again = run?.heading !== undefined && line.text === run.heading.line.text;
      if (run && gap <= maxGap && again) run.between.push(line);
      else if (line.text.trim() !== '') gap += 1;
    } else if (
      run &&
      gap <= maxGap &&
      run.delimiter === found.delimiter &&
      run.rows[0]?.cells.length === found.cells.length
    ) {
      run.rows.push({ line, cells: found.cells });
      gap = 0;
    } else {
      const heading = findHeading(lines, index, found.delimiter, found.cells.length);
      runs.push({ ...found, rows: [{ line, cells: found.cells }], heading, between: [] });
      gap = 0;
    }
  }
  return runs;
}

function findHeading(
  lines: readonly Line[],
  index: number,
  delimiter: Delimiter,
  count: number,
): Row | undefined {
  const line = lines[index - 1]?.text.trim() === '' ? lines[index - 2] : lines[index - 1];
  const cells = line && parseHeading(line.text, delimiter, count);
  return line && cells ? { line, cells } : undefined;
}

function readRun({ rows, heading, between }: Run): Reading | undefined {
  const width = rows[0]?.cells.length ?? 0;
  if (rows.length < (heading ? 3 : 5) || (!heading && width !== 2)) return undefined;
  const columns = Array.from({ length: width }, (_, index) =>
    parseColumn(
      heading?.cells[index],
      rows.map(({ cells }) => cells[index] ?? ''),
    ),
  );
  const axis = chooseAxis(columns, heading !== undefined);
  if (!axis) return undefined;
  const values = columns.filter((column) => column !== axis.column && column.numbers.length > 0);
  const series = values.flatMap((column) => buildSeries(column, axis));
  if (series.length === 0) return undefined;
  const consumed = [
    ...(heading ? [heading.line] : []),
    ...rows.map(({ line }) => line),
    ...between,
  ];
  return createReading(
    'table',
    consumed.toSorted((a, b) => a.number - b.number),
    { series, warnings: buildWarnings(values, axis) },
  );
}

interface Axis {
  readonly column: Column;
  readonly over: Series['over'];
  readonly xs: readonly number[];
  readonly warnings: readonly Warning[];
}

function chooseAxis(columns: readonly Column[], hasHeading: boolean): Axis | undefined {
  for (const column of columns) {
    const timeline = buildTimeline(column.cells.map(parseMoment));
    if (timeline && isRising(timeline.xs)) return { column, ...timeline, warnings: [] };
  }
  for (const column of columns) {
    const xs = column.numbers.map((value) => value ?? Number.NaN);
    if (xs.length === 0 || xs.some(Number.isNaN) || !isRising(xs)) continue;
    const seconds = column.seconds;
    if (seconds !== undefined)
      return {
        column,
        over: 'seconds',
        xs: xs.map((x) => x * seconds),
        warnings: column.isTimeStated ? [] : [assumedSeconds(column.name)],
      };
    if (column.isIndex || (!hasHeading && column === columns[0] && isStrictlyRising(xs)))
      return { column, over: 'sample', xs, warnings: [noClock] };
  }
  return undefined;
}

const isRising = (xs: readonly number[]): boolean =>
  xs.every((x, index) => index === 0 || x >= (xs[index - 1] ?? 0)) && xs.at(-1) !== xs[0];

const isStrictlyRising = (xs: readonly number[]): boolean =>
  xs.every((x, index) => index === 0 || x > (xs[index - 1] ?? 0));

function buildSeries(column: Column, { over, xs }: Axis): readonly Series[] {
  const points = column.numbers.flatMap((value, index) => {
    const y = value === undefined ? undefined : value * (column.factor ?? 1);
    const x = xs[index];
    const fits = y !== undefined && Number.isFinite(y) && (y >= 0 || column.unit === 'count');
    return fits && x !== undefined && Number.isFinite(x) ? [[x, y] as const] : [];
  });
  return points.length > 1 ? [{ name: column.name, unit: column.unit, over, points }] : [];
}

function buildWarnings(values: readonly Column[], axis: Axis): readonly Warning[] {
  const unknown = values.filter(({ isUnitKnown }) => !isUnitKnown).map(({ name }) => `"${name}"`);
  const decimal = values.filter(({ isDecimal }) => isDecimal).map(({ name }) => `"${name}"`);
  return [
    ...axis.warnings,
    ...(unknown.length > 0
      ? [
          {
            code: 'unknown-unit',
            text: `The unit of ${listed(unknown)} is not stated, so the numbers are shown as they are. Add the unit to the heading, such as rss_kib or "RSS (MiB)"; ps prints KiB.`,
          },
        ]
      : []),
    ...(decimal.length > 0
      ? [
          {
            code: 'decimal-unit',
            text: `${listed(decimal)} was read in powers of 1000, as kB, MB and GB mean. If the tool counts in 1024, write KiB, MiB or GiB in the heading.`,
          },
        ]
      : []),
  ];
}

const listed = (names: readonly string[]): string =>
  names.length > 5
    ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more`
    : names.join(', ');

const assumedSeconds = (name: string): Warning => ({
  code: 'assumed-unit',
  text: `The column "${name}" has no unit of time and was read as seconds. Add the unit to the heading, such as minutes.`,
});
