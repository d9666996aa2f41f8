import { expect, test } from 'vitest';

import { curveShapes as shapes } from '../../src/reports/clues.ts';
import { glyphPath, memoryLinePath, shapeOf } from '../../src/charts/memory-line.ts';
import { growthOf, lineOf, postmortem, singleOf, vocabulary } from './postmortem.ts';

test('draws every growth shape differently, and no shape differently from all', () => {
  const paths = [...shapes, undefined].map((shape) => glyphPath(shape, 24, 24));
  expect(new Set(paths).size).toBe(shapes.length + 1);
});

test.each([
  [24, 24],
  [120, 40],
  [37, 11],
])('keeps every glyph inside %i by %i pixels, with at most one decimal', (width, height) => {
  for (const shape of [...shapes, undefined]) {
    const path = glyphPath(shape, width, height);
    expect(path).toMatch(/^M[\d.]+ [\d.]+(?:[MLHV][\d. ]+)+$/);
    expect(path).not.toMatch(/\.\d\d/);
    for (const [, command, first, second] of path.matchAll(/([MLHV])([\d.]+)(?: ([\d.]+))?/g)) {
      const x = command === 'V' ? 1 : Number(first);
      const y = command === 'V' ? Number(first) : Number(second ?? 1);
      expect(x).toBeGreaterThan(0);
      expect(x).toBeLessThan(width);
      expect(y).toBeGreaterThan(0);
      expect(y).toBeLessThan(height);
    }
  }
});

test('scales a glyph from its grid of 24 by 24 to the box', () => {
  expect(glyphPath(undefined, 24, 24)).toBe('M3 12H7M10 12H14M17 12H21');
  expect(glyphPath(undefined, 48, 12)).toBe('M6 6H14M20 6H28M34 6H42');
  expect(glyphPath('linear-climb', 48, 12)).toBe('M6 10L42 2');
});

test('gives a shape as corners between 0 and 1, left to right', () => {
  for (const shape of shapes) {
    const corners = shapeOf(shape) ?? [];
    expect(corners.length).toBeGreaterThan(1);
    expect(corners.flat().every((value) => value >= 0 && value <= 1)).toBe(true);
    expect(corners.map(([x]) => x)).toEqual(corners.map(([x]) => x).toSorted((a, b) => a - b));
  }
  expect(shapeOf(undefined)).toBeUndefined();
});

test('draws the first growth line of a postmortem, scaled from zero', () => {
  const line = lineOf([
    [0, 50],
    [5, 'about 50'],
    [10, 100],
  ]);
  const given = postmortem({
    measurements: [singleOf('limit'), growthOf([line])],
    growth: ['staircase'],
  });
  expect(memoryLinePath(given, vocabulary, 104, 44)).toEqual({
    path: 'M2 22H52L102 2',
    from: 'data',
  });
});

test('spreads a line over the width from its first x, and over the height from its lowest value below zero', () => {
  const line = lineOf([
    [10, -50],
    [15, 0],
    [20, 50],
  ]);
  const given = postmortem({ measurements: [growthOf([line], { kind: 'regression' })] });
  expect(memoryLinePath(given, vocabulary, 104, 44).path).toBe('M2 42L52 22L102 2');
});

test('draws the shape where no line is known, and flat where no shape is', () => {
  expect(memoryLinePath(postmortem({ growth: ['staircase'] }), vocabulary, 24, 24)).toEqual({
    path: glyphPath('staircase', 24, 24),
    from: 'shape',
  });
  expect(memoryLinePath(postmortem({}), vocabulary, 24, 24)).toEqual({
    path: glyphPath(undefined, 24, 24),
    from: 'shape',
  });
});

test('draws the shape that the vocabulary gives to a term of another name', () => {
  const growth = [
    { id: 'stairs', label: 'Stairs', definition: 'Jumps.', shape: 'staircase' },
  ] as const;
  expect(memoryLinePath(postmortem({ growth: ['stairs'] }), { growth }, 24, 24).path).toBe(
    glyphPath('staircase', 24, 24),
  );
});

test('takes a line with a single x for no line', () => {
  const line = lineOf([
    [3, 50],
    [3, 60],
  ]);
  expect(
    memoryLinePath(postmortem({ measurements: [growthOf([line])] }), vocabulary, 24, 24).from,
  ).toBe('shape');
});

test('draws one point for every two pixels at most', () => {
  const points = Array.from({ length: 1000 }, (_, x) => [x, x % 2 ? 10 : 20] as const);
  const given = postmortem({ measurements: [growthOf([lineOf(points)])] });
  const { path } = memoryLinePath(given, vocabulary, 120, 40);
  expect(path.match(/[MLHV]/g)).toHaveLength(60);
});

test('keeps a long line short and its peak', () => {
  const rows = Array.from({ length: 10_000 }, (_, x) => [x, x === 4321 ? 1000 : 10]);
  const given = postmortem({
    measurements: [
      growthOf([{ label: 'rss', role: 'before', file: { name: 'rss.csv', x: 'x', y: 'y' } }]),
    ],
    tables: { 'rss.csv': { columns: ['x', 'y'], rows } },
  });
  const { path } = memoryLinePath(given, vocabulary, 120, 40);
  expect(path.length).toBeLessThan(800);
  expect(path).toMatch(/ 2(?:[LHV]|$)|V2\b/);
});
