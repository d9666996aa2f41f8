import fc from 'fast-check';
import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { cgroupMemory } from '../../src/reports/formats/kernel/cgroup-memory.ts';
import { cleanLines } from '../../src/reports/text/clean.ts';
import { kernelOom } from '../../src/reports/formats/kernel/oom-killer.ts';
import { meminfo } from '../../src/reports/formats/kernel/meminfo.ts';
import { metricsText } from '../../src/reports/formats/metrics/prometheus-metrics.ts';
import { oomDaemon } from '../../src/reports/formats/kernel/oom-daemon.ts';
import { pmap } from '../../src/reports/formats/processes/pmap.ts';
import { podStatus } from '../../src/reports/formats/kernel/pod-status.ts';
import { procStatus } from '../../src/reports/formats/processes/proc-status.ts';
import { prometheusJson, promtool } from '../../src/reports/formats/metrics/prometheus-query.ts';
import { readText } from '../../src/reports/read-report.ts';
import type { FactKey, Report, TextFormat } from '../../src/reports/report.ts';
import { slab } from '../../src/reports/formats/kernel/slab.ts';
import { smaps } from '../../src/reports/formats/processes/smaps.ts';
import { statm } from '../../src/reports/formats/processes/statm.ts';
import { anyCharacter } from './mutations.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

const sample = (file: string): string => readFileSync(`tests/reports/${file}`, 'utf8');
const read = (format: TextFormat, text: string): Report[] =>
  format.read(cleanLines(text)).map(({ report }) => report);
const only = (format: TextFormat, text: string): Report => {
  const [report, ...rest] = read(format, text);
  expect(rest).toEqual([]);
  if (!report) throw new Error(`${format.id} found nothing`);
  return report;
};
const factOf = (report: Report, key: FactKey) =>
  report.facts.find((fact) => fact.key === key)?.value;

const formats: readonly (readonly [format: TextFormat, samples: readonly string[]])[] = [
  [kernelOom, ['kernel/oom-cgroup-v1-dmesg-T.txt', 'kernel/oom-cgroup-v2-stat.txt']],
  [oomDaemon, ['containers/earlyoom-journal.txt', 'containers/systemd-oomd.txt']],
  [podStatus, ['containers/kubectl-describe-oomkilled.txt', 'containers/pod-status.yaml']],
  [smaps, ['proc/smaps_rollup-java.txt', 'proc/smaps-cache_leak.txt']],
  [pmap, ['proc/pmap-x-java.txt', 'proc/pmap-X-cache_leak.txt']],
  [slab, ['proc/slabinfo.txt', 'kernel/slabtop.txt']],
  [procStatus, ['proc/status-java.txt']],
  [meminfo, ['proc/meminfo.txt']],
  [statm, ['proc/statm-cache_leak.txt']],
  [cgroupMemory, ['containers/memory.stat-v2.txt', 'containers/memory.stat-v1.txt']],
  [prometheusJson, ['prometheus/query_range-process_resident_memory_bytes.json']],
  [promtool, ['prometheus/promtool-query-range.txt']],
  [metricsText, ['prometheus/metrics-prometheus-self.txt']],
];

