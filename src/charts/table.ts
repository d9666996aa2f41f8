import { drawnValue } from '../model/units.ts';
import { quantityOf, type Drawing, type MemoryDrawing, type Stated } from './drawing.ts';
import { formatShare, sharesOf } from './hotspots.ts';
import { thin } from './series.ts';
import { measureIn, writeStated } from './stated.ts';

/** The numbers of a chart as text: quantities as stated, units in the heads of the columns. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many rows there are in all, where a long series shows only some; the CSV has every one. */
  readonly total: number;
}

const mostRows = 120;

export function tableOf(drawing: Drawing): ChartTable {
  const { columns, rows } = wholeTable(drawing);
  return { columns, rows, total: totalOf(drawing) };
}

function wholeTable(drawing: Drawing): Omit<ChartTable, 'total'> {
  switch (drawing.kind) {
    case 'memory':
      return memoryTable(drawing);
    case 'before-after':
      return {
        columns: ['', measureIn(drawing)],
        rows: [
          ['before', writeStated(drawing.before)],
          ['after', writeStated(drawing.after)],
        ],
      };
    case 'bars':
      return {
        columns: ['', measureIn(drawing)],
        rows: drawing.bars.map(({ label, value }) => [label, writeStated(value)]),
      };
    case 'hotspots':
      return {
        columns: ['site', measureIn(drawing), 'share of the listed'],
        rows: sharesOf(drawing.bars).map(({ bar, share }) => [
          bar.label,
          writeStated(bar.value),
          share === undefined ? '' : formatShare(share),
        ]),
      };
    case 'sketch':
      return { columns: [], rows: [] };
    default:
      return drawing satisfies never;
  }
}

const totalOf = (drawing: Drawing): number =>
  drawing.kind === 'memory'
    ? drawing.lines.reduce((sum, { points }) => sum + points.length, 0) + drawing.levels.length
    : wholeTable(drawing).rows.length;

function memoryTable({
  measure,
  unit,
  over,
  lines,
  levels,
}: MemoryDrawing): Omit<ChartTable, 'total'> {
  const share = Math.max(12, Math.floor(mostRows / Math.max(1, lines.length)));
  const rows = lines.flatMap(({ label, points }) =>
    thin(points, share, ([, value]) => drawnValue(quantityOf(value))).map(([x, value]) => [
      label,
      writeStated(x),
      writeStated(value),
    ]),
  );
  const constant = levels.map(({ label, value }) => [label, '', writeStated(value)]);
  return { columns: ['line', over, measureIn({ measure, unit })], rows: [...rows, ...constant] };
}

/** A quantity for machines: the number drawn, and its smallest and largest possible value where they are known and differ. */
function cellsOf(stated: Stated, unit: string): readonly string[] {
  const quantity = quantityOf(stated);
  const exact = quantity.low === quantity.high;
  const low = exact || (quantity.low === 0 && quantity.high > 0) ? '' : String(quantity.low);
  const high = exact || quantity.high === Infinity ? '' : String(quantity.high);
  return [String(drawnValue(quantity)), low, high, String(stated), unit];
}

const valueColumns = ['value', 'low', 'high', 'stated', 'unit'] as const;

/**
 * Every number of a chart as CSV (RFC 4180): a header row, then one row for each value, lines ended by CRLF. A sketch has no
 * numbers, so only the header.
 */
export function csvRows(drawing: Drawing): readonly (readonly string[])[] {
  switch (drawing.kind) {
    case 'memory':
      return [
        ['line', drawing.over, ...valueColumns],
        ...drawing.lines.flatMap(({ label, points }) =>
          points.map(([x, value]) => [label, String(x), ...cellsOf(value, drawing.unit)]),
        ),
        ...drawing.levels.map(({ label, value }) => [label, '', ...cellsOf(value, drawing.unit)]),
      ];
    case 'before-after':
      return [
        ['label', ...valueColumns],
        ['before', ...cellsOf(drawing.before, drawing.unit)],
        ['after', ...cellsOf(drawing.after, drawing.unit)],
      ];
    case 'bars':
    case 'hotspots':
      return [
        ['label', ...valueColumns],
        ...drawing.bars.map(({ label, value }) => [label, ...cellsOf(value, drawing.unit)]),
      ];
    case 'sketch':
      return [['label', ...valueColumns]];
    default:
      return drawing satisfies never;
  }
}

/** Rows as RFC 4180: quoted where a cell holds a comma, a quote or a line break. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const cell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
