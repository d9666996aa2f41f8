import { globSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readReports, readText } from '../../src/reports/read-report.ts';
import { textFormats } from '../../src/reports/formats.ts';
import { ReportError, type Report } from '../../src/reports/report.ts';
import { stackTrace } from '../../src/reports/formats/native/stack-trace.ts';
import { v8HeapSnapshot } from '../../src/reports/formats/javascript/v8-heap-snapshot.ts';
import { anyCharacter } from './mutations.ts';

const root = 'tests/reports';
const sample = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');
const lines = (file: string, first: number, last: number): string =>
  sample(file)
    .split('\n')
    .slice(first - 1, last)
    .join('\n');

const formatsOf = (text: string): string[] => readText(text).reports.map(({ format }) => format);
const only = (text: string): Report => {
  const { reports } = readText(text);
  expect(reports).toHaveLength(1);
  return reports[0] as Report;
};
const names = ({ sites }: Report): string[] => (sites[0]?.frames ?? []).map(({ name }) => name);
const fact = (report: Report, key: string) => report.facts.find((one) => one.key === key)?.value;

/** Formats of these families, and the folders of samples they may read. */
const families: Readonly<Record<string, readonly string[]>> = {
  'v8-heap-profile': ['node'],
  'v8-trace-gc': ['node'],
  'v8-out-of-memory': ['node'],
  'node-listeners': ['node'],
  'node-memory-usage': ['node'],
  tracemalloc: ['python'],
  'memory-profiler': ['python'],
  mprof: ['logs'],
  psrecord: ['python'],
  'pymalloc-stats': ['python'],
  'python-gc': ['python'],
  'python-objects': ['python'],
  memray: ['python'],
  'ruby-memory-profiler': ['ruby'],
  'rust-failure': ['rust', 'traces'],
  'dotnet-heap': ['dotnet'],
  'dotnet-counters': ['dotnet'],
  'bcc-memleak': ['bcc'],
  'macos-leaks': ['macos'],
};
const ours = textFormats.filter(({ id }) => id in families);
const samples = globSync('*/*', { cwd: root }).filter(
  (file) => !file.startsWith('programs/') && !/\.expected\.txt$|\.(?:zst|gz|pickle)$/.test(file),
);

describe('each format alone', () => {
  test('all are registered', () => {
    expect(ours.map(({ id }) => id).toSorted()).toEqual(Object.keys(families).toSorted());
  });
});

describe('prose and source code', () => {
  const files = globSync([
    '{.,docs,tests}/*.md',
    'tests/collection/content/**/*.mdx',
    'src/{match,charts,cli,scripts}/**/*.ts',
  ]);

  test.each(files)('%s holds no stack', (file) => {
    expect(formatsOf(readFileSync(file, 'utf8'))).not.toContain('stack-trace');
  });
});

describe('fragments', () => {
  test('two rows of tracemalloc without a heading', () => {
    const report = only(lines('python/tracemalloc-top.txt', 3, 4));
    expect(report.sites.map(({ bytes }) => bytes)).toEqual([235_520, 63_795]);
  });

  test('growth weighs in a difference, not size', () => {
    const report = only('/app/a.py:5: size=900 KiB (+1 KiB), count=9 (+1), average=5 B');
    expect(report.sites[0]?.bytes).toBe(1024);
  });

  test('rows of memory_profiler without header or function', () => {
    const report = only(lines('python/memory_profiler-line-by-line.txt', 6, 8));
    expect(names(report)).toEqual(['?:6']);
  });

  test('the native stack of Node.js alone', () => {
    expect(names(only(lines('node/node-heap-oom.txt', 12, 14)))).toContain(
      'v8::Utils::ReportOOMFailure(v8::internal::Isolate*, char const*, v8::OOMDetails const&)',
    );
  });

  test('rows of a Memray table without its frame', () => {
    expect(names(only(lines('python/memray-summary.txt', 5, 6)))).toEqual(['run']);
  });

  test('a Rust backtrace without line numbers of files keeps its frames', () => {
    const text = '   0: rust_begin_unwind\n   1: core::panicking::panic_fmt\n   2: shop::grow\n';
    expect(names(only(text))).toEqual([
      'rust_begin_unwind',
      'core::panicking::panic_fmt',
      'shop::grow',
    ]);
  });

  test('a heap profile cut in the middle keeps the stacks before', () => {
    const whole = only(sample('node/leak.heapprofile'));
    const cut = only(sample('node/leak.heapprofile').slice(0, 3000));
    expect(cut.sites.length).toBeGreaterThan(0);
    expect(cut.sites.length).toBeLessThan(whole.sites.length);
    expect(cut.warnings.map(({ code }) => code)).toContain('truncated');
  });
});

