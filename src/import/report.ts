/**
 * From reports of tools to what stands in a postmortem: charts with their data, hotspots, evidence to search by, and what the
 * fix changed. Pure, so the command line and the composer in the browser share it.
 */

import { hotspotsOf, oneLine, signatureLines } from './sites.ts';
import { pairsOf, type Pair } from './pairs.ts';
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
import { binaryFormats, textFormats, type ReadReports } from '../reports/read-report.ts';
import type { Report, Series } from '../reports/report.ts';
import type { PostmortemInput } from '../schema.ts';
import { findSecrets, replaceSecrets, type Secret } from '../secrets.ts';

/** A file of a tool, read. */
export interface ReportFile {
  /** Without folders. */
  readonly name: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** Whether it was recorded before or after the fix. */
  readonly role: 'before' | 'after';
  readonly read: ReadReports;
  /** Imported earlier: it is only compared with the others. */
  readonly known?: boolean;
}

export interface ImportOptions {
  /** Id of the source under which the files were published, or of what speaks for them. */
  readonly source: string;
  /** Ids of all figures and sketches in the postmortem, and names of all files beside it. */
  readonly taken: readonly string[];
}

export type MeasurementInput = NonNullable<PostmortemInput['measurements']>[number];
export type ImprovementInput = Extract<PostmortemInput['improvement'], readonly unknown[]>[number];
export type EvidenceInput = NonNullable<PostmortemInput['evidence']>[number];
type Recorded = NonNullable<EvidenceInput['recorded']>;

/** What is added to a postmortem. Everything in it is free of what `findSecrets` finds. */
export interface Addition {
  readonly measurements: readonly MeasurementInput[];
  readonly improvement: readonly ImprovementInput[];
  readonly evidence: readonly EvidenceInput[];
  /** CSV files to put beside it. */
  readonly tables: readonly Pick<ImportedTable, 'name' | 'text'>[];
  readonly tags: readonly Tag[];
  /** What was replaced, and where it stood. */
  readonly replaced: readonly Replaced[];
  /** What was left out, in sentences for the author. */
  readonly left: readonly string[];
}

/** A component that shows a figure, and the section it goes into. */
export interface Tag {
  readonly section: 'Symptoms' | 'Investigation' | 'Results';
  readonly text: string;
}

export interface Replaced {
  readonly file: string;
  /** Line of the report, where it is known. */
  readonly line?: number;
  readonly secret: Secret;
}

/** Every report of the files, as additions to one postmortem. The same files in the same order give the same addition. */
export function importReports(files: readonly ReportFile[], options: ImportOptions): Addition {
  const work: Work = {
    options,
    used: new Set(options.taken),
    tables: [],
    tags: [],
    replaced: [],
    left: [],
  };
  const unknown = files.filter(({ known }) => known !== true);
  // Evidence first: it knows the lines of what has to be replaced.
  const evidence = unknown.flatMap((file) => evidenceOf(file, work));
  const measurements = [
    ...growthOf(unknown, work),
    ...unknown.flatMap((file) => hotspotMeasurements(file, work)),
  ];
  const improvement = improvementOf(files, work);
  const { tables, tags, replaced, left } = work;
  return { measurements, improvement, evidence, tables, tags, replaced, left };
}

/** What one import gathers while it goes. */
interface Work {
  readonly options: ImportOptions;
  readonly used: Set<string>;
  readonly tables: Pick<ImportedTable, 'name' | 'text'>[];
  readonly tags: Tag[];
  readonly replaced: Replaced[];
  readonly left: string[];
}

const formats = [...textFormats, ...binaryFormats];

const formatOf = (id: string) => formats.find((format) => format.id === id);

const labelOf = (id: string): string => formatOf(id)?.label ?? id;

/** Text that may be published, on one line; what was taken out of it is noted. */
function clean(text: string, file: ReportFile, work: Work, line?: number): string {
  const { text: safe, secrets } = replaceSecrets(oneLine(text));
  for (const secret of secrets) {
    const known = work.replaced.some(
      (other) =>
        other.secret.found === secret.found &&
        other.file === file.name &&
        (line === undefined || other.line === line),
    );
    if (!known)
      work.replaced.push({ file: file.name, ...(line !== undefined && { line }), secret });
  }
  return safe;
}

