import type { Postmortem } from '../model/content.ts';
import type { Block } from '../model/blocks.ts';
import type { Improvement, Measurement, Recorded } from '../model/schema.ts';
import { termOf, type Vocabulary } from '../model/vocabulary.ts';
import { barsSpec } from './bars.ts';
import { beforeAfterSpec } from './before-after.ts';
import { chainsSpec } from './chains.ts';
import { changesSpec } from './changes.ts';
import { outcomesSpec, talliesSpec } from './counts.ts';
import type { Bar, ChartRole, Drawing } from './drawing.ts';
import { hotspotsSpec } from './hotspots.ts';
import type { IndexChart } from './index-chart.ts';
import type { IndexDrawing } from './index-drawing.ts';
import { memorySpec } from './memory.ts';
import { saysOf } from './says.ts';
import { seriesOf } from './series.ts';
import { sketchSpec } from './sketch.ts';
import type { VegaLiteSpec } from './spec.ts';
import { spreadsSpec } from './spreads.ts';
import { csvRows, tableOf, writeCsv, type ChartTable } from './table.ts';
import type { Frame } from './theme.ts';

/** A chart of a postmortem: what it shows in words, numbers and a drawing. Plain data, so it survives JSON. */
export interface Chart {
  /** Unique in its postmortem; the page's anchor is `#chart-<id>`. */
  readonly id: string;
  readonly kind: 'memory' | 'before-after' | 'bars' | 'hotspots' | 'sketch';
  readonly title: string;
  /** One sentence that says what it shows. */
  readonly says: string;
  readonly provenance: 'measured' | 'reported' | 'sketch';
  /** Id of an entry under `sources`. */
  readonly source?: string;
  /** That source in words, with its address, for files that leave the page. */
  readonly credit?: string;
  readonly note?: string;
  /** Files of tools that the numbers were read from. */
  readonly recorded?: Recorded;
  readonly table: ChartTable;
  readonly drawing: Drawing;
}

/** Every improvement, every measurement and every sketch in the body of a postmortem, in this order. */
export function chartsOf(postmortem: Postmortem, vocabulary: Vocabulary): Chart[] {
  const { improvement, measurements = [] } = postmortem.data;
  const improvements = Array.isArray(improvement) ? improvement : [];
  const charts = [
    ...improvements.map((entry) => improvementChart(entry, postmortem, vocabulary)),
    ...measurements.map((entry) => measurementChart(entry, postmortem, vocabulary)),
    ...sketchesIn(postmortem.body.blocks),
  ];
  return uniqueIds(charts);
}

/**
 * All that decides how a chart looks, as text to hash: its words and numbers. Whoever keeps drawn charts adds the versions of
 * this folder and of Vega.
 */
export const chartKey = (chart: Chart | IndexChart): string => JSON.stringify(chart);

/** The specification of a drawing for one width and palette. */
export function drawnSpec(drawing: Drawing | IndexDrawing, frame: Frame): VegaLiteSpec {
  switch (drawing.kind) {
    case 'memory':
      return memorySpec(drawing, frame);
    case 'before-after':
      return beforeAfterSpec(drawing, frame);
    case 'bars':
      return barsSpec(drawing, frame);
    case 'hotspots':
      return hotspotsSpec(drawing, frame);
    case 'sketch':
      return sketchSpec(drawing, frame);
    case 'tallies':
      return talliesSpec(drawing, frame);
    case 'outcomes':
      return outcomesSpec(drawing, frame);
    case 'changes':
      return changesSpec(drawing, frame);
    case 'spreads':
      return spreadsSpec(drawing, frame);
    case 'chains':
      return chainsSpec(drawing, frame);
    default:
      return drawing satisfies never;
  }
}

interface Words {
  readonly id: string;
  readonly label: string;
  readonly says?: string | undefined;
  readonly provenance: Chart['provenance'];
  readonly source?: string;
  readonly note?: string | undefined;
  readonly recorded?: Recorded | undefined;
}

function chartOf(drawing: Drawing, words: Words, credit?: string): Chart {
  const { id, label, provenance, source, note, recorded } = words;
  const says = words.says ?? saysOf(drawing, label);
  return {
    id,
    kind: drawing.kind,
    title: label,
    says,
    provenance,
    ...(source !== undefined && { source }),
    ...(credit !== undefined && { credit }),
    ...(note !== undefined && { note }),
    ...(recorded && { recorded }),
    table: tableOf(drawing),
    drawing,
  };
}

const improvementChart = (entry: Improvement, postmortem: Postmortem, vocabulary: Vocabulary) =>
  chartOf(
    {
      kind: 'before-after',
      measure: termOf(vocabulary.metrics, entry.metric).label,
      unit: entry.unit,
      before: entry.before,
      after: entry.after,
      comparable: entry.comparable,
    },
    entry,
    creditOf(entry.source, postmortem),
  );

const measurementChart = (entry: Measurement, postmortem: Postmortem, vocabulary: Vocabulary) =>
  chartOf(drawingOf(entry, postmortem, vocabulary), entry, creditOf(entry.source, postmortem));

function drawingOf(entry: Measurement, { tables }: Postmortem, vocabulary: Vocabulary): Drawing {
  const common = { measure: termOf(vocabulary.metrics, entry.metric).label, unit: entry.unit };
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
export function sketchesIn(blocks: readonly Block[]): Chart[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'html' || block.kind === 'source') return [];
    if (block.kind !== 'component' || block.name !== 'Sketch') return sketchesIn(block.children);
    const word = (name: string) => String(block.props[name] ?? '');
    const mark = word('mark');
    const drawing: Drawing = {
      kind: 'sketch',
      shape: word('shape'),
      ...(mark !== '' && { mark }),
    };
    const words = { id: word('id'), label: word('title'), says: word('says') };
    return [chartOf(drawing, { ...words, provenance: 'sketch' })];
  });
}

/** The check refuses an id that stands twice; until it is mended, the second gets a number. */
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
export const csvOf = (chart: Chart): string => writeCsv(csvRows(chart.drawing));