describe('several reports in one paste', () => {
  test('prose between them stays unread', () => {
    const text = `${sample('node/trace-gc.txt')}\nThen I asked Python instead.\n\n${sample('python/tracemalloc-display_top.txt')}`;
    const { reports, unread } = readText(text);
    expect(reports.map(({ format }) => format)).toEqual(['v8-trace-gc', 'tracemalloc']);
    expect(unread.map(({ text: line }) => line)).toEqual(['Then I asked Python instead.']);
  });

  test('two collections on one line are two points', () => {
    const gc = readText(sample('node/node-heap-oom.txt')).reports.find(
      ({ format }) => format === 'v8-trace-gc',
    );
    expect(gc?.series[0]?.points.map(([seconds]) => seconds)).toEqual([0.521, 0.644]);
  });

  test.each([
    '[41:0x5b00]   5023 ms: Scavenge 4.1 (4.2) -> 4.0 (5.2) MB, pooled: 0 MB, 4.89 / 0.00 ms  (average mu = 1.000, current mu = 1.000) task;',
    '[41:0x5b00]   5023 ms: Mark-sweep 4.1 (4.2) -> 4.0 (5.2) MB, 1033.2 / 0.0 ms  last resort GC in old space requested',
    '   5023 ms: Mark-sweep 4.1 (4.2) -> 4.0 (5.2) MB, 1033.2 / 0 ms [allocation failure] [GC in old space requested].',
  ])('every generation of the trace: %s', (line) => {
    expect(fact(only(line), 'live-heap')).toBe(4 * 1024 * 1024);
  });

  test('a log line in a stack does not end it', () => {
    const text = '\tat a.B.c(B.java:1)\n[gc] Pause\n\tat a.B.d(B.java:2)\n';
    expect(names(only(text))).toEqual(['a.B.c', 'a.B.d']);
  });

  test('repeated memleak lists are one report, with growth over time', () => {
    const report = only(sample('bcc/memleak-addresses.txt'));
    expect(report.series[0]?.points).toEqual([
      [0, 32_768],
      [5, 73_728],
    ]);
  });
});

describe('totals', () => {
  test('a heap snapshot sums up to what V8 wrote', async () => {
    const bytes = readFileSync(`${root}/node/leak.heapsnapshot.gz`);
    const { nodes, snapshot } = JSON.parse(gunzipSync(bytes).toString()) as {
      nodes: number[];
      snapshot: { node_count: number; meta: { node_fields: string[] } };
    };
    const width = snapshot.meta.node_fields.length;
    const size = snapshot.meta.node_fields.indexOf('self_size');
    const total = nodes.filter((_, index) => index % width === size).reduce((a, b) => a + b, 0);
    const [report] = (await readReports(bytes)).reports;
    expect(report && fact(report, 'live-heap')).toBe(total);
    expect(report && fact(report, 'objects')).toBe(snapshot.node_count);
  });

  test('texts of the program do not become class names of a snapshot', async () => {
    const [report] = (await readReports(readFileSync(`${root}/node/leak.heapsnapshot.gz`))).reports;
    expect(report?.classes.map(({ name }) => name)).toContain('(string)');
    expect(report?.classes.some(({ name }) => name.includes('session-'))).toBe(false);
  });

  test('a heap profile sums up to the sizes V8 wrote', () => {
    const text = sample('node/leak.heapprofile');
    const sizes = [...text.matchAll(/"selfSize":(\d+)/g)].map(([, size]) => Number(size));
    expect(fact(only(text), 'live-heap')).toBe(sizes.reduce((sum, size) => sum + size, 0));
  });

  test('mprof: what a function calls by itself is not counted twice', () => {
    const [report] = readText(
      [
        'CMDLINE python3 walk.py',
        'MEM 10.0 1795217786.0',
        // The inner calls end first, so they are printed first.
        'FUNC __main__.walk 20.0 1795217787.2 30.0 1795217787.3 3',
        'FUNC __main__.walk 15.0 1795217787.1 30.0 1795217787.4 2',
        'FUNC __main__.walk 10.0 1795217787.0 30.0 1795217787.5 1',
        'FUNC __main__.walk 30.0 1795217788.0 32.0 1795217788.1 1',
        'FUNC __main__.other 10.0 1795217787.0 31.0 1795217787.6 1',
      ].join('\n'),
    ).reports;
    expect(
      report?.sites.map(({ frames, bytes, count }) => [frames[0]?.name, bytes, count]),
    ).toEqual([
      ['__main__.walk', 22 * 2 ** 20, 4],
      ['__main__.other', 21 * 2 ** 20, 1],
    ]);
  });

  test('a pickle is refused with the command to run', async () => {
    await expect(
      readReports(readFileSync(`${root}/python/tracemalloc.snapshot.pickle`)),
    ).rejects.toThrow(/python3 -c/);
  });
});

