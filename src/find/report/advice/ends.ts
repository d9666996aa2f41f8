import { isFormat, programName, type Evidence } from './evidence.ts';
import { bytes, counted, GiB, MiB, percent } from './figures.ts';
import type { Rule } from './rule.ts';

/** Why a program was ended, and how limits relate to what it needs. */
export const endRules: readonly Rule[] = [
  {
    name: 'huge-request',
    subject: 'end',
    clues: ['huge-request'],
    asks: ['stack of the failed request', 'heap growth'],
    find({ most, reports }) {
      const request = most('failed-allocation');
      const limit = most('limit');
      const isArray = reports.some(({ messages }) =>
        messages.some(({ text }) => /Requested array size exceeds|Invalid array length/.test(text)),
      );
      const isHuge = request >= GiB || (request >= 64 * MiB && limit > 0 && request > limit / 2);
      if (!isHuge && !isArray) return undefined;
      return {
        found: isHuge
          ? `A single request for ${bytes(request)} failed.`
          : 'A single array was larger than the runtime allows.',
        means:
          'Such a size is computed: a length from the input, an overflow, a buffer that doubles, a file that is read whole. This is no slow leak. Look for the frame that computes the size, and for what it was given.',
      };
    },
  },
  {
    name: 'metaspace',
    subject: 'end',
    clues: ['class-metadata'],
    asks: ['class loaders', 'heap dump'],
    find: ({ text }) =>
      /metaspace|permgen|compressed class space/i.test(text('oom-kind'))
        ? {
            found: 'The space for classes is full, not the heap.',
            means:
              'Classes go away only with their class loader, and one reference to a class or thread of a loader keeps all of it. Redeployments, and code generated at run time (proxies, scripts, serializers), load classes again and again. If the number of classes is level, the limit is too small.',
          }
        : undefined,
  },
  {
    name: 'direct-buffer-limit',
    subject: 'end',
    clues: ['direct-buffers'],
    asks: ['memory outside of the heap', 'heap dump'],
    find: ({ text }) =>
      /direct buffer/i.test(text('oom-kind'))
        ? {
            found: 'The limit for direct buffers was reached, not that of the heap.',
            means:
              'A direct buffer is freed only when the collector finds its small object on the heap dead, or when a pool releases it. Buffers that are not released, per-thread buffer caches and a heap so large that it is rarely collected use up the limit. It is -XX:MaxDirectMemorySize, else the size of the heap.',
          }
        : undefined,
  },
  {
    name: 'heap-limit',
    subject: 'end',
    clues: ['still-referenced', 'unfit-limit'],
    asks: ['dump at the limit', 'heap growth', 'heap dump'],
    find({ text, most, runtime }) {
      const kind = text('oom-kind');
      if (!/heap space|GC overhead|JavaScript heap|heap limit/i.test(kind)) return undefined;
      const size = Math.max(most('heap-capacity'), most('peak-heap'));
      return {
        found: `The heap is full${size > 0 ? `, at ${bytes(size)}` : ''}.`,
        means: `Three things look alike: objects build up, one operation loads too much, or the limit is too small for normal work. Two histograms some minutes apart tell: in a leak the same class has grown.${runtime === 'node' ? ' V8 has a limit of its own (--max-old-space-size), usually far below the memory of the machine.' : ''}`,
      };
    },
  },
  {
    name: 'system-refused-memory',
    subject: 'end',
    clues: ['unfit-limit', 'outside-heap'],
    asks: ['largest processes', 'memory outside of the heap', 'growth of resident memory'],
    find({ text, most }) {
      if (!/native memory/i.test(text('oom-kind'))) return undefined;
      const [rss, heap] = [most('rss'), most('heap-capacity')];
      return {
        found: `The system refused the JVM memory${rss > 0 ? `, which then had ${bytes(rss)} RSS and a heap of ${bytes(heap)}` : ''}.`,
        means:
          'This is not the limit of the heap. Either the machine, the container or a ulimit had no more to give, or the number of mappings reached vm.max_map_count. Look at what else used the memory at that time.',
      };
    },
  },
  {
    name: 'group-memory-elsewhere',
    subject: 'end',
    clues: ['shared-memory', 'reclaimable-cache'],
    asks: ['kind of group memory', 'growth of group memory'],
    find(evidence) {
      const limit = limitOfKill(evidence);
      const tasks = evidence.reports
        .filter((report) => isFormat(report, 'kernel-oom'))
        .flatMap(({ classes }) => classes)
        .reduce((sum, { bytes: size = 0 }) => sum + size, 0);
      if (limit === 0 || tasks === 0 || tasks >= 0.5 * limit) return undefined;
      return {
        found: `The control group was at its limit of ${bytes(limit)}, but its tasks held only ${bytes(tasks)}.`,
        means:
          'The memory is in no process. It is charged to the group for files on tmpfs (/dev/shm, an emptyDir in memory), shared memory, dirty page cache or kernel objects, and stays when a process is killed. memory.stat tells which: shmem, file or slab.',
      };
    },
  },
  {
    name: 'killed-at-its-limit',
    subject: 'end',
    clues: ['unfit-limit'],
    asks: ['heap growth', 'growth of resident memory', 'kind of group memory'],
    find(evidence) {
      const limit = limitOfKill(evidence);
      const held = mostOfKills(evidence, 'rss') || mostOfKills(evidence, 'rss-anonymous');
      if (limit === 0 || held < 0.7 * limit) return undefined;
      return {
        found: `${capitalized(programName(evidence))} held ${bytes(held)}, ${percent(held, limit)} of the limit of ${bytes(limit)}.`,
        means:
          'This process filled the group itself. Either its memory grows, or the limit leaves no room for what it needs in health: everything outside of a runtime’s heap has to fit as well. RSS over time tells: a leak climbs, a limit that is too small is reached soon after the start.',
      };
    },
  },
  {
    name: 'killed-by-kernel',
    subject: 'end',
    clues: ['victim-only'],
    asks: ['largest processes', 'kernel log', 'kind of group memory'],
    find(evidence) {
      const { reports } = evidence;
      const kills = reports.filter((report) => isFormat(report, 'kernel-oom', 'oom-daemon'));
      if (kills.length === 0) return undefined;
      const [heaviest] = kills
        .flatMap(({ classes }) => classes)
        .toSorted((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0));
      const victim = programName(evidence);
      const held = mostOfKills(evidence, 'rss');
      const isOther =
        heaviest !== undefined &&
        (heaviest.bytes ?? 0) > 1.5 * held &&
        !heaviest.name.startsWith(victim.slice(0, 15));
      const named = kills.filter(({ facts }) => facts.some(({ key }) => key === 'process'));
      const who =
        named.length > 0
          ? `${capitalized(victim)} was killed${held > 0 ? ` with ${bytes(held)}` : ''}`
          : 'A process was killed';
      return {
        found: `${who}${isOther ? `; ${heaviest.name.slice(0, 60)} held ${bytes(heaviest.bytes ?? 0)}` : ''}${named.length > 1 ? `. There were ${counted(named.length, 'kill')}` : ''}.`,
        means:
          'The kernel kills the task with the highest score, which is not necessarily the one that filled the memory. Whether a process grew shows only in readings from before the kill.',
      };
    },
  },
  {
    name: 'container-limit',
    subject: 'end',
    clues: ['victim-only', 'unfit-limit'],
    asks: ['kind of group memory', 'growth of group memory', 'kernel log'],
    find({ isFrom, most, text }) {
      if (!isFrom('pod-status') || !/OOM/i.test(text('oom-kind'))) return undefined;
      const [limit, restarts] = [most('limit'), most('restarts')];
      return {
        found: `The container reached its memory limit${limit > 0 ? ` of ${bytes(limit)}` : ''}${restarts > 0 ? ` and was restarted ${restarts === 1 ? 'once' : `${restarts} times`}` : ''}.`,
        means:
          'This tells that the limit was reached, not by what. If the restarts come at even intervals, memory climbs steadily; if they follow the load, a peak does not fit. Tmpfs volumes and sidecar processes count as well.',
      };
    },
  },
  {
    name: 'small-request-failed',
    subject: 'end',
    clues: ['victim-only'],
    asks: ['heap growth', 'growth of resident memory', 'kind of resident memory'],
    find({ most }) {
      const request = most('failed-allocation');
      if (request === 0 || request >= 16 * MiB) return undefined;
      return {
        found: `The request that failed was small, ${bytes(request)}.`,
        means:
          'Memory was full before. What filled it is not in this stack, which only shows who asked last.',
      };
    },
  },
];

