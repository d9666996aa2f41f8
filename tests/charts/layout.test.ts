import { describe, expect, test } from 'vitest';

import type { BarsModel, ChartModel, MemoryModel, Stated } from '../../src/charts/chart-model.ts';
import { layOut } from '../../src/charts/render/render.ts';
import { fixedColors, pageColors } from '../../src/charts/render/theme.ts';
import { shapesOf, wordsOf } from './shapes.ts';

const { before, after, other, ink, inkSoft, line, paper } = pageColors;

type Points = MemoryModel['lines'][number]['points'];

const memory = (points: Points, changes: Partial<MemoryModel> = {}): MemoryModel => ({
  kind: 'memory',
  measure: 'Resident memory',
  unit: 'MB',
  over: 'hours since start',
  lines: [{ label: 'before the fix', role: 'before', points }],
  events: [],
  levels: [],
  ...changes,
});

const climb = memory([
  [0, 0],
  [5, 25],
  [20, 100],
]);

const plotOf = (model: ChartModel, width = 680) => layOut(model, { width, palette: pageColors });
const linesIn = (model: ChartModel, look: { stroke: string; width?: number }, width?: number) =>
  shapesOf(model, 'line', width).filter(
    (shape) => shape.stroke === look.stroke && (shape.width ?? 1) === (look.width ?? 1),
  );
const cornersIn = (...given: Parameters<typeof linesIn>) =>
  linesIn(...given).map(({ corners }) => corners);

