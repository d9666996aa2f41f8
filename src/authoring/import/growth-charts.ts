import { formatLabel } from '../../reports/formats.ts';
import type { Report, Series } from '../../reports/report.ts';
import type { MeasurementInput, Recorded, ReportFile } from './addition.ts';
import {
  chooseXAxis,
  groupByX,
  classifySeries,
  writeTable,
  reserveName,
  joinWords,
  type XAxis,
  type ImportedTable,
} from './series-tables.ts';
import { redact, describeRecording, type ImportState } from './import-state.ts';

/** A series, with where it was read. */
interface Line {
  readonly file: ReportFile;
  readonly report: Report;
  readonly series: Series;
}

/** Where the points of a line stand. */
interface Column {
  readonly table: ImportedTable;
  readonly file: { readonly name: string; readonly x: string; readonly y: string };
}

/** More lines than this cannot be told apart in a chart. */
const maxLines = 6;

/** The charts of what grew over time: one for each format, metric, unit and axis. */
export function buildGrowthCharts(
  files: readonly ReportFile[],
  state: ImportState,
): MeasurementInput[] {
  const lines = files.flatMap((file) =>
    file.read.reports.flatMap((report) =>
      report.series.map((series): Line => ({ file, report, series: finite(series) })),
    ),
  );
  const drawn = lines.filter((line) => !isBesideResident(line) && line.series.points.length > 1);
  for (const line of lines.filter((one) => !drawn.includes(one))) {
    const reason = isBesideResident(line)
      ? 'is address space, and the resident memory in the same report says more'
      : 'has a single reading, so it is no chart';
    state.omitted.push(
      `${line.file.name}: ${seriesName(line.series, line.file, state)} ${reason}.`,
    );
  }
  return [...Map.groupBy(drawn, chartKey).values()].map((group) => growthMeasurement(group, state));
}

const isBesideResident = ({ report, series }: Line): boolean =>
  classifySeries(series).metric === 'virtual-memory' &&
  report.series.some((other) => classifySeries(other).metric === 'rss');

const finite = (series: Series): Series => ({
  ...series,
  points: series.points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y)),
});

/** Lines of one format that share metric, unit and axis share a chart. */
function chartKey({ report, series }: Line): string {
  const { metric, unit } = classifySeries(series);
  return [report.format, metric, unit, series.over].join(' ');
}

function growthMeasurement(group: readonly Line[], state: ImportState): MeasurementInput {
  const lines = keepHighest(group, state);
  const [first] = lines;
  if (!first) throw new Error('a chart without lines');
  const xAxis = chooseXAxis(lines.map(({ series }) => series));
  const { metric, unit } = classifySeries(first.series);
  const id = reserveName(joinWords(first.series.name) || metric, state.used);
  const columns = writeTables(lines, id, xAxis, state);
  const note = thinnedNote(columns);
  state.tags.push({
    section: first.file.role === 'after' ? 'Results' : 'Symptoms',
    text: `<MemoryChart of="${id}" />`,
  });
  const levels = findLimits(lines, unit);
  return {
    id,
    kind: 'growth',
    label: chartLabel(first, lines, state),
    metric,
    unit,
    over: xAxis.over,
    provenance: 'measured',
    source: state.options.source,
    ...(note !== undefined && { note }),
    recorded: describeRecordings(lines, state),
    lines: lines.map((line, index) => ({
      label: lineLabel(line, lines, state),
      role: index === 0 || line.file !== lines[index - 1]?.file ? line.file.role : 'other',
      file: columns[index]?.file,
    })),
    ...(levels.length > 0 && { levels }),
  };
}

/** In the order of the group. What is left out is noted. */
function keepHighest(group: readonly Line[], state: ImportState): readonly Line[] {
  if (group.length <= maxLines) return group;
  const lines = group
    .toSorted((a, b) => findPeak(b.series) - findPeak(a.series))
    .slice(0, maxLines)
    .toSorted((a, b) => group.indexOf(a) - group.indexOf(b));
  state.omitted.push(
    `${lines[0]?.file.name ?? ''}: ${group.length - maxLines} of ${group.length} series are not drawn; the ${maxLines} highest are.`,
  );
  return lines;
}

/** Writes the lines into as few files as their x allow. In the order of the lines. */
function writeTables(
  lines: readonly Line[],
  id: string,
  across: XAxis,
  state: ImportState,
): Column[] {
  const bySeries = new Map<Series, Column>();
  for (const file of new Set(lines.map((line) => line.file))) {
    const ofFile = lines.filter((line) => line.file === file).map(({ series }) => series);
    for (const series of groupByX(ofFile)) {
      const stem = file.role === 'after' && !id.endsWith('-after') ? `${id}-after` : id;
      const name = freeName(stem, state.used);
      const table = writeTable(name, series, across);
      state.tables.push({ name, text: table.text });
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

function chartLabel(first: Line, lines: readonly Line[], state: ImportState): string {
  const names = [...new Set(lines.map(({ series }) => bareName(series, first.file, state)))];
  const what =
    names.length > 2 ? metricWords(classifySeries(first.series).metric) : names.join(' and ');
  return capital(`${what}, by ${formatLabel(first.report.format)}`);
}

function thinnedNote(columns: readonly Column[]): string | undefined {
  const table = columns.find((column) => column.table.thinnedFrom !== undefined)?.table;
  return table === undefined
    ? undefined
    : `Of ${table.thinnedFrom ?? 0} readings ${rowCount(table)} are kept; among them every highest and lowest of its neighbors.`;
}

const findPeak = ({ points }: Series): number =>
  points.reduce((most, [, y]) => Math.max(most, y), 0);

const metricWords = (metric: string): string =>
  metric === 'rss' ? 'RSS' : metric.replaceAll('-', ' ');

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const rowCount = ({ text }: ImportedTable): number => text.trimEnd().split('\n').length - 1;

/** Without the labels of Prometheus. */
const bareName = (series: Series, file: ReportFile, state: ImportState): string =>
  seriesName(series, file, state).replace(/\s*\{.*$/, '') || 'Series';

/** `memory{instance="a:1", job="web"}` is the line `a:1, web` of a chart about memory. */
const labelValues = (name: string): string =>
  [...name.matchAll(/="([^"]*)"/g)].map(([, value]) => value).join(', ') || name;

const seriesName = ({ name }: Series, file: ReportFile, state: ImportState): string =>
  redact(name, file, state).slice(0, 120);

function lineLabel(line: Line, all: readonly Line[], state: ImportState): string {
  const name = labelValues(seriesName(line.series, line.file, state));
  const roles = new Set(all.map(({ file }) => file.role));
  return roles.size > 1 ? `${name}, ${line.file.role} the fix` : name;
}

const describeRecordings = (lines: readonly Line[], state: ImportState): Recorded =>
  [...Map.groupBy(lines, ({ file }) => file.sha256).values()].flatMap(([first]) =>
    first ? [describeRecording(first.file, [first.report], state)] : [],
  );

/** A limit far above what was used would press the lines flat. */
const maxLimitRatio = 4;

function findLimits(lines: readonly Line[], unit: string): { label: string; value: number }[] {
  if (unit !== 'B') return [];
  const highest = Math.max(...lines.map(({ series }) => findPeak(series)));
  const limits = lines.flatMap(({ report }) =>
    report.facts.flatMap(({ key, value }) =>
      key === 'limit' && typeof value === 'number' && value <= highest * maxLimitRatio
        ? [value]
        : [],
    ),
  );
  return [...new Set(limits)].slice(0, 1).map((value) => ({ label: 'Limit', value }));
}
