import { describeShape, type Shape } from '../../../match/shapes/shape.ts';
import type { Fact, FactKey, HeapClass, Report, Series, Site } from '../../../reports/report.ts';
import { detectRuntime, type Runtime } from './runtimes.ts';

/** What several reports of one program show together, in the form that the rules of the advice ask for. */
export interface Evidence {
  readonly reports: readonly Report[];
  /** Undefined where nothing tells it. */
  readonly runtime: Runtime | undefined;
  /** Curves with at least two points, those that grow most first. */
  readonly curves: readonly CurveEvidence[];
  /** The largest value of a fact, in the reports that pass the filter; 0 if no report states it. */
  readonly most: (key: FactKey, from?: (report: Report) => boolean) => number;
  /** Whether any report states the fact. */
  readonly has: (key: FactKey) => boolean;
  /** All texts of a fact, joined by line breaks; empty if there is none. */
  readonly text: (key: FactKey) => string;
  /** Whether a report is of a format whose id begins with one of these words. */
  readonly isFrom: (...formats: readonly string[]) => boolean;
  readonly hasWarning: (...codes: readonly string[]) => boolean;
  readonly sites: readonly Site[];
  readonly classes: readonly HeapClass[];
}

export interface CurveEvidence {
  readonly series: Series;
  readonly shape: Shape;
  /** What the curve measures, judged by its name and unit. */
  readonly measures: CurveMeasure;
  readonly first: number;
  readonly last: number;
}

export type CurveMeasure =
  'rss' | 'heap' | 'heap after collections' | 'available' | 'tasks' | 'handles' | 'other';

export function gatherEvidence(reports: readonly Report[]): Evidence {
  const facts = (key: FactKey, from: (report: Report) => boolean = () => true): readonly Fact[] =>
    reports.filter(from).flatMap((report) => report.facts.filter((fact) => fact.key === key));
  return {
    reports,
    runtime: detectRuntime(reports),
    curves: reports
      .flatMap(({ series }) => series)
      .filter(({ points }) => points.length > 1)
      .map(toCurve)
      .toSorted((a, b) => growthOf(b) - growthOf(a)),
    most: (key, from) =>
      facts(key, from).reduce(
        (most, { value }) => (typeof value === 'number' ? Math.max(most, value) : most),
        0,
      ),
    has: (key) => facts(key).length > 0,
    text: (key) =>
      facts(key)
        .map(({ value }) => String(value))
        .join('\n'),
    isFrom: (...formats) => reports.some((report) => isFormat(report, ...formats)),
    hasWarning: (...codes) =>
      reports.some(({ warnings }) => warnings.some(({ code }) => codes.includes(code))),
    sites: reports.flatMap(({ sites }) => sites),
    classes: reports.flatMap(({ classes }) => classes),
  };
}

/** Whether the format is one of these, or one that begins with its words: `jvm` stands for `jvm-histogram`. */
export const isFormat = ({ format }: Report, ...formats: readonly string[]): boolean =>
  formats.some((one) => format === one || format.startsWith(`${one}-`));

const growthOf = ({ series, first, last }: CurveEvidence): number =>
  series.unit === 'B' ? last - first : 0;

const toCurve = (series: Series): CurveEvidence => ({
  series,
  shape: describeShape(series),
  measures: measureOf(series),
  first: series.points[0]?.[1] ?? 0,
  last: series.points.at(-1)?.[1] ?? 0,
});

function measureOf({ name, unit }: Series): CurveMeasure {
  const is = (pattern: RegExp) => pattern.test(name);
  if (unit === 'count') {
    if (is(/goroutine|thread|task|fiber|coroutine/i)) return 'tasks';
    return is(/\bfds?\b|_fds\b|descriptor|handle|socket|connection|listener|mapping/i)
      ? 'handles'
      : 'other';
  }
  if (is(/available/i)) return 'available';
  if (is(/virtual|overhead|stacks|goal|limit|cache|swap/i)) return 'other';
  if (is(/after (?:full|mixed|mark)|^live heap after/i)) return 'heap after collections';
  if (is(/heap|old gen|memstats_alloc|allocated blocks|outstanding|external|used_bytes/i))
    return 'heap';
  return is(/rss|resident|working.?set|^memory\b(?! used)|private/i) ? 'rss' : 'other';
}

/** The program's name for a sentence, without its arguments: `cache_leak`; `the process` where no report states it. */
export function programName({ text }: Evidence): string {
  const [named = ''] = (text('process') || text('command')).split('\n');
  const word = /^\S+/.exec(named)?.[0]?.split('/').at(-1) ?? '';
  return /^\d*$/.test(word) ? 'the process' : word.slice(0, 40);
}