describe('a memory chart', () => {
  test.each([
    [680, 230],
    [340, 190],
  ])('puts points where their values are, at a width of %i', (width, height) => {
    const plot = plotOf(climb, width);
    expect(plot.height).toBe(height);
    expect(plot.margins.left + plot.width + plot.margins.right).toBe(width);
    const corners =
      cornersIn(climb, { stroke: before, width: 2 }, width).find(({ length }) => length === 3) ??
      [];
    expect(corners[0]).toEqual([0, height]);
    expect(corners[1]?.[0]).toBeCloseTo(plot.width / 4, 0);
    expect(corners[1]?.[1]).toBeCloseTo(height * 0.75, 0);
    expect(corners[2]).toEqual([plot.width, 0]);
  });

  test('begins at zero, also where no value is near it', () => {
    const [[[, y = 0] = []] = []] = cornersIn(
      memory([
        [0, 50],
        [1, 80],
        [2, 100],
      ]),
      { stroke: before, width: 2 },
    );
    expect(y).toBe(115);
  });

  test('writes the ticks of both axes where the values are, and names what they count', () => {
    const { width, height } = plotOf(climb);
    const texts = shapesOf(climb, 'text').map(({ x, y, lines, align }) => ({ x, y, lines, align }));
    const up = texts.filter(({ x }) => x === -6.5);
    expect(up.map(({ lines }) => lines[0])).toEqual(['0', '20', '40', '60', '80', '100']);
    expect(up.map(({ y }) => y)).toEqual([234.5, 188.5, 142.5, 96.5, 50.5, 4.5]);
    const across = texts.filter(({ y }) => y === height + 15.5);
    expect(across.map(({ lines }) => lines[0])).toEqual(['0', '3', '6', '9', '12', '15', '18']);
    for (const [index, { x, align }] of across.entries()) {
      expect(x).toBeCloseTo((index * 3 * width) / 20 + 0.5, 0);
      expect(align).toBe('center');
    }
    expect(wordsOf(climb)).toContain('Resident memory (MB)');
    expect(wordsOf(climb)).toContain('hours since start');
  });

  test('draws its grid and axes on half pixels, so that they are sharp', () => {
    const { width } = plotOf(climb);
    expect(cornersIn(climb, { stroke: line })).toEqual(
      [230.5, 184.5, 138.5, 92.5, 46.5, 0.5].map((y) => [
        [0.5, y],
        [width + 0.5, y],
      ]),
    );
    const axes = cornersIn(climb, { stroke: inkSoft });
    expect(axes).toContainEqual([
      [0.5, 230.5],
      [width + 0.5, 230.5],
    ]);
    expect(axes).toContainEqual([
      [0.5, 230.5],
      [0.5, 234.5],
    ]);
  });

  test('begins at the lowest value and says so where zero would hide how the leak grew', () => {
    const leak = memory([
      [0, 960],
      [1, 980],
      [2, 1000],
    ]);
    const [corners = []] = cornersIn(leak, { stroke: before, width: 2 });
    expect(corners.map(([, y]) => y)).toEqual([230, 115, 0]);
    expect(wordsOf(leak)).toContain('Resident memory (GB), not from zero');
    expect(wordsOf(leak)).toEqual(expect.arrayContaining(['0.96', '0.97', '1', '1 GB']));
    const fixed = {
      ...leak,
      lines: leak.lines.map((each) => ({ ...each, role: 'after' as const })),
    };
    expect(wordsOf(fixed)).toContain('Resident memory (GB)');
    const bounded = { ...leak, levels: [{ label: 'limit', value: 2000 }] };
    expect(wordsOf(bounded)).toContain('Resident memory (GB)');
  });

  test('draws no line through two points, but both of them', () => {
    const two = memory([
      [0, 50],
      [20, 100],
    ]);
    const { width } = plotOf(two);
    expect(linesIn(two, { stroke: before, width: 2 })).toEqual([]);
    expect(shapesOf(two, 'dot').map(({ x, y, radius }) => [x, y, radius])).toEqual([
      [0, 70, 4.5],
      [width, 0, 4.5],
    ]);
    expect(wordsOf(two)).toEqual(expect.arrayContaining(['50 MB', '100 MB', 'before the fix']));
  });

  test('leaves a gap where nobody measured, also in a line that is thinned', () => {
    const count = 500;
    const holed = memory(Array.from({ length: count }, (_, x) => [x < 100 ? x : x + 400, 50]));
    const { width } = plotOf(holed);
    const parts = cornersIn(holed, { stroke: before, width: 2 });
    expect(parts).toHaveLength(2);
    expect(parts[0]?.at(-1)?.[0]).toBeCloseTo((width * 99) / 899, -1);
    expect(parts[1]?.[0]?.[0]).toBeCloseTo((width * 500) / 899, -1);
    const lonely = memory([
      [0, 50],
      [480, 80],
      [485, 81],
      [490, 82],
      [495, 83],
      [500, 84],
    ]);
    expect(cornersIn(lonely, { stroke: before, width: 2 }).map(({ length }) => length)).toEqual([
      5,
    ]);
    expect(shapesOf(lonely, 'dot').map(({ radius }) => radius)).toEqual([
      4.5, 2.7, 2.7, 2.7, 2.7, 2.7,
    ]);
  });

  test('marks the fix on the time axis, in its color', () => {
    const model = { ...climb, fix: 25 };
    const { width, height } = plotOf(model);
    const [corners = []] = cornersIn(model, { stroke: after, width: 2 });
    expect(corners.map(([x]) => x)).toEqual([width, width]);
    expect(corners[1]?.[1]).toBe(height);
    const label = shapesOf(model, 'text').find(({ lines }) => lines[0] === 'fix');
    expect(label).toMatchObject({ x: width - 4, align: 'right', fill: after, weight: 700 });
  });

  test('ticks at whole numbers where x is one', () => {
    const ticksOf = (last: number) => {
      const model = memory([[0, 1], [1, 2], [last, 3]], { over: 'runs' }); // prettier-ignore
      const { height } = plotOf(model);
      const ticks = shapesOf(model, 'text').filter(({ y }) => y === height + 15.5);
      return ticks.map(({ lines }) => lines[0]);
    };
    expect(ticksOf(2)).toEqual(['0', '1', '2']);
    expect(ticksOf(1.5)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1', '1.2', '1.4']);
  });

  test('writes the label and last value beside the end of each line, and the first value at its begin', () => {
    const words = wordsOf(climb);
    expect(words).toContain('before the fix');
    expect(words).toContain('100 MB');
    const first = memory([
      [0, 50],
      [1, 100],
    ]);
    expect(wordsOf(first)).toContain('50 MB');
    const { width } = plotOf(climb);
    const label = shapesOf(climb, 'text').find(({ lines }) => lines[0] === 'before the fix');
    expect(label).toMatchObject({ x: width + 16, fill: before, weight: 700 });
  });

  test('has a key above a narrow plot instead', () => {
    const { margins } = plotOf(climb, 340);
    const label = shapesOf(climb, 'text', 340).find(({ lines }) => lines[0] === 'before the fix');
    expect(label).toMatchObject({ x: 34 - margins.left, y: 13 - margins.top });
    expect(cornersIn(climb, { stroke: before, width: 2 }, 340)).toContainEqual([
      [-margins.left, 9 - margins.top],
      [26 - margins.left, 9 - margins.top],
    ]);
  });

  test('pushes labels apart whose lines end close together, and leads from the line to its label', () => {
    const two = memory([], {
      lines: ['a', 'b'].map((label, index) => ({
        ...{ label, role: 'before' },
        points: [
          [0, 0],
          [10, 100 - index],
        ],
      })),
    });
    const [a, b] = ['a', 'b'].map((label) =>
      shapesOf(two, 'text').find(({ lines }) => lines[0] === label),
    );
    expect((b?.y ?? 0) - (a?.y ?? 0)).toBe(37);
    const { width } = plotOf(two);
    const leader = linesIn(two, { stroke: inkSoft }).filter(({ dash }) => dash !== undefined);
    expect(leader.map(({ corners }) => corners.at(-1)?.[0])).toEqual([width + 12]);
  });

  test('draws before solid, after dashed with empty dots, and tells others apart by their dashes', () => {
    const roles = memory([], {
      lines: (['before', 'after', 'other', 'other', 'other'] as const).map((role, index) => ({
        ...{ label: `line ${index}`, role },
        points: [
          [0, index],
          [1, index + 1],
          [2, index + 2],
        ],
      })),
    });
    const strokes = shapesOf(roles, 'line').filter(({ width }) => width === 2);
    expect(strokes.map(({ stroke, dash }) => [stroke, dash])).toEqual([
      [before, []],
      [after, [7, 4]],
      [other, []],
      [other, [2, 3]],
      [other, [10, 3, 2, 3]],
    ]);
    const fills = [before, paper, other, other, other].flatMap((fill) => [fill, fill, fill]);
    expect(shapesOf(roles, 'dot').map(({ fill }) => fill)).toEqual(fills);
  });

  test('gives each run with the leak, and each with the fix, a look of its own', () => {
    const roles = ['before', 'before', 'before', 'after', 'after'] as const;
    const points: Points = [[0, 1], [1, 2], [2, 3]]; // prettier-ignore
    const model = memory([], {
      lines: roles.map((role, index) => ({ label: `run ${index}`, role, points })),
    });
    const strokes = shapesOf(model, 'line').filter(({ width }) => width === 2);
    expect(strokes.map(({ stroke, dash }) => [stroke, dash])).toEqual([
      [before, []],
      [pageColors.secondBefore, []],
      [before, [2, 3]],
      [after, [7, 4]],
      [pageColors.secondAfter, [7, 4]],
    ]);
  });

  test('draws dots on up to 40 points', () => {
    const points = (count: number) =>
      memory(Array.from({ length: count }, (_, x) => [x, x] as const));
    expect(shapesOf(points(40), 'dot')).toHaveLength(40);
    expect(shapesOf(points(41), 'dot')).toHaveLength(0);
  });

  test('thins a long line to a quarter of its width, and keeps its peak and its lows', () => {
    const spikes: Points = Array.from({ length: 5000 }, (_, x) => [
      x,
      x === 1234 ? 900 : x === 3210 ? 5 : 500,
    ]);
    const [corners = []] = cornersIn(memory(spikes), { stroke: before, width: 2 });
    expect(corners.length).toBeLessThanOrEqual(172);
    expect(Math.min(...corners.map(([, y]) => y))).toBeCloseTo(230 * 0.1, 0);
    expect(Math.max(...corners.map(([, y]) => y))).toBeCloseTo(230 * 0.995, 0);
  });

  test('draws an event as a rule from its words to the axis, at its time', () => {
    const model = { ...climb, events: [{ at: 10, label: 'deploy of 1.2' }] };
    const { width, height } = plotOf(model);
    expect(cornersIn(model, { stroke: ink })).toEqual([
      [
        [width / 2, -24],
        [width / 2, height],
      ],
    ]);
    const label = shapesOf(model, 'text').find(({ lines }) => lines[0] === 'deploy of 1.2');
    expect(label).toMatchObject({ x: width / 2 + 4, y: -13, align: 'left' });
  });

  test('writes an event at the right edge to the left of its rule', () => {
    const model = { ...climb, events: [{ at: 20, label: 'killed by the kernel' }] };
    const { width } = plotOf(model);
    const label = shapesOf(model, 'text').find(({ lines }) => lines[0] === 'killed by the kernel');
    expect(label).toMatchObject({ x: width - 4, align: 'right' });
  });

  test('gives events that would overlap rows of their own', () => {
    const model = {
      ...climb,
      events: [
        { at: 10, label: 'deploy of 1.2' },
        { at: 10.5, label: 'rollback to 1.1' },
        { at: 11, label: 'deploy of 1.3' },
      ],
    };
    const heights = ['deploy of 1.2', 'rollback to 1.1', 'deploy of 1.3'].map(
      (label) => shapesOf(model, 'text').find(({ lines }) => lines[0] === label)?.y,
    );
    expect(heights).toEqual([-33, -33, -13]);
  });

  test('draws a level as a dotted rule at its value, and counts it into the scale', () => {
    const model = { ...climb, levels: [{ label: 'container limit', value: 200 }] };
    const { width } = plotOf(model);
    expect(cornersIn(model, { stroke: ink, width: 1.5 })).toEqual([
      [
        [0, 0],
        [width, 0],
      ],
    ]);
    expect(wordsOf(model)).toContain('container limit, 200 MB');
    const [corners = []] = cornersIn(model, { stroke: before, width: 2 });
    expect(corners.at(-1)).toEqual([width, 115]);
  });

  test('marks open values with arrows and ranges with brackets', () => {
    const model = memory([
      [0, 'under 220'],
      [1, '250 to 400'],
      [2, 'over 600'],
      [3, 500],
    ]);
    const { width } = plotOf(model);
    const toY = (value: number) => Math.round((1 - value / 800) * 2300) / 10;
    const marks = cornersIn(model, { stroke: before, width: 1.5 });
    const x = Math.round((width / 3) * 10) / 10;
    const arrowX = Math.round(((width * 2) / 3) * 10) / 10;
    const top = toY(600);
    expect(marks).toEqual([
      [
        [0, toY(220) + 3.4],
        [0, toY(220) + 11.2],
      ],
      [
        [-3.9, toY(220) + 7.3],
        [0, toY(220) + 11.2],
        [3.9, toY(220) + 7.3],
      ],
      [
        [x, toY(250)],
        [x, toY(400)],
      ],
      [
        [x - 3.4, toY(250)],
        [x + 3.4, toY(250)],
      ],
      [
        [x - 3.4, toY(400)],
        [x + 3.4, toY(400)],
      ],
      [
        [arrowX, top - 3.4],
        [arrowX, top - 11.2],
      ],
      [
        [arrowX - 3.9, top - 7.3],
        [arrowX, top - 11.2],
        [arrowX + 3.9, top - 7.3],
      ],
    ]);
  });

  test('writes values in a unit that people read', () => {
    const model = memory(
      [
        [0, 3_945_352],
        [1, 19_000_000],
      ],
      { unit: 'kB' },
    );
    expect(wordsOf(model)).toContain('Resident memory (GB)');
    expect(wordsOf(model)).toContain('19 GB');
    expect(wordsOf(model)).toContain('3.95 GB');
  });
});

const bars = (values: readonly Stated[], kind: BarsModel['kind'] = 'bars'): BarsModel => ({
  kind,
  about: kind === 'hotspots' ? 'hotspots' : 'comparison',
  measure: 'Resident memory',
  unit: 'MB',
  bars: values.map((value, index) => ({ label: `build ${index}`, role: 'other', value })),
});

describe('a chart of bars', () => {
  test('draws lengths in proportion to values, from zero', () => {
    const { width } = plotOf(bars([100, 50, 25]));
    expect(shapesOf(bars([100, 50, 25]), 'rect').map(({ x, x2 }) => [x, x2 / width])).toEqual([
      [0, 1],
      [0, 0.5],
      [0, 0.25],
    ]);
    expect(wordsOf(bars([100, 50]))).toEqual(['build 0', '100 MB', 'build 1', '50 MB']);
  });

  test('puts rows below each other, labels beside bars and values at their ends', () => {
    const model = bars([100, 50]);
    const { width, height } = plotOf(model);
    expect(height).toBe(48);
    expect(shapesOf(model, 'rect').map(({ y, y2 }) => [y, y2])).toEqual([
      [0, 18],
      [30, 48],
    ]);
    const [label, value, , second] = shapesOf(model, 'text');
    expect(label).toMatchObject({ x: -10, y: 14, align: 'right' });
    expect(value).toMatchObject({ x: width + 7, y: 14, weight: 700 });
    expect(second).toMatchObject({ x: width / 2 + 7, y: 44 });
  });

  test('draws what fell below zero to the left of the axis', () => {
    const model = bars([-30, 20]);
    const { width } = plotOf(model);
    const zero = width * 0.6;
    expect(shapesOf(model, 'rect').map(({ x, x2 }) => [x, x2])).toEqual([
      [0, zero],
      [zero, width],
    ]);
    expect(cornersIn(model, { stroke: inkSoft })).toEqual([
      [
        [zero, 0],
        [zero, 48],
      ],
    ]);
  });

  test('ends a range in a bracket and an open value in an arrow', () => {
    const model = bars(['100 to 200', 'over 150', 'under 50']);
    const { width } = plotOf(model);
    expect(shapesOf(model, 'rect').map(({ x2 }) => x2 / width)).toEqual([0.75, 0.75, 0.25]);
    const marks = cornersIn(model, { stroke: ink, width: 1.5 });
    expect(marks).toHaveLength(9);
    expect(marks[0]).toEqual([
      [width / 2, 9],
      [width, 9],
    ]);
    const tip = width * 0.75 + 16;
    expect(marks[3]).toEqual([
      [width * 0.75 + 3, 39],
      [tip, 39],
    ]);
    expect(marks[4]).toEqual([
      [tip - 4, 35],
      [tip, 39],
    ]);
    expect(marks[6]).toEqual([
      [width / 4 - 3, 69],
      [width / 4 - 16, 69],
    ]);
  });

  test('puts long labels above their bars', () => {
    const model: BarsModel = {
      ...bars([1]),
      bars: [
        {
          label: 'a label that is too long to stand beside a bar, whatever it says',
          role: 'other',
          value: 1,
        },
      ],
    };
    expect(plotOf(model).margins.left).toBe(1);
    expect(shapesOf(model, 'rect')).toMatchObject([{ y: 20, y2: 38 }]);
    expect(shapesOf(model, 'text')[0]).toMatchObject({ x: 0, y: 13 });
  });

  test('sorts hotspots, heaviest first, in the face of code', () => {
    const model = bars([10, 30, 20], 'hotspots');
    const { width } = plotOf(model);
    expect(wordsOf(model)).toEqual(['build 1', '30 MB', 'build 2', '20 MB', 'build 0', '10 MB']);
    expect(shapesOf(model, 'rect').map(({ x2 }) => Math.round((x2 / width) * 30))).toEqual([
      30, 20, 10,
    ]);
    expect(shapesOf(model, 'text')[0]).toMatchObject({ font: pageColors.fontMono, size: 12 });
  });
});

describe('before and after', () => {
  const model = (changes = {}): ChartModel => ({
    ...{ kind: 'before-after', measure: 'Peak heap', unit: 'MB', comparable: true },
    ...{ before: 40, after: 10 },
    ...changes,
  });

  test('are two bars on one scale, before solid, after pale with a dashed edge', () => {
    const { width } = plotOf(model());
    expect(shapesOf(model(), 'rect')).toMatchObject([
      { x: 0, x2: width, fill: before, stroke: before },
      { x: 0, x2: width / 4, fill: after, fillOpacity: 0.2, dash: [5, 3] },
    ]);
    expect(shapesOf(model(), 'rect')[0]).not.toHaveProperty('dash');
  });

  test.each([680, 340])('say what changed, at a width of %i', (width) => {
    expect(wordsOf(model(), width).slice(0, 5)).toEqual([
      'before',
      '40 MB',
      'after',
      '10 MB',
      '−75 %',
    ]);
  });

  test('say that they cannot be compared', () => {
    expect(wordsOf(model({ comparable: false })).join(' ')).toMatch(/not directly comparable$/);
    expect(wordsOf(model()).join(' ')).not.toContain('comparable');
    expect(wordsOf(model({ before: 0, comparable: false })).slice(4)).toEqual([
      'not directly comparable',
    ]);
  });

  test('compute nothing from zero', () => {
    expect(wordsOf(model({ before: 0 }))).toEqual(['before', '0 MB', 'after', '10 MB']);
  });
});

describe('a sketch', () => {
  const sketch = { kind: 'sketch', shape: 'staircase', mark: 'restart' } as const;

  test('shows its shape and its mark, no number', () => {
    expect(wordsOf(sketch)).toEqual(['memory', 'time', 'sketch, not to scale', 'restart']);
    const [stroke] = linesIn(sketch, { stroke: other, width: 3 });
    expect(stroke?.corners).toHaveLength(8);
    expect(stroke?.corners[0]).toEqual([12, 150]);
    expect(stroke?.corners.at(-1)?.[0]).toBe(624);
  });

  test('is a level line where the shape is not known', () => {
    const [stroke] = linesIn({ ...sketch, shape: undefined }, { stroke: other, width: 3 });
    expect(stroke?.corners.map(([, y]) => y)).toEqual([101.4, 101.4]);
  });
});

test('a palette colors everything a chart draws', () => {
  const { shapes } = layOut(climb, { width: 680, palette: fixedColors });
  expect(JSON.stringify(shapes)).not.toContain('var(--');
});