/** How the limit of a runtime's heap and that of its container fit together. */
export const limitRules: readonly Rule[] = [
  {
    name: 'heap-limit-near-container',
    subject: 'limit',
    clues: ['unfit-limit'],
    asks: ['memory outside of the heap', 'kind of group memory'],
    find(evidence) {
      const [heap, container] = [heapLimit(evidence), containerLimit(evidence)];
      if (heap === 0 || container === 0 || heap < 0.8 * container) return undefined;
      return {
        found: `The heap may take ${bytes(heap)} of the container’s ${bytes(container)}.`,
        means:
          'Classes, compiled code, thread stacks, buffers and the allocator come on top of the heap, a few hundred MiB as a rule. A healthy program is killed here before its own heap limit stops it. Leave a quarter of the container free, or raise its limit.',
      };
    },
  },
  {
    name: 'heap-limit-far-below-container',
    subject: 'limit',
    clues: ['unfit-limit'],
    asks: ['heap growth'],
    find(evidence) {
      const [heap, container] = [heapLimit(evidence), containerLimit(evidence)];
      const isFull = /heap/i.test(evidence.text('oom-kind'));
      if (heap === 0 || container === 0 || !isFull || heap > 0.4 * container) return undefined;
      return {
        found: `The heap ran out at ${bytes(heap)} in a container of ${bytes(container)}.`,
        means:
          'The container has room that the heap may not use: some runtimes take a quarter of it unless told otherwise. A larger heap helps if normal work needs it; a leak only takes longer to fill it.',
      };
    },
  },
];

const limitOfKill = (evidence: Evidence): number => mostOfKills(evidence, 'limit');

const mostOfKills = ({ most }: Evidence, key: 'limit' | 'rss' | 'rss-anonymous'): number =>
  most(key, (report) => isFormat(report, 'kernel-oom'));

const containerLimit = ({ most }: Evidence): number =>
  most('limit', (report) =>
    isFormat(report, 'kernel-oom', 'pod-status', 'docker-stats', 'cgroup-memory'),
  );

/** As a JVM reports it, or as the command line of the program states it. */
function heapLimit({ most, text }: Evidence): number {
  const stated = most('limit', (report) =>
    isFormat(report, 'jvm-gc-log', 'jvm-fatal-error', 'jvm-heap-info'),
  );
  const [, java, unit = ''] = /-Xmx(\d+)([kmgt]?)/i.exec(text('command')) ?? [];
  const [, node] = /--max[-_]old[-_]space[-_]size[= ](\d+)/.exec(text('command')) ?? [];
  const powers: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4 };
  if (java !== undefined) return Number(java) * 1024 ** (powers[unit.toLowerCase()] ?? 0);
  return node === undefined ? stated : Number(node) * MiB;
}

const capitalized = (text: string): string =>
  text.startsWith('the ') ? `T${text.slice(1)}` : text;
