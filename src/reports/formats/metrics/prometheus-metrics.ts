import {
  createReading,
  type Fact,
  type FactKey,
  type Line,
  type Reading,
  type Series,
  type TextFormat,
} from '../../report.ts';
import { optionalFact } from '../../text/optional-fact.ts';

/** A sample of a Prometheus metric. */
export interface Sample {
  readonly name: string;
  /** Labels as printed, without the braces: `instance="a", job="b"`. */
  readonly labels: string;
  readonly value: number;
  readonly at?: number;
}

const factKeys: Readonly<Record<string, FactKey>> = {
  process_resident_memory_bytes: 'rss',
  process_resident_memory_max_bytes: 'peak-rss',
  process_virtual_memory_bytes: 'virtual',
  container_memory_rss: 'rss',
  container_memory_working_set_bytes: 'group-memory',
  container_memory_cache: 'page-cache',
  container_memory_swap: 'swap',
  container_memory_max_usage_bytes: 'peak-rss',
  container_spec_memory_limit_bytes: 'limit',
  go_memstats_alloc_bytes: 'live-heap',
  go_memstats_heap_alloc_bytes: 'live-heap',
  go_memstats_alloc_bytes_total: 'allocated',
  go_memstats_sys_bytes: 'heap-capacity',
  go_memstats_heap_objects: 'objects',
  go_goroutines: 'goroutines',
  go_threads: 'threads',
  nodejs_heap_size_used_bytes: 'live-heap',
  nodejs_heap_size_total_bytes: 'heap-capacity',
  nodejs_external_memory_bytes: 'off-heap',
  dotnet_total_memory_bytes: 'live-heap',
  jvm_threads_current: 'threads',
  jvm_threads_live_threads: 'threads',
  jvm_classes_loaded: 'classes',
  jvm_classes_currently_loaded: 'classes',
  jvm_classes_loaded_classes: 'classes',
  node_memory_MemTotal_bytes: 'machine-memory',
  node_memory_MemAvailable_bytes: 'available',
  node_memory_Slab_bytes: 'slab',
  node_memory_SUnreclaim_bytes: 'slab-unreclaimable',
  node_memory_Cached_bytes: 'page-cache',
  kube_pod_container_status_restarts_total: 'restarts',
};

/** Facts from the largest sample of each metric about memory. */
export function metricFacts(samples: readonly Sample[]): Fact[] {
  const facts = new Map<FactKey, Fact>();
  const put = (key: FactKey, value: number, at: number | undefined) => {
    const known = facts.get(key)?.value;
    if (!Number.isFinite(value) || value < 0 || value > Number.MAX_SAFE_INTEGER) return;
    if (typeof known === 'number' && known >= value) return;
    for (const fact of optionalFact(key, value, at)) facts.set(key, fact);
  };
  for (const { name, value, at } of samples) {
    const key = Object.hasOwn(factKeys, name) ? factKeys[name] : undefined;
    if (key) put(key, value, at);
  }
  put('live-heap', sumPools(samples, 'heap'), undefined);
  put('off-heap', sumPools(samples, 'nonheap'), undefined);
  return [...facts.values()];
}

/** The sum over the JVM's memory pools, each of which is a sample (older exporters export the sum). NaN if there are none. */
function sumPools(samples: readonly Sample[], area: string): number {
  const used = samples.filter(
    ({ name, labels }) =>
      (name === 'jvm_memory_used_bytes' || name === 'jvm_memory_bytes_used') &&
      labels.includes(`area="${area}"`),
  );
  return used.length === 0 ? NaN : used.reduce((sum, { value }) => sum + value, 0);
}

export const metricUnit = (name: string): Series['unit'] => {
  if (/percent|ratio/.test(name)) return '%';
  return /bytes|memory|memstats|_rss|heap_size/.test(name) && !/_objects|_total_count/.test(name)
    ? 'B'
    : 'count';
};

