import { describe, expect, test } from 'vitest';

import { cleanLines } from '../../src/reports/text/clean.ts';
import { textFormats } from '../../src/reports/formats.ts';
import { isText, readSample, sampleBytes, samples } from './read-sample.ts';

/** What each sample is, in the order of its lines. Two names: the file holds two reports. */
const samplesByFormats: Readonly<Record<string, readonly string[]>> = {
  'address-sanitizer': [
    'sanitizer/asan-allocation-size-too-big.txt',
    'sanitizer/asan-hard-rss-limit.txt',
    'sanitizer/asan-heap-buffer-overflow.txt',
    'sanitizer/asan-heap-use-after-free.txt',
  ],
  'bcc-memleak': ['bcc/memleak-addresses.txt', 'bcc/memleak.txt'],
  'cgroup-memory': ['containers/memory.stat-v1.txt', 'containers/memory.stat-v2.txt'],
  'collapsed-stacks': [
    'heaptrack/flamegraph-collapsed-allocations.cache_leak.txt',
    'heaptrack/flamegraph-collapsed-allocations.ssl_leak.txt',
    'heaptrack/flamegraph-collapsed-allocations.xml_leak.txt',
    'jemalloc/jeprof-collapsed.txt',
  ],
  dhat: ['valgrind/dhat.out.cpp-cache.json'],
  'dhat-console': ['valgrind/dhat-stderr.txt'],
  'docker-stats': [
    'docker/stats-1.12.txt',
    'docker/stats-dated.txt',
    'docker/stats-table.txt',
    'docker/stats.jsonl',
  ],
  'dotnet-counters': ['dotnet/counters-monitor.txt'],
  'dotnet-heap': ['dotnet/dumpheap-stat.txt', 'dotnet/gcdump-report.txt'],
  free: ['logs/free-m-s.txt'],
  'gdb-backtrace': ['sanitizer/gdb-bt-bad_alloc.txt', 'sanitizer/std-bad_alloc-terminate.txt'],
  'go-gctrace': ['go/gctrace.txt'],
  'go-goroutine-dump': [
    'go/goroutine-debug2.txt',
    'go/goroutine-dump-minutes.txt',
    'go/runtime-out-of-memory.txt',
  ],
  'go-goroutines': ['go/goroutine-debug1.txt'],
  'go-heap': ['go/heap-debug1.txt', 'go/prometheus-heap-debug1.txt'],
  'go-memstats': ['go/memstats-line.txt'],
  'gperftools-heap': [
    'tcmalloc/cache_leak.0001.heap',
    'tcmalloc/cache_leak.0007.heap',
    'tcmalloc/cache_leak.0008.heap',
  ],
  'heap-dumps': ['tcmalloc/stderr.txt'],
  heapcheck: ['tcmalloc/heapcheck-leaks.txt', 'tcmalloc/heapcheck-normal.txt'],
  'heaptrack-data': [
    'heaptrack/heaptrack.cache_leak.zst',
    'heaptrack/heaptrack.rust_legacy.zst',
    'heaptrack/heaptrack.rust_v0.zst',
    'heaptrack/heaptrack.ssl_leak.zst',
    'heaptrack/heaptrack.xml_leak.zst',
  ],
  'heaptrack-print': [
    'heaptrack/heaptrack_print-default.ssl_leak.txt',
    'heaptrack/heaptrack_print.cache_leak.txt',
    'heaptrack/heaptrack_print.rust_legacy.txt',
    'heaptrack/heaptrack_print.rust_v0.txt',
    'heaptrack/heaptrack_print.ssl_leak.txt',
    'heaptrack/heaptrack_print.xml_leak.txt',
  ],
  'heaptrack-record': ['heaptrack/heaptrack-record-stdout.txt'],
  'jemalloc-heap': ['jemalloc/jeprof.cache_leak.21239.0.f.heap'],
  'jemalloc-json': ['jemalloc/stats_print.json'],
  'jemalloc-leak': ['jemalloc/prof_leak-stderr.txt'],
  'jemalloc-stats': ['jemalloc/stats_print-short.txt', 'jemalloc/stats_print.txt'],
  'jeprof-text': ['jemalloc/jeprof-text.txt', 'tcmalloc/google-pprof-text.txt'],
  jstat: ['java/jstat-gc.txt', 'java/jstat-gcutil.txt'],
  'jvm-fatal-error': ['java/hs_err.log'],
  'jvm-gc-log jvm-heap-info': ['java/gc-unified.log'],
  'jvm-gc-log jvm-out-of-memory': ['java/oom-java-heap-space.txt', 'java/oom-with-heapdump.txt'],
  'jvm-gc-log-8': ['java/gc-jdk8-cms.log', 'java/gc-jdk8-g1.log', 'java/gc-jdk8-parallel.log'],
  'jvm-heap-info': [
    'java/jcmd-GC.heap_info-parallel.txt',
    'java/jcmd-GC.heap_info-serial.txt',
    'java/jcmd-GC.heap_info-shenandoah.txt',
    'java/jcmd-GC.heap_info-z.txt',
    'java/jcmd-GC.heap_info.txt',
  ],
  'jvm-histogram': [
    'java/jcmd-GC.class_histogram.txt',
    'java/jhsdb-jmap-histo.txt',
    'java/jmap-histo-live.txt',
    'java/jmap-histo.txt',
  ],
  'jvm-native-memory': [
    'java/jcmd-NMT-detail.txt',
    'java/jcmd-NMT-summary-diff.txt',
    'java/jcmd-NMT-summary.txt',
  ],
  'jvm-out-of-memory': ['java/oom-direct-buffer.txt', 'java/oom-native-thread.txt'],
  'jvm-thread-dump': ['java/jstack.txt'],
  'kernel-oom': [
    'kernel/oom-2.6.32.txt',
    'kernel/oom-6.8-tasks-rss-anon.txt',
    'kernel/oom-cgroup-5.4-uwsgi.txt',
    'kernel/oom-cgroup-tmpfs.txt',
    'kernel/oom-cgroup-v1-dmesg-T.txt',
    'kernel/oom-cgroup-v1-hypervisor-log.txt',
    'kernel/oom-cgroup-v1-syslog.txt',
    'kernel/oom-cgroup-v2-stat.txt',
    'kernel/oom-constraint-none.txt',
    'kernel/oom-global-mem-info.txt',
    'kernel/oom-several-kills.txt',
    'kernel/oom-sparc-slab.txt',
  ],
  'leak-sanitizer': [
    'sanitizer/asan-lsan-cpp-cache.txt',
    'sanitizer/asan-lsan-openssl-slow-unwind.txt',
    'sanitizer/asan-lsan-openssl.txt',
    'sanitizer/asan-lsan-unsymbolized.txt',
    'sanitizer/lsan-standalone-cpp.txt',
    'sanitizer/lsan-standalone-libxml2.txt',
  ],
  'macos-leaks': ['macos/leaks.txt'],
  'malloc-info': ['glibc/malloc_info.xml'],
  'malloc-stats': ['glibc/malloc_stats.txt'],
  massif: [
    'heaptrack/massif.out.from-heaptrack.cache_leak',
    'heaptrack/massif.out.from-heaptrack.ssl_leak',
    'heaptrack/massif.out.from-heaptrack.xml_leak',
    'valgrind/massif.out.cpp-cache',
    'valgrind/massif.out.openssl',
    'valgrind/massif.out.pages-as-heap',
    'valgrind/massif.out.stacks-B',
  ],
  memcheck: [
    'rust/memcheck-rust-legacy.txt',
    'rust/memcheck-rust-v0.txt',
    'valgrind/memcheck-cpp-cache.txt',
    'valgrind/memcheck-libxml2-all-kinds.txt',
    'valgrind/memcheck-openssl.txt',
    'valgrind/memcheck-summary-only.txt',
    'valgrind/memcheck-uaf.txt',
  ],
  'memcheck-xml': ['valgrind/memcheck-cpp-cache.xml'],
  meminfo: ['proc/meminfo.txt'],
  'memory-profiler': ['python/memory_profiler-line-by-line.txt'],
  memray: ['python/memray-stats.json', 'python/memray-stats.txt', 'python/memray-summary.txt'],
  'metrics-text': ['prometheus/metrics-exposition.txt', 'prometheus/metrics-prometheus-self.txt'],
  'mimalloc-stats': [
    'mimalloc/stats-1.7.txt',
    'mimalloc/stats-2.1.txt',
    'mimalloc/stats-3.3-journal.txt',
  ],
  mprof: ['logs/mprofile_native.dat', 'logs/mprofile_python.dat'],
  'ms-print': ['valgrind/ms_print-openssl.txt'],
  mtrace: ['glibc/mtrace-report.txt'],
  'mtrace-raw': ['glibc/mtrace.raw.txt'],
  'node-listeners': ['node/max-listeners-trace.txt', 'node/max-listeners-warning.txt'],
  'node-memory-usage': ['node/memoryUsage-lines.txt', 'node/memoryUsage-log.txt'],
  'oom-daemon': [
    'containers/earlyoom-1.0.txt',
    'containers/earlyoom-journal.txt',
    'containers/systemd-oomd.txt',
  ],
  pidstat: ['logs/pidstat-r-h.txt', 'logs/pidstat-r.txt'],
  pmap: ['proc/pmap-X-cache_leak.txt', 'proc/pmap-x-cache_leak.txt', 'proc/pmap-x-java.txt'],
  'pod-status': [
    'containers/kubectl-describe-oomkilled.txt',
    'containers/kubectl-events-node.txt',
    'containers/kubectl-get-pods.txt',
    'containers/pod-status.json.txt',
    'containers/pod-status.yaml',
  ],
  pprof: ['go/allocs.pb.gz', 'go/goroutine.pb.gz', 'go/heap.pb.gz', 'go/prometheus-heap.pb.gz'],
  'pprof-list': ['go/pprof-list.txt'],
  'pprof-raw': ['go/pprof-raw.txt'],
  'pprof-top': [
    'go/pprof-top-cum.txt',
    'go/pprof-top-inuse_space.txt',
    'go/prometheus-pprof-top.txt',
  ],
  'pprof-traces': ['go/pprof-traces.txt'],
  'pprof-tree': ['go/pprof-peek.txt', 'go/pprof-tree.txt'],
  'proc-status': ['proc/status-cache_leak.txt', 'proc/status-java.txt'],
  'proc-status-loop': ['logs/proc-status-loop.txt'],
  'prometheus-json': [
    'prometheus/query-instant-matrix.json',
    'prometheus/query-instant-vector.json',
    'prometheus/query_range-go_memstats_alloc_bytes.json',
    'prometheus/query_range-process_resident_memory_bytes.json',
  ],
  promtool: ['prometheus/promtool-query-range.txt'],
  ps: ['logs/ps-aux-loop.txt', 'logs/ps-loop.txt'],
  psrecord: ['python/psrecord.txt'],
  'pymalloc-stats': ['python/pymalloc-stats.txt'],
  'python-gc': ['python/gc-debug-stats.txt'],
  'python-objects': ['python/heapy.txt', 'python/objgraph-growth.txt', 'python/pympler-diff.txt'],
  'ruby-memory-profiler': ['ruby/memory_profiler-scaled.txt', 'ruby/memory_profiler.txt'],
  'rust-failure': ['rust/alloc-failure.txt', 'traces/rust-panic.txt'],
  slab: ['kernel/slabtop.txt', 'proc/slabinfo.txt'],
  smaps: [
    'proc/smaps-cache_leak.txt',
    'proc/smaps-java.txt',
    'proc/smaps_rollup-cache_leak.txt',
    'proc/smaps_rollup-java.txt',
  ],
  'stack-trace': [
    'dotnet/oom-exception.txt',
    'python/memoryerror-traceback.txt',
    'python/numpy-memoryerror.txt',
    'traces/elixir.txt',
    'traces/java.txt',
    'traces/javascript.txt',
    'traces/lldb.txt',
    'traces/php.txt',
    'traces/ruby.txt',
  ],
  statm: ['proc/statm-cache_leak.txt'],
  table: [
    'logs/ps-date-rss-loop.txt',
    'tables/epoch-ms.tsv',
    'tables/iterations.csv',
    'tables/rss-mb.csv',
    'tables/seconds.txt',
    'tables/two-columns.txt',
  ],
  'tcmalloc-stats': ['tcmalloc/ceph-heap-stats.txt', 'tcmalloc/malloc-extension-stats.txt'],
  top: ['logs/top-b.txt'],
  tracemalloc: ['python/tracemalloc-display_top.txt', 'python/tracemalloc-top.txt'],
  'v8-heap-profile': ['node/leak.heapprofile'],
  'v8-heap-snapshot': ['node/leak.heapsnapshot.gz'],
  'v8-out-of-memory v8-trace-gc': ['node/node-10-heap-oom.txt', 'node/node-heap-oom.txt'],
  'v8-trace-gc': ['node/trace-gc-nvp.txt', 'node/trace-gc-verbose.txt', 'node/trace-gc.txt'],
  vmstat: ['logs/vmstat-t.txt'],
  xtree: ['valgrind/xtmemory.kcg.cpp-cache'],
};

