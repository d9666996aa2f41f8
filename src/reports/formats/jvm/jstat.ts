import {
  createReading,
  type Line,
  type Reading,
  type Series,
  type TextFormat,
} from '../../report.ts';
import { parseDecimal } from '../../text/numbers.ts';
import { thinPoints, type Point } from '../../text/thin-series.ts';

const heading =
  /^\s*(?:Timestamp\s+)?(?:S0C?|NGCMN|OC|OGCMN|MC|MCMN|LGCC)\s+(?:[A-Z0-9]+\s+){2,}(?:GCT|LGCC|GCC|FGC)\b[A-Z0-9\s]*$/;
const row = /^\s*[\d.,-]+(?:\s+(?:[\d.,]+|-))+\s*$/;
const afterCause = /^\s*[\d.,]+(?:\s+(?:[\d.,]+|-)){8,}\s+[A-Za-z]/;

/**
 * `jstat -gc` (KiB), `-gcutil` (percent) and related options, with or without the column Timestamp (-t) and repeated headings.
 * Rows without a heading are not read, since their columns are unknown.
 */
export const jstat: TextFormat = {
  id: 'jstat',
  label: 'jstat',
  prefilter: /^[ \t]*(?:Timestamp[ \t]+)?(?:S0C?|OC|MC)[ \t]+(?:S1C?|MC|OC|MU|CCSC)[ \t]+[A-Z0-9]/m,

  read(lines) {
    const readings: Reading[] = [];
    let columns: readonly string[] = [];
    let consumed: Line[] = [];
    let rows: ReadonlyMap<string, number>[] = [];
    const close = () => {
      if (rows.length > 0)
        readings.push(createReading('jstat', consumed, { series: buildSeries(rows) }));
      consumed = [];
      rows = [];
    };
    for (const line of lines) {
      const text = line.text.slice(0, 2000);
      if (heading.test(text)) {
        const names = text.trim().split(/\s+/);
        if (names.join() !== columns.join()) close();
        columns = names;
        consumed.push(line);
      } else if (columns.length > 0 && (row.test(text) || afterCause.test(text))) {
        const values = parseValues(columns, text);
        if (values.size < Math.min(columns.length, 4)) continue;
        // This is another JVM, or the same one restarted.
        const time = values.get('Timestamp');
        if (time !== undefined && time < (rows.at(-1)?.get('Timestamp') ?? 0)) close();
        rows.push(values);
        consumed.push(line);
      }
    }
    close();
    return readings;
  },
};

function parseValues(columns: readonly string[], text: string): ReadonlyMap<string, number> {
  const words = text.trim().split(/\s+/);
  return new Map(
    columns.flatMap((name, index) => {
      // jstat prints numbers in the style of the locale.
      const value = parseDecimal(words[index]?.replace(',', '.'));
      return value === undefined || value < 0 ? [] : [[name, value] as const];
    }),
  );
}

const kibibytes = (value: number): number =>
  Math.min(Math.round(value * 1024), Number.MAX_SAFE_INTEGER);

function buildSeries(rows: readonly ReadonlyMap<string, number>[]): Series[] {
  const hasClock = rows.every((values) => values.has('Timestamp'));
  const series = (
    name: string,
    unit: Series['unit'],
    value: (row: ReadonlyMap<string, number>) => number | undefined,
  ): Series[] => {
    const points = rows.flatMap((values, index): Point[] => {
      const y = value(values);
      return y === undefined ? [] : [[hasClock ? (values.get('Timestamp') ?? 0) : index, y]];
    });
    return points.length === 0
      ? []
      : [{ name, unit, over: hasClock ? 'seconds' : 'sample', points: thinPoints(points) }];
  };
  const sum = (names: readonly string[]) => (values: ReadonlyMap<string, number>) => {
    const parts = names.flatMap((name) => values.get(name) ?? []);
    return parts.length < names.length
      ? undefined
      : kibibytes(parts.reduce((total, part) => total + part, 0));
  };
  return [
    ...series('old generation', 'B', sum(['OU'])),
    ...series('heap', 'B', sum(['S0U', 'S1U', 'EU', 'OU'])),
    ...series('metaspace', 'B', sum(['MU'])),
    ...series('old generation', '%', (values) => values.get('O')),
    ...series('metaspace', '%', (values) => values.get('M')),
    ...series('full collections', 'count', (values) => values.get('FGC')),
  ];
}
