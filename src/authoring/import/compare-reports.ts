/** What a fix did: the figures that reports state both before and after it. */

import type { Measure } from '../../model/vocabulary.ts';
import { formatDuration } from '../../model/units.ts';
import { facts, type FactKey, type Report } from '../../reports/report.ts';
import type { ImprovementInput, Recorded, ReportFile } from './addition.ts';
import { describeRecording, type ImportState } from './import-state.ts';
import { classifySeries, measureSpan, reserveName } from './series-tables.ts';

/** What is stated both before and after the fix. */
export function buildImprovements(
  files: readonly ReportFile[],
  state: ImportState,
): ImprovementInput[] {
  const [before, after] = (['before', 'after'] as const).map((role) =>
    files.filter((file) => file.role === role),
  );
  if (!before || !after || after.length === 0) return [];
  const listReports = (some: readonly ReportFile[]) => some.flatMap(({ read }) => read.reports);
  const pairs = pairFigures(listReports(before), listReports(after));
  if (pairs.length === 0)
    state.omitted.push(
      'No figure is stated both before and after, so no improvement is computed. Record both with the same tool.',
    );
  const recorded = [...before, ...after].map((file) =>
    describeRecording(file, file.read.reports, state),
  );
  return pairs.map((pair) => improvementEntry(pair, recorded, state));
}

function improvementEntry(pair: Pair, recorded: Recorded, state: ImportState): ImprovementInput {
  const id = reserveName(pair.id, state.used);
  state.tags.push({ section: 'Results', text: `<BeforeAfter of="${id}" />` });
  return {
    id,
    label: pair.label,
    metric: pair.metric,
    before: pair.before,
    after: pair.after,
    unit: pair.unit,
    ...(pair.differs !== undefined && { comparable: false, note: pair.differs }),
    provenance: 'measured',
    source: state.options.source,
    recorded: [...recorded],
  };
}

/** The same figure of two reports. */
interface Pair {
  readonly id: string;
  readonly label: string;
  readonly metric: Measure;
  readonly unit: string;
  readonly before: number;
  readonly after: number;
  /** How the two runs differ, if they do; then the pair is not comparable. */
  readonly differs?: string;
}

interface Figure {
  readonly id: string;
  readonly label: string;
  readonly metric: Measure;
  readonly unit: string;
  readonly value: number;
}

/** The facts worth comparing, the most telling first; of each measure only the first is taken. */
const comparedFacts: readonly (readonly [FactKey, metric: Measure, unit: string])[] = [
  ['leaked', 'heap', 'B'],
  ['live-heap', 'heap', 'B'],
  ['peak-heap', 'peak-heap', 'B'],
  ['peak-rss', 'peak-rss', 'B'],
  ['rss', 'rss', 'B'],
  ['group-memory', 'working-set', 'B'],
  ['off-heap', 'off-heap', 'B'],
  ['slab', 'kernel-memory', 'B'],
  ['goroutines', 'goroutines', 'goroutines'],
  ['threads', 'threads', 'threads'],
  ['objects', 'objects', 'objects'],
  ['listeners', 'objects', 'listeners'],
  ['mappings', 'handles', 'mappings'],
  ['allocated', 'allocated-total', 'B'],
  ['allocations', 'allocation-calls', 'calls'],
  ['oom-kills', 'restarts', 'kills'],
  ['restarts', 'restarts', 'restarts'],
];

const maxPairs = 4;

/** At most four figures that both sides state, from reports of the same format. A before of zero has no ratio and is no pair. */
function pairFigures(before: readonly Report[], after: readonly Report[]): Pair[] {
  const pairs = before.flatMap((one) => {
    const other = after.find(({ format }) => format === one.format);
    if (!other) return [];
    const differs = describeDifference(one, other);
    const others = new Map(listFigures(other).map((figure) => [figure.id, figure]));
    return listFigures(one).flatMap(({ value, ...figure }): Pair[] => {
      const match = others.get(figure.id);
      if (!match || value <= 0) return [];
      return [
        { ...figure, before: value, after: match.value, ...(differs !== undefined && { differs }) },
      ];
    });
  });
  const metrics = new Set<string>();
  return pairs
    .filter(({ metric }) => !metrics.has(metric) && metrics.add(metric))
    .slice(0, maxPairs);
}

function listFigures(report: Report): Figure[] {
  const stated = comparedFacts.flatMap(([key, metric, unit]): Figure[] => {
    const value = report.facts.find((fact) => fact.key === key)?.value;
    if (typeof value !== 'number' || !Number.isFinite(value)) return [];
    return [{ id: key, label: facts[key].label, metric, unit, value }];
  });
  return [...stated, ...leakedSum(report), ...peaks(report)];
}

/** What a tool lists as leaked, where it states no total. */
function leakedSum({ sites }: Report): Figure[] {
  const leaked = sites.filter(({ kind, bytes }) => kind === 'leaked' && bytes !== undefined);
  if (leaked.length === 0) return [];
  const value = leaked.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  return [{ id: 'leaked', label: 'Leaked, all sites listed', metric: 'heap', unit: 'B', value }];
}

/** The highest reading of the series of memory that a measure is for. */
function peaks({ series }: Report): Figure[] {
  return (['rss', 'heap'] as const).flatMap((metric): Figure[] => {
    const one = series.find((candidate) => classifySeries(candidate).metric === metric);
    if (one?.unit !== 'B') return [];
    const value = one.points.reduce((most, [, y]) => Math.max(most, y), 0);
    const id = `peak-${metric}` as const;
    return [{ id, label: `Highest ${one.name} recorded`, metric: id, unit: 'B', value }];
  });
}

/** Runs may differ in length by this share and still count as alike. */
const lengthTolerance = 0.1;

/** What two reports themselves say of their runs. Undefined if nothing speaks against comparing them. */
function describeDifference(before: Report, after: Report): string | undefined {
  const [one, other] = [findDuration(before), findDuration(after)];
  if (one && other && Math.abs(one - other) > lengthTolerance * Math.max(one, other))
    return `The runs differ in length: ${formatDuration(one)} before, ${formatDuration(other)} after.`;
  const [first, second] = [findArguments(before), findArguments(after)];
  return first !== undefined && second !== undefined && first !== second
    ? 'The two runs were started with different arguments.'
    : undefined;
}

function findDuration({ facts: stated, series }: Report): number | undefined {
  const value = stated.find(({ key }) => key === 'seconds')?.value;
  if (typeof value === 'number') return value;
  const timed = series.find(({ over }) => over === 'seconds' || over === 'epoch');
  return timed && measureSpan(timed);
}

/** The fixed program often has another name, so only what follows it is compared. */
function findArguments({ facts: stated }: Report): string | undefined {
  const command = stated.find(({ key }) => key === 'command')?.value;
  return typeof command === 'string' ? command.trim().split(/\s+/).slice(1).join(' ') : undefined;
}
