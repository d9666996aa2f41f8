import type { ChartLine } from '../model/schema.ts';
import type { Table } from '../model/content.ts';
import { drawnValue, parseQuantity } from '../model/units.ts';

/** One point of a line. */
export interface SeriesPoint {
  readonly x: number;
  /** As the author or the file states it. */
  readonly stated: number | string;
  /** The number drawn for it. */
  readonly y: number;
}

/** The points of a line, from the frontmatter or its CSV file, by x. A row that is not two finite numbers is left out. */
export function seriesOf(
  line: ChartLine,
  tables: Readonly<Record<string, Table>>,
): readonly SeriesPoint[] {
  const pairs = line.points ?? (line.file ? pairsOf(line.file, tables[line.file.name]) : []);
  return pairs
    .flatMap(([x, stated]) => {
      const quantity = parseQuantity(stated);
      if (!quantity || !Number.isFinite(x)) return [];
      const y = drawnValue(quantity);
      return Number.isFinite(y) ? [{ x, stated, y }] : [];
    })
    .toSorted((a, b) => a.x - b.x);
}

function pairsOf(
  file: NonNullable<ChartLine['file']>,
  table: Table | undefined,
): (readonly [number, number | string])[] {
  if (!table) return [];
  const x = table.columns.indexOf(file.x);
  const y = table.columns.indexOf(file.y);
  return table.rows.flatMap((row) => {
    const [at, value] = [row[x], row[y]];
    return at === undefined || value === undefined ? [] : [[at, value]];
  });
}
