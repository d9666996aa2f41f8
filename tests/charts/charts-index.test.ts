import { describe, expect, test } from 'vitest';

import { indexCsv, indexTable, type IndexChart } from '../../src/charts/index-chart.ts';
import type { IndexChartModel } from '../../src/charts/index-chart-model.ts';
import { textBox } from '../../src/charts/render/place-text.ts';
import { layOut, renderSvg } from '../../src/charts/render/render.ts';
import { standaloneSvg } from '../../src/charts/render/standalone.ts';
import type { Shape } from '../../src/charts/render/shapes.ts';
import { pageColors } from '../../src/charts/render/theme.ts';
import { shapesOf } from './shapes.ts';

const long = 'Off-heap memory hidden from the collector, and <b>more</b> & more';
const dot = (id: number, share: number) => ({
  ...{ name: `MEM-${id}`, title: `"Title" of ${id}`, path: `/i/${id}/`, share },
});
const incident = (id: number) => ({
  ...{
    id,
    name: `MEM-${id}`,
    title: `Made up ${id}`,
    path: `/i/${id}/`,
    reported: `200${id % 10}`,
  },
});

const models: readonly IndexChartModel[] = [
  {
    kind: 'tallies',
    of: 'cause',
    rows: [
      { label: 'Task leak', path: '/causes/task-leak/', count: 1234 },
      { label: long, path: '/causes/off-heap/', count: 1 },
    ],
  },
  {
    kind: 'outcomes',
    rows: [
      { label: 'heaptrack', path: '/tools/heaptrack/', foundIt: 17, helped: 0, noHelp: 3 },
      { label: long, path: '/tools/long/', foundIt: 0, helped: 1, noHelp: 0 },
    ],
  },
  {
    kind: 'changes',
    of: 'fix',
    rows: [
      {
        label: 'Tune the allocator',
        median: -0.9,
        dots: [dot(1, -1), dot(2, -0.9), dot(3, -0.9), dot(4, -0.89), dot(5, 0), dot(6, 1.2)],
      },
      { label: long, dots: [dot(7, -0.5)] },
    ],
  },
  {
    kind: 'chains',
    incidents: [9001, 9002, 9003, 9004].map(incident),
    links: [
      { earlier: 9001, later: 9002 },
      { earlier: 9001, later: 9003 },
      { earlier: 9003, later: 9004 },
    ],
  },
  {
    kind: 'spreads',
    of: 'fix',
    rows: [
      {
        ...{ label: 'Tune the allocator', path: '/fixes/tune-allocator/', count: 1234 },
        ...{ low: -0.99, middle: [-0.9, -0.4], median: -0.75, high: 0.2 },
      },
      { label: long, path: '/fixes/long/', count: 1, low: -0.5, high: -0.5 },
    ],
  },
];

const words = {
  id: 'chart',
  title: 'Title',
  caption: 'It says <so>.',
  note: 'n = 7.',
  credit: 'Us.',
};
const chartOf = (model: IndexChartModel): IndexChart => ({
  ...words,
  model,
  table: indexTable(model),
});

const drawn = models.map((model) => ({
  kind: model.kind,
  ...renderSvg(chartOf(model)),
  file: standaloneSvg(chartOf(model)),
}));

const linksIn = (svg: string) =>
  [...svg.matchAll(/<a href="([^"]*)" aria-label="([^"]*)">/g)].map(([, path, name]) => [
    path,
    name,
  ]);

