import { expect, test } from 'vitest';

import { figureLine, figuresOf, notMeasured } from '../../src/model/figure.ts';
import type { Improvement } from '../../src/model/schema.ts';
import { postmortemOf } from '../charts/postmortem.ts';

const heap: Improvement = {
  id: 'heap',
  label: 'Heap',
  metric: 'heap',
  before: 38.94,
  after: 9.46,
  unit: 'MB',
  comparable: true,
  provenance: 'reported',
  source: 'issue',
};

const cases: [string, Partial<Improvement>, string][] = [
  ['exact values', {}, '38.94 MB → 9.46 MB, −75.7 %'],
  ['an open value', { before: 'over 600', after: 100 }, 'over 600 MB → 100 MB, at least −83.3 %'],
  ['a range', { before: '20 to 30', after: 10 }, '20 to 30 MB → 10 MB, −50 to −66.7 %'],
  ['growth', { before: 10, after: 15 }, '10 MB → 15 MB, +50 %'],
  [
    'different workloads',
    { comparable: false, note: 'Another machine.' },
    '38.94 MB → 9.46 MB, −75.7 % (different workloads)',
  ],
  ['a start at zero', { before: 0, after: 15 }, '0 MB → 15 MB'],
];

for (const [name, change, line] of cases)
  test(`the line of a figure with ${name} is "${line}"`, () => {
    const { data } = postmortemOf({ improvement: [{ ...heap, ...change }] });
    expect(figureLine(data).replaceAll('\u00a0', ' ')).toBe(line);
  });

test('without a measurement the line says so, and the reason is at hand', () => {
  const { data } = postmortemOf({ improvement: { 'not-measured': 'Nobody looked.' } });
  expect(figureLine(data)).toBe('not measured');
  expect(figuresOf(data)).toEqual([]);
  expect(notMeasured(data)).toBe('Nobody looked.');
});
