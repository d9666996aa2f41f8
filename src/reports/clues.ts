/** What a report shows on its own, before it is compared with any incident. A vocabulary maps its terms to these. */

/** How a series grows. src/match finds the shape in the numbers, and src/charts draws it. */
export const curveShapes = [
  'linear-climb',
  'staircase',
  'rising-sawtooth',
  'climb-to-plateau',
  'burst',
  'slow-creep',
  'high-but-flat',
] as const;

export type CurveShape = (typeof curveShapes)[number];

/**
 * What the totals, messages and curves of a report indicate without naming a function, with a description for people. Causes
 * and guides name the clues that they explain.
 */
export const clues = {
  'many-arenas': 'memory kept in many arenas of glibc',
  'held-by-allocator': 'memory that the allocator keeps',
  'partly-used-pages': 'pages of the allocator that are only partly in use',
  'kernel-slab': 'kernel objects that are never freed',
  'many-goroutines': 'tasks that never end',
  'many-threads': 'threads that never end',
  'many-listeners': 'listeners that are never removed',
  'many-handles': 'handles, descriptors or mappings that are never closed',
  'class-metadata': 'classes that are never unloaded',
  'direct-buffers': 'memory outside of the heap, which the collector does not see',
  'outside-heap': 'memory that is not in the heap of the runtime',
  'never-freed': 'memory that is lost without being freed',
  'still-referenced': 'memory that the program still refers to',
  'finalizer-queue': 'objects that wait for their finalizer',
  'unread-responses': 'connections whose answer nobody reads',
  'allocation-volume': 'memory that is allocated and freed again',
  'huge-request': 'a single request for far too much memory',
  burst: 'memory that one event took',
  'reclaimable-cache': 'cache and file mappings that are counted as memory',
  'shared-memory': 'shared memory and files in memory',
  'unfit-limit': 'a limit that does not fit the program',
  'level-reached': 'growth that has come to an end',
  'victim-only': 'who was killed, not who filled the memory',
  'totals-only': 'totals without what allocated them',
  'one-reading': 'one reading, which cannot show growth',
} as const;

export type Clue = keyof typeof clues;
