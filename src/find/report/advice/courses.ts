import { formatDuration } from '../../../model/units.ts';
import { formatNumber } from '../../../reports/text/format.ts';
import type { CurveEvidence, Evidence } from './evidence.ts';
import { findGrowth } from './growth.ts';
import { bytes, percent } from './figures.ts';
import type { Rule } from './rule.ts';

const climbing = ['linear-climb', 'slow-creep', 'staircase', 'rising-sawtooth'] as const;

const isClimbing = ({ shape }: CurveEvidence): boolean =>
  climbing.some((growth) => growth === shape.growth);

const isLevel = ({ shape, first, last }: CurveEvidence): boolean =>
  shape.growth === 'high-but-flat' ||
  shape.growth === 'climb-to-plateau' ||
  (shape.growth === undefined && shape.sawtooth !== undefined) ||
  last < 1.05 * first;

const curveOf = (
  { curves }: Evidence,
  ...measures: readonly CurveEvidence['measures'][]
): CurveEvidence | undefined => curves.find((curve) => measures.includes(curve.measures));

/** The curve that tells most about the memory of the program, if it is long enough to have a shape. */
function mainCurve({ curves, hasWarning }: Evidence): CurveEvidence | undefined {
  const shaped = curves.filter(({ shape }) => shape.growth !== undefined || shape.sawtooth);
  const measures = hasWarning('no-full-collection')
    ? (['heap after collections', 'rss'] as const)
    : (['heap after collections', 'rss', 'heap'] as const);
  for (const measure of measures) {
    const found = shaped.find(({ measures: one }) => one === measure);
    if (found) return found;
  }
  return shaped.length === 1 && shaped[0]?.measures === 'other' ? shaped[0] : undefined;
}

/** The caption as the beginning of a sentence. The name of a metric stays as it is. */
const sentence = (caption: string): string =>
  /^[a-z]+ /.test(caption) ? `${caption.slice(0, 1).toUpperCase()}${caption.slice(1)}` : caption;

/** A shorter curve may be the start of any program. */
const warmUpSeconds = 600;

const isTimed = ({ series: { over } }: CurveEvidence): boolean =>
  over === 'seconds' || over === 'epoch';

const spanOf = ({ series: { points } }: CurveEvidence): number =>
  (points.at(-1)?.[0] ?? 0) - (points[0]?.[0] ?? 0);

/** Too short to say that nothing grows. */
const isShort = (curve: CurveEvidence): boolean =>
  curve.series.points.length < 10 || (isTimed(curve) && spanOf(curve) < 60);