describe('links', () => {
  test.each([
    [
      'tallies',
      [
        ['/causes/task-leak/', 'Task leak: 1234 incidents'],
        [
          '/causes/off-heap/',
          `${long.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}: 1 incident`,
        ],
      ],
    ],
    [
      'outcomes',
      [['/tools/heaptrack/', 'heaptrack: found the cause in 17, helped in 0, didn’t help in 3']],
    ],
    ['changes', [['/i/1/', 'MEM-1, Tune the allocator, −100\u00a0%: &quot;Title&quot; of 1']]],
    ['chains', [['/i/9001/', 'MEM-9001, 2001: Made up 9001']]],
    [
      'spreads',
      [
        [
          '/fixes/tune-allocator/',
          'Tune the allocator: 1234 incidents, median −75\u00a0%, from −99\u00a0% to +20\u00a0%',
        ],
      ],
    ],
  ])('%s: every row or dot leads to its page by name, on both widths', (kind, first) => {
    const chart = drawn.find((entry) => entry.kind === kind);
    for (const svg of [chart?.wide ?? '', chart?.narrow ?? ''])
      expect(linksIn(svg).slice(0, first.length)).toEqual(first);
    const count = { tallies: 2, outcomes: 2, changes: 7, chains: 4, spreads: 2 }[kind];
    expect(linksIn(chart?.wide ?? '')).toHaveLength(count ?? 0);
  });

  test('what is no link is not read out, and a file has no links', () => {
    for (const { kind, wide, file } of drawn) {
      expect(wide, kind).not.toMatch(/^<svg[^>]*aria-hidden/);
      expect(wide, kind).toContain('aria-hidden="true"');
      expect(file, kind).not.toMatch(/<a\b|aria-label/);
      expect(file, kind).toContain('n = 7. Source: Us.');
    }
  });

  test('are 24 pixels high and wide, and do not cover each other', () => {
    for (const model of models)
      for (const width of [680, 340]) {
        const boxes = shapesOf(model, 'link', width);
        expect(boxes.length).toBeGreaterThan(0);
        for (const [index, box] of boxes.entries()) {
          expect(box.x2 - box.x, model.kind).toBeGreaterThanOrEqual(23.999);
          expect(box.y2 - box.y, model.kind).toBeGreaterThanOrEqual(23.999);
          for (const other of boxes.slice(index + 1))
            expect(
              Math.min(box.x2, other.x2) - Math.max(box.x, other.x) > 0.001 &&
                Math.min(box.y2, other.y2) - Math.max(box.y, other.y) > 0.001,
              `${model.kind} at ${width}`,
            ).toBe(false);
        }
      }
  });
});

test('no two words overlap, and all are inside the drawing', () => {
  for (const model of models)
    for (const width of [680, 340]) {
      const { width: plot, margins } = layOut(model, { width, palette: pageColors });
      const boxes = shapesOf(model, 'text', width).map((text) => ({ text, ...textBox(text) }));
      for (const [index, box] of boxes.entries()) {
        const name = `${model.kind} at ${width}: ${box.text.lines.join(' ')}`;
        expect(box.left, name).toBeGreaterThanOrEqual(-margins.left - 1);
        expect(box.right, name).toBeLessThanOrEqual(plot + margins.right + 1);
        for (const other of boxes.slice(index + 1))
          expect(
            box.left < other.right &&
              other.left < box.right &&
              box.top + 2 < other.bottom &&
              other.top + 2 < box.bottom,
            `${name} and ${other.text.lines.join(' ')}`,
          ).toBe(false);
      }
    }
});

/** Shapes of a kind of chart, as wide as a column of a page. */
const shapesIn = <Kind extends Shape['kind']>(kind: IndexChartModel['kind'], shape: Kind) => {
  const model = models.find((entry) => entry.kind === kind);
  if (!model) throw new Error(`no ${kind}`);
  return {
    shapes: shapesOf(model, shape),
    plot: layOut(model, { width: 680, palette: pageColors }),
  };
};

test('bars of counts are as long as what they count', () => {
  const { shapes, plot } = shapesIn('tallies', 'rect');
  expect(shapes.map(({ x, y, y2 }) => [x, y, y2])).toEqual([
    [0, 6, 20],
    [0, 48, 62],
  ]);
  expect(shapes[0]?.x2).toBeCloseTo(plot.width);
  expect(shapes[1]?.x2).toBeCloseTo(plot.width / 1234);
});

test('parts of a bar follow each other, told apart by fill and dash, in one color', () => {
  const { shapes, plot } = shapesIn('outcomes', 'rect');
  const [found, none, helped, ...key] = shapes;
  expect(found).toMatchObject({ x: 0, fillOpacity: 0.9, stroke: pageColors.other });
  expect(none).toMatchObject({
    x: found?.x2,
    fillOpacity: 0,
    dash: [2, 2],
    stroke: pageColors.other,
  });
  expect(none?.x2).toBeCloseTo(plot.width);
  expect((found?.x2 ?? 0) / plot.width).toBeCloseTo(17 / 20);
  expect(helped).toMatchObject({ x: 0, fillOpacity: 0.35 });
  expect(key.map(({ fillOpacity }) => fillOpacity)).toEqual([0.9, 0.35, 0]);
});

