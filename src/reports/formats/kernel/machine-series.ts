import { buildTimeline, type Moment } from '../../text/clock.ts';
import { noClock } from '../processes/process-series.ts';
import type { Series, Warning } from '../../report.ts';

/** One reading of a whole machine: named amounts, at a time if the tool prints one. */
export interface MachineReading {
  readonly moment?: Moment | undefined;
  readonly values: Readonly<Record<string, number | undefined>>;
}

/** A series for each name that has two values or more and is not 0 throughout. */
export function buildMachineSeries(
  readings: readonly MachineReading[],
  unit: Series['unit'],
): { readonly series: readonly Series[]; readonly warnings: readonly Warning[] } {
  const timeline = buildTimeline(readings.map(({ moment }) => moment));
  const over = timeline?.over ?? 'sample';
  const names = [...new Set(readings.flatMap(({ values }) => Object.keys(values)))];
  const series = names.flatMap((name) => {
    const points = readings
      .flatMap(({ values }, index) => {
        const value = values[name];
        return value === undefined ? [] : [[timeline?.xs[index] ?? index + 1, value] as const];
      })
      .toSorted(([a], [b]) => a - b);
    return points.length > 1 && points.some(([, y]) => y !== 0)
      ? [{ name, unit, over, points }]
      : [];
  });
  return { series, warnings: over === 'sample' && series.length > 0 ? [noClock] : [] };
}
