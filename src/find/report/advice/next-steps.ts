import type { NextStep } from '../../other-answer.ts';
import { isFormat, type Evidence } from './evidence.ts';
import { findGrowth } from './growth.ts';
import type { Runtime } from './runtimes.ts';

/** What would tell more. Which command answers it depends on the runtime and on the tools in use. */
export type Question = keyof typeof steps;

type Step = (evidence: Evidence) => NextStep | undefined;

/** The same step for every program. */
const always =
  (why: string, run?: string): Step =>
  () => ({ why, ...(run !== undefined && { run }) });

/** The step of the program's runtime; none where it has none. */
const byRuntime =
  (of: Readonly<Partial<Record<Runtime, readonly [why: string, run: string]>>>): Step =>
  ({ runtime }) => {
    const step = runtime && of[runtime];
    return step && { why: step[0], run: step[1] };
  };

/** None if a report of these formats is there already, with what the step would show. */
const unless =
  (formats: readonly string[], step: Step): Step =>
  (evidence) =>
    evidence.isFrom(...formats) &&
    !evidence.hasWarning('summary-only', 'no-symbols', 'no-stacks', 'truncated')
      ? undefined
      : step(evidence);

const firstOf =
  (...all: readonly Step[]): Step =>
  (evidence) =>
    all.reduce<NextStep | undefined>((found, step) => found ?? step(evidence), undefined);

const goHeap = "'http://<host>:<port>/debug/pprof/heap?gc=1'";
const goTasks = "'http://<host>:<port>/debug/pprof/goroutine?debug=1'";

const heapDump = byRuntime({
  jvm: [
    'Who refers to it: open the heap dump in Eclipse MAT and look at the dominator tree and the path to GC roots. A dump holds all data of the program.',
    'jcmd <pid> GC.heap_dump /tmp/heap.hprof',
  ],
  node: [
    'Who refers to it: start with node --heapsnapshot-signal=SIGUSR2, load the snapshot in DevTools and look at the retainers. It holds all data of the program.',
    'kill -USR2 <pid>',
  ],
  dotnet: [
    'Who refers to it: dotnet-dump analyze FILE, dumpheap -stat, then gcroot with the address of an object.',
    'dotnet-dump collect -p <pid>',
  ],
});

/** Reports about a machine or a container rather than a process. */
const wholeMachine = [
  'slab',
  'meminfo',
  'free',
  'vmstat',
  'pod-status',
  'cgroup-memory',
  'oom-daemon',
];

const heaptrackAttach: Step = ({ runtime, reports }) =>
  runtime === 'native' ||
  (runtime === undefined && !reports.every((report) => isFormat(report, ...wholeMachine)))
    ? {
        why: 'Which stacks hold what was allocated from now on, in the running program. Stop it with Ctrl+C, then heaptrack_print --print-leaks=1 FILE.',
        run: 'heaptrack --pid <pid>',
      }
    : undefined;

const compareProfiles: Step = ({ isFrom }) => {
  if (isFrom('jemalloc-heap', 'jeprof'))
    return {
      why: 'What grew from one profile to the next.',
      run: 'jeprof --text --show_bytes --base=first.heap <program> second.heap',
    };
  return isFrom('gperftools', 'heap-dumps')
    ? {
        why: 'What grew from one profile to the next.',
        run: 'google-pprof --text --base=first.heap <program> second.heap',
      }
    : undefined;
};

const residentKind = unless(
  ['smaps'],
  always(
    'Which kind of resident memory it is: anonymous, files or shared.',
    'cat /proc/<pid>/smaps_rollup',
  ),
);

const growthOfSlab = always(
  'Which kernel cache grows, over an hour.',
  'slabtop -o -s c > first.txt; sleep 3600; slabtop -o -s c > second.txt; diff first.txt second.txt',
);