/** Known, and refused with advice. */
const refused = [
  'heaptrack/heaptrack-raw-uninterpreted.xml_leak.raw.zst',
  'python/tracemalloc.snapshot.pickle',
];

/** Symbols without a report. */
const symbolLists = samples.filter((file) => file.startsWith('rust/mangled-'));

/**
 * A format that would take a sample, or a part of it, which the order of the formats gives to another: the same stack in a
 * plainer form, the same lines in another frame, or a section of the same kind.
 */
const plainerReadings: Readonly<Record<string, string>> = {
  'go/heap-debug1.txt': 'gperftools-heap',
  'go/prometheus-heap-debug1.txt': 'gperftools-heap',
  'java/hs_err.log': 'jvm-heap-info meminfo',
  'java/jcmd-GC.class_histogram.txt': 'jvm-out-of-memory',
  'java/jmap-histo-live.txt': 'jvm-out-of-memory',
  'java/jmap-histo.txt': 'jvm-out-of-memory',
  'java/jstack.txt': 'stack-trace',
  'java/jstat-gcutil.txt': 'table',
  'java/oom-direct-buffer.txt': 'stack-trace',
  'java/oom-java-heap-space.txt': 'stack-trace',
  'java/oom-native-thread.txt': 'stack-trace',
  'kernel/oom-cgroup-5.4-uwsgi.txt': 'stack-trace',
  'kernel/oom-cgroup-v2-stat.txt': 'cgroup-memory',
  'kernel/oom-sparc-slab.txt': 'stack-trace',
  'logs/proc-status-loop.txt': 'proc-status',
  'node/max-listeners-trace.txt': 'stack-trace',
  'python/tracemalloc-top.txt': 'stack-trace',
  'sanitizer/asan-allocation-size-too-big.txt': 'stack-trace',
  'sanitizer/asan-heap-buffer-overflow.txt': 'stack-trace',
  'sanitizer/asan-heap-use-after-free.txt': 'stack-trace',
  'sanitizer/asan-lsan-cpp-cache.txt': 'address-sanitizer stack-trace',
  'sanitizer/asan-lsan-openssl-slow-unwind.txt': 'address-sanitizer stack-trace',
  'sanitizer/asan-lsan-openssl.txt': 'address-sanitizer',
  'sanitizer/asan-lsan-unsymbolized.txt': 'address-sanitizer',
  'sanitizer/gdb-bt-bad_alloc.txt': 'stack-trace',
  'sanitizer/lsan-standalone-cpp.txt': 'stack-trace',
  'traces/rust-panic.txt': 'stack-trace',
};

