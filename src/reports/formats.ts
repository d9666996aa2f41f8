import { addressSanitizer } from './formats/native/address-sanitizer.ts';
import { bccMemleak } from './formats/native/bcc-memleak.ts';
import { cgroupMemory } from './formats/kernel/cgroup-memory.ts';
import { collapsedStacks } from './formats/native/collapsed-stacks.ts';
import { dhatConsole } from './formats/valgrind/dhat-console.ts';
import { dhat } from './formats/valgrind/dhat.ts';
import { dockerStats } from './formats/kernel/docker-stats.ts';
import { dotnetCounters } from './formats/runtimes/dotnet-counters.ts';
import { dotnetHeap } from './formats/runtimes/dotnet-heap.ts';
import { free } from './formats/kernel/free.ts';
import { gdbBacktrace } from './formats/native/gdb-backtrace.ts';
import { goGctrace } from './formats/go/go-gctrace.ts';
import { goGoroutineDump } from './formats/go/go-goroutine-dump.ts';
import { goGoroutines } from './formats/go/go-goroutines.ts';
import { goHeap } from './formats/go/go-heap.ts';
import { goMemStats } from './formats/go/go-memstats.ts';
import { gperftoolsHeap, jemallocHeap } from './formats/allocators/heap-addresses.ts';
import { heapDumps } from './formats/jvm/heap-dumps.ts';
import { heapcheck } from './formats/allocators/heapcheck.ts';
import { heaptrackData } from './formats/heaptrack/heaptrack-data.ts';
import { heaptrackPrint } from './formats/heaptrack/heaptrack-print.ts';
import { heaptrackRecord } from './formats/heaptrack/heaptrack-record.ts';
import { hprof } from './formats/jvm/hprof.ts';
import { jemallocJson } from './formats/allocators/jemalloc-json.ts';
import { jemallocLeak } from './formats/allocators/jemalloc-leak.ts';
import { jemallocStats } from './formats/allocators/jemalloc-stats.ts';
import { jeprofText } from './formats/allocators/jeprof-text.ts';
import { jstat } from './formats/jvm/jstat.ts';
import { jvmFatalError } from './formats/jvm/jvm-fatal-error.ts';
import { jvmGcLog8 } from './formats/jvm/jvm-gc-log-8.ts';
import { jvmGcLog } from './formats/jvm/jvm-gc-log.ts';
import { jvmHeapInfo } from './formats/jvm/jvm-heap-info.ts';
import { jvmHistogram } from './formats/jvm/jvm-histogram.ts';
import { jvmNativeMemory } from './formats/jvm/jvm-native-memory.ts';
import { jvmOutOfMemory } from './formats/jvm/jvm-out-of-memory.ts';
import { jvmThreadDump } from './formats/jvm/jvm-thread-dump.ts';
import { kernelOom } from './formats/kernel/kernel-oom.ts';
import { leakSanitizer } from './formats/native/leak-sanitizer.ts';
import { macosLeaks } from './formats/native/macos-leaks.ts';
import { mallocInfo } from './formats/allocators/malloc-info.ts';
import { mallocStats } from './formats/allocators/malloc-stats.ts';
import { massif } from './formats/valgrind/massif.ts';
import { memcheckXml } from './formats/valgrind/memcheck-xml.ts';
import { memcheck } from './formats/valgrind/memcheck.ts';
import { meminfo } from './formats/kernel/meminfo.ts';
import { memoryProfiler } from './formats/python/memory-profiler.ts';
import { memray } from './formats/python/memray.ts';
import { metricsText } from './formats/metrics/metrics-text.ts';
import { mimallocStats } from './formats/allocators/mimalloc-stats.ts';
import { mprof } from './formats/python/mprof.ts';
import { msPrint } from './formats/valgrind/ms-print.ts';
import { mtrace, mtraceRaw } from './formats/allocators/mtrace.ts';
import { nodeListeners } from './formats/javascript/node-listeners.ts';
import { nodeMemoryUsage } from './formats/javascript/node-memory-usage.ts';
import { oomDaemon } from './formats/kernel/oom-daemon.ts';
import { pidstat } from './formats/processes/pidstat.ts';
import { pmap } from './formats/processes/pmap.ts';
import { podStatus } from './formats/kernel/pod-status.ts';
import { pprofList } from './formats/go/pprof-list.ts';
import { pprofRaw } from './formats/go/pprof-raw.ts';
import { pprofTop } from './formats/go/pprof-top.ts';
import { pprofTraces } from './formats/go/pprof-traces.ts';
import { pprofTree } from './formats/go/pprof-tree.ts';
import { pprof } from './formats/go/pprof.ts';
import { procStatusLoop } from './formats/processes/proc-status-loop.ts';
import { procStatus } from './formats/processes/proc-status.ts';
import { prometheusJson, promtool } from './formats/metrics/prometheus.ts';
import { ps } from './formats/processes/ps.ts';
import { psrecord } from './formats/python/psrecord.ts';
import { pymallocStats } from './formats/python/pymalloc-stats.ts';
import { pythonGc } from './formats/python/python-gc.ts';
import { pythonObjects } from './formats/python/python-objects.ts';
import { pythonPickle } from './formats/python/python-pickle.ts';
import type { BinaryFormat, TextFormat } from './report.ts';
import { rubyMemoryProfiler } from './formats/runtimes/ruby-memory-profiler.ts';
import { rustFailure } from './formats/native/rust-failure.ts';
import { slab } from './formats/kernel/slab.ts';
import { smaps } from './formats/processes/smaps.ts';
import { stackTrace } from './formats/native/stack-trace.ts';
import { statm } from './formats/processes/statm.ts';
import { table } from './formats/metrics/table.ts';
import { tcmallocStats } from './formats/allocators/tcmalloc-stats.ts';
import { top } from './formats/processes/top.ts';
import { traceGc } from './formats/javascript/trace-gc.ts';
import { tracemalloc } from './formats/python/tracemalloc.ts';
import { v8HeapProfile } from './formats/javascript/v8-heap-profile.ts';
import { v8HeapSnapshot } from './formats/javascript/v8-heap-snapshot.ts';
import { v8OutOfMemory } from './formats/javascript/v8-out-of-memory.ts';
import { vmstat } from './formats/kernel/vmstat.ts';
import { xtree } from './formats/valgrind/xtree.ts';

