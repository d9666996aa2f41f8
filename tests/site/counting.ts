/** Counts everything again from the incidents of /index.json, with code of its own, for comparison with what the site states. */

import { readFileSync } from 'node:fs';

import { expect } from '@playwright/test';
import { parse } from 'yaml';

interface Pair {
  metric: string;
  before: number | string;
  after: number | string;
  comparable: boolean;
}
export interface Incident {
  id: number;
  cause: string;
  layer: string[];
  language: string[];
  platform: string[];
  growth: string[];
  fix: string[];
  status: string;
  component: { id: string; affected?: unknown; note?: string }[];
  tools: { name: string; outcome: string }[];
  improvement: Pair[];
  reported: string;
  resolved: string | null;
}
interface Counted {
  id: string;
  count: number;
  ids: number[];
}
interface MemoryChange {
  compared: number;
  notComparable: number;
  openEnded: number;
  notMeasured: number;
  median: number | null;
  low: number | null;
  high: number | null;
}
interface Index {
  postmortems: Incident[];
  aggregates: {
    terms: Record<string, Counted[]>;
    matrices: Record<string, (Omit<Counted, 'id'> & { cause: string; term: string })[]>;
    memoryChange: MemoryChange;
    fixes: { id: string; count: number; memoryChange: MemoryChange }[];
    tools: { id: string; count: number; foundIt: number; helped: number; noHelp: number }[];
    components: { id: string; count: number; versions: { incident: number }[] }[];
    daysToResolve: { n: number; median: number | null };
    regressions: unknown[];
  };
}

export const facetTerms: Record<string, (incident: Incident) => string[]> = {
  cause: ({ cause }) => [cause],
  layer: ({ layer }) => layer,
  language: ({ language }) => language,
  fix: ({ fix }) => fix,
  tool: ({ tools }) => [...new Set(tools.map(({ name }) => name))],
  platform: ({ platform }) => platform,
  growth: ({ growth }) => growth,
  component: ({ component }) => component.map(({ id }) => id),
  status: ({ status }) => [status],
  year: ({ reported }) => [reported.slice(0, 4)],
};
/** The facets that have lists of their own below each cause, and where. */
export const matrixPaths = { layer: 'layers', language: 'languages', growth: 'growth' } as const;

export const index = JSON.parse(readFileSync('dist/index.json', 'utf8')) as Index;

export const sortedIds = (incidents: readonly Incident[]): number[] =>
  incidents.map(({ id }) => id).toSorted((a, b) => a - b);

export const carrying = (incidents: readonly Incident[], facet: string, term: string): Incident[] =>
  incidents.filter((incident) => facetTerms[facet]?.(incident).includes(term));

interface Term {
  readonly placeholder?: boolean;
  readonly measures?: string;
}
const vocabulary = parse(readFileSync('content/vocabulary.yaml', 'utf8')) as Record<
  'fixes' | 'tools' | 'metrics',
  Record<string, Term>
>;

/** Whether a term only stands for what nobody knows. */
export const isPlaceholder = (list: keyof typeof vocabulary, id: string): boolean =>
  vocabulary[list][id]?.placeholder === true;

/** Measures of memory that is held. */
const held =
  /^(rss|peak-rss|heap|peak-heap|process-memory|working-set|pss|off-heap|(kernel|system)-memory)$/;

/**
 * The change of one incident, or why it has none: of its first comparable pair, the middle of a closed range, the certain end
 * of an open one.
 */
function findChange({ improvement }: Incident): number | keyof MemoryChange {
  const pairs = improvement.filter(({ metric }) =>
    held.test(vocabulary.metrics[metric]?.measures ?? metric),
  );
  if (pairs.length === 0) return 'notMeasured';
  const pair = pairs.find(({ comparable }) => comparable);
  if (!pair) return 'notComparable';
  const [from, to] = [readEnds(pair.before), readEnds(pair.after)];
  const [low, high] = [to[0] / from[1] - 1, to[1] / from[0] - 1];
  if (from[0] <= 0 || (low < 0 && high > 0)) return 'openEnded';
  if (high === Infinity) return low;
  return low === -1 && high < 0 ? high : (low + high) / 2;
}

function readEnds(value: number | string): [number, number] {
  const text = String(value);
  const [low = Number.NaN, high = low] = text
    .replace(/^(about|over|at least|under|up to) /, '')
    .replaceAll('_', '')
    .split(' to ')
    .map(Number);
  if (/^(over|at least)/.test(text)) return [low, Infinity];
  return /^(under|up to)/.test(text) ? [0, low] : [low, high];
}

export function computeMemoryChange(incidents: readonly Incident[]): MemoryChange {
  const changes = incidents.map(findChange);
  const shares = changes.filter((change) => typeof change === 'number').toSorted((a, b) => a - b);
  const count = (why: keyof MemoryChange) => changes.filter((change) => change === why).length;
  return {
    compared: shares.length,
    notComparable: count('notComparable'),
    openEnded: count('openEnded'),
    notMeasured: count('notMeasured'),
    median: findMedian(shares),
    low: shares[0] ?? null,
    high: shares.at(-1) ?? null,
  };
}

export function findMedian(sorted: readonly number[]): number | null {
  if (sorted.length < 3) return null;
  const half = sorted.length / 2;
  const middle = sorted.length % 2 === 1 ? [Math.floor(half)] : [half - 1, half];
  return middle.reduce((sum, at) => sum + (sorted[at] ?? Number.NaN), 0) / middle.length;
}

export const about = (value: number | null): unknown =>
  value === null ? null : expect.closeTo(value, 9);
export const aboutChange = ({ median, low, high, ...counts }: MemoryChange) => ({
  ...counts,
  median: about(median),
  low: about(low),
  high: about(high),
});
