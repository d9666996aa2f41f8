import type { Postmortem } from '../model/content.ts';
import type { Block } from '../model/blocks.ts';
import type { Improvement, Measurement, Recorded } from '../model/schema.ts';
import { shapeOfTerm, findTerm, type Vocabulary } from '../model/vocabulary.ts';
import { captionOf } from './captions.ts';
import type { Bar, ChartModel, ChartRole } from './chart-model.ts';
import type { IndexChart } from './index-chart.ts';
import { seriesOf } from './series.ts';
import { buildTable, csvRows, writeCsv, type ChartTable } from './table.ts';

/** A chart of a postmortem: what it shows in words and numbers. Plain data, so it survives JSON. */
export interface Chart {
  /** Unique in its postmortem; the page's anchor is `#chart-<id>`. */
  readonly id: string;
  readonly kind: 'memory' | 'before-after' | 'bars' | 'hotspots' | 'sketch';
  readonly title: string;
  /** One sentence that says what it shows. */
  readonly caption: string;
  readonly provenance: 'measured' | 'reported' | 'sketch';
  /** Id of an entry under `sources`. */
  readonly source?: string;
  /** That source in words, with its address, for files that leave the page. */
  readonly credit?: string;
  readonly note?: string;
  /** Files of tools that the numbers were read from. */
  readonly recorded?: Recorded;
  readonly table: ChartTable;
  readonly model: ChartModel;
}

/** Every improvement, every measurement and every sketch in the body of a postmortem, in this order. */
export function chartsOf(postmortem: Postmortem, vocabulary: Vocabulary): Chart[] {
  const { improvement, measurements = [] } = postmortem.data;
  const improvements = Array.isArray(improvement) ? improvement : [];
  const charts = [
    ...improvements.map((entry) => improvementChart(entry, postmortem, vocabulary)),
    ...measurements.map((entry) => measurementChart(entry, postmortem, vocabulary)),
    ...sketchesIn(postmortem.body.blocks, vocabulary),
  ];
  return uniqueIds(charts);
}

/** All that decides how a chart looks but the code that draws it, as text to hash: its words and numbers. */
export const chartKey = (chart: Chart | IndexChart): string => JSON.stringify(chart);

interface Words {
  readonly id: string;
  readonly label: string;
  readonly says?: string | undefined;
  readonly provenance: Chart['provenance'];
  readonly source?: string;
  readonly note?: string | undefined;
  readonly recorded?: Recorded | undefined;
}

function buildChart(model: ChartModel, words: Words, credit?: string): Chart {
  const { id, label, provenance, source, note, recorded } = words;
  const caption = words.says ?? captionOf(model, label);
  return {
    id,
    kind: model.kind,
    title: label,
    caption,
    provenance,
    ...(source !== undefined && { source }),
    ...(credit !== undefined && { credit }),
    ...(note !== undefined && { note }),
    ...(recorded && { recorded }),
    table: buildTable(model),
    model,
  };
}

const improvementChart = (entry: Improvement, postmortem: Postmortem, vocabulary: Vocabulary) =>
  buildChart(
    {
      kind: 'before-after',
      measure: findTerm(vocabulary.metrics, entry.metric).label,
      unit: entry.unit,
      before: entry.before,
      after: entry.after,
      comparable: entry.comparable,
    },
    entry,
    creditOf(entry.source, postmortem),
  );

const measurementChart = (entry: Measurement, postmortem: Postmortem, vocabulary: Vocabulary) =>
  buildChart(buildModel(entry, postmortem, vocabulary), entry, creditOf(entry.source, postmortem));

function buildModel(
  entry: Measurement,
  { tables }: Postmortem,
  vocabulary: Vocabulary,
): ChartModel {
  const common = { measure: findTerm(vocabulary.metrics, entry.metric).label, unit: entry.unit };
  switch (entry.kind) {
    case 'growth':
    case 'regression':
      return {
        kind: 'memory',
        ...common,
        over: entry.over,
        lines: entry.lines.map((line) => ({
          label: line.label,
          role: line.role,
          points: seriesOf(line, tables).map(({ x, stated }) => [x, stated] as const),
        })),
        events: entry.events ?? [],
        fix: entry.fix,
        levels: entry.levels ?? [],
      };
    case 'comparison':
      return { kind: 'bars', about: 'comparison', ...common, bars: barsOf(entry.values, 'other') };
    case 'hotspots':
      return {
        kind: 'hotspots',
        about: 'hotspots',
        ...common,
        bars: barsOf(entry.values, 'before'),
      };
    case 'limit':
    case 'baseline': {
      const bar = { label: entry.kind, value: entry.value, role: 'other' } as const;
      return { kind: 'bars', about: entry.kind, ...common, bars: [bar] };
    }
    default:
      return entry satisfies never;
  }
}

type Values = Extract<Measurement, { values: unknown }>['values'];

const barsOf = (values: Values, usual: ChartRole): Bar[] =>
  values.map(({ label, value, role }) => ({ label, value, role: role ?? usual }));

function creditOf(id: string, { data }: Postmortem): string | undefined {
  const source = data.sources.find((candidate) => candidate.id === id);
  return source && `${source.publisher}, ${source.title}, ${source.url}`;
}

/** The sketches of a body, in its order. */
export function sketchesIn(
  blocks: readonly Block[],
  vocabulary: Pick<Vocabulary, 'growth'>,
): Chart[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'html' || block.kind === 'source') return [];
    if (block.kind !== 'component' || block.name !== 'Sketch')
      return sketchesIn(block.children, vocabulary);
    const word = (name: string) => String(block.props[name] ?? '');
    const mark = word('mark');
    const model: ChartModel = {
      kind: 'sketch',
      shape: shapeOfTerm(findTerm(vocabulary.growth, word('shape'))),
      ...(mark !== '' && { mark }),
    };
    const words = { id: word('id'), label: word('title'), says: word('says') };
    return [buildChart(model, { ...words, provenance: 'sketch' })];
  });
}

/** The check refuses an id that stands twice; until it is fixed, the second gets a number. */
function uniqueIds(charts: readonly Chart[]): Chart[] {
  const used = new Set<string>();
  return charts.map((chart) => {
    let id = chart.id;
    for (let number = 2; used.has(id); number += 1) id = `${chart.id}-${number}`;
    used.add(id);
    return { ...chart, id };
  });
}

/** Every number of a chart as CSV (RFC 4180), with a header row. */
export const csvOf = (chart: Chart): string => writeCsv(csvRows(chart.model));
