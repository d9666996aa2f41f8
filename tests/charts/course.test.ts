import { describe, expect, test } from 'vitest';

import type { MemoryModel } from '../../src/charts/chart-model.ts';
import { axisStart, cutAtGaps, gapsIn, isCourse, lowEnd } from '../../src/charts/course.ts';

test.each([
  { xs: [], course: false },
  { xs: [0, 5], course: false },
  { xs: [0, 5, 5, 0], course: false },
  { xs: [0, 5, 6], course: true },
])('$xs is a course: $course', ({ xs, course }) => {
  expect(isCourse(xs)).toBe(course);
});

describe('gaps', () => {
  test.each([
    { title: 'regular readings', xs: [0, 1, 2, 3, 4, 5], gaps: [] },
    { title: 'a distance of five times the usual', xs: [0, 1, 2, 7, 8, 9], gaps: [] },
    { title: 'a longer distance', xs: [0, 1, 2, 7.1, 8, 9], gaps: [[2, 7.1]] },
    { title: 'a first reading far from the others', xs: [50, 4800, 4850, 4900, 4950], gaps: [[50, 4800]] }, // prettier-ignore
    { title: 'several readings at one moment', xs: [0, 0, 0, 0, 0, 1, 2, 3, 4], gaps: [] },
    { title: 'an even number of distances', xs: [0, 1, 2, 22, 42], gaps: [[2, 22], [22, 42]] }, // prettier-ignore
    { title: 'too few readings to have a usual distance', xs: [0, 1, 2, 100], gaps: [] },
    { title: 'no readings', xs: [], gaps: [] },
  ])('are found in $title', ({ xs, gaps }) => {
    expect(gapsIn(xs)).toEqual(gaps);
  });

  test('cut a line, also where its points at their ends are left out', () => {
    const points = [0, 1, 2, 20, 21].map((x) => [x, x * 10] as const);
    const xsOf = (gaps: (readonly [number, number])[], line = points) =>
      cutAtGaps(line, gaps).map((part) => part.map(([x]) => x));
    expect(xsOf([])).toEqual([[0, 1, 2, 20, 21]]);
    expect(xsOf([[2, 20]])).toEqual([
      [0, 1, 2],
      [20, 21],
    ]);
    expect(xsOf([[2, 20]], points.slice(0, 2).concat(points.slice(4)))).toEqual([[0, 1], [21]]);
    expect(xsOf([[2, 20]], [])).toEqual([]);
  });
});

test.each([
  { values: [100, 50], low: 0 },
  { values: [100, 95], low: 0 },
  { values: [100, 95.1], low: 95.1 },
  { values: [100, 100], low: 0 },
  { values: [-100, -99], low: -100 },
  { values: [-5, 100], low: -5 },
])('an axis of $values begins at $low', ({ values, low }) => {
  expect(lowEnd(values)).toBe(low);
});

describe('the axis of a chart', () => {
  const line = (role: MemoryModel['lines'][number]['role'], ...values: number[]) => ({
    label: role,
    role,
    points: values.map((value, x) => [x, value] as const),
  });
  const startOf = (lines: MemoryModel['lines'], levels: MemoryModel['levels'] = []) =>
    axisStart({
      ...{ kind: 'memory', measure: 'RSS', unit: 'MB', over: 'hours', events: [] },
      lines,
      levels,
    });

  test('begins at the lowest value where what leaked grew by too little to be seen from zero', () => {
    expect(startOf([line('before', 1000, 1005, 1010)])).toBe(1000);
    expect(startOf([line('before', 1000, 1005, 1010), line('after', 990, 990, 990)])).toBe(990);
  });

  test.each([
    ['the fixed run is level', [line('after', 1000, 1005, 1010)], []],
    ['a control is level', [line('other', 1000, 1005, 1010)], []],
    ['there are two readings', [line('before', 1000, 1010)], []],
    ['the growth shows', [line('before', 1000, 1500, 2000)], []],
    ['a limit is far away', [line('before', 1000, 1005, 1010)], [{ label: 'limit', value: 2000 }]],
    ['values are below zero', [line('before', -1000, -1005, -1010)], []],
    ['there are no values', [], []],
  ])('begins at zero where %s', (_, lines, levels) => {
    expect(startOf(lines, levels)).toBe(0);
  });
});
