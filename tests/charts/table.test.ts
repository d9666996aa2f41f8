import { describe, expect, test } from 'vitest';

import type { BarsModel, ChartModel, MemoryModel } from '../../src/charts/chart-model.ts';
import { buildTable, csvRows, writeCsv } from '../../src/charts/table.ts';

const bars = (
  kind: BarsModel['kind'],
  values: BarsModel['bars'][number]['value'][],
): BarsModel => ({
  kind,
  about: kind === 'bars' ? 'comparison' : 'hotspots',
  measure: 'Resident memory',
  unit: 'MB',
  bars: values.map((value, index) => ({ label: `build ${index}`, role: 'other', value })),
});

const memory = (lines: number, points: number): MemoryModel => ({
  kind: 'memory',
  measure: 'Resident memory',
  unit: 'MB',
  over: 'hours',
  lines: Array.from({ length: lines }, (_, index) => ({
    label: `line ${index}`,
    role: 'other',
    points: Array.from({ length: points }, (_, x) => [x, x % 2 ? 10 : 20 + x] as const),
  })),
  events: [],
  levels: [{ label: 'limit', value: 'under 64' }],
});

const beforeAfter: ChartModel = {
  kind: 'before-after',
  measure: 'Peak heap',
  unit: 'MB',
  comparable: true,
  before: '20 to 30',
  after: 'at least 5',
};

describe('the table of a chart', () => {
  test('lists bars in the order of the author', () => {
    expect(buildTable(bars('bars', [5, 'over 9']))).toEqual({
      columns: ['', 'Resident memory (MB)'],
      rows: [
        ['build 0', '5'],
        ['build 1', 'over 9'],
      ],
      total: 2,
    });
  });

  test('has no share of a single hotspot', () => {
    expect(buildTable(bars('hotspots', [5])).rows).toEqual([['build 0', '5', '']]);
  });

  test.each([
    { lines: 1, points: 120, rows: 120 },
    { lines: 1, points: 1000, rows: 120 },
    { lines: 2, points: 1000, rows: 120 },
    { lines: 20, points: 1000, rows: 240 },
  ])('shows $rows rows of $lines lines of $points points', ({ lines, points, rows }) => {
    const table = buildTable(memory(lines, points));
    expect(table.rows).toHaveLength(rows + 1);
    expect(table.total).toBe(lines * points + 1);
    expect(table.rows.at(-1)).toEqual(['limit', '', 'under 64']);
  });

  test('has the level alone where no line is known', () => {
    expect(buildTable(memory(0, 0)).rows).toEqual([['limit', '', 'under 64']]);
  });
});

describe('the CSV of a chart', () => {
  const values = ['value', 'low', 'high', 'stated', 'unit'];

  test('gives before and after with their bounds', () => {
    expect(csvRows(beforeAfter)).toEqual([
      ['label', ...values],
      ['before', '25', '20', '30', '20 to 30', 'MB'],
      ['after', '5', '5', '', 'at least 5', 'MB'],
    ]);
  });

  test.each(['bars', 'hotspots'] as const)('gives %s in the order of the author', (kind) => {
    expect(csvRows(bars(kind, ['under 4', 9, 0, '-5 to 0']))).toEqual([
      ['label', ...values],
      ['build 0', '4', '', '4', 'under 4', 'MB'],
      ['build 1', '9', '', '', '9', 'MB'],
      ['build 2', '0', '', '', '0', 'MB'],
      ['build 3', '-2.5', '-5', '0', '-5 to 0', 'MB'],
    ]);
  });

  test('gives every point of a line, then the levels', () => {
    const rows = csvRows(memory(1, 500));
    expect(rows).toHaveLength(502);
    expect(rows[0]).toEqual(['line', 'hours', ...values]);
    expect(rows[3]).toEqual(['line 0', '2', '22', '', '', '22', 'MB']);
    expect(rows.at(-1)).toEqual(['limit', '', '64', '', '64', 'under 64', 'MB']);
  });

  test('has only a header for a sketch', () => {
    expect(csvRows({ kind: 'sketch', shape: 'staircase' })).toEqual([['label', ...values]]);
    expect(buildTable({ kind: 'sketch', shape: 'staircase' })).toEqual({
      columns: [],
      rows: [],
      total: 0,
    });
  });

  test('quotes cells with commas, quotes and line breaks, and ends every row', () => {
    expect(writeCsv([['a', 'b, c', 'd "e"', 'f\ng', 'h\ri', 'j k'], ['l']])).toBe(
      'a,"b, c","d ""e""","f\ng","h\ri",j k\r\nl\r\n',
    );
  });
});
