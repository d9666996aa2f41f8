import { expect, test } from 'vitest';

import {
  incidentsPerCause,
  indexCharts,
  regressionChains,
  toolOutcomesChart,
} from '../../src/root-cause-index/index-charts.ts';
import { improvementPerFix } from '../../src/root-cause-index/improvement-per-fix.ts';
import { improvementOf, postmortemOf, vocabulary } from '../charts/postmortem.ts';

const halved = { before: 100, after: 50 };
const fixed = (id: number, changes: Parameters<typeof improvementOf>[0], fix: string[]) =>
  postmortemOf({ id, fix, improvement: [improvementOf(changes)] });

test('leaves out pairs of different workloads and incidents without a fix, and counts both', () => {
  const chart = improvementPerFix(
    [
      fixed(1, halved, ['cut-cycle']),
      fixed(2, { ...halved, comparable: false }, ['cut-cycle']),
      fixed(3, halved, ['none-yet']),
      postmortemOf({ id: 4, fix: ['cut-cycle'] }),
    ],
    vocabulary,
  );
  expect(chart?.model).toMatchObject({
    rows: [{ label: 'cut-cycle', dots: [{ name: 'MEM-1' }] }],
  });
  expect(chart?.note).toBe(
    'n = 1 incident, one dot each. An incident with several fixes has a dot for each. ' +
      'Excluded: 1 incident without memory figures before and after the fix, 1 not directly comparable. ' +
      'Not counted: 1 incident not fixed yet.',
  );
});

test('has no chart where there is nothing to show', () => {
  expect(incidentsPerCause({ vocabulary, postmortems: [] })).toBeUndefined();
  expect(improvementPerFix([postmortemOf({ id: 1 })], vocabulary)).toBeUndefined();
  expect(toolOutcomesChart([], vocabulary, { minIncidents: 1 })).toBeUndefined();
  expect(regressionChains([postmortemOf({ id: 1 })])).toBeUndefined();
  expect(indexCharts({ vocabulary, postmortems: [] })).toEqual([]);
});

test('chains hold the incidents that are linked, and only those', () => {
  const chart = regressionChains([
    postmortemOf({ id: 9001 }),
    postmortemOf({ id: 9002, regressionOf: [9001] }),
    postmortemOf({ id: 9003 }),
  ]);
  expect(chart?.model).toMatchObject({
    incidents: [{ id: 9001 }, { id: 9002 }],
    links: [{ earlier: 9001, later: 9002 }],
  });
  expect(chart?.caption).toMatch(/^1 incident was caused by the fix of another\./);
  expect(chart?.table.rows).toHaveLength(1);
});

test('more changes than can be told apart are drawn as their spread, one row for each fix', () => {
  const many = Array.from({ length: 201 }, (_, at) =>
    fixed(at + 1, { before: 1000, after: at * 5 }, [at < 3 ? 'free-explicitly' : 'cut-cycle']),
  );
  const chart = improvementPerFix(many, vocabulary);
  const close = (value: number): unknown => expect.closeTo(value, 9);
  expect(chart?.model).toEqual({
    kind: 'spreads',
    of: 'fix',
    rows: [
      {
        ...{ label: 'cut-cycle', path: '/fixes/cut-cycle/', count: 198 },
        // From 15 to 1000 in steps of 5.
        ...{ low: close(-0.93575), high: close(-0.04925) },
        ...{ middle: [close(-0.73875), close(-0.24625)], median: close(-0.4925) },
      },
      {
        ...{ label: 'free-explicitly', path: '/fixes/free-explicitly/', count: 3 },
        ...{ low: close(-0.9995), high: close(-0.9905), median: close(-0.995) },
      },
    ],
  });
  expect(chart?.note).toMatch(/^n = 201 incidents\. .* 95th percentile.* middle half.* median/);
  expect(improvementPerFix(many.slice(1), vocabulary)?.model.kind).toBe('changes');
});

test('of many links the newest are drawn, and the note says so', () => {
  const pairs = Array.from({ length: 30 }, (_, at) => 100 - 2 * at).flatMap((id) => [
    postmortemOf({ id, regressionOf: [id - 1] }),
    postmortemOf({ id: id - 1 }),
  ]);
  const chart = regressionChains([...pairs, postmortemOf({ id: 1 })]);
  expect(chart?.model).toMatchObject({ links: { length: 20, 0: { earlier: 99, later: 100 } } });
  expect(chart?.model).toMatchObject({ incidents: { length: 40 } });
  expect(chart?.caption).toMatch(/^30 incidents were caused/);
  expect(chart?.note).toBe(
    'n = 40 incidents, oldest first. Showing the newest 20 of 30 links; index.json lists all of them. ' +
      'Excluded: 1 incident without a known link.',
  );
});
