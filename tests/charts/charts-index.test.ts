import { beforeAll, describe, expect, test } from 'vitest';
import { compile, type TopLevelSpec } from 'vega-lite';

import { drawnSpec } from '../../src/charts/chart.ts';
import { indexCsv, indexTable, type IndexChart } from '../../src/charts/index-chart.ts';
import type { IndexDrawing } from '../../src/charts/index-drawing.ts';
import { plainIndexSpec } from '../../src/charts/index-plain-spec.ts';
import { boxOf, type Text } from '../../src/charts/overlay.ts';
import { createRenderer } from '../../src/charts/render.ts';
import { standaloneSvg } from '../../src/charts/standalone.ts';
import { pageColors } from '../../src/charts/theme.ts';

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

const drawings: readonly IndexDrawing[] = [
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

const words = { id: 'chart', title: 'Title', says: 'It says <so>.', note: 'n = 7.', credit: 'Us.' };
const chartOf = (drawing: IndexDrawing): IndexChart => ({
  ...words,
  drawing,
  table: indexTable(drawing),
});

const renderer = createRenderer();
let drawn: readonly { kind: string; wide: string; narrow: string; file: string }[] = [];

beforeAll(async () => {
  drawn = await Promise.all(
    drawings.map(async (drawing) => {
      const { wide, narrow } = await renderer.renderChart(chartOf(drawing));
      return { kind: drawing.kind, wide, narrow, file: standaloneSvg(chartOf(drawing), wide) };
    }),
  );
}, 30_000);

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
    ['outcomes', [['/tools/heaptrack/', 'heaptrack: found it in 17, helped in 0, no help in 3']]],
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

  test('targets are 24 pixels high and wide, and do not cover each other', () => {
    for (const drawing of drawings)
      for (const width of [680, 340]) {
        const { datasets } = drawnSpec(drawing, { width, palette: pageColors });
        const boxes = (datasets['targets'] ?? []) as unknown as Record<
          'x' | 'x2' | 'y' | 'y2',
          number
        >[];
        expect(boxes.length).toBeGreaterThan(0);
        for (const [index, box] of boxes.entries()) {
          expect(box.x2 - box.x, drawing.kind).toBeGreaterThanOrEqual(23.999);
          expect(box.y2 - box.y, drawing.kind).toBeGreaterThanOrEqual(23.999);
          for (const other of boxes.slice(index + 1))
            expect(
              Math.min(box.x2, other.x2) - Math.max(box.x, other.x) > 0.001 &&
                Math.min(box.y2, other.y2) - Math.max(box.y, other.y) > 0.001,
              `${drawing.kind} at ${width}`,
            ).toBe(false);
        }
      }
  });
});

test('no two words overlap, and all are inside the drawing', () => {
  for (const drawing of drawings)
    for (const width of [680, 340]) {
      const { datasets, width: plot, params } = drawnSpec(drawing, { width, palette: pageColors });
      const margins = params.find(({ name }) => name === 'margins')?.value as {
        left: number;
        right: number;
      };
      const boxes = ((datasets['texts'] ?? []) as unknown as Text[]).map((text) => ({
        text,
        ...boxOf(text),
      }));
      for (const [index, box] of boxes.entries()) {
        const name = `${drawing.kind} at ${width}: ${box.text.lines.join(' ')}`;
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

test('a rise is an empty dot right of "no change"', () => {
  const spec = drawings[2] && drawnSpec(drawings[2], { width: 680, palette: pageColors });
  const dots = spec?.datasets['dots'] ?? [];
  expect(dots.filter(({ share }) => Number(share) > 0)).toMatchObject([{ share: 1.2, opacity: 0 }]);
  expect(spec?.params.find(({ name }) => name === 'xDomain')?.value).toEqual([-1, 1.5]);
  const texts = (spec?.datasets['texts'] ?? []).flatMap(({ lines }) => lines as string[]);
  expect(texts).toContain('no change');
  expect(texts).toContain('n = 6, median −90\u00a0%');
});

test('a spread has a bar and a median only where there are enough incidents', () => {
  const spec = drawings[4] && drawnSpec(drawings[4], { width: 680, palette: pageColors });
  expect(spec?.datasets['spans']).toMatchObject([
    { low: -0.99, high: 0.2 },
    { low: -0.5, high: -0.5 },
  ]);
  expect(spec?.datasets['bars']).toMatchObject([{ low: -0.9, high: -0.4 }]);
  expect(spec?.datasets['medians']).toMatchObject([{ share: -0.75 }]);
});

test('parts of a bar are told apart by fill and dash, in one color', () => {
  const spec = drawings[1] && drawnSpec(drawings[1], { width: 680, palette: pageColors });
  const [found, none] = spec?.datasets['segments'] ?? [];
  expect(found).toMatchObject({ start: 0, end: 17, opacity: 0.9, stroke: pageColors.other });
  expect(none).toMatchObject({
    start: 17,
    end: 20,
    opacity: 0,
    dash: [2, 2],
    stroke: pageColors.other,
  });
});

test('the same spec structure serves every chart of a kind, so that it compiles once', () => {
  for (const drawing of drawings) {
    const structure = (width: number) => {
      const { layer, config } = drawnSpec(drawing, { width, palette: pageColors });
      return JSON.stringify({ layer, config });
    };
    expect(structure(340), drawing.kind).toBe(structure(680));
  }
});

test('the plain specification compiles without a warning, and its links work from anywhere', () => {
  for (const drawing of drawings) {
    const spec = plainIndexSpec(drawing, 'It says so.', (path) => `https://example.org${path}`);
    const warnings: unknown[] = [];
    const logger = {
      level: () => logger,
      error: (...args: unknown[]) => (warnings.push(args), logger),
      warn: (...args: unknown[]) => (warnings.push(args), logger),
      info: () => logger,
      debug: () => logger,
    };
    compile(spec as unknown as TopLevelSpec, { logger: logger });
    expect(warnings, drawing.kind).toEqual([]);
    expect(JSON.stringify(spec), drawing.kind).toContain('"href":"https://example.org/');
  }
});

test('the CSV has every number', () => {
  const [tallies = '', outcomes = '', changes = '', chains = '', spreads = ''] = drawings.map(
    (drawing) => indexCsv(chartOf(drawing)),
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
