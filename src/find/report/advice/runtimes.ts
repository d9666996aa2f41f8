import type { Report } from '../../../reports/report.ts';

/** What a program runs on, which decides the tools that can look into it. */
export type Runtime = 'jvm' | 'go' | 'node' | 'python' | 'dotnet' | 'ruby' | 'macos' | 'native';

const ofFormats: readonly (readonly [RegExp, Runtime])[] = [
  [/^(?:jvm|jstat|hprof)/, 'jvm'],
  [/^(?:go|pprof)/, 'go'],
  [/^(?:node|v8)/, 'node'],
  [/^(?:python|tracemalloc|pymalloc|memray|memory-profiler)(?:-|$)/, 'python'],
  [/^dotnet/, 'dotnet'],
  [/^ruby/, 'ruby'],
  [/^macos/, 'macos'],
  [
    /^(?:memcheck|massif|ms-print|dhat|xtree|heaptrack|leak-sanitizer|address-sanitizer|mtrace|malloc|jemalloc|jeprof|gperftools|heapcheck|heap-dumps|tcmalloc|mimalloc|bcc|rust|gdb)/,
    'native',
  ],
];

const ofPrograms: readonly (readonly [RegExp, Runtime])[] = [
  [/(?:^|[/ ])(?:java|javaw)(?:[ \n]|$)|\.jar\b|-Xmx/, 'jvm'],
  [/(?:^|[/ (])(?:node|nodejs|npm(?: \w+)?|next-server[^\n]*)(?:[ \n]|$)/, 'node'],
  [/(?:^|[/ ])(?:python[\d.]*|gunicorn|uwsgi|celery|uvicorn)(?:[ :\n]|$)/, 'python'],
  [/(?:^|[/ ])(?:ruby|puma|sidekiq|unicorn)(?:[ :\d.\n]|$)/, 'ruby'],
  [/(?:^|[/ ])dotnet(?:[ \n]|$)/, 'dotnet'],
];

/** Names of metrics and stack frames that only one runtime has. */
const ofNames: readonly (readonly [RegExp, Runtime])[] = [
  [/^go_(?:memstats|goroutines)|^runtime\.(?:goexit|main|mallocgc)$/, 'go'],
  [/^jvm_|^java\.(?:lang|util)\.|\blibjvm\.so/, 'jvm'],
  [/^nodejs_|^node:internal|\(node:internal/, 'node'],
  [/^python_gc|\.py(?::\d+)?$|\blibpython\d/, 'python'],
  [/^dotnet_|^System\.(?:Threading|Private)/, 'dotnet'],
  [/\.rb(?::\d+)?$|\blibruby/, 'ruby'],
];

/** The runtime of the program; of the formats first, then of the names of programs, metrics and frames. */
export function detectRuntime(reports: readonly Report[]): Runtime | undefined {
  const find = (names: readonly string[], rules: readonly (readonly [RegExp, Runtime])[]) =>
    rules.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
  const programs = reports.flatMap(({ facts }) =>
    facts.flatMap(({ key, value }) =>
      key === 'process' || key === 'command' ? [String(value)] : [],
    ),
  );
  const names = reports.flatMap(({ series, sites, classes }) => [
    ...series.map(({ name }) => name),
    ...classes.slice(0, 100).map(({ name }) => name),
    ...sites
      .slice(0, 20)
      .flatMap(({ frames }) => frames.flatMap(({ name, file }) => [name, file ?? name])),
  ]);
  const byFormat = find(
    reports.map(({ format }) => format),
    ofFormats,
  );
  // A native tool may run any program; the program itself tells more.
  if (byFormat !== undefined && byFormat !== 'native') return byFormat;
  return find(programs, ofPrograms) ?? find(names, ofNames) ?? byFormat;
}
