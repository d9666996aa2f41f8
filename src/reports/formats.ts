import { addressSanitizer } from './formats/native/address-sanitizer.ts';
import { bccMemleak } from './formats/native/bcc-memleak.ts';
import { cgroupMemory } from './formats/kernel/cgroup-memory.ts';
import { collapsedStacks } from './formats/native/collapsed-stacks.ts';
import { dhat, dhatConsole } from './formats/valgrind/dhat.ts';
import { dockerStats } from './formats/kernel/docker-stats.ts';
import { dotnetCounters, dotnetHeap } from './formats/runtimes/dotnet.ts';
import { free, vmstat } from './formats/kernel/machine-memory.ts';
import { gdbBacktrace } from './formats/native/gdb-backtrace.ts';
import { goGctrace, goMemStats } from './formats/go/runtime-stats.ts';
import { goGoroutineDump } from './formats/go/goroutine-dump.ts';
import { goGoroutines, goHeap } from './formats/go/debug-profiles.ts';
import { gperftoolsHeap, jemallocHeap } from './formats/allocators/heap-profiles.ts';
import { heapcheck, heapDumps, tcmallocStats } from './formats/allocators/gperftools.ts';
import { heaptrackData } from './formats/heaptrack/recording.ts';
import { heaptrackPrint } from './formats/heaptrack/heaptrack-print.ts';
import { heaptrackRecord } from './formats/heaptrack/heaptrack-console.ts';
import { hprof, jvmHistogram } from './formats/jvm/class-histogram.ts';
import { jemallocJson, jemallocLeak, jemallocStats } from './formats/allocators/jemalloc.ts';
import { jeprofText } from './formats/allocators/jeprof.ts';
import { jstat } from './formats/jvm/jstat.ts';
import { jvmFatalError } from './formats/jvm/fatal-error.ts';
import { jvmGcLog8 } from './formats/jvm/gc-log-8.ts';
import { jvmGcLog } from './formats/jvm/gc-log.ts';
import { jvmHeapInfo } from './formats/jvm/heap-info.ts';
import { jvmNativeMemory } from './formats/jvm/native-memory.ts';
import { jvmOutOfMemory } from './formats/jvm/out-of-memory.ts';
import { jvmThreadDump } from './formats/jvm/thread-dump.ts';
import { kernelOom } from './formats/kernel/oom-killer.ts';
import { leakSanitizer } from './formats/native/leak-sanitizer.ts';
import { macosLeaks } from './formats/native/macos-leaks.ts';
import { mallocInfo, mallocStats } from './formats/allocators/glibc.ts';
import { massif } from './formats/valgrind/massif.ts';
import { memcheckXml } from './formats/valgrind/memcheck-xml.ts';
import { memcheck } from './formats/valgrind/memcheck.ts';
import { meminfo } from './formats/kernel/meminfo.ts';
import { memoryProfiler, mprof } from './formats/python/memory-profiler.ts';
import { memray } from './formats/python/memray.ts';
import { metricsText } from './formats/metrics/prometheus-metrics.ts';
import { mimallocStats } from './formats/allocators/mimalloc.ts';
import { msPrint } from './formats/valgrind/ms-print.ts';
import { mtrace, mtraceRaw } from './formats/allocators/mtrace.ts';
import { nodeListeners } from './formats/javascript/node-listeners.ts';
import { nodeMemoryUsage } from './formats/javascript/node-memory-usage.ts';
import { oomDaemon } from './formats/kernel/oom-daemon.ts';
import { pidstat } from './formats/processes/pidstat.ts';
import { pmap } from './formats/processes/pmap.ts';
import { podStatus } from './formats/kernel/pod-status.ts';
import { pprofList, pprofTop, pprofTraces, pprofTree } from './formats/go/pprof-reports.ts';
import { pprofRaw } from './formats/go/pprof-raw.ts';
import { pprof } from './formats/go/pprof.ts';
import { procStatus, procStatusLoop } from './formats/processes/proc-status.ts';
import { prometheusJson, promtool } from './formats/metrics/prometheus-query.ts';
import { ps } from './formats/processes/ps.ts';
import { psrecord } from './formats/python/psrecord.ts';
import { pymallocStats, pythonGc } from './formats/python/cpython-stats.ts';
import { pythonObjects } from './formats/python/python-objects.ts';
import { pythonPickle, tracemalloc } from './formats/python/tracemalloc.ts';
import type { BinaryFormat, TextFormat } from './report.ts';
import { rubyMemoryProfiler } from './formats/runtimes/ruby-memory-profiler.ts';
import { rustFailure } from './formats/native/rust-failure.ts';
import { slab } from './formats/kernel/slab.ts';
import { smaps } from './formats/processes/smaps.ts';
import { stackTrace } from './formats/native/stack-trace.ts';
import { statm } from './formats/processes/statm.ts';
import { table } from './formats/metrics/number-table.ts';
import { top } from './formats/processes/top.ts';
import { traceGc } from './formats/javascript/trace-gc.ts';
import { v8HeapProfile } from './formats/javascript/v8-heap-profile.ts';
import { v8HeapSnapshot } from './formats/javascript/v8-heap-snapshot.ts';
import { v8OutOfMemory } from './formats/javascript/v8-out-of-memory.ts';
import { xtree } from './formats/valgrind/xtree.ts';

/** All text formats, in the order tried. A format comes before less specific ones that would also match its lines. */
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

  // Repeated readings. A loop over /proc/PID/status comes before a single one.
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

  // Formats that many tools print, which must come last: collapsed stacks, stack traces, tables of numbers.
  collapsedStacks,
  stackTrace,
  table,
];

/** All binary formats, in the order tried. */
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

/** The format with an id; undefined if there is none. */
export const findFormat = (id: string): TextFormat | BinaryFormat | undefined =>
  formats.find((format) => format.id === id);

/** A format's name for people, or its id if there is no such format. */
export const formatLabel = (id: string): string => findFormat(id)?.label ?? id;
