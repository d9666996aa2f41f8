import { expect, test } from 'vitest';

import { chartsShown, leadChart } from '../../src/charts/lead-chart.ts';
import type { ChartRole } from '../../src/charts/chart-model.ts';
import type { Block } from '../../src/model/blocks.ts';
import type { Measurement } from '../../src/model/schema.ts';
import {
  growthOf,
  improvementOf,
  lineOf,
  postmortem,
  sketchOf,
  valuesOf,
  vocabulary,
} from './postmortem.ts';

const chart = (name: 'MemoryChart' | 'BeforeAfter' | 'Hotspots', of: string): Block => ({
  ...{ kind: 'component', name, props: { of }, children: [], line: 1 },
});
const inside = (tag: string, ...children: Block[]): Block => ({
  ...{ kind: 'element', tag, attributes: {}, children },
});

const climb = [
  [0, 50],
  [5, 80],
  [10, 100],
] as const;
const calls = valuesOf('comparison', [{ label: 'all', value: 3 }], { id: 'calls' });
const bars = (id: string, role: ChartRole) =>
  valuesOf('comparison', [{ label: 'all', value: 3, role }], { id, metric: 'rss', unit: 'MB' });
const controls = bars('controls', 'other');
const memory = bars('memory', 'before');
const twoReadings = growthOf([lineOf([climb[0], climb[2]])], { id: 'two-readings' });
const control = growthOf([lineOf(climb, { role: 'other' })], { id: 'control' });
const overTime = growthOf([lineOf(climb)], { id: 'over-time' });
const later = growthOf([lineOf(climb)], { id: 'later' });
const unlike = improvementOf({ id: 'unlike', comparable: false });
const change = improvementOf({ id: 'change' });
const fewerCalls = improvementOf({ id: 'fewer-calls', metric: 'allocation-calls', unit: 'calls' });

/** From the one that leads last to the one that leads first. */
const order = [calls, unlike, twoReadings, change, overTime] as const;

test('memory over time leads, then what can be compared, then readings of memory, then the rest', () => {
  const given = {
    improvement: [fewerCalls, unlike, change],
    measurements: [calls, controls, twoReadings, memory, overTime, later],
  };
  for (const [index, { id }] of order.entries()) {
    const shown = order.slice(0, index + 1).map((figure) => chart('MemoryChart', figure.id));
    const blocks = [
      chart('BeforeAfter', 'fewer-calls'),
      chart('MemoryChart', 'controls'),
      ...shown,
    ];
    const expected = id === 'calls' ? 'fewer-calls' : id;
    expect(leadChart(postmortem({ ...given, blocks }), vocabulary)).toBe(expected);
  }
});

test('of two lines over time the first in the frontmatter leads, wherever the body shows it', () => {
  const blocks = [chart('MemoryChart', 'later'), inside('li', chart('MemoryChart', 'over-time'))];
  const given = postmortem({ measurements: [overTime, later], blocks });
  expect(leadChart(given, vocabulary)).toBe('over-time');
});

test('bars and two points are readings alike, in the order of the frontmatter; a control alone is none', () => {
  const leadOf = (...measurements: Measurement[]) =>
    leadChart(
      postmortem({ measurements, blocks: measurements.map(({ id }) => chart('MemoryChart', id)) }),
      vocabulary,
    );
  expect(leadOf(calls, controls, control, memory, twoReadings)).toBe('memory');
  expect(leadOf(calls, controls, control, twoReadings, memory)).toBe('two-readings');
  expect(leadOf(calls, controls, control)).toBe('calls');
});

test('a chart that the body does not show does not lead', () => {
  const blocks = [inside('li', sketchOf({ id: 'steps' })), chart('MemoryChart', 'calls')];
  expect(leadChart(postmortem({ measurements: [calls, overTime], blocks }), vocabulary)).toBe(
    'steps',
  );
  expect(leadChart(postmortem({ measurements: [overTime] }), vocabulary)).toBeUndefined();
});

test('lists the charts of a body in its order', () => {
  const blocks = [inside('p'), inside('li', sketchOf({ id: 'steps' })), chart('Hotspots', 'sites')];
  expect(chartsShown(blocks)).toEqual(['steps', 'sites']);
});
