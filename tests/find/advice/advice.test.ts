import { describe, expect, test } from 'vitest';

import { adviceRules, adviseOn } from '../../../src/find/report/advice/advise.ts';
import type { Report } from '../../../src/reports/report.ts';
import { readSample, samples } from '../../reports/read-sample.ts';
import { siteOf } from '../../match/made-up.ts';
import { catalogue, curve, GiB, MiB, report } from './made-up-reports.ts';

const rulesOf = (reports: readonly Report[]): string[] =>
  adviseOn(reports, catalogue).meanings.map(({ rule }) => rule);

const waiting = (name: string, count: number) => siteOf([name], { kind: 'waiting', count });
const live = (name: string, bytes: number) => siteOf([name], { kind: 'live', bytes });

const sawtooth = (rise: number) => (minute: number) =>
  (100 + (minute % 10) * 10 + minute * rise) * MiB;

/** For each rule reports that it is told of, and reports that differ in what the rule is about. */
const cases: Readonly<Record<string, { readonly told: Report[]; readonly not: Report[] }>> = {
  'definitely-lost': {
    told: [report('memcheck', { facts: { leaked: 4096, 'leaked-blocks': 3 } })],
    not: [report('memcheck', { facts: { leaked: 0 } })],
  },
  'possibly-lost-only': {
    told: [report('memcheck', { facts: { leaked: 0, 'possibly-leaked': 320 } })],
    not: [report('memcheck', { facts: { leaked: 8, 'possibly-leaked': 320 } })],
  },
  'still-reachable-only': {
    told: [report('memcheck', { facts: { leaked: 0, 'still-reachable': 72_704 } })],
    not: [report('memcheck', { facts: { leaked: 8, 'still-reachable': 72_704 } })],
  },
  'memory-error': {
    told: [report('address-sanitizer', { warnings: ['no-leak'] })],
    not: [report('address-sanitizer')],
  },
  'all-freed': {
    told: [report('memcheck', { facts: { 'live-heap': 0 } })],
    not: [report('memcheck', { facts: { 'live-heap': 1 } })],
  },
  'builds-up': {
    told: [report('heaptrack-data', { facts: { leaked: 60, 'peak-heap': 100 } })],
    not: [report('heaptrack-data', { facts: { leaked: 40, 'peak-heap': 100 } })],
  },
  outstanding: {
    told: [report('bcc-memleak', { facts: { 'live-heap': 4096 } })],
    not: [report('made-up', { facts: { 'live-heap': 4096 } })],
  },
  'temporary-peak': {
    told: [report('heaptrack-data', { facts: { leaked: 10, 'peak-heap': 100 } })],
    not: [report('heaptrack-data', { facts: { leaked: 40, 'peak-heap': 100 } })],
  },
  'kernel-slab': {
    told: [
      report('slab', {
        facts: { slab: 3 * GiB },
        classes: [{ name: 'kmalloc-512', bytes: 2 * GiB }],
      }),
    ],
    not: [report('slab', { facts: { slab: GiB } })],
  },
  'heap-limit-near-container': {
    told: [
      report('kernel-oom', { facts: { limit: GiB } }),
      report('ps', { facts: { command: 'java -Xmx900m -jar shop.jar' } }),
    ],
    not: [
      report('kernel-oom', { facts: { limit: GiB } }),
      report('ps', { facts: { command: 'java -Xmx512m -jar shop.jar' } }),
    ],
  },
  'heap-limit-far-below-container': {
    told: [
      report('pod-status', { facts: { limit: 4 * GiB } }),
      report('jvm-gc-log', { facts: { limit: GiB } }),
      report('jvm-out-of-memory', { facts: { 'oom-kind': 'Java heap space' } }),
    ],
    not: [
      report('pod-status', { facts: { limit: 4 * GiB } }),
      report('jvm-gc-log', { facts: { limit: GiB } }),
    ],
  },
  'huge-request': {
    told: [report('address-sanitizer', { facts: { 'failed-allocation': 32 * GiB } })],
    not: [report('address-sanitizer', { facts: { 'failed-allocation': 32 * MiB } })],
  },
  metaspace: {
    told: [report('jvm-out-of-memory', { facts: { 'oom-kind': 'Metaspace' } })],
    not: [report('jvm-out-of-memory', { facts: { 'oom-kind': 'Java heap space' } })],
  },
  'direct-buffer-limit': {
    told: [report('jvm-out-of-memory', { facts: { 'oom-kind': 'Direct buffer memory' } })],
    not: [report('jvm-out-of-memory', { facts: { 'oom-kind': 'Java heap space' } })],
  },
  'heap-limit': {
    told: [report('v8-out-of-memory', { facts: { 'oom-kind': 'JavaScript heap out of memory' } })],
    not: [report('kernel-oom', { facts: { 'oom-kind': 'whole machine' } })],
  },
  'system-refused-memory': {
    told: [report('jvm-fatal-error', { facts: { 'oom-kind': 'Native memory', rss: GiB } })],
    not: [report('jvm-fatal-error', { facts: { rss: GiB } })],
  },
  'group-memory-elsewhere': {
    told: [
      report('kernel-oom', {
        facts: { limit: 512 * MiB },
        classes: [{ name: 'sh', bytes: 4 * MiB }],
      }),
    ],
    not: [
      report('kernel-oom', {
        facts: { limit: 512 * MiB },
        classes: [{ name: 'sh', bytes: 300 * MiB }],
      }),
    ],
  },
  'killed-at-its-limit': {
    told: [report('kernel-oom', { facts: { process: 'shop', limit: GiB, rss: 900 * MiB } })],
    not: [report('kernel-oom', { facts: { process: 'shop', limit: GiB, rss: 600 * MiB } })],
  },
  'killed-by-kernel': {
    told: [report('kernel-oom', { facts: { process: 'shop', rss: 90 * MiB } })],
    not: [report('ps', { facts: { process: 'shop', rss: 90 * MiB } })],
  },
  'container-limit': {
    told: [report('pod-status', { facts: { 'oom-kind': 'OOMKilled', limit: GiB, restarts: 4 } })],
    not: [report('pod-status', { facts: { limit: GiB, restarts: 4 } })],
  },
  'small-request-failed': {
    told: [report('rust-failure', { facts: { 'failed-allocation': 4096 } })],
    not: [report('rust-failure', { facts: { 'failed-allocation': 64 * MiB } })],
  },
  'unread-responses': {
    told: [
      report('go-goroutines', {
        facts: { goroutines: 501 },
        sites: [waiting('net/http.(*persistConn).readLoop', 250), waiting('main.serve', 251)],
      }),
    ],
    not: [
      report('go-goroutines', {
        facts: { goroutines: 501 },
        sites: [waiting('net/http.(*persistConn).readLoop', 40), waiting('main.serve', 461)],
      }),
    ],
  },
  'many-goroutines': {
    told: [
      report('go-goroutines', { facts: { goroutines: 501 }, sites: [waiting('main.watch', 500)] }),
    ],
    not: [
      report('go-goroutines', { facts: { goroutines: 501 }, sites: [waiting('main.watch', 200)] }),
    ],
  },
  'no-thread-left': {
    told: [
      report('jvm-out-of-memory', { facts: { 'oom-kind': 'unable to create native thread' } }),
    ],
    not: [report('jvm-out-of-memory', { facts: { 'oom-kind': 'Java heap space' } })],
  },
  'many-threads': {
    told: [report('proc-status', { facts: { threads: 2000, rss: GiB } })],
    not: [report('proc-status', { facts: { threads: 40, rss: GiB } })],
  },
  'many-listeners': {
    told: [report('node-listeners', { facts: { listeners: 11 }, classes: [{ name: 'Socket' }] })],
    not: [report('node-listeners')],
  },
  'many-mappings': {
    told: [report('pmap', { facts: { mappings: 60_000, rss: GiB } })],
    not: [report('pmap', { facts: { mappings: 400, rss: GiB } })],
  },
  'count-climbs': {
    told: [report('table', { series: [curve('open fds', 60, (minute) => minute * 7, 'count')] })],
    not: [report('table', { series: [curve('open fds', 60, () => 70, 'count')] })],
  },
  'few-goroutines': {
    told: [report('go-goroutines', { facts: { goroutines: 12 } })],
    not: [report('metrics-text', { facts: { goroutines: 12 } })],
  },
  'mostly-page-cache': {
    told: [report('cgroup-memory', { facts: { 'group-memory': GiB, 'page-cache': 700 * MiB } })],
    not: [report('cgroup-memory', { facts: { 'group-memory': GiB, 'page-cache': 200 * MiB } })],
  },
  'mostly-anonymous-group': {
    told: [report('cgroup-memory', { facts: { 'group-memory': GiB, 'rss-anonymous': 900 * MiB } })],
    not: [report('cgroup-memory', { facts: { 'group-memory': GiB, 'rss-anonymous': 600 * MiB } })],
  },
  'mostly-shared': {
    told: [report('proc-status', { facts: { rss: GiB, 'rss-shared': 600 * MiB } })],
    not: [report('proc-status', { facts: { rss: GiB, 'rss-shared': 60 * MiB } })],
  },
  'memory-available': {
    told: [report('meminfo', { facts: { 'machine-memory': 16 * GiB, available: 8 * GiB } })],
    not: [report('meminfo', { facts: { 'machine-memory': 16 * GiB, available: GiB } })],
  },
  'direct-memory': {
    told: [
      report('node-memory-usage', { facts: { 'live-heap': 50 * MiB, 'off-heap': 900 * MiB } }),
    ],
    not: [report('node-memory-usage', { facts: { 'live-heap': 900 * MiB, 'off-heap': 50 * MiB } })],
  },
  'outside-heap': {
    told: [
      report('jvm-heap-info', { facts: { 'live-heap': 150 * MiB, 'heap-capacity': 200 * MiB } }),
      report('ps', { facts: { rss: 900 * MiB } }),
    ],
    not: [
      report('jvm-heap-info', { facts: { 'live-heap': 150 * MiB, 'heap-capacity': 200 * MiB } }),
      report('ps', { facts: { rss: 300 * MiB } }),
    ],
  },
  'runtime-keeps': {
    told: [report('go-memstats', { facts: { 'live-heap': 100 * MiB, reserved: 900 * MiB } })],
    not: [report('go-memstats', { facts: { 'live-heap': 800 * MiB, reserved: 900 * MiB } })],
  },
  'partly-used-pages': {
    told: [report('jemalloc-stats', { facts: { 'live-heap': 100 * MiB, active: 400 * MiB } })],
    not: [report('jemalloc-stats', { facts: { 'live-heap': 390 * MiB, active: 400 * MiB } })],
  },
  'many-arenas': {
    told: [
      report('malloc-info', {
        facts: { arenas: 64, 'live-heap': 100 * MiB, 'heap-capacity': 900 * MiB },
      }),
    ],
    not: [
      report('malloc-info', {
        facts: { arenas: 4, 'live-heap': 100 * MiB, 'heap-capacity': 900 * MiB },
      }),
    ],
  },
  'allocator-keeps': {
    told: [report('tcmalloc-stats', { facts: { 'live-heap': GiB, resident: 9 * GiB } })],
    not: [report('tcmalloc-stats', { facts: { 'live-heap': 8 * GiB, resident: 9 * GiB } })],
  },
  'allocator-explains': {
    told: [report('jemalloc-stats', { facts: { 'live-heap': 80 * MiB, resident: 90 * MiB } })],
    not: [report('jemalloc-stats', { facts: { 'live-heap': 40 * MiB, resident: 90 * MiB } })],
  },
  'mostly-files': {
    told: [report('smaps', { facts: { rss: GiB, 'rss-file': 800 * MiB } })],
    not: [report('smaps', { facts: { rss: GiB, 'rss-file': 80 * MiB } })],
  },
  'mostly-swapped': {
    told: [report('proc-status', { facts: { rss: 200 * MiB, swap: 900 * MiB } })],
    not: [report('proc-status', { facts: { rss: 200 * MiB, swap: 9 * MiB } })],
  },
  'native-heap': {
    told: [
      report('smaps', { facts: { rss: GiB, 'rss-anonymous': 990 * MiB, 'brk-heap': 900 * MiB } }),
    ],
    not: [report('smaps', { facts: { rss: GiB, 'rss-anonymous': 400 * MiB } })],
  },
  'native-categories': {
    told: [
      report('jvm-native-memory', {
        facts: { committed: 600 * MiB },
        classes: [
          { name: 'Java Heap', bytes: 200 * MiB },
          { name: 'Thread', bytes: 300 * MiB },
        ],
      }),
    ],
    not: [report('jvm-native-memory', { facts: { committed: 600 * MiB } })],
  },
  'native-memory-grew': {
    told: [
      report('jvm-native-memory', { series: [curve('Class committed', 2, (at) => at * MiB)] }),
    ],
    not: [report('jvm-native-memory', { series: [curve('Class committed', 2, () => MiB)] })],
  },
  'grew-between-reports': {
    told: [
      report('jvm-histogram', {
        classes: [
          { name: 'Cart', bytes: MiB },
          { name: 'Pool', bytes: 5 * MiB },
        ],
      }),
      report('jvm-histogram', {
        classes: [
          { name: 'Cart', bytes: 9 * MiB },
          { name: 'Pool', bytes: 5 * MiB },
        ],
      }),
    ],
    not: [
      report('jvm-histogram', {
        classes: [
          { name: 'Cart', bytes: MiB },
          { name: 'Pool', bytes: 1 },
        ],
      }),
    ],
  },
  'rss-climbs-heap-does-not': {
    told: [
      report('table', {
        series: [
          curve('RSS', 60, (minute) => (100 + 5 * minute) * MiB),
          curve('heap', 60, () => 80 * MiB),
        ],
      }),
    ],
    not: [
      report('table', {
        series: [
          curve('RSS', 60, (minute) => (100 + 5 * minute) * MiB),
          curve('heap', 60, (minute) => (80 + 5 * minute) * MiB),
        ],
      }),
    ],
  },
  'memory-no-longer-available': {
    told: [
      report('free', { series: [curve('memory available', 60, (at) => (9000 - 100 * at) * MiB)] }),
    ],
    not: [report('free', { series: [curve('memory available', 60, () => 9000 * MiB)] })],
  },
  'lows-rise': {
    told: [report('ps', { series: [curve('RSS', 120, sawtooth(1))] })],
    not: [report('ps', { series: [curve('RSS', 120, sawtooth(0))] })],
  },
  'lows-are-level': {
    told: [report('ps', { series: [curve('RSS', 120, sawtooth(0))] })],
    not: [report('ps', { series: [curve('RSS', 120, sawtooth(1))] })],
  },
  'one-burst': {
    told: [report('ps', { series: [curve('RSS', 120, (at) => (at < 60 ? 100 : 900) * MiB)] })],
    not: [report('ps', { series: [curve('RSS', 120, () => 100 * MiB)] })],
  },
  steps: {
    told: [
      report('ps', { series: [curve('RSS', 120, (at) => (100 + 50 * Math.floor(at / 30)) * MiB)] }),
    ],
    not: [report('ps', { series: [curve('RSS', 120, (at) => (100 + at) * MiB)] })],
  },
  plateau: {
    told: [
      report('ps', { series: [curve('RSS', 120, (at) => (100 + 10 * Math.min(at, 60)) * MiB)] }),
    ],
    not: [report('ps', { series: [curve('RSS', 120, (at) => (100 + 10 * at) * MiB)] })],
  },
  climbs: {
    told: [report('ps', { series: [curve('RSS', 120, (at) => (100 + 10 * at) * MiB)] })],
    not: [report('ps', { series: [curve('RSS', 120, () => 100 * MiB)] })],
  },
  level: {
    told: [report('ps', { series: [curve('RSS', 120, () => 100 * MiB)] })],
    not: [report('ps', { series: [curve('RSS', 120, (at) => (100 + 10 * at) * MiB)] })],
  },
  'few-readings': {
    told: [report('docker-stats', { series: [curve('memory', 3, (at) => (100 + at) * MiB)] })],
    not: [report('docker-stats', { series: [curve('memory', 30, (at) => (100 + at) * MiB)] })],
  },
  'class-loaders': {
    told: [
      report('jvm-histogram', {
        classes: [{ name: 'org.shop.PluginClassLoader', bytes: MiB, count: 2500 }],
      }),
    ],
    not: [
      report('jvm-histogram', {
        classes: [{ name: 'org.shop.PluginClassLoader', bytes: MiB, count: 25 }],
      }),
    ],
  },
  'finalizer-queue': {
    told: [
      report('jvm-histogram', {
        classes: [{ name: 'java.lang.ref.Finalizer', bytes: 9 * MiB, count: 120_000 }],
      }),
    ],
    not: [
      report('jvm-histogram', {
        classes: [{ name: 'java.lang.ref.Finalizer', bytes: MiB, count: 900 }],
      }),
    ],
  },
  'detached-nodes': {
    told: [
      report('v8-heap-snapshot', { classes: [{ name: 'Detached <div>', bytes: MiB, count: 400 }] }),
    ],
    not: [
      report('v8-heap-snapshot', { classes: [{ name: 'Detached <div>', bytes: MiB, count: 4 }] }),
    ],
  },
  'led-by-arrays': {
    told: [
      report('jvm-histogram', {
        classes: [
          { name: '[B', bytes: 90 * MiB, count: 9 },
          { name: 'org.shop.Cart', bytes: 10 * MiB, count: 400 },
        ],
      }),
    ],
    not: [
      report('jvm-histogram', {
        classes: [
          { name: '[B', bytes: 10 * MiB, count: 9 },
          { name: 'org.shop.Cart', bytes: 90 * MiB, count: 400 },
        ],
      }),
    ],
  },
  'allocations-not-live': {
    told: [report('memray', { sites: [siteOf(['load'], { kind: 'allocated', bytes: MiB })] })],
    not: [report('memray', { sites: [live('load', MiB)] })],
  },
  'only-young-collections': {
    told: [report('v8-trace-gc', { warnings: ['no-full-collection'] })],
    not: [report('v8-trace-gc')],
  },
  'victim-stack': {
    told: [report('gdb-backtrace', { warnings: ['victim-stack'] })],
    not: [report('gdb-backtrace')],
  },
  'no-sizes': {
    told: [report('stack-trace', { warnings: ['no-sizes'] })],
    not: [report('stack-trace')],
  },
  'sampled-by-line': {
    told: [report('memory-profiler', { warnings: ['rss-steps'], sites: [live('load', MiB)] })],
    not: [report('memory-profiler', { sites: [live('load', MiB)] })],
  },
  'one-profile': {
    told: [report('pprof', { sites: [live('main.put', MiB)] })],
    not: [report('pprof', { sites: [siteOf(['main.put'], { kind: 'allocated', bytes: MiB })] })],
  },
  'one-reading': {
    told: [report('ps', { facts: { rss: 100 * MiB } })],
    not: [report('ps', { series: [curve('RSS', 60, () => 100 * MiB)], facts: { rss: 100 * MiB } })],
  },
  'totals-only': {
    told: [report('heaptrack-record', { warnings: ['summary-only'] })],
    not: [report('heaptrack-record', { warnings: ['summary-only'], sites: [live('main', 1)] })],
  },
};

