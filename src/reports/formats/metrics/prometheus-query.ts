import {
  metricFacts,
  countRestarts,
  splitSeries,
  metricUnit,
  type Sample,
} from './prometheus-metrics.ts';
import {
  createReading,
  type Line,
  type Reading,
  type Series,
  type TextFormat,
  type Warning,
} from '../../report.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** One result of a query: the labels, and points of Unix time and value. */
export interface QueryResult {
  readonly name: string;
  readonly labels: string;
  readonly at: number;
  readonly points: (readonly [x: number, y: number])[];
}

const maxSeries = 100;

/** The reading of the results of a query. */
export function toReadings(
  format: string,
  results: readonly QueryResult[],
  consumed: readonly Line[],
): Reading[] {
  const filled = results.filter(({ points }) => points.length > 0);
  if (filled.length === 0) return [];
  const last: Sample[] = filled.flatMap(({ name, labels, points, at }) => {
    const [, value] = points.at(-1) ?? [];
    return value === undefined ? [] : [{ name, labels, value, at }];
  });
  const lines = filled.filter(({ points }) => points.length > 1);
  const series: Series[] = lines
    .slice(0, maxSeries)
    .flatMap(({ name, labels, points }) =>
      splitSeries(labels === '' ? name : `${name}{${labels}}`, metricUnit(name), points),
    );
  const restarts = lines.reduce(
    (sum, { name, points }) => sum + countRestarts(metricUnit(name), points),
    0,
  );
  const warnings: Warning[] = [
    ...(lines.length > maxSeries
      ? [
          {
            code: 'truncated',
            text: `There are ${lines.length} series; only the first ${maxSeries} were read. Narrow the query.`,
          },
        ]
      : []),
    ...(lines.length === 0
      ? [
          {
            code: 'summary-only',
            text: 'A single value does not show growth. Query a range: "promtool query range --start=… --end=… URL EXPRESSION".',
          },
        ]
      : []),
  ];
  return [
    createReading(format, consumed, {
      facts: [...metricFacts(last), ...(restarts > 0 ? optionalFact('restarts', restarts) : [])],
      series,
      warnings,
    }),
  ];
}

const part =
  /"metric"\s*:\s*(\{(?:[^{}"]|"[^"\n]{0,2000}"){0,400}\})|\[\s*(\d{9,11}(?:\.\d{1,9})?)\s*,\s*"([^"\n]{1,40})"\s*\]/g;
const label = /"([^"\n]{1,200})"\s*:\s*"([^"\n]{0,2000})"/g;

/** JSON of Prometheus's HTTP API, `/api/v1/query` and `query_range`: a matrix or vector, on one line or several, whole or cut. */
export const prometheusJson: TextFormat = {
  id: 'prometheus-json',
  label: 'Prometheus query',
  prefilter:
    /"resultType"\s*:\s*"(?:matrix|vector|scalar)"|"metric"\s*:\s*\{|\[\s*1\d{9}(?:\.\d+)?\s*,\s*"[-\d.e+]+"\s*\]/,
  anyLength: true,
  read(lines): Reading[] {
    const region = jsonLines(lines);
    const text = region.map((line) => line.text).join('\n');
    const lineAt = lineFinder(region);
    const results: QueryResult[] = [];
    for (const match of text.matchAll(part)) {
      const [, metric, time, value] = match;
      if (metric !== undefined) {
        results.push({ ...readMetric(metric), at: lineAt(match.index), points: [] });
        continue;
      }
      const number = Number(value);
      if (results.length === 0)
        results.push({ name: 'value', labels: '', at: lineAt(match.index), points: [] });
      if (Number.isFinite(number)) results.at(-1)?.points.push([Number(time), number]);
    }
    return toReadings('prometheus-json', results, region);
  },
};

function readMetric(metric: string): { name: string; labels: string } {
  const pairs = [...metric.matchAll(label)].map(
    ([, key = '', value = '']) => [key, value] as const,
  );
  return {
    name: pairs.find(([key]) => key === '__name__')?.[1] ?? 'value',
    labels: pairs
      .filter(([key]) => key !== '__name__')
      .map(([key, value]) => `${key}="${value}"`)
      .join(', '),
  };
}

/** The lines from the first to the last that have a part of the JSON, and adjacent lines that are only brackets. */
function jsonLines(lines: readonly Line[]): Line[] {
  const isSure = ({ text }: Line) =>
    /"(?:resultType|metric|values|result|status)"\s*:|\[\s*1\d{9}/.test(text);
  const isJson = ({ text }: Line) => /^\s*(?:[[\]{}"]|-?\d[\d.]*,?\s*$|$)/.test(text);
  const first = lines.findIndex(isSure);
  const last = lines.findLastIndex((line) => isSure(line) || /^\s*"[-\d.e+]+"\s*$/.test(line.text));
  if (first < 0) return [];
  let start = first;
  while (start > 0 && isJson(lines[start - 1] ?? { number: 0, text: 'x' })) start -= 1;
  let end = Math.max(first, last);
  while (end + 1 < lines.length && isJson(lines[end + 1] ?? { number: 0, text: 'x' })) end += 1;
  return lines.slice(start, end + 1).filter((line) => isJson(line) || isSure(line));
}

function lineFinder(lines: readonly Line[]): (offset: number) => number {
  let index = 0;
  let end = lines[0]?.text.length ?? 0;
  return (offset) => {
    while (offset > end && index < lines.length - 1) {
      index += 1;
      end += 1 + (lines[index]?.text.length ?? 0);
    }
    return lines[index]?.number ?? 1;
  };
}

// process_resident_memory_bytes{instance="127.0.0.1:19190", job="prometheus"} =>
const metricLine =
  /^\s*([a-zA-Z_:][\w:]{0,200})?(?:\{(.{0,2000})\})?\s*=>(?:\s*(\S{1,40}) @\[(\d{9,11}(?:\.\d{1,3})?)\])?\s*$/;
// 47923200 @[1795217883]
const point = /^\s*(\S{1,40}) @\[(\d{9,11}(?:\.\d{1,3})?)\]\s*$/;

/** `promtool query range` and `promtool query instant`. */
export const promtool: TextFormat = {
  id: 'promtool',
  label: 'promtool query',
  prefilter: /^\s*\S+ @\[\d{9,11}(?:\.\d+)?\]\s*$|=> *\S+ @\[\d{9,11}/m,
  read(lines): Reading[] {
    const results: QueryResult[] = [];
    const consumed: Line[] = [];
    for (const line of lines) {
      if (line.text.length > 4000) continue;
      const metric = metricLine.exec(line.text);
      const sample = point.exec(line.text);
      if (!metric && !sample) continue;
      consumed.push(line);
      if (metric ?? results.length === 0)
        results.push({
          name: metric?.[1] ?? 'value',
          labels: metric?.[2] ?? '',
          at: line.number,
          points: [],
        });
      const value = Number(metric ? metric[3] : sample?.[1]);
      const time = Number(metric ? metric[4] : sample?.[2]);
      if (Number.isFinite(value) && Number.isFinite(time))
        results.at(-1)?.points.push([time, value]);
    }
    return toReadings('promtool', results, consumed);
  },
};
