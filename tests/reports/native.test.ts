import { globSync, readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { addressSanitizer } from '../../src/reports/formats/native/address-sanitizer.ts';
import { dhat, dhatConsole } from '../../src/reports/formats/valgrind/dhat.ts';
import { gdbBacktrace } from '../../src/reports/formats/native/gdb-backtrace.ts';
import { heaptrackData } from '../../src/reports/formats/heaptrack/recording.ts';
import { heaptrackPrint } from '../../src/reports/formats/heaptrack/heaptrack-print.ts';
import { heaptrackRecord } from '../../src/reports/formats/heaptrack/heaptrack-console.ts';
import { leakSanitizer } from '../../src/reports/formats/native/leak-sanitizer.ts';
import { massif } from '../../src/reports/formats/valgrind/massif.ts';
import { memcheckXml } from '../../src/reports/formats/valgrind/memcheck-xml.ts';
import { memcheck } from '../../src/reports/formats/valgrind/memcheck.ts';
import { msPrint } from '../../src/reports/formats/valgrind/ms-print.ts';
import { readText } from '../../src/reports/read-report.ts';
import {
  ReportError,
  type FactKey,
  type Report,
  type TextFormat,
} from '../../src/reports/report.ts';
import { unpack } from '../../src/reports/text/unpack.ts';
import { xtree } from '../../src/reports/formats/valgrind/xtree.ts';
import { anyCharacter } from './mutations.ts';

const root = 'tests/reports';
const textOf = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');
const linesOf = (text: string) =>
  text.split('\n').map((line, index) => ({ number: index + 1, text: line }));

/** The first report in a text, read by one format alone. */
function readBy(format: TextFormat, text: string): Report {
  const [reading] = format.read(linesOf(text));
  if (!reading) throw new Error(`${format.id} found nothing`);
  return reading.report;
}

const factOf = (report: Report, key: FactKey) =>
  report.facts.find((fact) => fact.key === key)?.value;

const sumOf = ({ sites }: Report, kind?: string): number =>
  sites.reduce((sum, site) => sum + (!kind || site.kind === kind ? (site.bytes ?? 0) : 0), 0);

const namesOf = ({ sites }: Report, index = 0) => sites[index]?.frames.map(({ name }) => name);

const samplesByFormat: readonly (readonly [TextFormat, string])[] = [
  [heaptrackPrint, 'heaptrack/heaptrack_print.xml_leak.txt'],
  [heaptrackRecord, 'heaptrack/heaptrack-record-stdout.txt'],
  [memcheck, 'valgrind/memcheck-libxml2-all-kinds.txt'],
  [memcheckXml, 'valgrind/memcheck-cpp-cache.xml'],
  [massif, 'valgrind/massif.out.pages-as-heap'],
  [msPrint, 'valgrind/ms_print-openssl.txt'],
  [dhat, 'valgrind/dhat.out.cpp-cache.json'],
  [dhatConsole, 'valgrind/dhat-stderr.txt'],
  [leakSanitizer, 'sanitizer/asan-lsan-unsymbolized.txt'],
  [addressSanitizer, 'sanitizer/asan-heap-use-after-free.txt'],
  [xtree, 'valgrind/xtmemory.kcg.cpp-cache'],
  [gdbBacktrace, 'sanitizer/gdb-bt-bad_alloc.txt'],
];

describe('totals are the tool’s own', () => {
  test.each(['cache_leak', 'ssl_leak', 'xml_leak', 'rust_v0', 'rust_legacy'])(
    'heaptrack: the recording of %s says what heaptrack_print says',
    async (name) => {
      const bytes = await unpack(readFileSync(`${root}/heaptrack/heaptrack.${name}.zst`));
      const recording = heaptrackData.read(bytes);
      const printed = textOf(`heaptrack/heaptrack_print.${name}.txt`);
      const stated = (label: string) => new RegExp(`^${label}: (.*)$`, 'm').exec(printed)?.[1];

      expect(inKilos(factOf(recording, 'peak-heap'))).toBe(stated('peak heap memory consumption'));
      expect(inKilos(factOf(recording, 'leaked'))).toBe(stated('total memory leaked'));
      expect(inKilos(factOf(recording, 'peak-rss'))).toBe(
        stated(String.raw`peak RSS \(including heaptrack overhead\)`),
      );
      expect(stated('calls to allocation functions')).toMatch(
        new RegExp(`^${factOf(recording, 'allocations')} `),
      );
      expect(sumOf(recording, 'leaked')).toBe(factOf(recording, 'leaked'));
      expect(sumOf(recording, 'peak')).toBe(factOf(recording, 'peak-heap'));
      const heap = recording.series.find((series) => series.name === 'heap');
      expect(Math.max(...(heap?.points.map(([, y]) => y) ?? []))).toBe(
        factOf(recording, 'peak-heap'),
      );
    },
  );

  test('heaptrack: the heaviest leak has the same stack in the recording and in the text', async () => {
    const bytes = await unpack(readFileSync(`${root}/heaptrack/heaptrack.ssl_leak.zst`));
    const printed = readBy(heaptrackPrint, textOf('heaptrack/heaptrack_print.ssl_leak.txt'));
    const leaks = printed.sites.filter(({ kind }) => kind === 'leaked');
    expect(leaks[0]?.frames.map(({ name }) => name)).toEqual(namesOf(heaptrackData.read(bytes)));
    expect(leaks[0]?.bytes).toBe(570_600);
  });

  test.each(['memcheck-openssl', 'memcheck-cpp-cache', 'memcheck-libxml2-all-kinds'])(
    '%s: what is lost is the two first lines of the summary',
    (name) => {
      const text = textOf(`valgrind/${name}.txt`);
      const lost = [...text.matchAll(/(?:definitely|indirectly) lost: ([\d,]+) bytes/g)].map(
        ([, bytes]) => Number(bytes?.replaceAll(',', '')),
      );
      expect(factOf(readBy(memcheck, text), 'leaked')).toBe(lost.reduce((a, b) => a + b, 0));
    },
  );

  test('memcheck: text and XML of the same program name the same heaviest stack', () => {
    const text = readBy(memcheck, textOf('valgrind/memcheck-cpp-cache.txt'));
    const xml = readBy(memcheckXml, textOf('valgrind/memcheck-cpp-cache.xml'));
    expect(namesOf(xml)).toEqual(namesOf(text));
  });

  test('sanitizers: the stacks add up to the total', () => {
    for (const file of globSync('sanitizer/*lsan*', { cwd: root })) {
      if (file.endsWith('.expected.txt')) continue;
      const report = readBy(leakSanitizer, textOf(file));
      expect(sumOf(report), file).toBe(factOf(report, 'leaked'));
    }
  });

  test('massif and ms_print give the same stacks, and these add up to the peak', () => {
    const file = readBy(massif, textOf('valgrind/massif.out.openssl'));
    const printed = readBy(msPrint, textOf('valgrind/ms_print-openssl.txt'));
    const weights = ({ sites }: Report) => sites.map(({ bytes }) => bytes);
    expect(weights(printed)).toEqual(weights(file));
    expect(namesOf(printed)).toEqual(namesOf(file));
    expect(factOf(printed, 'peak-heap')).toBe(factOf(file, 'peak-heap'));
    const elsewhere = /^ n0: (\d+) in 38 places/m.exec(textOf('valgrind/massif.out.openssl'));
    expect(elsewhere).not.toBeNull();
    expect(sumOf(file)).toBeGreaterThan(0.9 * Number(factOf(file, 'peak-heap')));
    expect(sumOf(file)).toBeLessThanOrEqual(Number(factOf(file, 'peak-heap')));
  });

  test('dhat: the JSON adds up to what DHAT prints on the console', () => {
    const file = readBy(dhat, textOf('valgrind/dhat.out.cpp-cache.json'));
    const console = readBy(dhatConsole, textOf('valgrind/dhat-stderr.txt'));
    for (const key of ['allocated', 'allocations', 'peak-heap', 'live-heap'] as const)
      expect(factOf(file, key), key).toBe(factOf(console, key));
    expect(sumOf(file, 'live')).toBe(factOf(file, 'live-heap'));
  });

  test('xtree: the stacks that hold memory add up to what the sanitizer found for the same run', () => {
    const report = readBy(xtree, textOf('valgrind/xtmemory.kcg.cpp-cache'));
    expect(sumOf(report)).toBe(186_842);
    expect(textOf('sanitizer/asan-lsan-unsymbolized.txt')).toContain('186842 byte(s) leaked');
  });
});

/** As heaptrack prints bytes. */
function inKilos(bytes: unknown): string {
  const value = Number(bytes);
  if (value < 1000) return `${value}B`;
  return value < 1e6 ? `${(value / 1e3).toFixed(2)}K` : `${(value / 1e6).toFixed(2)}M`;
}

describe('a part of a report', () => {
  test('heaptrack_print: a stack that people cut with an ellipsis keeps its last name', () => {
    const { reports, unread } = readText(
      '3 calls to allocation functions with 1K peak consumption from\nCRYPTO_zalloc\nin /lib/libcrypto.so.1.1\n2 calls with 0B peak consumption from:\nOPENSSL_sk_new_reserve\n...\n',
    );
    expect(unread).toEqual([]);
    expect(reports[0]?.sites[0]?.frames.map(({ name }) => name)).toEqual([
      'CRYPTO_zalloc',
      'OPENSSL_sk_new_reserve',
    ]);
  });

  test('heaptrack_print: temporary allocations are among the calls already and not counted again', () => {
    const calls =
      '9 calls to allocation functions with 1K peak consumption from\nCRYPTO_zalloc\n  in /lib/libcrypto.so.3\n';
    const temporary =
      '4 temporary allocations of 9 allocations in total (44.44%) from\nCRYPTO_zalloc\n  in /lib/libcrypto.so.3\n';
    const counts = (text: string) => readText(text).reports[0]?.sites.map(({ count }) => count);
    expect(counts(`${calls}\n${temporary}`)).toEqual([9, undefined]);
    expect(counts(temporary)).toEqual([4]);
  });

  test('heaptrack_print: one block, cut after its second stack', () => {
    const report = readBy(
      heaptrackPrint,
      [
        '1.5KB leaked over 3 calls from',
        'grow',
        '  at /src/a.c:3',
        '  in /usr/bin/a',
        '1KB leaked over 2 calls from:',
        '    main',
        '      at /src/a.c:9',
        '      in /usr/bin/a',
        '500B leaked over 1 calls from:',
        '    other',
      ].join('\n'),
    );
    expect(report.sites).toMatchObject([
      {
        kind: 'leaked',
        bytes: 1000,
        count: 2,
        frames: [{ name: 'grow' }, { name: 'main', line: 9 }],
      },
      { kind: 'leaked', bytes: 500, count: 1, frames: [{ name: 'grow' }, { name: 'other' }] },
    ]);
  });

  test('memcheck: one record that lost its prefix and its indentation', () => {
    const report = readBy(
      memcheck,
      [
        '1,024 (+1,024) bytes in 2 (+2) blocks are possibly lost in new loss record 5 of 10',
        'at 0x4C2FB0F: malloc (in /usr/lib/valgrind/vgpreload_memcheck-amd64-linux.so)',
        'by 0x10868B: grow(std::vector<int>&) (a b.cc:3)',
        'by 0x5: ???',
      ].join('\n'),
    );
    expect(report.sites).toMatchObject([
      {
        kind: 'leaked',
        bytes: 1024,
        count: 2,
        frames: [
          { name: 'malloc', module: '/usr/lib/valgrind/vgpreload_memcheck-amd64-linux.so' },
          { name: 'grow(std::vector<int>&)', file: 'a b.cc', line: 3 },
          { name: '0x5' },
        ],
      },
    ]);
  });

  test('memcheck: still reachable is held, not lost', () => {
    const report = readBy(
      memcheck,
      '==1== 8 bytes in 1 blocks are still reachable in loss record 1 of 1\n==1==    at 0x1: f (a.c:1)',
    );
    expect(report.sites[0]?.kind).toBe('live');
  });

  test('memcheck: generated suppressions between the records belong to it', () => {
    const text = `==1== 8 bytes in 1 blocks are definitely lost in loss record 1 of 1
==1==    at 0x1: f (a.c:1)
==1==${' '}
{
   <insert_a_suppression_name_here>
   Memcheck:Leak
   fun:f
}
not a suppression`;
    expect(readText(text).unread.map((line) => line.text)).toEqual(['not a suppression']);
  });

  test('massif: a tree whose indentation was lost keeps its shape by the numbers of children', () => {
    const report = readBy(
      massif,
      [
        'heap_tree=detailed',
        'n2: 30 (heap allocation functions) malloc/new/new[], --alloc-fns, etc.',
        'n1: 20 0x1: a (a.c:1)',
        'n0: 20 0x2: main (a.c:9)',
        'n0: 10 0x3: b (in /usr/lib/b.so)',
      ].join('\n'),
    );
    expect(
      report.sites.map(({ bytes, frames }) => [bytes, frames.map(({ name }) => name)]),
    ).toEqual([
      [20, ['a', 'main']],
      [10, ['b']],
    ]);
  });

  test('massif: without its header the axis counts snapshots', () => {
    const text = textOf('valgrind/massif.out.openssl');
    const report = readBy(massif, text.slice(text.indexOf('snapshot=3')));
    expect(report.series[0]).toMatchObject({ over: 'sample' });
    expect(report.series[0]?.points[0]).toEqual([3, 11_488]);
  });

  test('dhat: cut before its names it asks for the whole file', () => {
    const text = textOf('valgrind/dhat.out.cpp-cache.json');
    const report = readBy(dhat, text.slice(0, text.indexOf('{"tb":4096')));
    expect(report.warnings.map(({ code }) => code)).toEqual(['truncated']);
    expect(factOf(report, 'allocated')).toBe(580_992 - 4096);
  });

  test('sanitizers: one leak with frames of other compilers and systems', () => {
    const report = readBy(
      leakSanitizer,
      [
        'Direct leak of 12 byte(s) in 1 object(s) allocated from:',
        '    #0 0x4c3f1d in malloc (/tmp/a.out+0x4c3f1d) (BuildId: 0123abcd)',
        '    #1 0x4f5a2c in ns::grow(int (*)(int)) /src/with space/a.cc:12:7',
        '    #2 0x7fff5e  (<unknown module>)',
        '    #3 0x41b2f9 in _start (a.out+0x41b2f9)',
      ].join('\n'),
    );
    expect(report.sites[0]?.frames).toMatchObject([
      { name: 'malloc', module: '/tmp/a.out' },
      { name: 'ns::grow(int (*)(int))', file: '/src/with space/a.cc', line: 12 },
      { name: '0x7fff5e' },
      { name: '_start', module: 'a.out' },
    ]);
  });

  test('gdb: arguments and types may hold parentheses', () => {
    const report = readBy(
      gdbBacktrace,
      [
        '#0  0x00007ffff7a59fb2 in raise () from /lib/libc.so.6',
        '#1  <signal handler called>',
        '#2  run (f=0x401136 <call(int)>, n=(unsigned) 3) at /src/a.cc:3',
        '#3  0x0000555555555292 in ns::(anonymous namespace)::grow<int (*)(int)> (p=...) at a.cc:9',
      ].join('\n'),
    );
    expect(namesOf(report)).toEqual([
      'raise',
      'run',
      'ns::(anonymous namespace)::grow<int (*)(int)>',
    ]);
  });
});

describe('several reports and foreign lines', () => {
  test.each(samplesByFormat)('$id: two in one text, with prose around', (_, file) => {
    const text = textOf(file).trimEnd();
    const { reports, unread } = readText(
      `Before the update:\n\n${text}\n\nAnd after it we saw this.\n\n${text}\n\nAny ideas?`,
    );
    const whole = readText(text);
    expect(reports.map((report) => report.format)).toEqual([
      ...whole.reports.map((report) => report.format),
      ...whole.reports.map((report) => report.format),
    ]);
    expect(reports[0]?.sites.length).toBe(whole.reports[0]?.sites.length);
    const prose = ['Before the update:', 'And after it we saw this.', 'Any ideas?'];
    expect(unread.map((line) => line.text)).toEqual(expect.arrayContaining(prose));
    expect(unread.length).toBe(3 + 2 * whole.unread.length);
  });

  test.each(samplesByFormat)('$id: a line of a log in between is not read', (format, file) => {
    const lines = textOf(file).trimEnd().split('\n');
    const middle = Math.floor(lines.length / 2);
    const log = '2026-01-01 12:00:00 INFO server: client connected';
    const mixed = [...lines.slice(0, middle), log, ...lines.slice(middle)].join('\n');
    const [whole] = format.read(linesOf(lines.join('\n')));
    const readings = format.read(linesOf(mixed));
    expect(readings.flatMap(({ consumed }) => consumed).map((line) => line.text)).not.toContain(
      log,
    );
    expect(readings[0]?.report.facts.length).toBe(whole?.report.facts.length);
  });

  test('memcheck: processes that print at once are told apart', () => {
    const of = (process: number, bytes: number) => [
      `==${process}== ${bytes} bytes in 1 blocks are definitely lost in loss record 1 of 1`,
      `==${process}==    at 0x1: f${process} (a.c:1)`,
    ];
    const [first, second] = [of(7, 10), of(8, 20)];
    const mixed = first.flatMap((line, index) => [line, second[index] ?? '']).join('\n');
    const reports = readText(mixed).reports;
    expect(reports.map((report) => [report.sites[0]?.bytes, namesOf(report)])).toEqual([
      [10, ['f7']],
      [20, ['f8']],
    ]);
  });
});

describe('heaptrack recordings', () => {
  const encode = (lines: readonly string[]) => new TextEncoder().encode(lines.join('\n'));
  const body = ['i 10 1 2', 't 1 0', '+ 0', '+ 0', 'c 1', 'R 2', '- 0', 'c 2', 'R 1'];

  test.each([
    ['1', ['v 10200', 's a b.so', 's f']],
    ['2', ['v 10100 2', 's a b.so', 's f']],
    ['3', ['v 10400 3', 's 6 a b.so', 's 1 f']],
  ])('version %s', (_, head) => {
    const bytes = encode([
      head[0] ?? '',
      'X ./a',
      'I 1000 10',
      ...head.slice(1),
      'a 20 1',
      ...body,
    ]);
    expect(heaptrackData.recognizes(bytes)).toBe(true);
    const report = heaptrackData.read(bytes);
    expect(report.sites).toMatchObject([
      { kind: 'peak', bytes: 64, count: 2, frames: [{ name: 'f', module: 'a b.so' }] },
      { kind: 'leaked', bytes: 32, count: 1 },
    ]);
    expect(report.series[1]?.points).toEqual([
      [0.001, 8192],
      [0.002, 4096],
    ]);
  });

  test('a raw one is refused with the command that helps', async () => {
    const file = `${root}/heaptrack/heaptrack-raw-uninterpreted.xml_leak.raw.zst`;
    const bytes = await unpack(readFileSync(file));
    expect(heaptrackData.recognizes(bytes)).toBe(true);
    expect(() => heaptrackData.read(bytes)).toThrow(/heaptrack --interpret FILE/);
  });

  test('a newer version is refused', () => {
    expect(() => heaptrackData.read(encode(['v 20000 4', 'X a']))).toThrow(ReportError);
  });

  test('more stacks than a report keeps are cut, and it says so', () => {
    const traces = Array.from({ length: 1100 }, () => 't 1 0');
    const events = traces.map((_, index) => `+ ${index.toString(16)}`);
    const kinds = traces.map((_, index) => `a 8 ${(index + 1).toString(16)}`);
    const report = heaptrackData.read(
      encode(['v 10400 3', 'X a', 'i 10 0', ...traces, ...kinds, ...events]),
    );
    expect(report.sites.length).toBe(2000);
    expect(report.warnings[0]?.text).toMatch(/1100 stacks that leaked/);
  });

  test('stacks that lead in circles end', () => {
    const bytes = encode(['v 10400 3', 'X a', 'i 10 0', 't 1 2', 't 1 1', 'a 8 1', '+ 0']);
    expect(heaptrackData.read(bytes).sites[0]?.frames.length).toBeLessThan(1000);
  });

  test('cut anywhere it is read as far as it goes, or refused in words', async () => {
    const bytes = await unpack(readFileSync(`${root}/heaptrack/heaptrack.xml_leak.zst`));
    fc.assert(
      fc.property(
        fc.nat(bytes.length),
        fc.array(fc.tuple(fc.nat(bytes.length), fc.nat(255)), { maxLength: 20 }),
        (length, changes) => {
          const damaged = bytes.slice(0, length);
          for (const [at, value] of changes) if (at < length) damaged[at] = value;
          checkOrRefuse(() => [heaptrackData.read(damaged)]);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe.each(samplesByFormat)('$id with damaged text', (format, file) => {
  const lines = textOf(file).trimEnd().split('\n').slice(0, 400);

  test('gives sound reports or a refusal in words', () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('drop'), at: fc.nat(lines.length), text: fc.constant('') }),
      fc.record({ kind: fc.constant('repeat'), at: fc.nat(lines.length), text: fc.constant('') }),
      fc.record({ kind: fc.constant('cut'), at: fc.nat(lines.length), text: fc.constant('') }),
      fc.record({ kind: fc.constant('huge'), at: fc.nat(lines.length), text: fc.constant('') }),
      fc.record({
        kind: fc.constant('insert'),
        at: fc.nat(lines.length),
        text: fc.string({ unit: anyCharacter }),
      }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        const damaged = changes.reduce(
          (text, { kind, at, text: inserted }) => damage(text, kind, at, inserted),
          lines,
        );
        checkOrRefuse(() => format.read(linesOf(damaged.join('\n'))).map(({ report }) => report));
      }),
      { numRuns: 30 },
    );
  });
});

function damage(lines: readonly string[], kind: string, at: number, inserted: string): string[] {
  const line = lines[at] ?? '';
  const changed: Readonly<Record<string, readonly string[]>> = {
    drop: [],
    repeat: [line, line],
    cut: [line.slice(0, Math.floor(line.length / 2))],
    huge: [line.replaceAll(/\d+/g, '9'.repeat(400))],
    insert: [inserted, line],
  };
  return [...lines.slice(0, at), ...(changed[kind] ?? []), ...lines.slice(at + 1)];
}

function checkOrRefuse(read: () => readonly Report[]): void {
  try {
    for (const { sites, facts, series } of read()) {
      for (const { frames, bytes = 0, count = 0 } of sites) {
        expect(frames.length).toBeGreaterThan(0);
        for (const weight of [bytes, count])
          expect(Number.isFinite(weight) && weight >= 0).toBe(true);
      }
      for (const { value } of facts)
        if (typeof value === 'number') expect(Number.isFinite(value) && value >= 0).toBe(true);
      for (const { points } of series)
        for (const [x, y] of points)
          expect(Number.isFinite(x) && Number.isFinite(y) && y >= 0).toBe(true);
    }
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
  }
}
