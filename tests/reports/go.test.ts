import { globSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { pprof } from '../../src/reports/formats/go/pprof.ts';
import { readReports, readText } from '../../src/reports/read-report.ts';
import { textFormats } from '../../src/reports/formats.ts';
import { ReportError, type Report } from '../../src/reports/report.ts';
import { mutations, brokenNumbers } from './mutations.ts';

const sample = (name: string): string => readFileSync(`tests/reports/${name}`, 'utf8');
const profile = async (name: string): Promise<Report | undefined> =>
  (await readReports(readFileSync(`tests/reports/go/${name}.pb.gz`))).reports[0];
const fact = (report: Report | undefined, key: string) =>
  report?.facts.find((one) => one.key === key)?.value;
const formatsOf = (text: string) => readText(text).reports.map(({ format }) => format);
const own = textFormats.filter(({ id }) => /^(?:pprof-|go-)/.test(id));

/** What pprof itself states, in its powers of 1024. */
const stated = (text: string): number => Number(/of ([\d.]+)kB total/.exec(text)?.[1]) * 1024;

describe('a pprof profile', () => {
  test.each(['heap', 'allocs'])('%s adds up to what go tool pprof states', async (name) => {
    const report = await profile(name);
    const total = stated(sample('go/pprof-top-inuse_space.txt'));
    expect(Math.abs(Number(fact(report, 'live-heap')) - total)).toBeLessThan(16);
    expect(report?.sites.reduce((sum, { bytes = 0 }) => sum + bytes, 0)).toBe(
      fact(report, 'live-heap'),
    );
  });

  test('of another program, too', async () => {
    const total = stated(sample('go/prometheus-pprof-top.txt'));
    expect(
      Math.abs(Number(fact(await profile('prometheus-heap'), 'live-heap')) - total),
    ).toBeLessThan(16);
  });

  test('says the same as its own text form', async () => {
    const [raw] = readText(sample('go/pprof-raw.txt')).reports;
    const report = await profile('heap');
    const plain = (one: Report | undefined) =>
      one?.sites.map(({ bytes, count, frames }) => [bytes, count, frames.map(({ name }) => name)]);
    expect(plain(report)).toEqual(plain(raw));
  });

  test('keeps inlined functions in their order', async () => {
    const names = (await profile('heap'))?.sites[1]?.frames.map(({ name }) => name);
    expect(names?.slice(0, 4)).toEqual([
      'strings.(*Builder).grow',
      'strings.(*Builder).Grow',
      'strings.Repeat',
      'main.(*SessionStore).Put',
    ]);
  });

  test('of time is refused with what to take instead', () => {
    const bytes = message(
      [1, message([1, 1], [2, 2])],
      [2, message([1, 1], [2, 5])],
      [6, ''],
      [6, 'cpu'],
      [6, 'nanoseconds'],
    );
    expect(pprof.recognizes(bytes)).toBe(true);
    expect(() => pprof.read(bytes)).toThrow(/not of memory\. Provide a heap profile/);
  });

  test('with allocation alone says that this is no leak', () => {
    const bytes = message(
      [1, message([1, 1], [2, 2])],
      [2, message([1, 1], [2, 5000])],
      [4, message([1, 1], [4, message([1, 1])])],
      [5, message([1, 1], [2, 3])],
      [6, ''],
      [6, 'alloc_space'],
      [6, 'bytes'],
      [6, 'main.fill'],
    );
    const report = pprof.read(bytes);
    expect(report.sites).toEqual([
      { kind: 'allocated', bytes: 5000, frames: [{ name: 'main.fill' }] },
    ]);
    expect(report.warnings.map(({ code }) => code)).toEqual(['allocation-volume']);
  });

  test('without names gives addresses and how to add the names', () => {
    const bytes = message(
      [1, message([1, 1], [2, 2])],
      [2, message([1, 1], [2, 5000])],
      [4, message([1, 1], [3, 0x4711])],
      [6, ''],
      [6, 'inuse_space'],
      [6, 'bytes'],
    );
    const report = pprof.read(bytes);
    expect(report.sites[0]?.frames).toEqual([{ name: '0x4711' }]);
    expect(report.warnings.map(({ code }) => code)).toEqual(['no-symbols']);
  });

  test('that is cut or changed anywhere never does worse than a message', () => {
    const plain = gunzipSync(readFileSync('tests/reports/go/heap.pb.gz'));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat({ max: plain.length }), (noise, at) => {
        const damaged = new Uint8Array([...plain.subarray(0, at), ...noise, ...plain.subarray(at)]);
        if (!pprof.recognizes(damaged)) return;
        expectReportOrMessage(() => [pprof.read(damaged)]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('texts of go tool pprof', () => {
  test('rows of -top without the lines above them', () => {
    const rows = sample('go/pprof-top-inuse_space.txt').split('\n').slice(6, 9).join('\n');
    const [report] = readText(rows).reports;
    expect(report?.sites.map(({ frames }) => frames[0]?.name)).toEqual([
      'main.(*SessionStore).Put',
      'strings.(*Builder).grow',
      'runtime.malg',
    ]);
    expect(report?.warnings.map(({ code }) => code)).toEqual(['no-header']);
  });

  test('two of them in one paste, with prose between and another line inside', () => {
    const top = sample('go/pprof-top-cum.txt').replace(
      '         0     0%',
      'look at this one\n         0     0%',
    );
    const { reports, unread } = readText(`before\n${top}\nafter an hour\n${top}\nend`);
    expect(reports.map(({ format, sites }) => [format, sites.length])).toEqual([
      ['pprof-top', 11],
      ['pprof-top', 11],
    ]);
    expect(unread.map(({ text }) => text)).toEqual([
      'before',
      'look at this one',
      'after an hour',
      'look at this one',
      'end',
    ]);
  });

  test('goroutines are counted, not weighed', () => {
    const [report] = readText(
      'File: api\nType: goroutine\nShowing nodes accounting for 501, 100% of 501 total\n      flat  flat%   sum%        cum   cum%\n       500 99.80% 99.80%        500 99.80%  runtime.gopark\n',
    ).reports;
    expect(report?.sites).toMatchObject([{ kind: 'waiting', count: 500 }]);
    expect(fact(report, 'goroutines')).toBe(501);
  });

  test('alloc_space is called what it is', () => {
    const text = sample('go/pprof-top-cum.txt').replace('inuse_space', 'alloc_space');
    const [report] = readText(text).reports;
    expect(report?.sites[0]?.kind).toBe('allocated');
    expect(report?.warnings.map(({ code }) => code)).toEqual(['allocation-volume']);
  });

  test('-traces trimmed at the left keep their stacks', () => {
    const trimmed = sample('go/pprof-traces.txt').replace(/^ +/gm, '');
    const stacks = (text: string) =>
      readText(text).reports.flatMap(({ sites }) =>
        sites.map(({ frames }) => frames.map(({ name }) => name)),
      );
    expect(stacks(trimmed)).toEqual(stacks(sample('go/pprof-traces.txt')));
  });

  test('-raw cut before its locations says so', () => {
    const cut = sample('go/pprof-raw.txt').split('Locations')[0] ?? '';
    expect(readText(cut).errors).toEqual([expect.stringContaining('cut before "Locations"')]);
  });
});

describe('pages of net/http/pprof', () => {
  test('heap?debug=1 is scaled up as go tool pprof does', async () => {
    const [report] = readText(sample('go/heap-debug1.txt')).reports;
    const plain = (one: Report | undefined) => one?.sites.map(({ bytes, count }) => [bytes, count]);
    expect(plain(report)).toEqual(plain(await profile('heap')));
  });

  test('a piece of it without the first line is read as sampled', () => {
    const [report] = readText(
      sample('go/heap-debug1.txt').split('\n').slice(1, 12).join('\n'),
    ).reports;
    // Two records of one source line.
    expect(report?.sites[0]?.bytes).toBe(12_685_312 + 229_376);
    expect(report?.warnings.map(({ code }) => code)).toEqual(['sampled']);
  });

  test('debug=1 and debug=2 count the same goroutines', () => {
    const counts = (name: string) =>
      readText(sample(name)).reports.map((one) => [fact(one, 'goroutines'), one.sites[0]?.count]);
    expect(counts('go/goroutine-debug1.txt')).toEqual([[501, 500]]);
    expect(counts('go/goroutine-debug2.txt')).toEqual([[501, 500]]);
  });

  test('a dump from the middle, indented, has its stacks', () => {
    const lines = sample('go/goroutine-debug2.txt').split('\n').slice(12, 40);
    const [report] = readText(lines.map((line) => `    ${line.trim()}`).join('\n')).reports;
    expect(report?.sites[0]?.frames.map(({ name }) => name)).toEqual([
      'main.startWatcher.func1',
      'main.startWatcher',
    ]);
  });

  test('frames alone, without the line of the goroutine', () => {
    const [report] = readText('main.fill(0x1)\n\t/src/main.go:20 +0x3e6\n').reports;
    expect(report?.sites[0]?.frames).toEqual([
      { name: 'main.fill', file: '/src/main.go', line: 20, at: 1 },
    ]);
  });

  test('the longest wait is told in seconds', () => {
    const [report] = readText(sample('go/goroutine-dump-minutes.txt')).reports;
    expect(fact(report, 'longest-wait')).toBe(51 * 60);
  });

  test('the stack that ran out of memory comes first and is called a victim', () => {
    const [report] = readText(sample('go/runtime-out-of-memory.txt')).reports;
    expect(report?.sites[0]).toMatchObject({ kind: 'victim', count: 1 });
    expect(report?.sites[0]?.frames.map(({ name }) => name)).toContain('main.fillBuffer');
    expect(fact(report, 'failed-allocation')).toBe(64 * 1024 * 1024);
  });
});

describe('gctrace', () => {
  test('reads old and new lines behind a log prefix', () => {
    const [report] = readText(
      'app: gc 1 @0.009s 3%: 0.018+1.2+0.003 ms clock, 0.1+0/1/2+0.01 ms cpu, 4->5->3 MB, 6 MB goal, 4 P\napp: gc 2 @0.5s 3%: 0.018+1.2+0.003 ms clock, 0.1+0/1/2+0.01 ms cpu, 9->9->8 MB, 10 MB goal, 0 MB stacks, 0 MB globals, 4 P\n',
    ).reports;
    expect(report?.series[0]?.points).toEqual([
      [0.009, 3 * 2 ** 20],
      [0.5, 8 * 2 ** 20],
    ]);
  });

  test('a clock that begins anew is another run', () => {
    const text = sample('go/gctrace.txt');
    expect(formatsOf(text + text)).toEqual(['go-gctrace', 'go-gctrace']);
  });
});

describe('whatever happens to a text', () => {
  const texts = globSync('go/*.txt', { cwd: 'tests/reports' }).filter(
    (file) => !file.endsWith('.expected.txt'),
  );
  test.each(texts)('%s never does worse than a message', (file) => {
    fc.assert(
      fc.property(mutations(sample(file)), (text) => {
        const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line }));
        for (const format of own.filter(({ prefilter }) => prefilter.test(text)))
          expectReportOrMessage(() => format.read(lines).map(({ report }) => report));
      }),
      { numRuns: 30 },
    );
  });
});

function expectReportOrMessage(read: () => readonly Report[]): void {
  try {
    expect(brokenNumbers(read())).toEqual([]);
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
  }
}

/** A protobuf message of these fields: numbers as varints, all else with its length. */
function message(
  ...fields: readonly (readonly [number: number, value: number | string | Uint8Array])[]
): Uint8Array {
  return new Uint8Array(
    fields.flatMap(([number, value]) => {
      if (typeof value === 'number') return [number * 8, ...varint(value)];
      const bytes = typeof value === 'string' ? new TextEncoder().encode(value) : value;
      return [number * 8 + 2, ...varint(bytes.length), ...bytes];
    }),
  );
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