describe('a meaning is told of the reports that show it, and only of these', () => {
  test.each(adviceRules.map(({ name }) => name))('%s', (name) => {
    const { told, not } = cases[name] ?? { told: [], not: [] };
    expect(rulesOf(told)).toContain(name);
    expect(rulesOf(not)).not.toContain(name);
  });

  test('no rule has two', () => {
    const names = adviceRules.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(Object.keys(cases).toSorted()).toEqual(names.toSorted());
  });
});

describe('advice', () => {
  test('has the figures of the report, the causes and the guide', () => {
    const { meanings, guides } = adviseOn(
      [report('memcheck', { facts: { leaked: 119_608, 'leaked-blocks': 482 } })],
      catalogue,
    );
    expect(meanings[0]?.found).toBe(
      '117\u00a0KiB in 482 blocks was never freed, and nothing points to it any more.',
    );
    expect(meanings[0]?.causes).toEqual([{ id: 'never-freed', label: 'never-freed', count: 1 }]);
    expect(guides[0]).toMatchObject({
      kind: 'guide',
      id: 'never-freed',
      path: '/guides/never-freed/',
    });
  });

  test('takes what several reports of one program say together', () => {
    const heap = report('pprof', { facts: { 'live-heap': 40 * MiB }, sites: [live('a', MiB)] });
    expect(rulesOf([heap])).toEqual(['one-profile']);
    const map = report('smaps', { facts: { rss: 900 * MiB, 'rss-anonymous': 890 * MiB } });
    expect(rulesOf([heap, map])).toEqual(['outside-heap', 'one-profile']);
  });

  test('says when the limit is reached at this rate', () => {
    const { meanings } = adviseOn(
      [
        report('docker-stats', {
          facts: { limit: 1000 * MiB },
          series: [curve('memory', 61, (minute) => (100 + 5 * minute) * MiB)],
        }),
      ],
      catalogue,
    );
    expect(meanings[0]?.found).toContain(
      'at this rate it reaches the limit of 1\u202f000\u00a0MiB in about 2 hours',
    );
  });

  test('is one meaning and one step where an incident has the same fault', () => {
    const reports = [
      report('memcheck', { facts: { leaked: 9 }, warnings: ['summary-only'] }),
      report('ps', { series: [curve('RSS', 120, (at) => (100 + 10 * at) * MiB)] }),
    ];
    const whole = adviseOn(reports, catalogue);
    expect(whole.meanings.length).toBeGreaterThan(1);
    expect(whole.next.length).toBeGreaterThan(1);
    const short = adviseOn(reports, catalogue, { isKnown: true });
    expect([short.meanings.length, short.next.length]).toEqual([1, 1]);
  });

  test('of no report is empty', () => {
    expect(adviseOn([], catalogue)).toEqual({ meanings: [], guides: [], next: [] });
  });
});

