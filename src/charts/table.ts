import { drawnValue } from '../model/units.ts';
import { thin } from '../reports/text/thin-series.ts';
import {
  quantityOf,
  sortByShare,
  type ChartModel,
  type MemoryModel,
  type Stated,
} from './chart-model.ts';
import { formatPartShare, measureIn, writeStated } from './stated.ts';

/** The numbers of a chart as text: quantities as stated, units in the heads of the columns. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How many rows there are in all, where a long series shows only some; the CSV has every one. */
  readonly total: number;
}

const maxRows = 120;

export function buildTable(model: ChartModel): ChartTable {
  const { columns, rows } = wholeTable(model);
  return { columns, rows, total: countRows(model) };
}

function wholeTable(model: ChartModel): Omit<ChartTable, 'total'> {
  switch (model.kind) {
    case 'memory':
      return memoryTable(model);
    case 'before-after':
      return {
        columns: ['', measureIn(model)],
        rows: [
          ['before', writeStated(model.before)],
          ['after', writeStated(model.after)],
        ],
      };
    case 'bars':
      return {
        columns: ['', measureIn(model)],
        rows: model.bars.map(({ label, value }) => [label, writeStated(value)]),
      };
    case 'hotspots':
      return {
        columns: ['site', measureIn(model), 'share of the listed'],
        rows: sortByShare(model.bars).map(({ bar, share }) => [
          bar.label,
          writeStated(bar.value),
          share === undefined ? '' : formatPartShare(share),
        ]),
      };
    case 'sketch':
      return { columns: [], rows: [] };
    default:
      return model satisfies never;
  }
}

const countRows = (model: ChartModel): number =>
  model.kind === 'memory'
    ? model.lines.reduce((sum, { points }) => sum + points.length, 0) +
      model.levels.length +
      (model.fix === undefined ? 0 : 1)
    : wholeTable(model).rows.length;

function memoryTable({
  measure,
  unit,
  over,
  lines,
  levels,
  fix,
}: MemoryModel): Omit<ChartTable, 'total'> {
  const share = Math.max(12, Math.floor(maxRows / Math.max(1, lines.length)));
  const rows = lines.flatMap(({ label, points }) =>
    thin(points, share, ([, value]) => drawnValue(quantityOf(value))).map(([x, value]) => [
      label,
      writeStated(x),
      writeStated(value),
    ]),
  );
  const constant = levels.map(({ label, value }) => [label, '', writeStated(value)]);
  const fixed = fix === undefined ? [] : [['fix', writeStated(fix), '']];
  return {
    columns: ['line', over, measureIn({ measure, unit })],
    rows: [...rows, ...constant, ...fixed],
  };
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
export function csvRows(model: ChartModel): readonly (readonly string[])[] {
  switch (model.kind) {
    case 'memory':
      return [
        ['line', model.over, ...valueColumns],
        ...model.lines.flatMap(({ label, points }) =>
          points.map(([x, value]) => [label, String(x), ...cellsOf(value, model.unit)]),
        ),
        ...model.levels.map(({ label, value }) => [label, '', ...cellsOf(value, model.unit)]),
        ...(model.fix === undefined
          ? []
          : [['fix', String(model.fix), ...valueColumns.map(() => '')]]),
      ];
    case 'before-after':
      return [
        ['label', ...valueColumns],
        ['before', ...cellsOf(model.before, model.unit)],
        ['after', ...cellsOf(model.after, model.unit)],
      ];
    case 'bars':
    case 'hotspots':
      return [
        ['label', ...valueColumns],
        ...model.bars.map(({ label, value }) => [label, ...cellsOf(value, model.unit)]),
      ];
    case 'sketch':
      return [['label', ...valueColumns]];
    default:
      return model satisfies never;
  }
}

/** Rows as RFC 4180: quoted where a cell holds a comma, a quote or a line break. */
export const writeCsv = (rows: readonly (readonly string[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

const cell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