function recordedOf(file: ReportFile, reports: readonly Report[], work: Work): Recorded[number] {
  const text = (key: 'command' | 'tool-version') => {
    const value = reports.flatMap(({ facts }) => facts).find((fact) => fact.key === key)?.value;
    return typeof value === 'string' ? oneLine(value) : undefined;
  };
  const version = text('tool-version');
  const command = text('command');
  // A command with a path of somebody's home says less without it than it gives away.
  const harmless =
    command !== undefined && command.length <= 200 && findSecrets(command).length === 0;
  return {
    file: clean(file.name, file, work).slice(0, 120),
    sha256: file.sha256,
    ...(version !== undefined && { version: clean(version, file, work).slice(0, 80) }),
    ...(harmless && { command }),
  };
}

interface Line {
  readonly file: ReportFile;
  readonly report: Report;
  readonly series: Series;
}

/** More lines than this cannot be told apart in a chart. */
const mostLines = 6;

function growthOf(files: readonly ReportFile[], work: Work): MeasurementInput[] {
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
  return [...groupBy(drawn, chartOfLine).values()].map((group) => growthMeasurement(group, work));
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

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function growthMeasurement(group: readonly Line[], work: Work): MeasurementInput {
  const lines = group
    .toSorted((a, b) => peakOf(b.series) - peakOf(a.series))
    .slice(0, mostLines)
    .toSorted((a, b) => group.indexOf(a) - group.indexOf(b));
  const [first] = lines;
  if (!first) throw new Error('a chart without lines');
  if (group.length > lines.length)
    work.left.push(
      `${first.file.name}: ${group.length - lines.length} of ${group.length} series are not drawn; the ${mostLines} highest are.`,
    );
  const across = acrossOf(lines.map(({ series }) => series));
  const { metric, unit } = measureOf(first.series);
  const id = unused(wordsOf(first.series.name) || metric, work.used);
  const columns = tablesOf(lines, id, across, work);
  const label = (line: Line) => lineLabel(line, lines, work);
  const thinned = columns.find(({ table }) => table.thinnedFrom !== undefined)?.table;
  const names = [...new Set(lines.map(({ series }) => bareName(series, first.file, work)))];
  work.tags.push({
    section: first.file.role === 'after' ? 'Results' : 'Symptoms',
    text: `<MemoryChart of="${id}" />`,
  });
  const levels = limitsOf(lines, unit);
  return {
    id,
    kind: 'growth',
    label: capital(
      `${names.length > 2 ? metricWords(metric) : names.join(' and ')}, by ${labelOf(first.report.format)}`,
    ),
    metric,
    unit,
    over: across.over,
    provenance: 'measured',
    source: work.options.source,
    ...(thinned && {
      note: `Of ${thinned.thinnedFrom ?? 0} readings ${rowCount(thinned)} are kept; among them every highest and lowest of its neighbors.`,
    }),
    recorded: recordedOfLines(lines, work),
    lines: lines.map((line, index) => ({
      label: label(line),
      role: index === 0 || line.file !== lines[index - 1]?.file ? line.file.role : 'other',
      file: columns[index]?.file,
    })),
    ...(levels.length > 0 && { levels }),
  };
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
  [...groupBy(lines, ({ file }) => file.sha256).values()].flatMap(([first]) =>
    first ? [recordedOf(first.file, [first.report], work)] : [],
  );

interface Column {
  readonly table: ImportedTable;
  readonly file: { readonly name: string; readonly x: string; readonly y: string };
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

const spotWords = {
  leaked: { id: 'leaked-sites', label: 'Leaked, by allocation site' },
  live: { id: 'live-sites', label: 'Held, by allocation site' },
  peak: { id: 'peak-sites', label: 'Held at the peak, by allocation site' },
  allocated: { id: 'allocation-sites', label: 'Allocated, freed or not, by allocation site' },
  waiting: { id: 'waiting-tasks', label: 'Tasks that have not ended, by where they wait' },
  victim: { id: 'failed-sites', label: 'Where memory ran out' },
  classes: { id: 'classes', label: 'Held, by class' },
} as const;

/** One list for each format in a file. Several reports of one format are states of one program, and are not added up. */
function hotspotMeasurements(file: ReportFile, work: Work): MeasurementInput[] {
  return [...groupBy(file.read.reports, ({ format }) => format).values()].flatMap((reports) => {
    const found = reports
      .flatMap((report) => {
        const spots = hotspotsOf(report);
        return spots ? [{ report, spots, sum: sumOf(spots.values) }] : [];
      })
      .toSorted((a, b) => b.sum - a.sum);
    const [heaviest] = found;
    if (!heaviest) return [];
    const { report, spots } = heaviest;
    if (found.length > 1)
      work.left.push(
        `${file.name}: it holds ${found.length} reports of ${labelOf(report.format)}; the sites are those of the heaviest.`,
      );
    const words = spotWords[spots.kind];
    const after = file.role === 'after';
    const id = unused(after ? `${words.id}-after` : words.id, work.used);
    work.tags.push({
      section: after ? 'Results' : 'Investigation',
      text: `<Hotspots of="${id}" />`,
    });
    return [
      {
        id,
        kind: 'hotspots' as const,
        label: `${words.label}${after ? ', after the fix' : ''}, by ${labelOf(report.format)}`,
        metric: spots.metric,
        unit: spots.unit,
        provenance: 'measured' as const,
        source: work.options.source,
        recorded: [recordedOf(file, [report], work)],
        values: spots.values.map(({ label, value }) => ({
          label: clean(label, file, work),
          value,
          role: file.role,
        })),
      },
    ];
  });
}

const sumOf = (values: readonly { readonly value: number }[]): number =>
  values.reduce((sum, { value }) => sum + value, 0);

function improvementOf(files: readonly ReportFile[], work: Work): ImprovementInput[] {
  const [before, after] = (['before', 'after'] as const).map((role) =>
    files.filter((file) => file.role === role),
  );
  if (!before || !after || after.length === 0) return [];
  const reportsOf = (some: readonly ReportFile[]) => some.flatMap(({ read }) => read.reports);
  const pairs = pairsOf(reportsOf(before), reportsOf(after));
  if (pairs.length === 0)
    work.left.push(
      'No figure is stated both before and after, so no improvement is computed. Record both with the same tool.',
    );
  const recorded = [...before, ...after].map((file) => recordedOf(file, file.read.reports, work));
  return pairs.map((pair) => improvementEntry(pair, recorded, work));
}

function improvementEntry(pair: Pair, recorded: Recorded, work: Work): ImprovementInput {
  const id = unused(pair.id, work.used);
  work.tags.push({ section: 'Results', text: `<BeforeAfter of="${id}" />` });
  return {
    id,
    label: pair.label,
    metric: pair.metric,
    before: pair.before,
    after: pair.after,
    unit: pair.unit,
    ...(pair.differs !== undefined && { comparable: false, note: pair.differs }),
    provenance: 'measured',
    source: work.options.source,
    recorded: [...recorded],
  };
}

/** What can be searched for, by tool. The state after the fix is no evidence of the fault. */
function evidenceOf(file: ReportFile, work: Work): EvidenceInput[] {
  if (file.role === 'after') return [];
  const toolOf = ({ format }: Report) => formatOf(format)?.tool ?? 'unknown';
  return [...groupBy(file.read.reports, toolOf)].flatMap(([tool, reports]) => {
    const signatures = reports.map(signatureLines);
    const texts = (part: 'frames' | 'notable', most: number) => [
      ...new Set(
        signatures
          .flatMap((signature) => signature[part])
          .slice(0, most)
          .map(({ text, at }) => clean(text, file, work, at)),
      ),
    ];
    const frames = texts('frames', 32);
    const notable = texts('notable', 12);
    if (frames.length === 0 && notable.length === 0) return [];
    return [
      {
        tool,
        source: work.options.source,
        ...(frames.length > 0 && { frames }),
        ...(notable.length > 0 && { notable }),
        recorded: [recordedOf(file, reports, work)],
      },
    ];
  });
}