test('a rise is an empty dot right of "no change"', () => {
  const { shapes, plot } = shapesIn('changes', 'dot');
  const toX = (share: number) => ((share + 1) / 2.5) * plot.width;
  expect(shapes.map(({ x }) => x)).toEqual([-1, -0.9, -0.9, -0.89, 0, 1.2, -0.5].map(toX));
  expect(shapes.map(({ fillOpacity }) => fillOpacity)).toEqual([
    0.85, 0.85, 0.85, 0.85, 0.85, 0, 0.85,
  ]);
  const words = shapesIn('changes', 'text').shapes.map(({ lines }) => lines.join(' '));
  expect(words).toContain('no change');
  expect(words).toContain('n = 6, median −90\u00a0%');
  expect(words).toContain('n = 1');
});

test('dots that would touch stand in lanes below each other', () => {
  const { shapes } = shapesIn('changes', 'dot');
  expect(shapes.slice(0, 6).map(({ y }) => y)).toEqual([12, 36, 60, 84, 12, 12]);
});

test('a median is a stroke across the marks of its row', () => {
  const { shapes, plot } = shapesIn('changes', 'line');
  const medians = shapes.filter(({ width }) => width === 4);
  const x = (0.1 / 2.5) * plot.width;
  expect(medians).toMatchObject([{ stroke: pageColors.after }]);
  expect(medians[0]?.corners.map(([, y]) => y)).toEqual([0, 96]);
  expect(medians[0]?.corners[0]?.[0]).toBeCloseTo(x);
});

test('a spread has a bar and a median only where there are enough incidents', () => {
  const { shapes: bars, plot } = shapesIn('spreads', 'rect');
  const { shapes: lines } = shapesIn('spreads', 'line');
  const share = (x: number) => Number((-1 + (x / plot.width) * 1.5).toFixed(6));
  expect(bars.map(({ x, x2, y, y2 }) => [share(x), share(x2), y, y2])).toEqual([
    [-0.9, -0.4, 6, 18],
  ]);
  const ends = (width: number) =>
    lines
      .filter((line) => line.width === width)
      .map(({ corners }) => corners.map(([x]) => share(x)));
  expect(ends(1.5)).toEqual([
    [-0.99, 0.2],
    [-0.5, -0.5],
  ]);
  expect(ends(4)).toEqual([[-0.75, -0.75]]);
});

test('chains run in columns from left to right, and from top to bottom on a phone', () => {
  const model = models.find(({ kind }) => kind === 'chains');
  if (!model) throw new Error('no chains');
  const places = (width: number) => shapesOf(model, 'rect', width).map(({ x, y }) => [x, y]);
  expect(places(680)).toEqual([
    [0, 0],
    [152, 0],
    [152, 60],
    [304, 60],
  ]);
  expect(places(340)).toEqual([
    [0, 0],
    [0, 72],
    [112, 72],
    [112, 144],
  ]);
  const [shaft, tip] = shapesOf(model, 'line', 680);
  expect(shaft?.corners).toEqual([
    [96, 22],
    [150, 22],
  ]);
  expect(tip?.corners[1]).toEqual([150, 22]);
});

test('the CSV has every number', () => {
  const [tallies = '', outcomes = '', changes = '', chains = '', spreads = ''] = models.map(
    (model) => indexCsv(chartOf(model)),
  );
  expect(tallies).toContain('cause,incidents\r\nTask leak,1234\r\n');
  expect(outcomes).toContain('tool,found it,helped,no help\r\nheaptrack,17,0,3\r\n');
  expect(changes).toContain('Tune the allocator,MEM-6,"""Title"" of 6",1.2\r\n');
  expect(chains).toBe(
    'the fix of,caused\r\nMEM-9001,MEM-9002\r\nMEM-9001,MEM-9003\r\nMEM-9003,MEM-9004\r\n',
  );
  expect(spreads).toContain(
    'fix,incidents,from,middle half from,median,middle half to,to\r\n' +
      'Tune the allocator,1234,-0.99,-0.9,-0.75,-0.4,0.2\r\n',
  );
  expect(spreads).toMatch(/,1,-0\.5,,,,-0\.5\r\n$/);
});
