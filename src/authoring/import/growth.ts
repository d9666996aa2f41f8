import { formatLabel } from '../../reports/formats.ts';
import type { Report, Series } from '../../reports/report.ts';
import type { MeasurementInput, Recorded, ReportFile } from './addition.ts';
import {
  acrossOf,
  groupByX,
  measureOf,
  tableOfSeries,
  unused,
  wordsOf,
  type Across,
  type ImportedTable,
} from './series.ts';
import { clean, recordedOf, type Work } from './work.ts';

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
const mostLines = 6;

/** The charts of what grew over time: one for each format, metric, unit and axis. */
export function growthOf(files: readonly ReportFile[], work: Work): MeasurementInput[] {
  const lines = files.flatMap((file) =>
    file.read.reports.flatMap((report) =>
      report.series.map((series): Line => ({ file, report, series: finite(series) })),
    ),
  );
  const drawn = lines.filter((line) => !isBesideResident(line) && line.series.points.length > 1);
  for (const line of lines.filter((one) => !drawn.includes(one))) {
    const reason = isBesideResident(line)
      ? 'is address space, and the resident memory beside it says more'
      : 'has a single reading, so it is no chart';
    work.left.push(`${line.file.name}: ${seriesName(line.series, line.file, work)} ${reason}.`);
  }
  return [...Map.groupBy(drawn, chartOfLine).values()].map((group) =>
    growthMeasurement(group, work),
  );
}

const isBesideResident = ({ report, series }: Line): boolean =>
  measureOf(series).metric === 'virtual-memory' &&
  report.series.some((other) => measureOf(other).metric === 'rss');

const finite = (series: Series): Series => ({
  ...series,
  points: series.points.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y)),
});

/** Lines of one format that share metric, unit and axis share a chart. */
function chartOfLine({ report, series }: Line): string {
  const { metric, unit } = measureOf(series);
  return [report.format, metric, unit, series.over].join(' ');
}

function growthMeasurement(group: readonly Line[], work: Work): MeasurementInput {
  const lines = highestOf(group, work);
  const [first] = lines;
  if (!first) throw new Error('a chart without lines');
  const across = acrossOf(lines.map(({ series }) => series));
  const { metric, unit } = measureOf(first.series);
  const id = unused(wordsOf(first.series.name) || metric, work.used);
  const columns = tablesOf(lines, id, across, work);
  const note = thinnedNote(columns);
  work.tags.push({
    section: first.file.role === 'after' ? 'Results' : 'Symptoms',
    text: `<MemoryChart of="${id}" />`,
  });
  const levels = limitsOf(lines, unit);
  return {
    id,
    kind: 'growth',
    label: chartLabel(first, lines, work),
    metric,
    unit,
    over: across.over,
    provenance: 'measured',
    source: work.options.source,
    ...(note !== undefined && { note }),
    recorded: recordedOfLines(lines, work),
    lines: lines.map((line, index) => ({
      label: lineLabel(line, lines, work),
      role: index === 0 || line.file !== lines[index - 1]?.file ? line.file.role : 'other',
      file: columns[index]?.file,
    })),
    ...(levels.length > 0 && { levels }),
  };
}

/** In the order of the group. What is left out is noted. */
function highestOf(group: readonly Line[], work: Work): readonly Line[] {
  if (group.length <= mostLines) return group;
  const lines = group
    .toSorted((a, b) => peakOf(b.series) - peakOf(a.series))
    .slice(0, mostLines)
    .toSorted((a, b) => group.indexOf(a) - group.indexOf(b));
  work.left.push(
    `${lines[0]?.file.name ?? ''}: ${group.length - mostLines} of ${group.length} series are not drawn; the ${mostLines} highest are.`,
  );
  return lines;
}

/** Writes the lines into as few files as their x allow. In the order of the lines. */
function tablesOf(lines: readonly Line[], id: string, across: Across, work: Work): Column[] {
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

function chartLabel(first: Line, lines: readonly Line[], work: Work): string {
  const names = [...new Set(lines.map(({ series }) => bareName(series, first.file, work)))];
  const what = names.length > 2 ? metricWords(measureOf(first.series).metric) : names.join(' and ');
  return capital(`${what}, by ${formatLabel(first.report.format)}`);
}

function thinnedNote(columns: readonly Column[]): string | undefined {
  const table = columns.find((column) => column.table.thinnedFrom !== undefined)?.table;
  return table === undefined
    ? undefined
    : `Of ${table.thinnedFrom ?? 0} readings ${rowCount(table)} are kept; among them every highest and lowest of its neighbors.`;
}

const peakOf = ({ points }: Series): number => points.reduce((most, [, y]) => Math.max(most, y), 0);

const metricWords = (metric: string): string =>
  metric === 'rss' ? 'RSS' : metric.replaceAll('-', ' ');

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const rowCount = ({ text }: ImportedTable): number => text.trimEnd().split('\n').length - 1;

/** Without the labels of Prometheus. */
const bareName = (series: Series, file: ReportFile, work: Work): string =>
  seriesName(series, file, work).replace(/\s*\{.*$/, '') || 'Series';

/** `memory{instance="a:1", job="web"}` is the line `a:1, web` of a chart about memory. */
const labelValues = (name: string): string =>
  [...name.matchAll(/="([^"]*)"/g)].map(([, value]) => value).join(', ') || name;

const seriesName = ({ name }: Series, file: ReportFile, work: Work): string =>
  clean(name, file, work).slice(0, 120);

function lineLabel(line: Line, all: readonly Line[], work: Work): string {
  const name = labelValues(seriesName(line.series, line.file, work));
  const roles = new Set(all.map(({ file }) => file.role));
  return roles.size > 1 ? `${name}, ${line.file.role} the fix` : name;
}

const recordedOfLines = (lines: readonly Line[], work: Work): Recorded =>
  [...Map.groupBy(lines, ({ file }) => file.sha256).values()].flatMap(([first]) =>
    first ? [recordedOf(first.file, [first.report], work)] : [],
  );

/** A limit far above what was used would press the lines flat. */
const farAbove = 4;

function limitsOf(lines: readonly Line[], unit: string): { label: string; value: number }[] {
  if (unit !== 'B') return [];
  const highest = Math.max(...lines.map(({ series }) => peakOf(series)));
  const limits = lines.flatMap(({ report }) =>
    report.facts.flatMap(({ key, value }) =>
      key === 'limit' && typeof value === 'number' && value <= highest * farAbove ? [value] : [],
    ),
  );
  return [...new Set(limits)].slice(0, 1).map((value) => ({ label: 'Limit', value }));
}
