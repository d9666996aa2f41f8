import type { Postmortem } from '../model/content.ts';
import type { Measurement } from '../model/schema.ts';
import { parseUnit } from '../model/units.ts';
import { processMetrics, type Vocabulary } from '../model/vocabulary.ts';
import { seriesOf, type SeriesPoint } from './series.ts';

/** Two points are a before and an after; from three on they show a course. */
export const isCourse = (points: readonly { readonly x: number }[]): boolean =>
  new Set(points.map(({ x }) => x)).size > 2;

/** The memory of the process that leaked, before the fix, as it was measured: the first such line of a postmortem. */
export function leakLine(
  { data, tables }: Pick<Postmortem, 'data' | 'tables'>,
  vocabulary: Pick<Vocabulary, 'metrics'>,
): readonly SeriesPoint[] | undefined {
  for (const measurement of data.measurements ?? []) {
    const line = leakLineIn(measurement, tables, vocabulary);
    if (line) return line;
  }
  return undefined;
}

/** That line of one measurement. Not what else grew, nor a control, a baseline, a comparison or a run with the fix. */
export function leakLineIn(
  measurement: Measurement,
  tables: Postmortem['tables'],
  vocabulary: Pick<Vocabulary, 'metrics'>,
): readonly SeriesPoint[] | undefined {
  if (measurement.kind !== 'growth' || !processMetrics(vocabulary).has(measurement.metric))
    return undefined;
  if (parseUnit(measurement.unit)?.dimension !== 'bytes') return undefined;
  return measurement.lines
    .filter(({ role }) => role === 'before')
    .map((line) => seriesOf(line, tables))
    .find(isCourse);
}

/** Where an axis begins for these values: at zero or below, or at the lowest where a change of less than a twentieth would not show. */
export function lowEnd(values: readonly number[]): number {
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
  return high > low && high - low < high / 20 ? low : Math.min(0, low);
}
