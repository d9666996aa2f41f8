import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';

import type { IndexChartModel } from '../../src/charts/index-chart-model.ts';
import { withoutDrafts } from '../../src/model/content.ts';
import { heldMetrics, isPlaceholder } from '../../src/model/vocabulary.ts';
import { indexCharts } from '../../src/root-cause-index/index-charts.ts';
import { content, root } from './published.ts';

const published = withoutDrafts(content);
const { vocabulary } = published;

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
const incidents = readdirSync(join(root, 'content/postmortems')).flatMap((slug) => {
  const text = readFileSync(join(root, 'content/postmortems', slug, 'index.mdx'), 'utf8');
  const frontmatter = parse(text.split(/^---$/m)[1] ?? '') as Frontmatter;
  // Drafts are not counted.
  return published.postmortems.some(({ data }) => data.id === frontmatter.id) ? [frontmatter] : [];
});

function modelOf<Kind extends IndexChartModel['kind']>(
  page: string,
  kind: Kind,
): Extract<IndexChartModel, { kind: Kind }> | undefined {
  const charts = indexCharts(published).find((entry) => entry.page === page)?.charts ?? [];
  for (const { model } of charts)
    if (model.kind === kind) return model as Extract<IndexChartModel, { kind: Kind }>;
  return undefined;
}

test('incidents per cause are those of the frontmatter, the most frequent first', () => {
  const { rows = [] } = modelOf('/causes/', 'tallies') ?? {};
  const counts = Object.groupBy(incidents, ({ cause }) => `/causes/${cause}/`);
  expect(Object.fromEntries(rows.map(({ path, count }) => [path, count]))).toEqual(
    Object.fromEntries(Object.entries(counts).map(([path, group]) => [path, group?.length])),
  );
  expect(rows.map(({ count }) => count)).toEqual(
    rows.map(({ count }) => count).toSorted((a, b) => b - a),
  );
});

const held = heldMetrics(vocabulary);
const isUnfixed = (fix: string): boolean => isPlaceholder(vocabulary.fixes, fix);

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
  const pair = improvement.find(({ metric, comparable = true }) => held.has(metric) && comparable);
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

/** The causes of most incidents. */
const frequent = Object.entries(Object.groupBy(incidents, ({ cause }) => cause))
  .toSorted(([, a = []], [, b = []]) => b.length - a.length)
  .slice(0, 3)
  .map(([cause]) => `/causes/${cause}/`);

test.each(['/fixes/', ...frequent])(
  'improvement per fix on %s has every comparable incident of the frontmatter as a dot',
  (page) => {
    const cause = /causes\/(.*)\//.exec(page)?.[1];
    const own = incidents.filter((incident) => cause === undefined || incident.cause === cause);
    const { rows = [] } = modelOf(page, 'changes') ?? {};
    const expected = new Map<string, Record<string, number>>();
    for (const incident of own) {
      const share = shareOf(incident);
      for (const fix of share === undefined ? [] : incident.fix) {
        if (isUnfixed(fix)) continue;
        const label = vocabulary.fixes.find(({ id }) => id === fix)?.label ?? '';
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
  const { rows = [] } = modelOf('/tools/', 'outcomes') ?? {};
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
    ([name, all]) => !isPlaceholder(vocabulary.tools, name) && (all?.length ?? 0) >= 5,
  );
  expect(rows).toHaveLength(often.length);
});

test('every chart says how many incidents it counts, and what it leaves out', () => {
  const pages = indexCharts(published);
  expect(pages.length).toBeGreaterThan(0);
  for (const { page, charts } of pages) {
    const cause = /^\/causes\/(.+)\/$/.exec(page)?.[1];
    const own = incidents.filter((incident) => cause === undefined || incident.cause === cause);
    for (const { id, note, caption, table } of charts) {
      const name = `${page} ${id}: ${note}`;
      const counted = Number(
        /^n = ([\d,\u202f]+) incidents?\b/.exec(note)?.[1]?.replaceAll(/\D/g, ''),
      );
      expect(counted, name).toBeGreaterThan(0);
      if (counted < own.length) expect(name).toMatch(/Excluded: |Not counted: /);
      expect(caption, name).toMatch(/^[A-Z\d/].*\.$/);
      expect(table.rows.length, name).toBeGreaterThan(0);
    }
  }
});
