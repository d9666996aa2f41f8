import {
  createReading,
  type FactKey,
  type Line,
  type Reading,
  type Report,
  type TextFormat,
} from '../../report.ts';
import { parseBytes } from '../../text/numbers.ts';

const id = 'node-memory-usage';

/**
 * process.memoryUsage() as programs print it: as an object on one line or several, as JSON with other keys, or converted to MB by
 * the program. A date before a sample is its time.
 *
 *     2026-11-20T23:30:55.772Z {
 *       rss: 42348544,
 *     { rss: 4935680, heapTotal: 1826816, heapUsed: 650472, external: 49879 }
 *     {"time":"2026-11-20T23:30:55.772Z","rss":42348544,"heapTotal":4169728,"heapUsed":3427512}
 */
export const nodeMemoryUsage: TextFormat = {
  id,
  label: 'process.memoryUsage()',
  prefilter: /\bheapUsed["']?\s{0,5}[:=]/m,
  read(lines): Reading[] {
    const samples = groupSamples(lines);
    const consumed = samples.flatMap((sample) => sample.lines);
    return samples.length === 0 ? [] : [createReading(id, consumed, summarize(samples))];
  },
};

const fields = {
  rss: { label: 'RSS', fact: 'rss' },
  heapTotal: { label: 'V8 heap taken', fact: 'heap-capacity' },
  heapUsed: { label: 'V8 heap used', fact: 'live-heap' },
  external: { label: 'external', fact: 'off-heap' },
  arrayBuffers: { label: 'array buffers', fact: undefined },
} as const satisfies Record<string, { label: string; fact: FactKey | undefined }>;

type Field = keyof typeof fields;
const names = ['rss', 'heapTotal', 'heapUsed', 'external', 'arrayBuffers'] as const;

interface Sample {
  readonly lines: Line[];
  readonly values: Map<Field, number>;
  epoch?: number | undefined;
}

const value =
  /\b(rss|heapTotal|heapUsed|external|arrayBuffers)["']? {0,4}[:=] {0,4}["'`]?(\d{1,16}(?:[._]\d{1,16}){0,5}) ?([KMG]i?B|B|bytes)?(?![\w.])/g;
const date = /\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:[.,]\d{1,9})?)(Z|[+-]\d\d:?\d\d)?/;
const opening = /\{\s*$/;
const closing = /^\s*\}[,;)]?\s*$/;

/** Splits the fields into samples: a repeated field or a brace starts the next one. */
function groupSamples(lines: readonly Line[]): Sample[] {
  const samples: Sample[] = [];
  let open: Sample | undefined;
  let before: Line | undefined;
  const close = () => {
    if (open?.values.has('heapUsed') && open.values.size > 1) samples.push(open);
    open = undefined;
  };
  for (const line of lines) {
    const found = line.text.length > 20_000 ? [] : [...line.text.matchAll(value)];
    if (found.length === 0) {
      if (open && closing.test(line.text)) {
        open.lines.push(line);
        close();
      } else if (open && line.text.trim() !== '' && open.values.size > 1) close();
      before = line;
      continue;
    }
    if (open && found.some(([, name]) => open?.values.has(name as Field))) close();
    if (!open) {
      const opener = before && before.text.length < 1000 && opening.test(before.text);
      open = { lines: opener && before ? [before] : [], values: new Map() };
    }
    open.lines.push(line);
    open.epoch ??= findEpoch(open.lines);
    for (const [, name = '', amount = '', unit = 'B'] of found)
      open.values.set(name as Field, toBytes(amount, unit));
    if (found.length > 2) close();
    before = line;
  }
  close();
  return samples;
}

const toBytes = (amount: string, unit: string): number => {
  const bytes = parseBytes(amount, unit) ?? 0;
  return Math.max(0, bytes);
};

function findEpoch(lines: readonly Line[]): number | undefined {
  for (const { text, time: consumed } of lines) {
    if (consumed !== undefined && consumed >= 1e8) return consumed;
    const [, day, time, zone = 'Z'] = date.exec(text) ?? [];
    if (day === undefined || time === undefined) continue;
    const milliseconds = Date.parse(`${day}T${time.replace(',', '.')}${zone}`);
    if (Number.isFinite(milliseconds)) return milliseconds / 1000;
  }
  return undefined;
}

function summarize(samples: readonly Sample[]): Partial<Report> {
  const last = samples.at(-1);
  const facts = names.flatMap((name) => {
    const key = fields[name].fact;
    const bytes = last?.values.get(name);
    return key === undefined || bytes === undefined
      ? []
      : [{ key, value: bytes, at: last?.lines[0]?.number ?? 0 }];
  });
  if (samples.length === 1) return { facts };
  const clocked = samples.every(
    ({ epoch }, index) => epoch !== undefined && epoch >= (samples[index - 1]?.epoch ?? 0),
  );
  return {
    facts,
    series: names
      .map((name) => ({
        name: fields[name].label,
        unit: 'B' as const,
        over: clocked ? ('epoch' as const) : ('sample' as const),
        points: samples.flatMap(({ values, epoch }, index) => {
          const bytes = values.get(name);
          const x = clocked ? (epoch ?? 0) : index + 1;
          return bytes === undefined ? [] : [[x, bytes] as const];
        }),
      }))
      .filter(({ points }) => points.length > 1),
    warnings: clocked
      ? []
      : [
          {
            code: 'no-clock',
            text: 'The values have no timestamps, so they are shown in the order printed. Print new Date().toISOString() with each.',
          },
        ],
  };
}
