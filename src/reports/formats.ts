import { addressSanitizer } from './address-sanitizer.ts';
import { bccMemleak } from './bcc-memleak.ts';
import { cgroupMemory } from './cgroup-memory.ts';
import { collapsedStacks } from './collapsed-stacks.ts';
import { dhatConsole } from './dhat-console.ts';
import { dhat } from './dhat.ts';
import { dockerStats } from './docker-stats.ts';
import { dotnetCounters } from './dotnet-counters.ts';
import { dotnetHeap } from './dotnet-heap.ts';
import { free } from './free.ts';
import { gdbBacktrace } from './gdb-backtrace.ts';
import { goGctrace } from './go-gctrace.ts';
import { goGoroutineDump } from './go-goroutine-dump.ts';
import { goGoroutines } from './go-goroutines.ts';
import { goHeap } from './go-heap.ts';
import { goMemStats } from './go-memstats.ts';
import { gperftoolsHeap, jemallocHeap } from './heap-addresses.ts';
import { heapDumps } from './heap-dumps.ts';
import { heapcheck } from './heapcheck.ts';
import { heaptrackData } from './heaptrack-data.ts';
import { heaptrackPrint } from './heaptrack-print.ts';
import { heaptrackRecord } from './heaptrack-record.ts';
import { hprof } from './hprof.ts';
import { jemallocJson } from './jemalloc-json.ts';
import { jemallocLeak } from './jemalloc-leak.ts';
import { jemallocStats } from './jemalloc-stats.ts';
import { jeprofText } from './jeprof-text.ts';
import { jstat } from './jstat.ts';
import { jvmFatalError } from './jvm-fatal-error.ts';
import { jvmGcLog8 } from './jvm-gc-log-8.ts';
import { jvmGcLog } from './jvm-gc-log.ts';
import { jvmHeapInfo } from './jvm-heap-info.ts';
import { jvmHistogram } from './jvm-histogram.ts';
import { jvmNativeMemory } from './jvm-native-memory.ts';
import { jvmOutOfMemory } from './jvm-out-of-memory.ts';
import { jvmThreadDump } from './jvm-thread-dump.ts';
import { kernelOom } from './kernel-oom.ts';
import { leakSanitizer } from './leak-sanitizer.ts';
import { macosLeaks } from './macos-leaks.ts';
import { mallocInfo } from './malloc-info.ts';
import { mallocStats } from './malloc-stats.ts';
import { massif } from './massif.ts';
import { memcheckXml } from './memcheck-xml.ts';
import { memcheck } from './memcheck.ts';
import { meminfo } from './meminfo.ts';
import { memoryProfiler } from './memory-profiler.ts';
import { memray } from './memray.ts';
import { metricsText } from './metrics-text.ts';
import { mimallocStats } from './mimalloc-stats.ts';
import { mprof } from './mprof.ts';
import { msPrint } from './ms-print.ts';
import { mtrace, mtraceRaw } from './mtrace.ts';
import { nodeListeners } from './node-listeners.ts';
import { nodeMemoryUsage } from './node-memory-usage.ts';
import { oomDaemon } from './oom-daemon.ts';
import { pidstat } from './pidstat.ts';
import { pmap } from './pmap.ts';
import { podStatus } from './pod-status.ts';
import { pprofList } from './pprof-list.ts';
import { pprofRaw } from './pprof-raw.ts';
import { pprofTop } from './pprof-top.ts';
import { pprofTraces } from './pprof-traces.ts';
import { pprofTree } from './pprof-tree.ts';
import { pprof } from './pprof.ts';
import { procStatusLoop } from './proc-status-loop.ts';
import { procStatus } from './proc-status.ts';
import { prometheusJson, promtool } from './prometheus.ts';
import { ps } from './ps.ts';
import { psrecord } from './psrecord.ts';
import { pymallocStats } from './pymalloc-stats.ts';
import { pythonGc } from './python-gc.ts';
import { pythonObjects } from './python-objects.ts';
import { pythonPickle } from './python-pickle.ts';
import type { BinaryFormat, TextFormat } from './report.ts';
import { rubyMemoryProfiler } from './ruby-memory-profiler.ts';
import { rustFailure } from './rust-failure.ts';
import { slab } from './slab.ts';
import { smaps } from './smaps.ts';
import { stackTrace } from './stack-trace.ts';
import { statm } from './statm.ts';
import { table } from './table.ts';
import { tcmallocStats } from './tcmalloc-stats.ts';
import { top } from './top.ts';
import { traceGc } from './trace-gc.ts';
import { tracemalloc } from './tracemalloc.ts';
import { v8HeapProfile } from './v8-heap-profile.ts';
import { v8HeapSnapshot } from './v8-heap-snapshot.ts';
import { v8OutOfMemory } from './v8-out-of-memory.ts';
import { vmstat } from './vmstat.ts';
import { xtree } from './xtree.ts';

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

export const formatOf = (id: string): TextFormat | BinaryFormat | undefined =>
  formats.find((format) => format.id === id);

/** The format's name for people, or the id where there is no such format. */
export const formatLabel = (id: string): string => formatOf(id)?.label ?? id;
