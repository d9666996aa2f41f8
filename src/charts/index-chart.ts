import { formatShare } from '../model/improvement.ts';
import type { IndexChartModel } from './index-chart-model.ts';
import { writeCsv, type ChartTable } from './table.ts';

/** A chart of the root-cause index: what it shows in words and numbers. Plain data, so it survives JSON. */
export interface IndexChart {
  /** Unique on its page; the page's anchor is `#chart-<id>`. */
  readonly id: string;
  readonly title: string;
  /** One sentence that says what it shows. */
  readonly caption: string;
  /** What is counted, and what is left out and why. */
  readonly note: string;
  /** Who counted, for files that leave the page. */
  readonly credit: string;
  readonly table: ChartTable;
  readonly model: IndexChartModel;
}

type Rows = readonly (readonly string[])[];

/** The numbers of a model as a table for readers. */
export function indexTable(model: IndexChartModel): ChartTable {
  const [columns = [], ...rows] = tableRows(model);
  return { columns, rows, total: rows.length };
}

function tableRows(model: IndexChartModel): Rows {
  switch (model.kind) {
    case 'tallies':
      return [
        [model.of, 'incidents'],
        ...model.rows.map(({ label, count }) => [label, String(count)]),
      ];
    case 'outcomes':
      return [
        ['tool', 'found it', 'helped', 'no help'],
        ...model.rows.map(({ label, foundIt, helped, noHelp }) => [
          label,
          ...[foundIt, helped, noHelp].map(String),
        ]),
      ];
    case 'changes':
      return [
        [model.of, 'incident', 'change of memory held'],
        ...model.rows.flatMap(({ label, dots }) =>
          dots.map(({ name, title, share }) => [label, `${name} ${title}`, formatShare(share)]),
        ),
      ];
    case 'spreads':
      return spreadRows(model, formatShare);
    case 'chains':
      return chainRows(model, ({ name, title, reported }) => `${name} ${title} (${reported})`);
    default:
      return model satisfies never;
  }
}

const spreadRows = (
  { of, rows }: Extract<IndexChartModel, { kind: 'spreads' }>,
  write: (share: number) => string,
): Rows => [
  [of, 'incidents', 'from', 'middle half from', 'median', 'middle half to', 'to'],
  ...rows.map(({ label, count, low, middle, median, high }) => [
    label,
    String(count),
    ...[low, middle?.[0], median, middle?.[1], high].map((share) =>
      share === undefined ? '' : write(share),
    ),
  ]),
];

type Chains = Extract<IndexChartModel, { kind: 'chains' }>;

const chainRows = (
  { incidents, links }: Chains,
  write: (incident: Chains['incidents'][number]) => string,
): Rows => {
  const texts = new Map(incidents.map((incident) => [incident.id, write(incident)]));
  return [
    ['the fix of', 'caused'],
    ...links.map(({ earlier, later }) => [texts.get(earlier) ?? '', texts.get(later) ?? '']),
  ];
};

/** Every number of a chart as CSV (RFC 4180), with a header row; changes are fractions: -0.757 is 75.7 % less. */
export function indexCsv({ model }: IndexChart): string {
  switch (model.kind) {
    case 'changes':
      return writeCsv([
        [model.of, 'incident', 'title', 'change'],
        ...model.rows.flatMap(({ label, dots }) =>
          dots.map(({ name, title, share }) => [label, name, title, String(share)]),
        ),
      ]);
    case 'spreads':
      return writeCsv(spreadRows(model, String));
    case 'chains':
      return writeCsv(chainRows(model, ({ name }) => name));
    case 'tallies':
    case 'outcomes':
      return writeCsv(tableRows(model));
    default:
      return model satisfies never;
  }
}
