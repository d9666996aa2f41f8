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

/** Kinds of fault that totals and messages indicate without naming a function, with their description for people. */
export const clues = {
  'many-arenas': 'memory kept in many arenas of glibc',
  'held-by-allocator': 'memory that the allocator keeps',
  'kernel-slab': 'kernel objects that are never freed',
  'many-goroutines': 'tasks that never end',
  'many-threads': 'threads that never end',
  'many-listeners': 'listeners that are never removed',
  'class-metadata': 'classes that are never unloaded',
  'direct-buffers': 'memory outside of the heap, which the collector does not see',
} as const;

export type Clue = keyof typeof clues;
