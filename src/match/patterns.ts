import { clues, type Clue } from '../reports/clues.ts';
import type { Fact, FactKey, Report, Series } from '../reports/report.ts';
import type { Reason } from './explain.ts';
import type { MatchIndex, ReportTerms } from './match-index.ts';
import { describeShape } from './shapes/shape.ts';
import type { Signature } from './signature.ts';

/** A kind of fault that totals, limits or a curve point to, without naming a function. */
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
 * A few incidents of the kind that the facts and curves of a report point to. They tell where to look, not what the fault is.
 * A curve alone is compared only with incidents of the same language, because every shape has many causes.
 */
export function findPatterns(
  reports: readonly Report[],
  { signatures, terms }: MatchIndex,
): PatternMatch[] {
  const languages = new Set(reports.flatMap(({ format }) => formatLanguages(format, terms)));
  const facts = reports.flatMap((report) => factPatterns(report, terms));
  const shapes = reports
    .flatMap(({ series }) => series)
    .flatMap((each) => curvePatterns(each, terms));
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

function curvePatterns(series: Series, terms: ReportTerms): Pattern[] {
  if (series.unit !== 'B') return [];
  const { growth, caption } = describeShape(series);
  // The curve of a healthy program is flat as well.
  if (growth === undefined || growth === 'high-but-flat') return [];
  return [
    {
      kind: 'shape',
      found: caption,
      matches: growth,
      fits: (signature) => signature.growth.some((id) => terms.growth[growth]?.includes(id)),
    },
  ];
}

/** The languages that reports of a format are about: those of the longest prefix of its id in the vocabulary. */
function formatLanguages(format: string, { languages }: ReportTerms): readonly string[] {
  const words = format.split('-');
  const starts = words.map((_, index) => words.slice(0, words.length - index).join('-'));
  return starts.map((start) => languages[start]).find((ids) => ids !== undefined) ?? [];
}

/** Allocators other than glibc's, which have arenas too. */
const otherAllocator = /jemalloc|tcmalloc|mimalloc/;

/** Runtimes keep up to this much in reserve. */
const farMoreBytes = 256 * 2 ** 20;

function factPatterns({ format, facts }: Report, terms: ReportTerms): Pattern[] {
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
  const add = (
    clue: Clue,
    words: string,
    fact: Fact | undefined,
    isAbout: (signature: Signature) => boolean = () => true,
  ) =>
    found.push({
      kind: 'fact',
      found: words,
      at: fact?.at,
      matches: clues[clue],
      fits: (signature) =>
        (terms.causes[clue]?.includes(signature.cause) ?? false) && isAbout(signature),
    });

  const arenas = numberOf('arenas');
  if (arenas && arenas.value >= 8 && !otherAllocator.test(format))
    add('many-arenas', `${arenas.value} malloc arenas`, arenas, isAboutGlibc);
  if (keepsFarMore('rss') || keepsFarMore('resident') || keepsFarMore('heap-capacity'))
    add(
      'held-by-allocator',
      'far more memory taken from the system than in use',
      numberOf('rss') ?? numberOf('resident') ?? numberOf('heap-capacity'),
    );
  const slab = numberOf('slab-unreclaimable');
  if (slab && slab.value > 2 ** 30)
    add(
      'kernel-slab',
      `${(slab.value / 2 ** 30).toFixed(1)} GiB of kernel slab that cannot be reclaimed`,
      slab,
    );
  const goroutines = numberOf('goroutines');
  if (goroutines && goroutines.value >= 1000)
    add('many-goroutines', `${goroutines.value} goroutines`, goroutines);
  const listeners = numberOf('listeners');
  if (listeners) add('many-listeners', `${listeners.value} listeners`, listeners);
  const kind = textOf('oom-kind');
  for (const { pattern, clue } of oomKinds)
    if (kind && pattern.test(kind.value)) add(clue, kind.value, kind);
  return found;
}

/** Other allocators have arenas too; incidents about those are no match. */
const isAboutGlibc = ({ component }: Signature): boolean =>
  component.some(({ id }) => /(?:^|-)glibc(?:-|$)/.test(id));

const oomKinds: readonly { readonly pattern: RegExp; readonly clue: Clue }[] = [
  { pattern: /metaspace|permgen/i, clue: 'class-metadata' },
  { pattern: /direct buffer/i, clue: 'direct-buffers' },
  { pattern: /native thread/i, clue: 'many-threads' },
];