describe('the next step', () => {
  const stepsOf = (reports: readonly Report[]) =>
    adviseOn(reports, catalogue).next.map(({ run }) => run);

  test.each([
    [
      report('jvm-histogram', {
        classes: [
          { name: 'A', bytes: 9 },
          { name: 'B', bytes: 1 },
        ],
      }),
      /^jcmd <pid> GC\.class_histogram/,
    ],
    [report('pprof', { sites: [live('main.put', 9)] }), /^curl .*-diff_base=first\.pb\.gz/],
    [report('v8-heap-profile', { sites: [live('put', 9)] }), /^kill -USR2 <pid>/],
    [report('tracemalloc', { sites: [live('a.py:1', 9)] }), /^memray attach/],
    [
      report('dotnet-heap', {
        classes: [
          { name: 'A', bytes: 9 },
          { name: 'B', bytes: 1 },
        ],
      }),
      /^dotnet-gcdump report -p <pid>/,
    ],
    [report('jemalloc-heap', { sites: [live('put', 9)] }), /^jeprof .*--base=/],
    [report('gperftools-heap', { sites: [live('put', 9)] }), /^google-pprof .*--base=/],
    [
      report('massif', { sites: [siteOf(['put'], { kind: 'peak', bytes: 9 })] }),
      /^heaptrack --pid <pid>/,
    ],
    [report('macos-leaks', { facts: { leaked: 9 } }), /^MallocStackLogging=1 leaks/],
    [
      report('slab', {
        classes: [
          { name: 'a', bytes: 9 },
          { name: 'b', bytes: 1 },
        ],
      }),
      /^slabtop/,
    ],
  ])('is that of the runtime or tool: %#', (one, command) => {
    expect(stepsOf([one])[0]).toMatch(command);
  });

  test('of a full heap is the dump at the limit', () => {
    const full = report('v8-out-of-memory', {
      facts: { 'oom-kind': 'JavaScript heap out of memory' },
    });
    expect(stepsOf([full])[0]).toMatch(/^node --heapsnapshot-near-heap-limit=2/);
  });

  test('is not a command whose output is there', () => {
    const lost = report('leak-sanitizer', { facts: { leaked: 9 } });
    expect(stepsOf([lost])).not.toContainEqual(expect.stringContaining('valgrind'));
    const summary = report('memcheck', { facts: { leaked: 9 }, warnings: ['summary-only'] });
    expect(stepsOf([summary])[0]).toMatch(/^valgrind --leak-check=full/);
  });

  test('is that of the program, whichever tool measured it', () => {
    const program = (process: string) =>
      report('ps', { facts: { process }, series: [curve('RSS', 120, (at) => (9 + at) * MiB)] });
    expect(stepsOf([program('java')])[0]).toMatch(/^jcmd/);
    expect(stepsOf([program('python3')])[0]).toMatch(/^memray/);
    expect(stepsOf([program('shop')])[0]).toMatch(/^heaptrack/);
  });
});

test.each(samples)('a real report gets advice that is short: %s', async (sample) => {
  const { reports } = await readSample(sample).catch(() => ({ reports: [] }));
  const { meanings, guides, next } = adviseOn(reports, catalogue);
  expect(meanings.length).toBeLessThanOrEqual(3);
  expect(next.length).toBeLessThanOrEqual(3);
  expect(guides.length).toBeLessThanOrEqual(2);
  for (const { found, means } of meanings) {
    expect(found).toMatch(/[.]$/);
    expect(found + means).not.toMatch(/undefined|NaN|Infinity|\bnull\b| {2}/);
    expect(found.length + means.length).toBeLessThan(900);
  }
});
