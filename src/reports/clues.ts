/** What a report tells by itself, before it is compared with anything. A vocabulary says which of its terms stand for these. */

/** How a series grows: src/match names it from the numbers, src/charts draws it. */
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

/** Kinds of fault that totals and messages point to without naming a function, and what a reader is told of them. */
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
