import { addressSanitizer } from './address-sanitizer.ts';
import { bccMemleak } from './bcc-memleak.ts';
import { cgroupMemory } from './cgroup-memory.ts';
import { cleanLines } from './clean.ts';
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
import { jemallocJson } from './jemalloc-json.ts';
import { jemallocLeak } from './jemalloc-leak.ts';
import { jemallocStats } from './jemalloc-stats.ts';
import { jeprofText } from './jeprof-text.ts';
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
import { hprof } from './hprof.ts';
import { jstat } from './jstat.ts';
import { jvmFatalError } from './jvm-fatal-error.ts';
import { jvmGcLog8 } from './jvm-gc-log-8.ts';
import { jvmGcLog } from './jvm-gc-log.ts';
import { jvmHeapInfo } from './jvm-heap-info.ts';
import { jvmHistogram } from './jvm-histogram.ts';
import { jvmNativeMemory } from './jvm-native-memory.ts';
import { jvmOutOfMemory } from './jvm-out-of-memory.ts';
import { jvmThreadDump } from './jvm-thread-dump.ts';
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
import { slab } from './slab.ts';
import { smaps } from './smaps.ts';
import { statm } from './statm.ts';
import {
  ReportError,
  type BinaryFormat,
  type Line,
  type Reading,
  type Report,
  type TextFormat,
} from './report.ts';
import { rubyMemoryProfiler } from './ruby-memory-profiler.ts';
import { rustFailure } from './rust-failure.ts';
import { stackTrace } from './stack-trace.ts';
import { table } from './table.ts';
import { tcmallocStats } from './tcmalloc-stats.ts';
import { top } from './top.ts';
import { traceGc } from './trace-gc.ts';
import { tracemalloc } from './tracemalloc.ts';
import { unpack } from './unpack.ts';
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

/** Largest text that is read, in bytes. */
export const largestTextBytes = 200 * 1024 * 1024;

export interface ReadReports {
  /** In the order of their lines. */
  readonly reports: readonly Report[];
  /** Lines with text that no format took. */
  readonly unread: readonly Line[];
  /** Formats that were recognized but could not be read, in words for the reader. */
  readonly errors: readonly string[];
}

/**
 * Reads everything we know in a pasted text or a file: compressed or not, several reports in one, cut, quoted, colored.
 * An unknown text gives no reports and no error. Throws ReportError if the file is known and cannot be read at all.
 */
export async function readReports(given: Uint8Array): Promise<ReadReports> {
  const bytes = await unpack(given);
  const binary = binaryFormats.find((format) => format.recognizes(bytes));
  if (binary) return { reports: [binary.read(bytes)], unread: [], errors: [] };
  if (bytes.length > largestTextBytes)
    throw new ReportError(
      `The text is ${Math.round(bytes.length / 1e6)} MB long; at most ${Math.round(largestTextBytes / 1e6)} MB are read. Give its end, or the part with the report.`,
    );
  return readText(decodeText(bytes));
}

/** As readReports, for text that is at hand already. */
export function readText(text: string): ReadReports {
  const readings: Reading[] = [];
  const errors: string[] = [];
  let lines: readonly Line[] = cleanLines(text);
  const whole = joined(lines);
  // What is left is looked at first: where one report was all there is, the hints after it have next to nothing to look at.
  let rest = whole;
  for (const format of textFormats) {
    if (!format.hint.test(rest) || (rest !== whole && !format.hint.test(whole))) continue;
    const found = readWith(format, format.anyLength ? lines : withoutLong(lines), errors);
    if (found.length === 0) continue;
    for (const reading of found) readings.push(reading);
    lines = withoutTaken(lines, found);
    rest = joined(lines);
  }
  return {
    reports: readings
      .map(({ report }) => report)
      .toSorted((a, b) => (a.lines?.[0] ?? 0) - (b.lines?.[0] ?? 0)),
    unread: lines.filter(isFilled),
    errors,
  };
}

// A byte for each line: a set of a million numbers takes longer than reading them.
function withoutTaken(lines: readonly Line[], found: readonly Reading[]): readonly Line[] {
  const taken = new Uint8Array((lines.at(-1)?.number ?? 0) + 1);
  for (const reading of found) for (const { number } of reading.taken) taken[number] = 1;
  return lines.filter(({ number }) => taken[number] === 0);
}

function readWith(
  format: TextFormat,
  lines: readonly Line[],
  errors: string[],
): readonly Reading[] {
  try {
    return format.read(lines);
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    errors.push(error.message);
    return [];
  }
}

// No frame, row or message that a person can use is longer, and no expression takes long over it.
const longestLine = 10_000;

const isLong = ({ text }: Line): boolean => text.length > longestLine;

const withoutLong = (lines: readonly Line[]): readonly Line[] =>
  lines.some(isLong) ? lines.filter((line) => !isLong(line)) : lines;

const isFilled = ({ text }: Line): boolean => text.trim() !== '';

/**
 * What hints get to see: every line once, since memory maps, stacks and logs mostly repeat themselves, and a line that gave
 * no hint gives none the next time. Without blank lines, so that none can cost time, whatever expression runs over them.
 */
function joined(lines: readonly Line[]): string {
  const seen = new Set<string>();
  const shown: string[] = [];
  for (const line of lines) {
    const { text } = line;
    if (!isFilled(line) || seen.has(text)) continue;
    if (text.length < longestCompared) seen.add(text);
    shown.push(text);
  }
  return shown.join('\n');
}

/** Longer lines hardly repeat, and could be made so that comparing them takes long. */
const longestCompared = 500;

/** UTF-8, or UTF-16 where a byte order mark says so, as PowerShell writes it. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