describe('whatever is pasted', () => {
  const bases = samples.filter((file) =>
    ['node', 'python', 'dotnet', 'bcc', 'ruby', 'macos', 'traces'].includes(
      file.split('/')[0] ?? '',
    ),
  );
  const damaged = fc
    .record({
      file: fc.constantFrom(...bases),
      from: fc.nat(60),
      count: fc.integer({ min: 1, max: 60 }),
      junk: fc.string({ unit: anyCharacter, maxLength: 20 }),
      at: fc.nat(2000),
      digits: fc.constantFrom('', '9'.repeat(400), '-1', '1e999'),
    })
    .map(({ file, from, count, junk, at, digits }) => {
      const all = sample(file).split('\n');
      const kept = all.slice(from % all.length, (from % all.length) + count).join('\n');
      const huge = digits === '' ? kept : kept.replace(/\d+/, digits);
      const place = at % (huge.length + 1);
      return `${huge.slice(0, place)}${junk}${huge.slice(place)}`;
    });

  test('damaged samples give whole numbers or nothing', () => {
    fc.assert(
      fc.property(damaged, (text) => {
        for (const report of readText(text).reports) {
          const weights = [...report.sites, ...report.classes].flatMap(({ bytes, count }) => [
            bytes ?? 0,
            count ?? 0,
          ]);
          const points = report.series.flatMap((series) => series.points.flat());
          for (const value of [...weights, ...points]) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThan(Infinity);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  test('a damaged snapshot is read in part or refused', () => {
    const bytes = gunzipSync(readFileSync(`${root}/node/leak.heapsnapshot.gz`)).subarray(0, 40_000);
    fc.assert(
      fc.property(fc.nat(bytes.length), (length) => {
        const cut = bytes.subarray(0, length);
        if (!v8HeapSnapshot.recognizes(cut)) return;
        try {
          expect(fact(v8HeapSnapshot.read(cut), 'objects')).toBeGreaterThanOrEqual(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ReportError);
        }
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['digits', '9'.repeat(100_000)],
    ['spaces', `${' '.repeat(100_000)}x`],
    ['blank lines', '\n'.repeat(100_000)],
    ['open braces', '{'.repeat(100_000)],
    ['heads of JSON', '{"head":{"callFrame":{\n'.repeat(5000)],
    ['frames', '    at a.b(c.java:1)\n'.repeat(50_000)],
    ['open parentheses', `    at ${'a('.repeat(50_000)}`],
    ['colons', `${'a:1: '.repeat(20_000)}size=`],
    ['bars', `│${' │'.repeat(50_000)}`],
    ['numbers', `   1: ${'0x1234567 '.repeat(10_000)}`],
  ])('100,000 %s are read in no time', (_, text) => {
    const whole = `x heapUsed: 1\n${text}\nFATAL ERROR: memory, size=1 B`;
    const given = whole.split('\n').map((line, index) => ({ number: index + 1, text: line }));
    // Time of the processor, since other programs may keep it busy.
    const start = process.threadCpuUsage();
    for (const format of [...ours, stackTrace]) {
      format.prefilter.test(whole);
      format.read(given);
    }
    expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(1500);
  });
});
