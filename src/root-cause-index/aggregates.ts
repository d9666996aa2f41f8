import type { Postmortem } from '../model/content.ts';
import { groupByTerm, termsOfFacet } from '../model/facets.ts';
import {
  certainShare,
  computeChange,
  formatShare,
  primaryImprovement,
} from '../model/improvement.ts';
import type { PostmortemData } from '../model/schema.ts';
import { heldMetrics, findTerm, type Term, type Vocabulary } from '../model/vocabulary.ts';

/** Aggregates over several incidents. Counts are always numbers of incidents, not of list entries inside them. */

/** A median of fewer values would suggest a precision that it does not have. */
export const minForMedian = 3;

/**
 * Changes of memory held, one for each incident: that of the primary one among its improvements of such metrics. The four
 * counts add up to the incidents. Shares are fractions: -0.757 is 75.7 % less.
 */
export interface MemoryChanges {
  readonly compared: number;
  /** Incidents whose pairs all are of different workloads. */
  readonly notComparable: number;
  /** Incidents whose change cannot be computed: before may be zero, or open ends leave even the direction uncertain. */
  readonly openEnded: number;
  /** Incidents without a before and after of memory. */
  readonly notMeasured: number;
  /** Absent below three. */
  readonly median?: number;
  /** Largest fall and smallest fall, or the rise; absent if nothing was compared. */
  readonly range?: readonly [low: number, high: number];
}

export function memoryChanges(
  postmortems: readonly Postmortem[],
  vocabulary: Pick<Vocabulary, 'metrics'>,
): MemoryChanges {
  const held = heldMetrics(vocabulary);
  const found = postmortems.map(({ data }) => compareMemory(data, held));
  const count = (wanted: string) => found.filter((result) => result === wanted).length;
  const shares = found.filter((result) => typeof result === 'number').toSorted((a, b) => a - b);
  const median = computeMedian(shares);
  const [low] = shares;
  const high = shares.at(-1);
  return {
    compared: shares.length,
    notComparable: count('not comparable'),
    openEnded: count('open-ended'),
    notMeasured: count('not measured'),
    ...(median !== undefined && { median }),
    ...(low !== undefined && high !== undefined && { range: [low, high] }),
  };
}

/** The change of one incident in a metric of memory held, or why it has none to compare. */
export function compareMemory(
  data: PostmortemData,
  held: ReadonlySet<string>,
): number | 'not measured' | 'not comparable' | 'open-ended' {
  const primary = primaryImprovement(data, ({ metric }) => held.has(metric));
  if (!primary) return 'not measured';
  if (!primary.comparable) return 'not comparable';
  const change = computeChange(primary.before, primary.after);
  return change ? certainShare(change) : 'open-ended';
}

/** The middle value, or the mean of the two middle ones; undefined below three. The values are sorted. */
function computeMedian(sorted: readonly number[]): number | undefined {
  if (sorted.length < minForMedian) return undefined;
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? 0;
  return (lower + upper) / 2;
}

/** `−97 to −12 %`, largest fall first; one value where both are the same. */
export function formatShareRange([low, high]: readonly [low: number, high: number]): string {
  const [first, last] = [formatShare(low), formatShare(high)];
  return first === last ? first : `${first.replace('\u00a0%', '')} to ${last}`;
}

/** How many incidents a comparison excludes, and why, as one sentence. Undefined if it excludes none. */
export function formatExcluded({
  notMeasured,
  notComparable,
  openEnded,
}: MemoryChanges): string | undefined {
  const reasons: readonly (readonly [count: number, why: string])[] = [
    [notMeasured, 'without memory figures before and after the fix'],
    [notComparable, 'not directly comparable'],
    [openEnded, 'without a computable change'],
  ];
  const given = reasons.filter(([count]) => count > 0);
  if (given.length === 0) return undefined;
  const texts = given.map(([count, why], index) =>
    index === 0 ? `${formatIncidents(count)} ${why}` : `${count} ${why}`,
  );
  return `Excluded: ${texts.join(', ')}.`;
}

/** `1 incident`, `20 incidents`. */
export const formatIncidents = (count: number): string =>
  count === 1 ? '1 incident' : `${count} incidents`;

export interface FixOutcome {
  readonly fix: Term;
  readonly incidents: number;
  readonly changes: MemoryChanges;
}

