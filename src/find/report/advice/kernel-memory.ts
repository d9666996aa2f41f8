import { isFormat } from './evidence.ts';
import { bytes, GiB, percent } from './figures.ts';
import type { Rule } from './rule.ts';

/** Memory of the kernel itself, which no process holds. */
export const kernelRules: readonly Rule[] = [
  {
    name: 'kernel-slab',
    subject: 'place',
    clues: ['kernel-slab'],
    asks: ['slab caches', 'growth of slab'],
    find(evidence) {
      const { most, isFrom, reports } = evidence;
      const slab = most('slab-unreclaimable') || (isFrom('slab') ? most('slab') : 0);
      if (slab <= GiB) return undefined;
      const [cache] = reports
        .filter((report) => isFormat(report, 'slab'))
        .flatMap(({ classes }) => classes);
      return {
        found: `The kernel holds ${bytes(slab)} in slab caches${cache?.bytes === undefined ? '' : `, ${percent(cache.bytes, slab)} of it in ${cache.name}`}.`,
        means: `${kernelObjects.find(([pattern]) => cache !== undefined && pattern.test(cache.name))?.[1] ?? 'Kernel objects are allocated and not freed: by a driver, a file system, the network stack, or for control groups that no longer exist.'} No heap profile of a process shows it.`,
      };
    },
  },
];

/** What well-known slab caches hold. */
const kernelObjects: readonly (readonly [RegExp, string])[] = [
  [
    /^dentry|_inode_cache$|^inode_cache|^radix_tree_node|^xfs_|^ext4_/,
    'This is the cache of the file system. Most of it is given back when memory is needed, so a high level alone is no leak.',
  ],
  [
    /^kmalloc-/,
    'Several users share this cache, so its name does not tell which one leaks: often a driver.',
  ],
  [
    /^(?:TCP|UDP|sock|skbuff|request_sock|nf_conntrack|tw_sock)/,
    'These are sockets, packets or connections.',
  ],
  [
    /^(?:filp|file_lock|eventpoll|signalfd|anon_inode)/,
    'These are open files: some process opens and does not close.',
  ],
  [
    /^(?:task_struct|thread_|pid|cred|mm_struct|vm_area)/,
    'These are tasks and their mappings: many threads, or processes that were not waited for.',
  ],
  [
    /cgroup|mem_cgroup/,
    'These are control groups, which stay as long as any page is charged to them.',
  ],
];
