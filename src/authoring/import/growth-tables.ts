import type { Series } from '../../reports/report.ts';
import type { Line } from './growth.ts';
import { groupByX, tableOfSeries, type Across, type ImportedTable } from './series.ts';
import type { Work } from './work.ts';

/** Where the points of a line stand. */
export interface Column {
  readonly table: ImportedTable;
  readonly file: { readonly name: string; readonly x: string; readonly y: string };
}

/** Writes the lines into as few files as their x allow. In the order of the lines. */
export function tablesOf(lines: readonly Line[], id: string, across: Across, work: Work): Column[] {
  const bySeries = new Map<Series, Column>();
  for (const file of new Set(lines.map((line) => line.file))) {
    const ofFile = lines.filter((line) => line.file === file).map(({ series }) => series);
    for (const series of groupByX(ofFile)) {
      const stem = file.role === 'after' && !id.endsWith('-after') ? `${id}-after` : id;
      const name = freeName(stem, work.used);
      const table = tableOfSeries(name, series, across);
      work.tables.push({ name, text: table.text });
      series.forEach((one, index) => {
        const y = table.columns[index] ?? '';
        bySeries.set(one, { table, file: { name, x: table.x, y } });
      });
    }
  }
  return lines.flatMap(({ series }) => bySeries.get(series) ?? []);
}

function freeName(stem: string, used: Set<string>): string {
  let name = `${stem}.csv`;
  for (let number = 2; used.has(name); number += 1) name = `${stem}-${number}.csv`;
  used.add(name);
  return name;
}