describe('kernel-oom', () => {
  test('reads a single line without its header', () => {
    const report = only(
      kernelOom,
      'Out of memory: Killed process 7 (java) total-vm:100kB, anon-rss:40kB, file-rss:2kB, shmem-rss:1kB, UID:0',
    );
    expect(factOf(report, 'process')).toBe('java');
    expect(factOf(report, 'rss')).toBe(43 * 1024);
  });

  test('tells several kills apart, with prose between', () => {
    const text = sample('kernel/oom-several-kills.txt').replaceAll('\n', '\nand then\n');
    expect(read(kernelOom, text).map((report) => factOf(report, 'process'))).toEqual([
      'python3',
      '(resolved)',
      'python3',
    ]);
    expect(readText(text).unread.every(({ text: line }) => line === 'and then')).toBe(true);
  });

  test('finds the page size where the table and the victim disagree by it', () => {
    const report = only(
      kernelOom,
      [
        '[  19388]  1000 19388  5588434   1000  8069120        0           999 node',
        'Killed process 19388 (node) total-vm:22353736kB, anon-rss:60000kB, file-rss:4000kB',
      ].join('\n'),
    );
    expect(report.classes).toMatchObject([{ name: 'node', bytes: 65_536_000 }]);
  });

  test('knows whether a group or the machine was full, and says nothing where the dump is cut', () => {
    const kind = (text: string) => factOf(only(kernelOom, text), 'oom-kind');
    expect(kind(sample('kernel/oom-cgroup-v2-stat.txt'))).toBe('limit of a control group');
    expect(kind(sample('kernel/oom-constraint-none.txt'))).toBe('whole machine');
    expect(kind('java invoked oom-killer: gfp_mask=0xd0, order=0')).toBeUndefined();
  });

  test('points at the kernel when its own slab is the largest, in pages of the machine', () => {
    const report = only(kernelOom, sample('kernel/oom-sparc-slab.txt'));
    expect(factOf(report, 'slab-unreclaimable')).toBe(534_590 * 8192);
    expect(report.warnings.map(({ code }) => code)).toEqual(['kernel-memory']);
  });

  test('leaves a kernel stack alone that belongs to something else', () => {
    expect(read(kernelOom, 'Call Trace:\n dump_stack+0x6d/0x8b\nBUG: soft lockup')).toEqual([]);
  });
});

describe('maps', () => {
  test('agree with the totals the tool prints', () => {
    const text = sample('proc/pmap-x-java.txt');
    const [, kilobytes = '', resident = ''] = /^total kB +(\d+) +(\d+)/m.exec(text) ?? [];
    const withoutTotal = text.replace(/^total kB.*$/m, '');
    for (const given of [text, withoutTotal]) {
      const report = only(pmap, given);
      expect(factOf(report, 'virtual')).toBe(Number(kilobytes) * 1024);
      expect(factOf(report, 'rss')).toBe(Number(resident) * 1024);
    }
  });

  test('say the same in smaps, its rollup and status', () => {
    const rss = [
      only(smaps, sample('proc/smaps-java.txt')),
      only(smaps, sample('proc/smaps_rollup-java.txt')),
      only(procStatus, sample('proc/status-java.txt')),
    ].map((report) => factOf(report, 'rss'));
    expect(new Set(rss).size).toBe(1);
  });

  test('count an arena where 64 MiB are set aside at their multiple', () => {
    const arena = (start: number, used: number) => [
      `${(start * 2 ** 26).toString(16).padStart(16, '0')} ${used} ${used} ${used} rw---   [ anon ]`,
      `${(start * 2 ** 26 + used * 1024).toString(16).padStart(16, '0')} ${65_536 - used} 0 0 -----   [ anon ]`,
    ];
    const report = only(pmap, [...arena(200_000, 132), ...arena(200_001, 65_000)].join('\n'));
    expect(factOf(report, 'arenas')).toBe(2);
    expect(factOf(report, 'arena-memory')).toBe((132 + 65_000) * 1024);
  });

  test('of two processes are two reports', () => {
    const text = sample('proc/pmap-x-cache_leak.txt');
    expect(read(pmap, `${text}\nNow the other one:\n${text}`)).toHaveLength(2);
  });

  test('begin in the middle of a mapping', () => {
    const text = sample('proc/smaps-cache_leak.txt').split('\n').slice(3).join('\n');
    expect(factOf(only(smaps, text), 'rss')).toBeGreaterThan(0);
  });
});

test('a loop over /proc/PID/status is a series on its clock', () => {
  const [rss] = only(procStatus, sample('logs/proc-status-loop.txt')).series;
  expect(rss).toMatchObject({ name: 'RSS', unit: 'B', over: 'epoch' });
  expect(rss?.points[0]).toEqual([1_795_217_769, 6728 * 1024]);
});