const formatsBySample = Object.entries(samplesByFormats).flatMap(([formats, files]) =>
  files.map((file) => [file, formats] as const),
);

test('every sample has its place in the table', () => {
  const named = [...formatsBySample.map(([file]) => file), ...refused, ...symbolLists];
  expect(named.toSorted()).toEqual(samples);
});

describe('a sample is read as what it is and nothing else', () => {
  test.each(formatsBySample)('%s: %s', async (file, formats) => {
    const { reports, errors } = await readSample(file);
    expect(errors).toEqual([]);
    expect([...new Set(reports.map(({ format }) => format))].join(' ')).toBe(formats);
  });

  test.each(formatsBySample.filter(([file]) => isText(sampleBytes(file))))(
    '%s means nothing to other formats than %s',
    (file, formats) => {
      const lines = cleanLines(new TextDecoder().decode(sampleBytes(file)));
      const text = lines
        .map((line) => line.text)
        .filter((line) => line.trim() !== '')
        .join('\n');
      const others = textFormats
        .filter((format) => format.prefilter.test(text) && format.read(lines).length > 0)
        .map(({ id }) => id)
        .filter((id) => !formats.split(' ').includes(id));
      expect(others.join(' ')).toBe(plainerReadings[file] ?? '');
    },
  );
});
