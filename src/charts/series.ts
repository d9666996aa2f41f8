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

/**
 * At most about `count` points that keep the look of a line: of each run of neighbors the lowest and the highest, and always
 * the first and the last point. A line that is short enough is returned as it is.
 */
export function thin<Point>(
  line: readonly Point[],
  count: number,
  heightOf: (point: Point) => number,
): readonly Point[] {
  const first = line[0];
  const last = line.at(-1);
  if (line.length <= count || first === undefined || last === undefined) return line;
  const run = Math.ceil(((line.length - 2) * 2) / Math.max(2, count - 2));
  const kept: Point[] = [first];
  for (let start = 1; start < line.length - 1; start += run) {
    const part = line.slice(start, Math.min(start + run, line.length - 1));
    const heights = part.map(heightOf);
    const lowest = heights.indexOf(Math.min(...heights));
    const highest = heights.indexOf(Math.max(...heights));
    kept.push(...part.filter((_, index) => index === lowest || index === highest));
  }
  return [...kept, last];
}
