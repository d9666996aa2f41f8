import type { Postmortem } from '../model/content.ts';
import type { Measurement } from '../model/schema.ts';
import { parseUnit } from '../model/units.ts';
import { processMetrics, type Vocabulary } from '../model/vocabulary.ts';
import { isCourse } from './course.ts';
import { seriesOf, type SeriesPoint } from './series.ts';

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
    .find((series) => isCourse(series.map(({ x }) => x)));
}