/** Series of one metric, split where samples are missing or the process restarted, so that no line is drawn across the gap. */
export function splitSeries(
  name: string,
  unit: Series['unit'],
  points: readonly (readonly [x: number, y: number])[],
): Series[] {
  const sorted = points.toSorted(([a], [b]) => a - b);
  const steps = sorted.slice(1).map(([x], index) => x - (sorted[index]?.[0] ?? x));
  const step = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const parts: (readonly [number, number])[][] = [];
  for (const [index, point] of sorted.entries()) {
    const before = sorted[index - 1];
    const isGap = before !== undefined && step > 0 && point[0] - before[0] > 2.5 * step;
    if (!before || isGap || isRestart(before[1], point[1], unit)) parts.push([]);
    parts.at(-1)?.push(point);
  }
  return parts.map((part, index) => ({
    name: index === 0 ? name : `${name} (part ${index + 1})`,
    unit,
    over: 'epoch',
    points: part,
  }));
}

/** How often the process restarted, judged by falls of its memory. */
export const countRestarts = (
  unit: Series['unit'],
  points: readonly (readonly [x: number, y: number])[],
): number =>
  points.filter(([, y], index) => {
    const before = points[index - 1];
    return before !== undefined && isRestart(before[1], y, unit);
  }).length;

/** Memory above 16 MiB that falls by more than 60 % between two samples means that the process exited, not that it freed memory. */
const isRestart = (before: number, after: number, unit: Series['unit']): boolean =>
  unit === 'B' && before > 16 * 2 ** 20 && after < before * 0.4;

// process_resident_memory_bytes{instance="a"} 4.792e+07 1795217883000
const sample =
  /^\s*([a-zA-Z_:][\w:]{2,200})(?:\{([^\n]{0,4000})\})? (NaN|[-+]?(?:Inf|\d[\d.]{0,40}(?:e[-+]?\d{1,3})?))(?: \d{10,16})?(?: # .{0,1000})?\s*$/i;
const comment = /^\s*# (?:HELP|TYPE|UNIT) ([a-zA-Z_:][\w:]{0,200})\b|^\s*# EOF\s*$/;
const known =
  /^(?:process|go|jvm|nodejs|node|container|python|dotnet|kube|promhttp|prometheus|http|ruby|machine)_[a-z]/;

/** The text of a /metrics page. Metrics that are not about memory belong to the report but are not read. */
export const metricsText: TextFormat = {
  id: 'metrics-text',
  label: 'Metrics page (Prometheus text)',
  prefilter:
    /^\s*# TYPE [a-zA-Z_:][\w:]* (?:gauge|counter|untyped|unknown)|^\s*(?:process_resident_memory_bytes|process_virtual_memory_bytes|go_memstats_\w+|go_goroutines|jvm_memory_\w+|container_memory_\w+|nodejs_\w+_bytes|node_memory_\w+)(?:\{| [-+\d])/m,
  read(lines): Reading[] {
    const declared = new Set<string>();
    for (const { text } of lines) {
      const name = text.includes('#') ? comment.exec(text)?.[1] : undefined;
      if (name !== undefined) declared.add(name);
    }
    const consumed: Line[] = [];
    const samples: Sample[] = [];
    for (const line of lines) {
      if (line.text.length > 8000) continue;
      const match = sample.exec(line.text);
      const name = match?.[1] ?? '';
      const family = name.replace(/_(?:bucket|sum|count|total|created)$/, '');
      if (match && (declared.has(name) || declared.has(family) || known.test(name))) {
        samples.push({ name, labels: match[2] ?? '', value: Number(match[3]), at: line.number });
        consumed.push(line);
      } else if (comment.test(line.text)) consumed.push(line);
    }
    const facts = metricFacts(samples);
    if (facts.length === 0) return [];
    return [
      createReading('metrics-text', consumed, {
        facts,
        warnings: [
          {
            code: 'summary-only',
            text: 'A single scrape shows how large the process is, not whether it grows. Query a range: "promtool query range URL process_resident_memory_bytes".',
          },
        ],
      }),
    ];
  },
};