const steps = {
  'leak at exit': unless(
    ['memcheck', 'memcheck-xml', 'leak-sanitizer'],
    byRuntime({
      native: [
        'Which allocations nothing points to at exit, with their stacks. The program runs some twenty times slower.',
        'valgrind --leak-check=full --show-leak-kinds=all --num-callers=40 <program>',
      ],
      macos: [
        'What nothing points to at exit, with the stacks that allocated it.',
        'MallocStackLogging=1 leaks -atExit -- <program>',
      ],
    }),
  ),
  'leaked stacks': (evidence) => {
    const { isFrom, hasWarning } = evidence;
    if (isFrom('heaptrack-record') || hasWarning('no-leaks-section'))
      return {
        why: 'The stacks of what was not freed.',
        run: 'heaptrack_print --print-leaks=1 <recording>',
      };
    return isFrom('jemalloc-leak')
      ? {
          why: 'The stacks of what was not freed.',
          run: 'jeprof --text --show_bytes <program> jeprof.*.f.heap',
        }
      : undefined;
  },
  'longer tracing': always(
    'What is outstanding for ten minutes or more, by stack, in the running program.',
    'memleak-bpfcc -p <pid> -o 600000 60',
  ),
  'growth of native stacks': firstOf(
    compareProfiles,
    byRuntime({
      macos: [
        'What is alive now; a second graph some minutes later shows what grew.',
        'leaks -outputGraph first.memgraph <pid>; sleep 600; leaks -outputGraph second.memgraph <pid>; heap -diffFrom=first.memgraph second.memgraph',
      ],
    }),
    heaptrackAttach,
  ),
  'heap over time': unless(
    ['massif', 'ms-print', 'heaptrack-data'],
    byRuntime({
      native: [
        'How the heap grows over the whole run, with the stacks at its peak.',
        'valgrind --tool=massif <program> && ms_print massif.out.<pid>',
      ],
    }),
  ),
  'heap growth': (evidence) =>
    findGrowth(evidence.reports)
      ? undefined
      : firstOf(
          (one) => (one.isFrom('slab') ? growthOfSlab(one) : undefined),
          byRuntime({
            jvm: [
              'Which classes grow: two histograms of live objects, ten minutes apart. Give both files here.',
              'jcmd <pid> GC.class_histogram > first.txt; sleep 600; jcmd <pid> GC.class_histogram > second.txt',
            ],
            go: [
              'What grows: two heap profiles, ten minutes apart, and their difference.',
              `curl -s ${goHeap} > first.pb.gz; sleep 600; curl -s ${goHeap} > second.pb.gz; go tool pprof -diff_base=first.pb.gz -sample_index=inuse_space -top second.pb.gz`,
            ],
            node: [
              'What grows: start with node --heapsnapshot-signal=SIGUSR2, take two snapshots, ten minutes apart, and compare them in DevTools.',
              'kill -USR2 <pid>; sleep 600; kill -USR2 <pid>',
            ],
            python: [
              'Which lines hold what was allocated from now on: attach for ten minutes, then memray flamegraph --leaks grown.bin.',
              'memray attach --duration 600 --output grown.bin <pid>',
            ],
            ruby: [
              'What is alive, each object with the line that made it; a second dump shows what grew. The program must require rbtrace.',
              `rbtrace -p <pid> -e "Thread.new{require 'objspace';f=open('/tmp/heap.json','w');ObjectSpace.dump_all(output: f, full: true);f.close}"`,
            ],
            dotnet: [
              'Which types grow: two dumps, ten minutes apart, and their reports.',
              'dotnet-gcdump report -p <pid> > first.txt; sleep 600; dotnet-gcdump report -p <pid> > second.txt',
            ],
          }),
          compareProfiles,
          heaptrackAttach,
        )(evidence),
  'heap dump': heapDump,
  'dump at the limit': byRuntime({
    node: [
      'A heap snapshot just before the limit is reached.',
      'node --heapsnapshot-near-heap-limit=2 <script>',
    ],
    jvm: [
      'A heap dump at the moment of the error.',
      'java -XX:+HeapDumpOnOutOfMemoryError -XX:HeapDumpPath=/tmp <arguments>',
    ],
  }),
  'live heap profile': firstOf(
    ({ runtime, sites }) =>
      runtime === 'go' && !sites.some(({ kind }) => kind === 'live')
        ? {
            why: 'What is alive now, by the function that allocated it.',
            run: `go tool pprof -sample_index=inuse_space -top ${goHeap}`,
          }
        : undefined,
    byRuntime({
      python: [
        'What is still held at the end, by line; then memray flamegraph --leaks profile.bin.',
        'PYTHONMALLOC=malloc memray run --native --output profile.bin <script>',
      ],
      node: [
        'Who allocated what is alive, sampled; the file is written when the process exits.',
        'node --heap-prof <script>',
      ],
      jvm: ['Which classes are alive now.', 'jcmd <pid> GC.class_histogram'],
    }),
    ({ isFrom }) =>
      isFrom('jemalloc')
        ? {
            why: 'A heap profile by stack, where jemalloc was built with profiling; then jeprof --text <program> FILE.',
            run: 'MALLOC_CONF=prof:true,prof_final:true <program>',
          }
        : undefined,
    heaptrackAttach,
  ),
  'where tasks wait': unless(
    ['go-goroutines', 'go-goroutine-dump', 'jvm-thread-dump'],
    firstOf(
      byRuntime({
        jvm: [
          'Which kind of thread there are many of, by name without its number.',
          `jcmd <pid> Thread.print | grep '^"' | sed 's/".*"/&\\n/; s/[0-9]\\{1,\\}/N/g' | grep '^"' | sort | uniq -c | sort -rn | head`,
        ],
        go: [
          'Where the goroutines wait, the most frequent stack first.',
          `curl -s ${goTasks} | head -40`,
        ],
        dotnet: ['Where the threads wait.', 'dotnet-stack report -p <pid>'],
        python: ['Where the threads wait.', 'py-spy dump --pid <pid>'],
        native: [
          'Where the threads wait. The process stops while gdb is attached.',
          "gdb -p <pid> -batch -ex 'thread apply all bt 12'",
        ],
      }),
      always(
        'Where the threads wait. The process stops while gdb is attached.',
        "gdb -p <pid> -batch -ex 'thread apply all bt 12'",
      ),
    ),
  ),
  'growth of tasks': firstOf(
    byRuntime({
      go: [
        'Whether their number climbs.',
        `while sleep 60; do date +%s; curl -s ${goTasks} | head -1; done`,
      ],
    }),
    always(
      'Whether their number climbs.',
      'while sleep 60; do date +%s; grep Threads /proc/<pid>/status; done',
    ),
  ),
  'who adds listeners': ({ sites }) =>
    sites.length > 0
      ? undefined
      : { why: 'The stack that adds the listener.', run: 'node --trace-warnings <script>' },
  'growth of mappings': always(
    'Which mapping grows, over ten minutes.',
    'pmap -x <pid> > first.txt; sleep 600; pmap -x <pid> > second.txt; diff first.txt second.txt',
  ),
  'who maps': always(
    'Who maps memory past malloc, with stacks.',
    'strace -f -p <pid> -e trace=mmap,munmap,mremap -k',
  ),
  'open descriptors': always(
    'What the open descriptors are, by kind.',
    "ls -l /proc/<pid>/fd | sed 's/.* -> //; s/[0-9]\\{1,\\}/N/g' | sort | uniq -c | sort -rn | head",
  ),
  'stack of the failed request': ({ runtime, sites }) =>
    runtime === 'native' && sites.length === 0
      ? {
          why: 'The stack of the request that fails.',
          run: "gdb -batch -ex 'catch throw' -ex run -ex bt --args <program>",
        }
      : undefined,
  'class loaders': byRuntime({
    jvm: [
      'How many class loaders there are, and how much each keeps.',
      'jcmd <pid> VM.classloader_stats',
    ],
  }),
  finalizers: byRuntime({
    jvm: ['What waits for the finalizer thread.', 'jcmd <pid> GC.finalizer_info'],
  }),
  'memory outside of the heap': firstOf(
    unless(
      ['jvm-native-memory'],
      byRuntime({
        jvm: [
          'What the JVM holds outside of the heap, by purpose. It must run with -XX:NativeMemoryTracking=summary.',
          'jcmd <pid> VM.native_memory summary',
        ],
      }),
    ),
    residentKind,
  ),
  'growth of native memory': byRuntime({
    jvm: [
      'Which part grows, over an hour.',
      'jcmd <pid> VM.native_memory baseline; sleep 3600; jcmd <pid> VM.native_memory summary.diff',
    ],
  }),
  'native memory in detail': ({ runtime, sites }) =>
    runtime === 'jvm' && sites.length === 0
      ? {
          why: 'The same with call sites. The JVM must run with -XX:NativeMemoryTracking=detail.',
          run: 'jcmd <pid> VM.native_memory detail',
        }
      : undefined,
  'kind of resident memory': residentKind,
  'growth of resident memory': ({ curves, reports }) =>
    curves.some(({ measures, series }) => measures === 'rss' && series.points.length >= 10) ||
    reports.every((report) => isFormat(report, ...wholeMachine))
      ? undefined
      : {
          why: 'Whether it grows, and how fast. Give the output here.',
          run: "while sleep 60; do date +%s; grep -E 'VmRSS|RssAnon|VmSwap' /proc/<pid>/status; done",
        },
  'kind of group memory': unless(['cgroup-memory'], ({ isFrom }) => ({
    why: 'What the limit is used for: anon, file, shmem or slab. Run it in the container.',
    run: isFrom('pod-status')
      ? 'kubectl exec <pod> -- cat /sys/fs/cgroup/memory.stat'
      : 'cat /sys/fs/cgroup/memory.stat',
  })),
  'growth of group memory': ({ isFrom }) =>
    isFrom('pod-status', 'cgroup-memory', 'docker-stats', 'kernel-oom')
      ? {
          why: 'Which part grows. Run it in the container.',
          run: "while sleep 60; do date +%s; grep -E '^(anon|file|shmem|slab) ' /sys/fs/cgroup/memory.stat; done",
        }
      : undefined,
  'kind of machine memory': unless(
    ['meminfo'],
    always('What the machine’s memory is used for.', 'cat /proc/meminfo'),
  ),
  'largest processes': unless(
    ['ps', 'top'],
    always('Which processes hold the memory.', 'ps -eo pid,rss,comm --sort=-rss | head'),
  ),
  'kernel log': unless(
    ['kernel-oom'],
    always(
      'Which process the kernel killed, and the sizes of all others at that time.',
      "dmesg -T | grep -i -A60 'invoked oom-killer'",
    ),
  ),
  'slab caches': ({ isFrom }) =>
    isFrom('slab')
      ? undefined
      : { why: 'Which kernel cache is the largest.', run: 'slabtop -o -s c | head -20' },
  'growth of slab': growthOfSlab,
  'files in memory': always(
    'Files on tmpfs and shared memory segments, which stay until they are removed.',
    'df -h -t tmpfs; ipcs -m',
  ),
  'free but kept': firstOf(
    byRuntime({
      jvm: [
        'Whether malloc keeps freed memory: if RSS drops, nothing leaks there. Recent JDKs only.',
        'jcmd <pid> System.trim_native_heap',
      ],
    }),
    ({ isFrom }) =>
      isFrom('jemalloc', 'tcmalloc', 'mimalloc')
        ? undefined
        : {
            why: 'Whether glibc keeps freed memory: if RSS drops, nothing leaks there. The process stops for a moment.',
            run: "gdb -p <pid> -batch -ex 'call (int)malloc_trim(0)'",
          },
  ),
  'allocator statistics': unless(['malloc', 'jemalloc', 'tcmalloc', 'mimalloc'], ({ isFrom }) => ({
    why: 'How much of what glibc’s malloc holds is free, by arena; printed by the process itself.',
    run: isFrom('jemalloc')
      ? 'MALLOC_CONF=stats_print:true <program>'
      : "gdb -p <pid> -batch -ex 'call (void)malloc_stats()'",
  })),
  'fewer arenas': always(
    'Whether arenas are the reason: RSS stays lower with two of them.',
    'MALLOC_ARENA_MAX=2 <program>',
  ),
  'what ran then': always('Find in the log of the program what ran at that moment.'),
} satisfies Record<string, Step>;

/** The command that answers a question; undefined where there is none, or the reports answer it already. */
export const findStep = (question: Question, evidence: Evidence): NextStep | undefined =>
  steps[question](evidence);
