import { seriesOf } from '../charts/series.ts';
import { formatQuantity } from '../model/display-unit.ts';
import { heldMetrics, type Vocabulary } from '../model/vocabulary.ts';
import type { Postmortem, Table } from '../model/content.ts';
import type { Measurement } from '../model/schema.ts';
import { drawnValue, parseQuantity, parseUnit } from '../model/units.ts';

export interface IncidentSize {
  readonly bytes: number;
  /** `over 600 MB` */
  readonly text: string;
}

/**
 * The size of an incident: the largest figure for memory held among its improvements and measurements, data files
 * included. A limit is no size, because nobody says that it was reached. Of `over 600 MB` it takes 600 MB. Undefined if
 * the incident states none.
 */
export function incidentSize(
  { data, tables }: Pick<Postmortem, 'data' | 'tables'>,
  vocabulary: Pick<Vocabulary, 'metrics'>,
): IncidentSize | undefined {
  const held = heldMetrics(vocabulary);
  const pairs = Array.isArray(data.improvement) ? data.improvement : [];
  const stated = [
    ...pairs.map(({ metric, unit, before, after }) => ({ metric, unit, values: [before, after] })),
    ...(data.measurements ?? []).map((measurement) => ({
      metric: measurement.metric,
      unit: measurement.unit,
      values: listValues(measurement, tables),
    })),
  ];
  const sizes = stated.flatMap(({ metric, unit, values }) =>
    held.has(metric) ? values.flatMap((value) => parseSize(value, unit)) : [],
  );
  return sizes.toSorted((a, b) => b.bytes - a.bytes)[0];
}

function listValues(
  measurement: Measurement,
  tables: Readonly<Record<string, Table>>,
): readonly (number | string)[] {
  switch (measurement.kind) {
    case 'limit':
      return [];
    case 'baseline':
      return [measurement.value];
    case 'comparison':
    case 'hotspots':
      return measurement.values.map(({ value }) => value);
    case 'growth':
    case 'regression':
      return measurement.lines.flatMap((line) =>
        seriesOf(line, tables).map(({ stated }) => stated),
      );
  }
}

function parseSize(value: number | string, unit: string): IncidentSize[] {
  const quantity = parseQuantity(value);
  const { dimension, factor } = parseUnit(unit) ?? {};
  if (!quantity || dimension !== 'bytes' || factor === undefined) return [];
  const bytes = drawnValue(quantity) * factor;
  if (bytes <= 0 || !Number.isFinite(bytes)) return [];
  return [{ bytes, text: formatQuantity(value, unit) }];
}