/** How memory grows, in one curve, between two curves, or between two reports. */
export const courseRules: readonly Rule[] = [
  {
    name: 'grew-between-reports',
    subject: 'course',
    clues: ['still-referenced'],
    asks: ['heap dump', 'growth of native stacks', 'heap growth'],
    find({ reports }) {
      const growth = findGrowth(reports);
      if (!growth) return undefined;
      const [first] = growth.rows;
      if (!first) return undefined;
      const format = (value: number) => (growth.unit === 'B' ? bytes(value) : formatNumber(value));
      const rows = growth.rows
        .map(({ name, from, to }) => `${name} from ${format(from)} to ${format(to)}`)
        .join('; ');
      return {
        found: `Between the ${growth.reports === 2 ? 'two' : `first and the last of ${growth.reports}`} reports grew ${rows}. The first is ${percent(first.to - first.from, growth.total)} of all growth.`,
        means:
          'What grows from report to report is what to look at, even if something else is larger. If both were taken under the same load and after a collection, it is held: find what refers to it. A third report shows whether it goes on.',
      };
    },
  },
  {
    name: 'rss-climbs-heap-does-not',
    subject: 'course',
    clues: ['outside-heap'],
    asks: ['memory outside of the heap', 'kind of resident memory', 'free but kept'],
    find(evidence) {
      const rss = curveOf(evidence, 'rss');
      const heap = curveOf(evidence, 'heap after collections', 'heap');
      if (!rss || !heap || !isClimbing(rss) || !isLevel(heap)) return undefined;
      return {
        found: `${sentence(rss.shape.caption)}, while ${heap.shape.caption}.`,
        means:
          'The growth is not in this heap, so a dump of it does not show it: native libraries, thread stacks, mappings, or pages that the allocator keeps.',
      };
    },
  },
  {
    name: 'memory-no-longer-available',
    subject: 'course',
    clues: [],
    asks: ['largest processes', 'kind of machine memory'],
    find(evidence) {
      const available = curveOf(evidence, 'available');
      if (!available || mainCurve(evidence)) return undefined;
      if (available.last > 0.8 * available.first) return undefined;
      return {
        found: `${sentence(available.shape.caption)}.`,
        means:
          'Something on the machine takes the memory. Which process, or whether it is the kernel, the totals do not tell.',
      };
    },
  },
  {
    name: 'lows-rise',
    subject: 'course',
    clues: ['still-referenced'],
    asks: ['heap growth', 'heap dump', 'growth of native stacks'],
    find(evidence) {
      const curve = mainCurve(evidence);
      const isHeap = curve?.measures === 'heap after collections';
      const isRise = curve?.shape.growth === 'rising-sawtooth';
      if (!curve || !(isRise || (isHeap && isClimbing(curve)))) return undefined;
      return {
        found: `${sentence(curve.shape.caption)}.`,
        means: isHeap
          ? 'What is left after a full collection is still referred to. It rises, so the program holds more and more objects: a leak in the heap, or a cache that is still filling.'
          : 'The lows count, not the highs. They rise, so each cycle leaves something behind.',
      };
    },
  },
  {
    name: 'lows-are-level',
    subject: 'course',
    clues: ['level-reached'],
    asks: ['growth of resident memory'],
    find(evidence) {
      const curve = mainCurve(evidence);
      if (!curve || curve.shape.growth !== undefined || !curve.shape.sawtooth) return undefined;
      return {
        found: `${sentence(curve.shape.caption)}.`,
        means:
          'Memory is taken and given back, and nothing is left behind: this is how a collector or a periodic job looks. Not a leak within this time. If the highs are too high, allocate less in one go or lower the heap limit.',
      };
    },
  },
  {
    name: 'one-burst',
    subject: 'course',
    clues: ['burst'],
    asks: ['what ran then', 'live heap profile', 'heap growth'],
    find(evidence) {
      const curve = mainCurve(evidence);
      if (curve?.shape.growth !== 'burst') return undefined;
      return {
        found: `${sentence(curve.shape.caption)}.`,
        means:
          'One event took the memory: a large request, a query without limit, a job, the loading of data. Look in the log at that moment. If the level stays up afterwards, the data is kept, or only the allocator keeps its pages.',
      };
    },
  },
  {
    name: 'steps',
    subject: 'course',
    clues: ['still-referenced'],
    asks: ['what ran then', 'heap growth', 'growth of native stacks'],
    find(evidence) {
      const curve = mainCurve(evidence);
      if (curve?.shape.growth !== 'staircase') return undefined;
      return {
        found: `${sentence(curve.shape.caption)}.`,
        means:
          'Each step is one event that leaves something behind: a reload, a batch, a reconnect, a doubling table. Find in the log what happens at the steps, and do it alone.',
      };
    },
  },
  {
    name: 'plateau',
    subject: 'course',
    clues: ['level-reached'],
    asks: ['heap growth', 'growth of resident memory', 'free but kept'],
    find(evidence) {
      const curve = mainCurve(evidence);
      if (curve?.shape.growth !== 'climb-to-plateau') return undefined;
      const isHeap = curve.measures !== 'rss';
      // A heap that ran out is level because it is full.
      if (isHeap && evidence.has('oom-kind')) return undefined;
      const end = evidence.most(isHeap ? 'heap-capacity' : 'limit');
      const isAtLimit = end > 0 && curve.last > 0.9 * end;
      return {
        found: `${sentence(curve.shape.caption)}.`,
        means: isAtLimit
          ? 'It stops at the limit, so the level says nothing: memory is full.'
          : 'Growth that ends is a cache or pool that has filled, warm-up, or the largest load so far. It is a leak only if it goes on. Explain the level: by how many entries, connections or threads can it be divided?',
      };
    },
  },
  {
    name: 'climbs',
    subject: 'course',
    clues: [],
    asks: ['heap growth', 'growth of native stacks', 'kind of resident memory'],
    find(evidence) {
      const curve = mainCurve(evidence);
      if (!curve || !isClimbing(curve)) return undefined;
      const { shape } = curve;
      const span = spanOf(curve);
      const left = timeToLimit(evidence, curve);
      const heap = curveOf(evidence, 'heap');
      const isHeap = curve.measures === 'rss' && heap !== undefined && isClimbing(heap);
      return {
        found: `${sentence(shape.caption)}${left}.`,
        means: [
          isHeap ? 'The heap climbs with it, so the growth is in the heap.' : '',
          isTimed(curve) && span < warmUpSeconds
            ? `It covers only ${formatDuration(span)}, and every program grows while it starts: measure until the rate has settled.`
            : 'Growth at an even rate is a leak, a backlog or a cache that still fills. Divide the rate by the requests of the same time: a leak has a fixed cost for each.',
        ]
          .filter(Boolean)
          .join(' '),
      };
    },
  },
  {
    name: 'level',
    subject: 'course',
    clues: ['level-reached'],
    asks: ['growth of resident memory', 'kind of resident memory'],
    find(evidence) {
      const curve = mainCurve(evidence);
      if (curve?.shape.growth !== 'high-but-flat' || isShort(curve)) return undefined;
      return {
        found: `${sentence(curve.shape.caption)}.`,
        means:
          'Nothing grows within this time. If the level is too high, ask what it is made of, not what leaks.',
      };
    },
  },
];

/** Told where there is nothing else to tell of the curves. */
export const shortCurveRules: readonly Rule[] = [
  {
    name: 'few-readings',
    subject: 'course',
    clues: ['one-reading'],
    asks: ['growth of resident memory', 'growth of group memory', 'heap growth'],
    find({ curves, has, hasWarning, isFrom }) {
      // Such reports tell something else, and their curves are beside the point.
      const isBeside = isFrom('bcc-memleak', 'jvm-native-memory', 'heaptrack-data');
      if (isBeside || has('oom-kind') || hasWarning('no-full-collection')) return undefined;
      const longest = Math.max(0, ...curves.map(({ series }) => series.points.length));
      if (longest === 0 || longest >= 10) return undefined;
      return {
        found: `There are only ${longest} readings.`,
        means:
          'So few do not tell a leak from the ups and downs of every program. Measure for longer than it takes to settle, an hour as a rule.',
      };
    },
  },
];

/** `, and reaches the limit of 512 MiB in about 9 hours`; empty if there is no limit, or it is far off. */
function timeToLimit(
  { most, hasWarning }: Evidence,
  { shape, last, series }: CurveEvidence,
): string {
  const limit = most('limit');
  const slope = shape.slopePerHour ?? 0;
  if (series.unit !== 'B' || limit <= last || slope <= 0 || hasWarning('unknown-unit')) return '';
  const hours = (limit - last) / slope;
  if (hours > 90 * 24) return '';
  return `; at this rate it reaches the limit of ${bytes(limit)} in about ${formatDuration(hours * 3600)}`;
}
