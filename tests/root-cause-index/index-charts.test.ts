import { readFileSync, readdirSync } from 'node:fs';

import { expect, test } from 'vitest';
import { parse } from 'yaml';

import type { IndexChartModel } from '../../src/charts/index-chart-model.ts';
import {
  improvementPerFix,
  incidentsPerCause,
  indexCharts,
  regressionChains,
  toolOutcomesChart,
} from '../../src/root-cause-index/index-charts.ts';
import { readContent } from '../../src/content/read/read-content.ts';
import { improvementOf, postmortemOf, vocabulary } from '../charts/postmortem.ts';

const { content } = await readContent(process.cwd());

/** The frontmatter of every postmortem, read without any code of the site. */
interface Frontmatter {
  id: number;
  cause: string;
  fix: string[];
  tools: { name: string; outcome: string }[];
  improvement:
    | { metric: string; before: number | string; after: number | string; comparable?: boolean }[]
    | { 'not-measured': string };
}
const incidents = readdirSync('content/postmortems').map((slug) => {
  const text = readFileSync(`content/postmortems/${slug}/index.mdx`, 'utf8');
  return parse(text.split(/^---$/m)[1] ?? '') as Frontmatter;
});

function modelOf<Kind extends IndexChartModel['kind']>(
  page: string,
  kind: Kind,
): Extract<IndexChartModel, { kind: Kind }> {
  const charts = indexCharts(content).find((entry) => entry.page === page)?.charts ?? [];
  for (const { model } of charts)
    if (model.kind === kind) return model as Extract<IndexChartModel, { kind: Kind }>;
  throw new Error(`no ${kind} on ${page}`);
}

test('incidents per cause are those of the frontmatter, the most frequent first', () => {
  const { rows } = modelOf('/causes/', 'tallies');
  const counts = Object.groupBy(incidents, ({ cause }) => `/causes/${cause}/`);
  expect(Object.fromEntries(rows.map(({ path, count }) => [path, count]))).toEqual(
    Object.fromEntries(Object.entries(counts).map(([path, group]) => [path, group?.length])),
  );
  expect(rows.map(({ count }) => count)).toEqual(
    rows.map(({ count }) => count).toSorted((a, b) => b - a),
  );
});

const held =
  /^(rss|peak-rss|heap|peak-heap|process-memory|working-set|pss|off-heap|(kernel|system)-memory)$/;

/** Low and high end of a value; undefined if it is open. */
function endsOf(value: number | string): readonly [number, number] {
  const text = String(value).replaceAll('_', '');
  const [low = Number.NaN, high = low] = text
    .replace(/^(about|over|at least|under|up to) /, '')
    .split(' to ')
    .map(Number);
  if (/^(over|at least)/.test(text)) return [low, Infinity];
  return /^(under|up to)/.test(text) ? [0, low] : [low, high];
}

/** The change of the first comparable pair of memory, an open range by its certain end; undefined if there is none. */
function shareOf({ improvement }: Frontmatter): number | undefined {
  if (!Array.isArray(improvement)) return undefined;
  const pair = improvement.find(({ metric, comparable = true }) => held.test(metric) && comparable);
  if (!pair) return undefined;
  const [from, to] = [endsOf(pair.before), endsOf(pair.after)];
  const [low, high] = [to[0] / from[1] - 1, to[1] / from[0] - 1];
  if (from[0] <= 0 || (low < 0 && high > 0)) return undefined;
  if (high === Infinity) return low;
  return low === -1 && high < 0 ? high : (low + high) / 2;
}

function medianOf(values: readonly number[]): number | undefined {
  if (values.length < 3) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? Number.NaN;
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2;
}

test.each(['/fixes/', '/causes/allocator-retention/', '/causes/missing-free/'])(
  'improvement per fix on %s has every comparable incident of the frontmatter as a dot',
  (page) => {
    const cause = /causes\/(.*)\//.exec(page)?.[1];
    const own = incidents.filter((incident) => cause === undefined || incident.cause === cause);
    const { rows } = modelOf(page, 'changes');
    const expected = new Map<string, Record<string, number>>();
    for (const incident of own) {
      const share = shareOf(incident);
      for (const fix of share === undefined ? [] : incident.fix) {
        if (fix === 'none-yet') continue;
        const label = content.vocabulary.fixes.find(({ id }) => id === fix)?.label ?? '';
        expected.set(label, { ...expected.get(label), [`/i/${incident.id}/`]: share ?? 0 });
      }
    }
    expect(new Set(rows.map(({ label }) => label))).toEqual(new Set(expected.keys()));
    for (const { label, dots, median } of rows) {
      const shares = Object.values(expected.get(label) ?? {});
      const close = (value: number): unknown => expect.closeTo(value, 9);
      expect(Object.fromEntries(dots.map(({ path, share }) => [path, share])), label).toEqual(
        Object.fromEntries(
          Object.entries(expected.get(label) ?? {}).map(([path, share]) => [path, close(share)]),
        ),
      );
      const middle = medianOf(shares);
      expect(median, label).toEqual(middle === undefined ? undefined : close(middle));
    }
  },
);

test('tool outcomes are those of the frontmatter, a tool once in each incident', () => {
  const { rows } = modelOf('/tools/', 'outcomes');
  const best = ['found-it', 'helped', 'no-help'];
  for (const { path, foundIt, helped, noHelp } of rows) {
    const found = incidents.flatMap(({ tools }) => {
      const own = tools.filter(({ name }) => path === `/tools/${name}/`);
      return best.find((word) => own.some(({ outcome }) => outcome === word)) ?? [];
    });
    const count = (word: string) => found.filter((outcome) => outcome === word).length;
    expect([foundIt, helped, noHelp], path).toEqual(best.map(count));
    expect(found.length, path).toBeGreaterThanOrEqual(5);
  }
  const tries = Object.groupBy(
    incidents.flatMap(({ tools }) => [...new Set(tools.map(({ name }) => name))]),
    (name) => name,
  );
  const often = Object.entries(tries).filter(
    ([name, all]) => name !== 'unknown' && (all?.length ?? 0) >= 5,
  );
  expect(rows).toHaveLength(often.length);
});

test('every chart says how many incidents it counts and what it leaves out', () => {
  const all = indexCharts(content).flatMap(({ charts }) => charts);
  expect(all.length).toBeGreaterThan(3);
  for (const { id, note, caption, table } of all) {
    expect(note, id).toMatch(/^n = \d+ incidents?\b/);
    expect(note, id).toContain('Excluded: ');
    expect(caption, id).toMatch(/^[A-Z/].*\.$/);
    expect(table.rows.length, id).toBeGreaterThan(0);
  }
});

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
