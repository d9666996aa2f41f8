import {
  createReading,
  type Line,
  type Reading,
  type Report,
  type TextFormat,
} from '../../report.ts';
import { parseBytes, parseDecimal } from '../../text/numbers.ts';

const id = 'v8-trace-gc';

/**
 * `node --trace-gc`, with -verbose and -nvp, and the last collections that V8 prints when it runs out of memory. The line has had
 * three forms (gc-tracer.cc), and one line may hold two records:
 *
 *     [17046:0xb982ce0]      644 ms: Mark-Compact 38.6 (41.4) -> 38.4 (45.4) MB, 119.88 / 0.00 ms  (average mu = 0.154, …
 *     [41:0x5b]   5023 ms: Scavenge 4.1 (4.2) -> 4.0 (5.2) MB, pooled: 0 MB, 4.89 / 0.00 ms  (average mu = 1.000, …
 *        39314 ms: Mark-sweep 1369.4 (1434.9) -> 1369.4 (1434.9) MB, 1033.2 / 0 ms [allocation failure].
 */
export const traceGc: TextFormat = {
  id,
  label: 'V8 garbage collection trace',
  prefilter: /\d ms: (?:[A-Z][A-Za-z -]{2,30}[ (]|pause=)|^\[\d{1,10}:0x[\da-f]{1,16}\] /m,
  read(lines): Reading[] {
    const runs = groupRuns(lines);
    return runs.map(({ consumed, records }) => createReading(id, consumed, summarize(records)));
  },
};

interface Collection {
  readonly isolate: string;
  readonly seconds: number;
  readonly kind: string;
  readonly before: number;
  readonly after: number;
  readonly committed?: number;
}

interface Run {
  readonly consumed: Line[];
  readonly records: Collection[];
}

const isolate = String.raw`(?:\[(\d{1,10}(?::0x[\da-f]{1,16})?)(?::\d{1,10})?\] {0,20})?`;
const kind = String.raw`((?:Scavenge|Minor|Mark|Mc|MC)[A-Za-z-]{0,20}(?: Mark-[A-Za-z]{1,10})?)(?: \([a-z ]{1,30}\)){0,3}`;
const size = String.raw`([\d.]{1,20}) \(([\d.]{1,20})\)`;
const printed = new RegExp(`${isolate}(\\d{1,15}) ms: ${kind} ${size} -> ${size} MB`, 'g');
const pairs = new RegExp(`^.{0,80}?${isolate}(\\d{1,15}) ms: (pause=.*)$`);
// [17012:0x37d0fd40] Old space,              used:   2734 KB, available:      0 KB, committed:   2784 KB
const verbose =
  /^\s*\[\d{1,10}:0x[\da-f]{1,16}\] (?:(?:[A-Z][a-z -]{2,30}, {1,40}used|External memory|Backing store memory|Unmapper buffering|Shrinking page|Total time spent in GC|Fast promotion|Heap growing|Limited):? |$)/;

/** Splits the collections into runs: one per isolate, and a new one where the clock of an isolate goes back. */
function groupRuns(lines: readonly Line[]): Run[] {
  const runs: Run[] = [];
  const current = new Map<string, Run>();
  let last: Run | undefined;
  const waiting: Line[] = [];
  for (const line of lines) {
    const records = parseCollections(line.text);
    if (records.length === 0) {
      if (verbose.test(line.text)) (last?.consumed ?? waiting).push(line);
      continue;
    }
    for (const record of records) {
      let run = current.get(record.isolate);
      if (!run || (run.records.at(-1)?.seconds ?? 0) > record.seconds) {
        run = { consumed: waiting.splice(0), records: [] };
        current.set(record.isolate, run);
        runs.push(run);
      }
      run.records.push(record);
      if (run.consumed.at(-1) !== line) run.consumed.push(line);
      last = run;
    }
  }
  return runs;
}

function parseCollections(text: string): Collection[] {
  if (!text.includes(' ms: ')) return [];
  const short = [...text.matchAll(printed)].map((match): Collection => {
    const [, name = '', ms = '', what = '', before = '', , after = '', committed = ''] = match;
    return {
      isolate: name,
      seconds: (parseDecimal(ms) ?? 0) / 1000,
      kind: what,
      before: parseBytes(before, 'MB') ?? 0,
      after: parseBytes(after, 'MB') ?? 0,
      committed: parseBytes(committed, 'MB') ?? 0,
    };
  });
  if (short.length > 0) return short;
  const [, name = '', ms = '', rest = ''] = pairs.exec(text.slice(0, 20_000)) ?? [];
  const after = /\btotal_size_after=(\d{1,15})/.exec(rest)?.[1];
  if (after === undefined) return [];
  const before = /\btotal_size_before=(\d{1,15})/.exec(rest)?.[1] ?? after;
  const letter = /\bgc=(\w{1,5})/.exec(rest)?.[1] ?? '';
  return [
    {
      isolate: name,
      seconds: (parseDecimal(ms) ?? 0) / 1000,
      kind: letter === 'ms' || letter === 'mc' ? 'Mark-Compact' : 'Scavenge',
      before: Number(before),
      after: Number(after),
    },
  ];
}

const isFull = ({ kind: name }: Collection): boolean => /^Mark/.test(name);

function summarize(records: readonly Collection[]): Partial<Report> {
  const last = records.at(-1);
  const full = records.filter(isFull);
  const over = 'seconds';
  const points = (list: readonly Collection[]) =>
    list.map(({ seconds, after }) => [seconds, after] as const);
  return {
    series: [
      ...(full.length > 0
        ? [{ name: 'heap after Mark-Compact', unit: 'B', over, points: points(full) } as const]
        : []),
      { name: 'heap after collection', unit: 'B', over, points: points(records) },
    ],
    facts: [
      {
        key: 'peak-heap',
        value: records.reduce((peak, { before, after }) => Math.max(peak, before, after), 0),
      },
      { key: 'live-heap', value: (full.at(-1) ?? last)?.after ?? 0 },
      ...(last?.committed === undefined
        ? []
        : [{ key: 'heap-capacity', value: last.committed } as const]),
      ...(last && last.isolate !== ''
        ? [{ key: 'process', value: last.isolate.split(':')[0] ?? '' } as const]
        : []),
    ],
    warnings:
      full.length > 0
        ? []
        : [
            {
              code: 'no-full-collection',
              text: 'There are only young collections, so the curve includes garbage that is not yet collected. Trace longer, or call global.gc() with --expose-gc.',
            },
          ],
  };
}
