import { globSync, readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { readReports, readText } from '../../src/reports/read-report.ts';
import { textFormats } from '../../src/reports/formats.ts';
import { ReportError, type Report } from '../../src/reports/report.ts';
import { mutations, brokenNumbers } from './mutations.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

const sample = (name: string): string => readFileSync(`tests/reports/java/${name}`, 'utf8');
const read = (text: string): readonly Report[] => readText(text).reports;
const fact = (report: Report | undefined, key: string) =>
  report?.facts.find((one) => one.key === key)?.value;
const sum = (values: readonly { bytes?: number; count?: number }[], key: 'bytes' | 'count') =>
  values.reduce((total, one) => total + (one[key] ?? 0), 0);
const own = textFormats.filter(({ id }) => /^(?:jvm-|jstat)/.test(id));

describe('a class histogram', () => {
  test.each(['jmap-histo.txt', 'jmap-histo-live.txt', 'jcmd-GC.class_histogram.txt'])(
    '%s adds up to its own last line',
    (name) => {
      const [, objects, bytes] = /Total +(\d+) +(\d+)/.exec(sample(name)) ?? [];
      const [report] = read(sample(name));
      expect(sum(report?.classes ?? [], 'count')).toBe(Number(objects));
      expect(sum(report?.classes ?? [], 'bytes')).toBe(Number(bytes));
    },
  );

  test('of JDK 8 has no modules', () => {
    const plain = sample('jmap-histo.txt').replace(/ \(java\.base@[\d.]+\)/g, '');
    expect(read(plain)[0]?.classes).toEqual(read(sample('jmap-histo.txt'))[0]?.classes);
  });

  test('two in one paste are two, with or without a heading between', () => {
    const text = sample('jmap-histo.txt');
    const rows = text.split('\n').slice(2, 30).join('\n');
    expect(read(`${text}\nan hour later\n${text}`).map(({ classes }) => classes.length)).toEqual([
      249, 249,
    ]);
    expect(read(`${rows}\nan hour later\n${rows}`).map(({ classes }) => classes.length)).toEqual([
      28, 28,
    ]);
  });

  test('printed into the GC log has decorations', () => {
    const [report] = read(
      '[1.2s][trace][gc,classhisto] GC(3) Class Histogram (before full gc)\n[1.2s][trace][gc,classhisto]    1:       447303       95999640  [B (java.base@17)\n[1.2s][trace][gc,classhisto]    2:           10            100  com.acme.Cache\n',
    );
    expect(report?.classes.map(({ name }) => name)).toEqual(['[B', 'com.acme.Cache']);
  });
});

describe('native memory tracking', () => {
  test.each(['summary', 'summary-diff', 'detail'])(
    'the categories of %s add up to its total',
    (name) => {
      const text = sample(`jcmd-NMT-${name}.txt`);
      const [report] = read(text);
      const kibibytes = Number(/Total: .*?committed=(\d+)KB/.exec(text)?.[1]);
      expect(fact(report, 'committed')).toBe(kibibytes * 1024);
      // Categories are rounded to KB each, and those below 1 KB left out.
      expect(Math.abs(sum(report?.classes ?? [], 'bytes') / 1024 - kibibytes)).toBeLessThan(20);
    },
  );

  test('a difference has the baseline and the present', () => {
    const [report] = read(sample('jcmd-NMT-summary-diff.txt'));
    const other = report?.series.find(({ name }) => name === 'Other committed');
    expect(other?.points).toEqual([
      [0, (25_600 - 14_400) * 1024],
      [1, 25_600 * 1024],
    ]);
  });

  test('one category alone is read', () => {
    const [report] = read(
      '   -                    Thread (reserved=20533KB, committed=897KB)\n                            (thread #20)\n',
    );
    expect(report?.classes).toEqual([{ name: 'Thread', bytes: 897 * 1024, at: 1 }]);
    expect(fact(report, 'threads')).toBe(20);
  });
});

describe('java.lang.OutOfMemoryError', () => {
  const frames = (report: Report | undefined) => report?.sites[0]?.frames.map(({ name }) => name);

  test('keeps its stack together when the GC log breaks in', () => {
    const report = read(sample('oom-java-heap-space.txt')).find(
      ({ format }) => format === 'jvm-out-of-memory',
    );
    expect(frames(report)).toHaveLength(3);
  });

  test('as a cause has the frames that the outer exception shares with it', () => {
    const { reports, unread } = readText(
      'java.lang.RuntimeException: request failed\n\tat a.B.c(B.java:1)\n\tat a.B.main(B.java:2)\nCaused by: java.lang.OutOfMemoryError: Metaspace\n\tat a.D.define(D.java:7)\n\t... 1 more\n',
    );
    expect(frames(reports[0])).toEqual(['a.D.define', 'a.B.main']);
    expect(fact(reports[0], 'oom-kind')).toBe('Metaspace');
    expect(unread).toEqual([]);
  });

  test.each([
    ['java.lang.OutOfMemoryError: GC overhead limit exceeded', 'GC overhead limit exceeded'],
    ['java.lang.OutOfMemoryError: Compressed class space', 'Compressed class space'],
    ['java.lang.OutOfMemoryError: PermGen space', 'PermGen space'],
    [
      'java.lang.OutOfMemoryError: unable to create new native thread',
      'unable to create native thread',
    ],
    [
      'java.lang.OutOfMemoryError: Requested array size exceeds VM limit',
      'Requested array size exceeds VM limit',
    ],
    [
      'java.lang.OutOfMemoryError: request 1024 bytes for Chunk::new. Out of swap space?',
      'Native memory',
    ],
    ['Terminating due to java.lang.OutOfMemoryError: Java heap space', 'Java heap space'],
    [
      'io.netty.util.internal.OutOfDirectMemoryError: failed to allocate 16777216 byte(s) of direct memory (used: 1006632960, max: 1010827264)',
      'Direct buffer memory',
    ],
  ])('%s', (line, kind) => {
    const [report] = read(`2026-11-20 12:00:01 ERROR [main] com.acme.Job - ${line}`);
    expect(fact(report, 'oom-kind')).toBe(kind);
    expect(report?.messages).toHaveLength(1);
  });

  test('the stack of another exception is left alone', () => {
    const { reports } = readText(
      'java.lang.OutOfMemoryError: Java heap space\n\tat a.B.c(B.java:1)\njava.lang.IllegalStateException: closed\n\tat x.Y.z(Y.java:9)\n',
    );
    expect(frames(reports[0])).toEqual(['a.B.c']);
    expect(reports[0]?.lines).toEqual([1, 2]);
  });

  test('equal stacks are counted', () => {
    const one = 'java.lang.OutOfMemoryError: Java heap space\n\tat a.B.c(B.java:1)\n';
    expect(read(one + one + one)[0]?.sites).toMatchObject([{ count: 3 }]);
  });

  test('frames lose module, loader and jar, and keep hidden classes', () => {
    const [report] = read(
      'java.lang.OutOfMemoryError: Java heap space\n\tat app//com.acme.A.b(A.java:1)\n\tat java.base@17/java.util.HashMap.put(HashMap.java:2)\n\tat com.acme.C$$Lambda$14/0x0000000800c03000.run(Unknown Source)\n\tat io.netty.X.y(X.java:3) ~[netty-all-4.1.jar:4.1]\n',
    );
    expect(report?.sites[0]?.frames.map(({ name, module }) => [module, name])).toEqual([
      ['app', 'com.acme.A.b'],
      ['java.base@17', 'java.util.HashMap.put'],
      [undefined, 'com.acme.C$$Lambda$14/0x0000000800c03000.run'],
      ['netty-all-4.1.jar', 'io.netty.X.y'],
    ]);
  });
});

describe('a fatal error', () => {
  test('on the output alone points to its file', () => {
    const [report] = read(sample('hs_err.log').split('\n').slice(0, 4).join('\n'));
    expect(fact(report, 'failed-allocation')).toBe(32);
    expect(report?.warnings.map(({ code }) => code)).toEqual(['summary-only']);
  });

  test('of mapping memory states what was wanted', () => {
    const [report] = read(
      "OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x00000000d5550000, 715849728, 0) failed; error='Cannot allocate memory' (errno=12)",
    );
    expect(fact(report, 'failed-allocation')).toBe(715_849_728);
  });
});

describe('a GC log', () => {
  const after = (text: string) =>
    read(text)[0]?.series.find(({ name }) => name === 'heap after GC');

  test.each([
    ['GC(3) Pause Full (Ergonomics) 30M->20M(38M) 74.240ms', 'collections'],
    ['[1.202s] GC(3) Pause Full (Ergonomics) 30M->20M(38M) 74.240ms', 'seconds'],
    ['[1202ms][info ][gc   ] GC(3) Pause Full (Ergonomics) 30M->20M(38M) 74.240ms', 'seconds'],
    [
      '[2026-11-20T23:32:09.863+0000][gc] GC(3) Pause Full (Ergonomics) 30M->20M(38M) 74.240ms',
      'epoch',
    ],
    ['[2.1s][info][gc] GC(3) Garbage Collection (Warmup) 206M(10%)->20M(1%)', 'seconds'],
    ['2.1: [Full GC (Ergonomics)  30720K->20480K(38912K), 0.09 secs]', 'seconds'],
    ['[Full GC 30720K->20480K(38912K), 0.09 secs]', 'collections'],
  ])('%s', (line, over) => {
    expect(after(line)?.over).toBe(over);
    expect(after(line)?.points[0]?.[1]).toBe(20 * 2 ** 20);
    expect(read(line)[0]?.series[0]?.name).toBe('heap after full or mixed GC');
  });

  test('remark and cleanup collect nothing', () => {
    const text =
      '[1s][gc] GC(1) Pause Remark 33M->33M(40M) 3.3ms\n[2s][gc] GC(2) Pause Young (Mixed) (G1 Evacuation Pause) 33M->20M(40M) 3.3ms\n';
    expect(read(text)[0]?.series.map(({ points }) => points.length)).toEqual([1, 1]);
  });

  test('a clock that begins anew is another run', () => {
    const text = sample('oom-java-heap-space.txt').split('\n').slice(0, 10).join('\n');
    expect(read(`${text}\n${text}`)).toHaveLength(2);
  });

  test('has as many points as it has lines of the collector', () => {
    const text = sample('oom-with-heapdump.txt');
    const pauses = text.match(/Pause (?:Young|Full).*->/g)?.length;
    expect(after(text)?.points).toHaveLength(pauses ?? -1);
  });
});

describe('jstat', () => {
  test('with decimal commas, a repeated heading and a cause', () => {
    const text =
      '  S0     S1     E      O      M     CCS    YGC     YGCT    FGC    FGCT     GCT    LGCC                 GCC\n  0,00  99,97  12,54  37,53  94,12  88,70      7    0,367     0    0,000    0,367 Allocation Failure   No GC\n  S0     S1     E      O      M     CCS    YGC     YGCT    FGC    FGCT     GCT    LGCC                 GCC\n  0,00  99,97  12,54  47,12  94,12  88,70      7    0,367     0    0,000    0,367 Allocation Failure   No GC\n';
    const [report] = read(text);
    expect(report?.series[0]).toMatchObject({
      name: 'old generation',
      unit: '%',
      points: [
        [0, 37.53],
        [1, 47.12],
      ],
    });
  });
});

describe('a thread dump', () => {
  test('counts equal stacks', () => {
    const text = sample('jstack.txt');
    const [report] = read(text);
    expect(report?.sites[0]?.count).toBe(text.match(/^"conn-/gm)?.length);
    expect(fact(report, 'threads')).toBe(text.match(/^".*(?:tid|nid)=/gm)?.length);
  });

  test('from the middle is read', () => {
    const lines = sample('jstack.txt').split('\n').slice(29, 45);
    expect(read(lines.join('\n'))[0]?.sites.length).toBeGreaterThan(0);
  });
});

test('a heap dump is refused with what to give instead', async () => {
  const bytes = new TextEncoder().encode('JAVA PROFILE 1.0.2\0\0\0\0\u0008');
  await expect(readReports(bytes)).rejects.toThrow('jcmd PID GC.class_histogram');
});

test('no hint is slow on the blank lines that another format left', () => {
  const blank = '\n'.repeat(60_000);
  const seconds = cpuSeconds(() => {
    for (const { prefilter } of own) prefilter.test(blank);
  });
  expect(seconds).toBeLessThan(0.5);
});

describe('whatever happens to a text', () => {
  const texts = globSync('*', { cwd: 'tests/reports/java' }).filter(
    (file) => !file.endsWith('.expected.txt'),
  );
  test.each(texts)('%s never does worse than a message', (file) => {
    fc.assert(
      fc.property(mutations(sample(file)), (text) => {
        const lines = text.split('\n').map((line, index) => ({ number: index + 1, text: line }));
        for (const format of own.filter(({ prefilter }) => prefilter.test(text))) {
          try {
            expect(brokenNumbers(format.read(lines).map(({ report }) => report))).toEqual([]);
          } catch (error) {
            if (!(error instanceof ReportError)) throw error;
          }
        }
      }),
      { numRuns: 15 },
    );
  });
});
