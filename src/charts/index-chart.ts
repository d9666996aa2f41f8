import { formatShare } from '../model/improvement.ts';
import type { IndexDrawing } from './index-drawing.ts';
import { writeCsv, type ChartTable } from './table.ts';

/** A chart of the root-cause index: what it shows in words, numbers and a drawing. Plain data, so it survives JSON. */
export interface IndexChart {
  /** Unique on its page; the page's anchor is `#chart-<id>`. */
  readonly id: string;
  readonly title: string;
  /** One sentence that says what it shows. */
  readonly says: string;
  /** What is counted, and what is left out and why. */
  readonly note: string;
  /** Who counted, for files that leave the page. */
  readonly credit: string;
  readonly table: ChartTable;
  readonly drawing: IndexDrawing;
}

type Rows = readonly (readonly string[])[];

/** The numbers of a drawing as a table for readers. */
export function indexTable(drawing: IndexDrawing): ChartTable {
  const [columns = [], ...rows] = tableRows(drawing);
  return { columns, rows, total: rows.length };
}

function tableRows(drawing: IndexDrawing): Rows {
  switch (drawing.kind) {
    case 'tallies':
      return [
        [drawing.of, 'incidents'],
        ...drawing.rows.map(({ label, count }) => [label, String(count)]),
      ];
    case 'outcomes':
      return [
        ['tool', 'found it', 'helped', 'no help'],
        ...drawing.rows.map(({ label, foundIt, helped, noHelp }) => [
          label,
          ...[foundIt, helped, noHelp].map(String),
        ]),
      ];
    case 'changes':
      return [
        [drawing.of, 'incident', 'change of memory held'],
        ...drawing.rows.flatMap(({ label, dots }) =>
          dots.map(({ name, title, share }) => [label, `${name} ${title}`, formatShare(share)]),
        ),
      ];
    case 'spreads':
      return spreadRows(drawing, formatShare);
    case 'chains':
      return chainRows(drawing, ({ name, title, reported }) => `${name} ${title} (${reported})`);
    default:
      return drawing satisfies never;
  }
}

const spreadRows = (
  { of, rows }: Extract<IndexDrawing, { kind: 'spreads' }>,
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

type Chains = Extract<IndexDrawing, { kind: 'chains' }>;

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
export function indexCsv({ drawing }: IndexChart): string {
  switch (drawing.kind) {
    case 'changes':
      return writeCsv([
        [drawing.of, 'incident', 'title', 'change'],
        ...drawing.rows.flatMap(({ label, dots }) =>
          dots.map(({ name, title, share }) => [label, name, title, String(share)]),
        ),
      ]);
    case 'spreads':
      return writeCsv(spreadRows(drawing, String));
    case 'chains':
      return writeCsv(chainRows(drawing, ({ name }) => name));
    case 'tallies':
    case 'outcomes':
      return writeCsv(tableRows(drawing));
    default:
      return drawing satisfies never;
  }
}