/** In this order: a format takes its lines before those that only look familiar get to see them. */
export const textFormats: readonly TextFormat[] = [
  // Native heaps: heaptrack, Valgrind, sanitizers.
  heaptrackPrint,
  heaptrackRecord,
  memcheckXml,
  memcheck,
  massif,
  msPrint,
  dhat,
  dhatConsole,
  leakSanitizer,
  addressSanitizer,
  xtree,
  gdbBacktrace,

  // Go.
  pprofTraces,
  pprofTree,
  pprofTop,
  pprofList,
  pprofRaw,
  goHeap,
  goGoroutines,
  goGoroutineDump,
  goGctrace,
  goMemStats,

  // The JVM.
  jvmHistogram,
  jvmNativeMemory,
  jvmFatalError,
  jvmHeapInfo,
  jvmGcLog,
  jvmGcLog8,
  jstat,
  jvmOutOfMemory,
  jvmThreadDump,

  // Node and V8.
  v8HeapProfile,
  traceGc,
  v8OutOfMemory,
  nodeListeners,
  nodeMemoryUsage,

  // Python, Rust, .NET, eBPF.
  tracemalloc,
  memoryProfiler,
  mprof,
  psrecord,
  pymallocStats,
  pythonGc,
  pythonObjects,
  memray,
  rubyMemoryProfiler,
  rustFailure,
  dotnetHeap,
  dotnetCounters,
  bccMemleak,
  macosLeaks,

  // Allocators.
  mallocInfo,
  mallocStats,
  mtrace,
  mtraceRaw,
  jemallocJson,
  jemallocStats,
  jemallocLeak,
  jemallocHeap,
  gperftoolsHeap,
  heapcheck,
  heapDumps,
  jeprofText,
  tcmallocStats,
  mimallocStats,

  // Readings taken again and again. A loop over /proc/PID/status comes before a single one.
  pidstat,
  top,
  ps,
  vmstat,
  free,
  dockerStats,
  procStatusLoop,

  // The kernel, /proc, containers, monitoring.
  kernelOom,
  oomDaemon,
  podStatus,
  smaps,
  pmap,
  slab,
  procStatus,
  meminfo,
  statm,
  cgroupMemory,
  prometheusJson,
  promtool,
  metricsText,

  // What any tool may print: collapsed stacks, plain stack traces, tables of numbers.
  collapsedStacks,
  stackTrace,
  table,
];

export const binaryFormats: readonly BinaryFormat[] = [
  // Native heaps.
  heaptrackData,

  // Node and V8, Python.
  v8HeapSnapshot,
  pythonPickle,

  // Go.
  pprof,

  // The JVM.
  hprof,
];

const formats = [...textFormats, ...binaryFormats];

export const findFormat = (id: string): TextFormat | BinaryFormat | undefined =>
  formats.find((format) => format.id === id);

/** The format's name for people, or the id where there is no such format. */
export const formatLabel = (id: string): string => findFormat(id)?.label ?? id;
