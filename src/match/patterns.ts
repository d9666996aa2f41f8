import type { Fact, FactKey, Report, Series } from '../reports/report.ts';
import type { Reason } from './explain.ts';
import type { MatchIndex } from './match-index.ts';
import { describeShape } from './shapes/shape.ts';
import type { Signature } from './signature.ts';

/** A kind of fault that totals, limits or a curve point to, without any function. */
interface Pattern {
  readonly kind: 'fact' | 'shape';
  readonly found: string;
  readonly at?: number | undefined;
  readonly matches: string;
  fits(signature: Signature): boolean;
}

export interface PatternMatch {
  readonly signature: Signature;
  readonly score: number;
  readonly because: readonly Reason[];
}

const maxPatterns = 3;

/**
 * Incidents of the kind that facts and curves of a report point to, a few at most: they say what to look at, not what it
 * is. A curve alone is compared with incidents of the same language only, since every shape has many causes.
 */
export function findPatterns(
  reports: readonly Report[],
  { signatures }: MatchIndex,
): PatternMatch[] {
  const languages = new Set(reports.flatMap(({ format }) => formatLanguage(format) ?? []));
  const facts = reports.flatMap((report) => factPatterns(report));
  const shapes = reports.flatMap(({ series }) => series).flatMap((each) => curvePatterns(each));
  const patterns = [...facts, ...shapes];
  if (facts.length === 0 && languages.size === 0) return [];
  return signatures
    .flatMap((signature) => {
      const fitting = patterns.filter((pattern) => pattern.fits(signature));
      const speaks = signature.language.some((language) => languages.has(language));
      if (!fitting.some(({ kind }) => kind === 'fact' || speaks)) return [];
      const score = fitting.length * 0.1 + (speaks ? 0.1 : 0);
      const because = fitting.map(({ kind, found, at, matches }) => ({ kind, found, at, matches }));
      return [{ signature, score, because }];
    })
    .toSorted((a, b) => b.score - a.score || b.signature.id - a.signature.id)
    .slice(0, maxPatterns);
}

function curvePatterns(series: Series): Pattern[] {
  if (series.unit !== 'B') return [];
  const { growth, caption } = describeShape(series);
  // A flat curve is what a healthy program draws as well.
  if (growth === undefined || growth === 'high-but-flat') return [];
  return [
    {
      kind: 'shape',
      found: caption,
      matches: growth,
      fits: (signature) => signature.growth.includes(growth),
    },
  ];
}

/** The language that a format's reports are about, from the front of its id. */
function formatLanguage(format: string): string | undefined {
  const [front = ''] = format.split('-');
  return {
    go: 'go',
    jvm: 'java',
    pprof: 'go',
    node: 'javascript',
    v8: 'javascript',
    python: 'python',
    tracemalloc: 'python',
    dotnet: 'csharp',
  }[front];
}

interface Clue {
  readonly found: string;
  readonly matches: string;
  readonly causes: readonly string[];
  /** Component the fact is about; others with the same cause are no match. */
  readonly component?: string;
}

/** Their arenas are few by design. */
const otherAllocator = /jemalloc|tcmalloc|mimalloc/;

/** Below this, what a runtime keeps in reserve is no fault. */
const farMoreBytes = 256 * 2 ** 20;

function factPatterns({ format, facts }: Report): Pattern[] {
  const numberOf = (key: FactKey): (Fact & { value: number }) | undefined => {
    const fact = facts.find((candidate) => candidate.key === key);
    return fact && typeof fact.value === 'number' ? { ...fact, value: fact.value } : undefined;
  };
  const textOf = (key: FactKey) =>
    facts.find(
      (fact): fact is Fact & { value: string } =>
        fact.key === key && typeof fact.value === 'string',
    );
  const keepsFarMore = (key: FactKey): boolean => {
    const taken = numberOf(key)?.value ?? 0;
    const used = numberOf('live-heap')?.value ?? Infinity;
    return taken > 2 * used && taken - used > farMoreBytes;
  };
  const found: Pattern[] = [];
  const add = (fact: Fact | undefined, { found: words, matches, causes, component }: Clue) =>
    found.push({
      kind: 'fact',
      found: words,
      at: fact?.at,
      matches,
      fits: (signature) =>
        causes.includes(signature.cause) &&
        (component === undefined || signature.component.some(({ id }) => id === component)),
    });

  const arenas = numberOf('arenas');
  if (arenas && arenas.value >= 8 && !otherAllocator.test(format))
    add(arenas, {
      found: `${arenas.value} malloc arenas`,
      matches: 'memory kept in many arenas of glibc',
      causes: ['allocator-retention'],
      component: 'glibc-malloc',
    });
  if (keepsFarMore('rss') || keepsFarMore('resident') || keepsFarMore('heap-capacity'))
    add(numberOf('rss') ?? numberOf('resident') ?? numberOf('heap-capacity'), {
      found: 'far more memory taken from the system than in use',
      matches: 'memory that the allocator keeps',
      causes: ['allocator-retention', 'internal-fragmentation'],
    });
  const slab = numberOf('slab-unreclaimable');
  if (slab && slab.value > 2 ** 30)
    add(slab, {
      found: `${(slab.value / 2 ** 30).toFixed(1)} GiB of kernel slab that cannot be reclaimed`,
      matches: 'kernel objects that are never freed',
      causes: ['kernel-object-leak'],
    });
  const goroutines = numberOf('goroutines');
  if (goroutines && goroutines.value >= 1000)
    add(goroutines, {
      found: `${goroutines.value} goroutines`,
      matches: 'tasks that never end',
      causes: ['task-leak'],
    });
  const listeners = numberOf('listeners');
  if (listeners)
    add(listeners, {
      found: `${listeners.value} listeners`,
      matches: 'listeners that are never removed',
      causes: ['listener-or-timer-leak'],
    });
  const kind = textOf('oom-kind');
  for (const { pattern, matches, causes } of oomKinds)
    if (kind && pattern.test(kind.value)) add(kind, { found: kind.value, matches, causes });
  return found;
}

const oomKinds = [
  {
    pattern: /metaspace|permgen/i,
    matches: 'classes that are never unloaded',
    causes: ['classloader-leak'],
  },
  {
    pattern: /direct buffer/i,
    matches: 'memory outside of the heap, which the collector does not see',
    causes: ['off-heap-hidden-from-gc', 'ffi-ownership'],
  },
  { pattern: /native thread/i, matches: 'threads that never end', causes: ['task-leak'] },
];
