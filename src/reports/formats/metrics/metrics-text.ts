import { metricFacts, type Sample } from './metric.ts';
import { createReading, type Line, type Reading, type TextFormat } from '../../report.ts';

// process_resident_memory_bytes{instance="a"} 4.792e+07 1795217883000
const sample =
  /^\s*([a-zA-Z_:][\w:]{2,200})(?:\{([^\n]{0,4000})\})? (NaN|[-+]?(?:Inf|\d[\d.]{0,40}(?:e[-+]?\d{1,3})?))(?: \d{10,16})?(?: # .{0,1000})?\s*$/i;
const comment = /^\s*# (?:HELP|TYPE|UNIT) ([a-zA-Z_:][\w:]{0,200})\b|^\s*# EOF\s*$/;
const known =
  /^(?:process|go|jvm|nodejs|node|container|python|dotnet|kube|promhttp|prometheus|http|ruby|machine)_[a-z]/;

/** The text of a /metrics page. Other metrics than those about memory are taken and left alone. */
export const metricsText: TextFormat = {
  id: 'metrics-text',
  label: 'Metrics page (Prometheus text)',
  tool: 'metrics',
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
            text: 'One page of metrics says how large the process is, not whether it grows. Give a range: "promtool query range URL process_resident_memory_bytes".',
          },
        ],
      }),
    ];
  },
};