/** Fixes in use, the most frequent first. An incident with several fixes counts for each. */
export function fixOutcomes(
  postmortems: readonly Postmortem[],
  vocabulary: Vocabulary,
): readonly FixOutcome[] {
  return [...groupByTerm(postmortems, 'fix')]
    .map(([id, group]) => ({
      fix: findTerm(vocabulary.fixes, id),
      incidents: group.length,
      changes: memoryChanges(group, vocabulary),
    }))
    .toSorted(
      (a, b) =>
        b.incidents - a.incidents ||
        b.changes.compared - a.changes.compared ||
        byLabel(a.fix, b.fix),
    );
}

type Outcome = PostmortemData['tools'][number]['outcome'];

export interface ToolOutcome {
  readonly tool: Term;
  /** Incidents by the best outcome that the tool had in each. */
  readonly counts: Readonly<Record<Outcome, number>>;
}

/** Tools in use, those that found most first. */
export function toolOutcomes(
  postmortems: readonly Postmortem[],
  vocabulary: Vocabulary,
): readonly ToolOutcome[] {
  return [...groupByTerm(postmortems, 'tool')]
    .map(([id, group]) => ({
      tool: findTerm(vocabulary.tools, id),
      counts: countOutcomes(id, group),
    }))
    .toSorted(
      (a, b) =>
        b.counts['found-it'] - a.counts['found-it'] ||
        b.counts.helped - a.counts.helped ||
        b.counts['no-help'] - a.counts['no-help'] ||
        byLabel(a.tool, b.tool),
    );
}

function countOutcomes(tool: string, postmortems: readonly Postmortem[]): ToolOutcome['counts'] {
  const best = postmortems.map(({ data }) => bestOutcome(data, tool));
  const count = (wanted: Outcome) => best.filter((outcome) => outcome === wanted).length;
  return { 'found-it': count('found-it'), helped: count('helped'), 'no-help': count('no-help') };
}

function bestOutcome({ tools }: PostmortemData, tool: string): Outcome {
  const seen = tools.filter(({ name }) => name === tool).map(({ outcome }) => outcome);
  if (seen.includes('found-it')) return 'found-it';
  return seen.includes('helped') ? 'helped' : 'no-help';
}

export interface ComponentCount {
  readonly component: Term;
  readonly incidents: number;
}

/** The most frequent first. */
export function countComponents(
  postmortems: readonly Postmortem[],
  vocabulary: Vocabulary,
): readonly ComponentCount[] {
  const groups = groupByTerm(postmortems, 'component');
  return termsOfFacet('component', vocabulary, postmortems)
    .map((component) => ({ component, incidents: groups.get(component.id)?.length ?? 0 }))
    .toSorted((a, b) => b.incidents - a.incidents || byLabel(a.component, b.component));
}

const byLabel = (a: Term, b: Term): number => a.label.localeCompare(b.label, 'en');

export interface DaysToResolve {
  /** Incidents whose two dates are known to the day. */
  readonly n: number;
  /** Absent below three. */
  readonly median?: number;
  readonly range?: readonly [fewest: number, most: number];
}

const dayMilliseconds = 86_400_000;

/** Days from the report to the fix, where both dates are known to the day. */
export function daysToResolve(postmortems: readonly Postmortem[]): DaysToResolve {
  const days = postmortems
    .flatMap(({ data: { reported, resolved } }) =>
      isDay(reported) && resolved !== undefined && isDay(resolved)
        ? [(Date.parse(resolved) - Date.parse(reported)) / dayMilliseconds]
        : [],
    )
    .toSorted((a, b) => a - b);
  const median = computeMedian(days);
  const [fewest] = days;
  const most = days.at(-1);
  return {
    n: days.length,
    ...(median !== undefined && { median }),
    ...(fewest !== undefined && most !== undefined && { range: [fewest, most] }),
  };
}

const isDay = (date: string): boolean => date.length === 'YYYY-MM-DD'.length;

/** Incidents among `all` that the fix of one of `postmortems` caused, in the order of `all`. */
export function findRegressions(
  postmortems: readonly Postmortem[],
  all: readonly Postmortem[],
): readonly Postmortem[] {
  const ids = new Set(postmortems.map(({ data }) => data.id));
  return all.filter(({ data }) => data.regressionOf?.some((id) => ids.has(id)));
}
