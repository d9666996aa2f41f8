import { formatShare } from '../model/improvement.ts';
import { layOutChains } from './chains.ts';
import type {
  ChainsDrawing,
  ChangesDrawing,
  IndexDrawing,
  OutcomesDrawing,
  SpreadsDrawing,
  TalliesDrawing,
} from './index-drawing.ts';
import { plainFrame, type PlainSpec } from './plain-spec.ts';
import { fixedColors } from './theme.ts';

type Parts = Readonly<Record<string, unknown>>;

/**
 * A chart of the index in plain Vega-Lite, to download, to change and to explore. `address` makes an address of a path that
 * works wherever the specification is opened.
 */
export function plainIndexSpec(
  drawing: IndexDrawing,
  says: string,
  address: (path: string) => string,
): PlainSpec {
  return { ...plainFrame(says), ...partsOf(drawing, address) };
}

function partsOf(drawing: IndexDrawing, address: (path: string) => string): Parts {
  switch (drawing.kind) {
    case 'tallies':
      return talliesParts(drawing, address);
    case 'outcomes':
      return outcomesParts(drawing, address);
    case 'changes':
      return changesParts(drawing, address);
    case 'spreads':
      return spreadsParts(drawing, address);
    case 'chains':
      return chainsParts(drawing, address);
    default:
      return drawing satisfies never;
  }
}

const rowHeight = 24;
const href = { field: 'href', type: 'nominal' };
const rowsOf = (title: string) => ({ field: title, type: 'nominal', sort: null, title: null });

const talliesParts = ({ of, rows }: TalliesDrawing, address: (path: string) => string): Parts => ({
  height: rowHeight * rows.length,
  data: {
    values: rows.map(({ label, path, count }) => ({
      [of]: label,
      incidents: count,
      href: address(path),
    })),
  },
  mark: { type: 'bar', color: fixedColors.other },
  encoding: {
    y: rowsOf(of),
    x: { field: 'incidents', type: 'quantitative', title: 'incidents', axis: { tickMinStep: 1 } },
    href,
    tooltip: [{ field: of }, { field: 'incidents' }],
  },
});

const outcomes = ['found it', 'helped', 'no help'] as const;

const outcomesParts = ({ rows }: OutcomesDrawing, address: (path: string) => string): Parts => ({
  height: rowHeight * rows.length,
  data: {
    values: rows.flatMap(({ label, path, foundIt, helped, noHelp }) =>
      [foundIt, helped, noHelp].map((incidents, order) => ({
        ...{ tool: label, outcome: outcomes[order], order, incidents, href: address(path) },
      })),
    ),
  },
  mark: { type: 'bar', stroke: fixedColors.other },
  encoding: {
    y: rowsOf('tool'),
    x: { field: 'incidents', type: 'quantitative', title: 'incidents', axis: { tickMinStep: 1 } },
    color: {
      field: 'outcome',
      type: 'nominal',
      scale: { domain: outcomes, range: [fixedColors.other, fixedColors.line, fixedColors.paper] },
      legend: { orient: 'top', title: null, symbolStrokeColor: fixedColors.other },
    },
    order: { field: 'order' },
    href,
    tooltip: [{ field: 'tool' }, { field: 'outcome' }, { field: 'incidents' }],
  },
});

const changeAxis = {
  type: 'quantitative',
  title: 'change of memory held',
  axis: { format: '.0%' },
};

const changesParts = ({ of, rows }: ChangesDrawing, address: (path: string) => string): Parts => {
  const x = { ...changeAxis, field: 'change' };
  return {
    height: 32 * rows.length,
    data: {
      values: rows.flatMap(({ label, dots }) =>
        dots.map(({ name, title, path, share }) => ({
          ...{ [of]: label, incident: name, title, change: share, stated: formatShare(share) },
          href: address(path),
        })),
      ),
    },
    encoding: { y: rowsOf(of) },
    layer: [
      {
        data: {
          values: rows.flatMap(({ label, median }) =>
            median === undefined ? [] : [{ [of]: label, median }],
          ),
        },
        mark: { type: 'tick', thickness: 4, color: fixedColors.after },
        encoding: { x: { ...x, field: 'median' } },
      },
      {
        mark: { type: 'point', filled: true, size: 90, color: fixedColors.other },
        encoding: {
          x,
          href,
          tooltip: [
            { field: 'incident' },
            { field: 'title' },
            { field: of },
            { field: 'stated', title: 'change' },
          ],
        },
      },
    ],
  };
};

const spreadsParts = ({ of, rows }: SpreadsDrawing, address: (path: string) => string): Parts => ({
  height: 32 * rows.length,
  data: {
    values: rows.map(({ label, path, count, low, high, middle, median }) => ({
      ...{ [of]: label, incidents: count, low, high, median },
      ...(middle && { from: middle[0], to: middle[1] }),
      href: address(path),
    })),
  },
  encoding: {
    y: rowsOf(of),
    href,
    tooltip: [
      { field: of },
      { field: 'incidents' },
      ...['low', 'from', 'median', 'to', 'high'].map((field) => ({ field, format: '.1%' })),
    ],
  },
  layer: [
    {
      mark: { type: 'rule', color: fixedColors.other },
      encoding: { x: { ...changeAxis, field: 'low' }, x2: { field: 'high' } },
    },
    {
      mark: { type: 'bar', size: 12, color: fixedColors.other },
      encoding: { x: { ...changeAxis, field: 'from' }, x2: { field: 'to' } },
    },
    {
      mark: { type: 'tick', thickness: 4, color: fixedColors.after },
      encoding: { x: { ...changeAxis, field: 'median' } },
    },
  ],
});

const chainsParts = (drawing: ChainsDrawing, address: (path: string) => string): Parts => {
  const { placed, links } = layOutChains(drawing);
  const placeOf = new Map(placed.map((entry) => [entry.incident.id, entry]));
  const place = (field: string) => ({ field, type: 'quantitative', axis: null });
  return {
    height: 80 * (Math.max(0, ...placed.map(({ lane }) => lane)) + 1),
    layer: [
      {
        data: {
          values: links.map(({ earlier, later }) => ({
            ...{ x: placeOf.get(earlier)?.column, y: placeOf.get(earlier)?.lane },
            ...{ x2: placeOf.get(later)?.column, y2: placeOf.get(later)?.lane },
          })),
        },
        mark: { type: 'rule', color: fixedColors.inkSoft },
        encoding: { x: place('x'), y: place('y'), x2: { field: 'x2' }, y2: { field: 'y2' } },
      },
      {
        data: {
          values: placed.map(({ incident, column, lane }) => ({
            ...{ x: column, y: lane, incident: incident.name, title: incident.title },
            ...{ reported: incident.reported, href: address(incident.path) },
          })),
        },
        encoding: { x: place('x'), y: place('y'), href },
        layer: [
          {
            mark: { type: 'point', filled: true, size: 200, color: fixedColors.other },
            encoding: {
              tooltip: [{ field: 'incident' }, { field: 'title' }, { field: 'reported' }],
            },
          },
          { mark: { type: 'text', dy: -16 }, encoding: { text: { field: 'incident' } } },
        ],
      },
    ],
  };
};
