import { describe, expect, test } from 'vitest';

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

const climb = lineOf([
  [0, 50],
  [5, 'about 50'],
  [10, 100],
]);

test('draws the memory that leaked, scaled from zero', () => {
  const given = postmortem({
    measurements: [singleOf('limit'), growthOf([climb])],
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
  const given = postmortem({ measurements: [growthOf([line])] });
  expect(memoryLinePath(given, vocabulary, 104, 44).path).toBe('M2 42L52 22L102 2');
});

test('begins at the lowest value where zero would hide the growth', () => {
  const line = (last: number) =>
    lineOf([
      [0, 1000],
      [1, 1010],
      [2, last],
    ]);
  const pathOf = (last: number) =>
    memoryLinePath(postmortem({ measurements: [growthOf([line(last)])] }), vocabulary, 104, 44)
      .path;
  expect(pathOf(1040)).toBe('M2 42L52 32L102 2');
  expect(pathOf(1060)).toBe('M2 4.3L52 3.9L102 2');
});

describe('draws no line of', () => {
  const before = { label: 'before the fix', role: 'before' } as const;
  const cases: Record<string, Parameters<typeof postmortem>[0]['measurements']> = {
    'a before and an after': [growthOf([lineOf([[0, 50], [10, 100]])])], // prettier-ignore
    'two readings at one moment': [growthOf([lineOf([[3, 1], [3, 2], [4, 3]])])], // prettier-ignore
    'a control or a baseline': [growthOf([{ ...climb, role: 'other' }])],
    'a run with the fix': [growthOf([{ ...climb, role: 'after' }])],
    'a comparison of releases by size': [growthOf([climb], { kind: 'regression' })],
    'a count': [growthOf([climb], { metric: 'goroutines', unit: 'goroutines' })],
    'a metric of memory in another unit': [growthOf([climb], { unit: '%' })],
    'memory of a whole machine': [growthOf([climb], { metric: 'system-memory' })],
    'memory that is available': [growthOf([climb], { metric: 'available-memory' })],
    'an empty file': [growthOf([{ ...before, file: { name: 'rss.csv', x: 'x', y: 'y' } }])],
  };
  test.each(Object.entries(cases))('%s', (_, measurements = []) => {
    const words = {
      ...vocabulary,
      metrics: ['rss', 'goroutines', 'system-memory', 'available-memory'].map((id) => ({
        id,
        label: id,
        definition: '',
      })),
    };
    const given = postmortem({ measurements, growth: ['staircase'] });
    expect(memoryLinePath(given, words, 96, 24)).toEqual({
      path: glyphPath('staircase', 24, 24),
      from: 'shape',
    });
    // It is looked for in the other lines and measurements too.
    const more = postmortem({ measurements: [...measurements, growthOf([climb])] });
    expect(memoryLinePath(more, words, 96, 24).from).toBe('data');
  });
});

test('draws nothing where neither a line nor a shape is known', () => {
  expect(memoryLinePath(postmortem({}), vocabulary, 24, 24)).toEqual({ path: '', from: 'none' });
});

test('draws the shape that the vocabulary gives to a term of another name', () => {
  const growth = [
    { id: 'stairs', label: 'Stairs', definition: 'Jumps.', shape: 'staircase' },
  ] as const;
  const given = postmortem({ growth: ['stairs'] });
  expect(memoryLinePath(given, { growth, metrics: [] }, 24, 24).path).toBe(
    glyphPath('staircase', 24, 24),
  );
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