describe('prometheus', () => {
  const matrix = (values: string) =>
    `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"rss_bytes","path":"/{id}"},"values":[${values}]}]}}`;

  test('cuts a line where samples are missing, and where the process began anew', () => {
    const values = [0, 10, 20, 100, 110, 120].map(
      (x, index) => `[${1_700_000_000 + x},"${index === 5 ? 20_000_000 : 100_000_000}"]`,
    );
    const report = only(prometheusJson, matrix(values.join(',')));
    expect(report.series.map(({ points }) => points.length)).toEqual([3, 2, 1]);
    expect(factOf(report, 'restarts')).toBe(1);
  });

  test('reads an answer on many lines, and one that is cut', () => {
    const text = sample('prometheus/query_range-process_resident_memory_bytes.json');
    const whole = only(prometheusJson, text).series.map(({ points }) => points.length);
    const pretty = JSON.stringify(JSON.parse(text), undefined, 2);
    expect(only(prometheusJson, pretty).series.map(({ points }) => points.length)).toEqual(whole);
    expect(readText(pretty).unread).toEqual([]);
    expect(only(prometheusJson, text.slice(0, 700)).series[0]?.points.length).toBeGreaterThan(5);
  });

  test('skips values that are no numbers', () => {
    const report = only(
      prometheusJson,
      matrix('[1700000000,"NaN"],[1700000010,"+Inf"],[1700000020,"5"],[1700000030,"6"]'),
    );
    expect(report.series[0]?.points).toEqual([
      [1_700_000_020, 5],
      [1_700_000_030, 6],
    ]);
  });
});

test('kubectl says the limit and how often it was met', () => {
  const report = only(podStatus, sample('containers/kubectl-describe-oomkilled.txt'));
  expect(factOf(report, 'limit')).toBe(90 * 2 ** 20);
  expect(factOf(report, 'restarts')).toBe(1);
  expect(read(podStatus, 'State: Running\nExit Code: 137')).toEqual([]);
});

test('a control group without a limit has none', () => {
  const report = only(cgroupMemory, 'memory.current 1000\nmemory.max max\nanon 900\nfile 10');
  expect(factOf(report, 'limit')).toBeUndefined();
  expect(factOf(report, 'group-memory')).toBe(1000);
});

describe('whatever it is given', () => {
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    kind: fc.constantFrom('drop', 'double', 'cut', 'digits', 'junk'),
    junk: fc.string({ unit: anyCharacter, maxLength: 12 }),
  });
  const mutate = (text: string, changes: readonly { at: number; kind: string; junk: string }[]) =>
    changes.reduce((now, { at, kind, junk }) => {
      const place = Math.floor(at * now.length);
      const end = now.indexOf('\n', place) + 1 || now.length;
      if (kind === 'drop') return now.slice(0, place) + now.slice(end);
      if (kind === 'double') return now.slice(0, end) + now.slice(place);
      if (kind === 'cut') return now.slice(place);
      if (kind === 'digits')
        return now.slice(0, place) + now.slice(place).replace(/\d+/, '9'.repeat(40));
      return now.slice(0, place) + junk + now.slice(place);
    }, text);

  test.each(formats.flatMap(([format, files]) => files.map((file) => [format, file] as const)))(
    '$id survives a damaged %s',
    (format, file) => {
      const text = sample(file).slice(0, 20_000);
      fc.assert(
        fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
          for (const { report, consumed } of format.read(cleanLines(mutate(text, changes)))) {
            expect(consumed.length).toBeGreaterThan(0);
            const numbers = [
              ...report.facts.map(({ value }) => value),
              ...report.classes.map(({ bytes }) => bytes),
              ...report.series.flatMap(({ points }) => points.flat()),
            ].filter((value) => typeof value === 'number');
            expect(numbers.filter((value) => !(value >= 0 && Number.isFinite(value)))).toEqual([]);
          }
        }),
        { numRuns: 25 },
      );
    },
  );

  test.each([
    'a'.repeat(200_000),
    '0'.repeat(200_000),
    '[ '.repeat(100_000),
    '{"metric":{"'.repeat(20_000),
    ' '.repeat(200_000),
    'a,b:'.repeat(50_000),
  ])('a line of 200 000 characters takes no time', (line) => {
    const seconds = cpuSeconds(() => {
      for (const [format] of formats) {
        format.prefilter.test(line);
        format.read([{ number: 1, text: line }]);
      }
    });
    expect(seconds).toBeLessThan(1);
  });
});
