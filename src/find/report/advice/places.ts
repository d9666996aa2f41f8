import type { Report } from '../../../reports/report.ts';
import { formatNumber } from '../../../reports/text/format.ts';
import { isFormat } from './evidence.ts';
import { categoryBytes } from './native-memory.ts';
import { bytes, counted, MiB, percent } from './figures.ts';
import type { Rule } from './rule.ts';

/** Formats that state what a runtime's collector holds, as against what an allocator has handed out. */
const isManaged = (report: Report): boolean =>
  isFormat(
    report,
    ...['jvm', 'jstat', 'go', 'pprof', 'node', 'v8', 'dotnet', 'tracemalloc', 'python', 'ruby'],
    ...['metrics-text', 'prometheus-json', 'promtool'],
  );

const isAllocator = (report: Report): boolean =>
  isFormat(report, 'malloc', 'jemalloc', 'tcmalloc', 'mimalloc', 'pymalloc');

/** In which kind of memory the bytes are. */
export const placeRules: readonly Rule[] = [
  {
    name: 'mostly-page-cache',
    subject: 'place',
    clues: ['reclaimable-cache'],
    asks: ['growth of group memory', 'kind of resident memory'],
    find({ most }) {
      const group = most('group-memory');
      const cache = most('page-cache');
      if (group === 0 || cache < 0.5 * group || cache < 64 * MiB) return undefined;
      return {
        found: `${bytes(cache)} of the group’s ${bytes(group)} is page cache.`,
        means:
          'The kernel drops page cache when it needs the memory, so this is no leak, and what a dashboard calls usage may include it. Watch anon instead, or the working set. Dirty pages and files on tmpfs are the exception: they stay.',
      };
    },
  },
  {
    name: 'mostly-anonymous-group',
    subject: 'place',
    clues: [],
    asks: ['largest processes', 'growth of group memory', 'heap growth'],
    find({ most, isFrom }) {
      const [group, anonymous, limit] = [
        most('group-memory'),
        most('rss-anonymous'),
        most('limit'),
      ];
      if (!isFrom('cgroup-memory') || group === 0 || anonymous < 0.7 * group) return undefined;
      return {
        found: `${percent(anonymous, group)} of the group’s ${bytes(group)} is anonymous memory${limit > 0 ? `; the limit is ${bytes(limit)}` : ''}.`,
        means:
          'The processes in the group hold it, in their heaps and stacks. Page cache and files do not matter here.',
      };
    },
  },
  {
    name: 'mostly-shared',
    subject: 'place',
    clues: ['shared-memory'],
    asks: ['files in memory', 'kind of resident memory'],
    find({ most }) {
      const whole = Math.max(most('group-memory'), most('rss'));
      const shared = most('rss-shared');
      if (shared < 128 * MiB || shared < 0.4 * whole) return undefined;
      return {
        found: `${bytes(shared)} of ${bytes(whole)} is shared memory.`,
        means:
          'It belongs to shared mappings, memfd or files on tmpfs. Segments that are not unmapped or not unlinked stay, some even when every process has ended. A database’s buffer pool is counted in each of its processes.',
      };
    },
  },
  {
    name: 'memory-available',
    subject: 'place',
    clues: ['reclaimable-cache'],
    asks: ['largest processes'],
    find({ most }) {
      const [all, available] = [most('machine-memory'), most('available')];
      if (all === 0 || available < 0.3 * all) return undefined;
      return {
        found: `${bytes(available)} of the machine’s ${bytes(all)} is available.`,
        means:
          'The machine is not short of memory. Little "free" memory is normal: the kernel uses the rest as cache and gives it back.',
      };
    },
  },
  {
    name: 'direct-memory',
    subject: 'place',
    clues: ['direct-buffers'],
    asks: ['memory outside of the heap', 'heap dump'],
    find(evidence) {
      const { most, classes } = evidence;
      const heap = most('live-heap', isManaged);
      const outside = Math.max(
        most('off-heap', (report) => isFormat(report, 'node', 'metrics-text')),
        categoryBytes(evidence, /^(?:Other|Unsafe)$/),
      );
      const buffers = classes.find(({ name }) => /DirectByteBuffer$/.test(name))?.count ?? 0;
      if (buffers < 10_000 && (outside < 128 * MiB || outside < heap)) return undefined;
      return {
        found:
          buffers >= 10_000
            ? `${counted(buffers, 'direct buffer')} on the heap.`
            : `${bytes(outside)} is held outside of the heap${heap > 0 ? `, which has ${bytes(heap)} in use` : ''}.`,
        means:
          'Small objects on the heap own this memory, and it is freed when they are. Either they are still referred to, or the collector has no reason to run, because it does not count what they own.',
      };
    },
  },
  {
    name: 'outside-heap',
    subject: 'place',
    clues: ['outside-heap'],
    asks: ['memory outside of the heap', 'kind of resident memory', 'free but kept'],
    find(evidence) {
      const { most } = evidence;
      const rss = most('rss');
      const heap = Math.max(
        most('live-heap', isManaged),
        most('heap-capacity', isManaged),
        most('committed', (report) => isFormat(report, 'jvm')),
      );
      if (heap === 0 || rss < 2 * heap || rss - heap < 128 * MiB) return undefined;
      return {
        found: `RSS is ${bytes(rss)}, but the runtime accounts for ${bytes(heap)}.`,
        means:
          'The difference is not in the heap, so a heap dump does not show it. It is memory of native libraries, thread stacks, mapped files, or pages that the allocator keeps.',
      };
    },
  },
  {
    name: 'runtime-keeps',
    subject: 'place',
    clues: ['held-by-allocator'],
    asks: ['heap growth', 'free but kept'],
    find({ most, runtime }) {
      const live = most('live-heap', isManaged);
      const taken = Math.max(
        most('heap-capacity', isManaged),
        most('reserved', (report) => isFormat(report, 'go')),
      );
      if (live === 0 || taken < 2 * live || taken - live < 128 * MiB) return undefined;
      return {
        found: `The runtime has taken ${bytes(taken)} from the system, and ${bytes(live)} of it is in use.`,
        means: `The rest is garbage not yet collected, or room kept after a peak: not a leak as long as the part in use is level. ${runtime === 'go' ? 'GOMEMLIMIT bounds it, GOGC sets how much garbage is left between collections.' : runtime === 'jvm' ? 'A smaller -Xmx or a collector that uncommits bounds it.' : 'A smaller heap limit bounds it.'}`,
      };
    },
  },
  {
    name: 'partly-used-pages',
    subject: 'place',
    clues: ['partly-used-pages'],
    asks: ['allocator statistics', 'live heap profile'],
    find({ most }) {
      const [live, active] = [most('live-heap', isAllocator), most('active')];
      if (live === 0 || active < 1.5 * live || active - live < 64 * MiB) return undefined;
      return {
        found: `${bytes(live)} is allocated, in pages of ${bytes(active)}.`,
        means:
          'The pages are in use, but only in part: blocks that live long are spread among freed ones of the same size. Neither a purge nor a trim gives them back. Look at the bins with the lowest use.',
      };
    },
  },
  {
    name: 'many-arenas',
    subject: 'place',
    clues: ['many-arenas'],
    asks: ['fewer arenas', 'free but kept', 'allocator statistics'],
    find({ most, isFrom }) {
      const [arenas, inArenas, rss] = [most('arenas'), most('arena-memory'), most('rss')];
      const isGlibc = isFrom('malloc', 'smaps', 'pmap');
      const [live, taken] = [most('live-heap', isAllocator), most('heap-capacity', isAllocator)];
      const isMuch = inArenas > 0.3 * rss && inArenas > 64 * MiB;
      const isSparse = taken > 2 * live && taken - live > 64 * MiB;
      if (!isGlibc || arenas < 8 || !(isMuch || isSparse)) return undefined;
      return {
        found: `${formatNumber(arenas)} malloc arenas${inArenas > 0 ? ` with ${bytes(inArenas)} resident` : ''}.`,
        means:
          'glibc makes up to eight arenas for each core and gives memory back only from the top of one. Threads that allocate and free a lot leave memory in each. If MALLOC_ARENA_MAX=2 lowers RSS, nothing leaks.',
      };
    },
  },
  {
    name: 'allocator-keeps',
    subject: 'place',
    clues: ['held-by-allocator'],
    asks: ['free but kept', 'allocator statistics', 'fewer arenas'],
    find({ most, isFrom }) {
      const live = most('live-heap', isAllocator);
      const taken = Math.max(
        most('resident'),
        most('heap-capacity', (report) => isAllocator(report) && !isFormat(report, 'jemalloc')),
      );
      if (live === 0 || taken < 1.7 * live || taken - live < 64 * MiB) return undefined;
      return {
        found: `The allocator holds ${bytes(taken)}, of which the program uses ${bytes(live)}.`,
        means: `The program has freed the rest, and the allocator keeps it for the next request, or cannot return it because live blocks stand between. ${isFrom('jemalloc') ? 'dirty_decay_ms sets how long it keeps unused pages.' : isFrom('tcmalloc') ? 'MallocExtension::ReleaseFreeMemory() returns it.' : 'malloc_trim(0) returns what can be returned.'} A leak would be in the part that is used.`,
      };
    },
  },
  {
    name: 'allocator-explains',
    subject: 'place',
    clues: [],
    asks: ['live heap profile', 'growth of native stacks'],
    find({ most }) {
      const live = most('live-heap', isAllocator);
      const taken = Math.max(most('resident'), most('heap-capacity', isAllocator));
      if (live === 0 || taken < 4 * MiB || live < 0.6 * taken) return undefined;
      return {
        found: `${percent(live, taken)} of what the allocator holds is in use (${bytes(live)} of ${bytes(taken)}).`,
        means:
          'The allocator keeps little for itself. If memory grows, the program holds it or has lost it: record stacks to see which.',
      };
    },
  },
  {
    name: 'mostly-files',
    subject: 'place',
    clues: ['reclaimable-cache'],
    asks: ['growth of mappings', 'kind of resident memory'],
    find({ most }) {
      const [rss, files] = [most('rss'), most('rss-file')];
      if (files < 64 * MiB || files < 0.5 * rss) return undefined;
      return {
        found: `${bytes(files)} of ${bytes(rss)} RSS is mapped files.`,
        means:
          'Pages of mapped files can be dropped and read again, and other processes may share them. RSS alone says little here: watch the anonymous part.',
      };
    },
  },
  {
    name: 'mostly-swapped',
    subject: 'place',
    clues: [],
    asks: ['growth of resident memory'],
    find({ most }) {
      const [rss, swap] = [most('rss') || most('rss-anonymous'), most('swap')];
      if (swap < 128 * MiB || swap < 0.5 * rss) return undefined;
      return {
        found: `${bytes(swap)} is swapped out, beside ${bytes(rss)} in memory.`,
        means:
          'RSS understates what is held: add swap to it. When RSS falls while swap grows, nothing was freed.',
      };
    },
  },
  {
    name: 'native-heap',
    subject: 'place',
    clues: ['outside-heap'],
    asks: ['growth of native stacks', 'free but kept', 'growth of mappings'],
    find({ most, has, isFrom }) {
      const [rss, heap] = [most('rss'), most('brk-heap')];
      const anonymous = most('rss-anonymous');
      const isMap = isFrom('smaps', 'pmap');
      if (!isMap || rss < 16 * MiB || anonymous < 0.7 * rss) return undefined;
      return {
        found:
          has('brk-heap') && heap > 0.5 * rss
            ? `${percent(heap, rss)} of RSS is the [heap] of malloc (${bytes(heap)}).`
            : `${percent(anonymous, rss)} of RSS is anonymous memory (${bytes(anonymous)}).`,
        means:
          'The process wrote it itself, through malloc or a runtime’s own heap: files and shared memory do not matter here. The map does not tell whether it is in use, lost, or free and kept.',
      };
    },
  },
];
