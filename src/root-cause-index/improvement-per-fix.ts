import { incidentName, incidentPath, termPath } from '../model/addresses.ts';
import {
  compareMemory,
  fixOutcomes,
  formatExcluded,
  formatIncidents,
  formatShareRange,
  memoryChanges,
} from './aggregates.ts';
import { buildIndexChart } from './build-index-chart.ts';
import type { IndexChart } from '../charts/index-chart.ts';
import type { ChangesModel, SpreadRow, SpreadsModel } from '../charts/index-chart-model.ts';
import type { Postmortem } from '../model/content.ts';
import { groupByTerm } from '../model/facets.ts';
import { formatShare } from '../model/improvement.ts';
import { heldMetrics, isPlaceholder, type Term, type Vocabulary } from '../model/vocabulary.ts';

/** With more dots the chart would be several screens tall and single dots hard to hit, so the distribution is drawn instead. */
const maxDots = 200;

/** The middle half of fewer values would be two incidents at most. The chart's note states this number. */
const minForMiddleHalf = 5;

interface FixChanges {
  readonly fix: Term;
  readonly median: number | undefined;
  /** Largest fall first; at least one. */
  readonly changes: readonly { readonly postmortem: Postmortem; readonly share: number }[];
}

/**
 * Changes of memory held, one row per fix; only comparable pairs. Fixes not known yet have no row. A dot for each incident,
 * or, if those are too many, how they spread.
 */
export function improvementPerFix(
  postmortems: readonly Postmortem[],
  vocabulary: Vocabulary,
): IndexChart | undefined {
  const fixed = postmortems.filter(({ data }) =>
    data.fix.some((fix) => !isPlaceholder(vocabulary.fixes, fix)),
  );
  const changes = memoryChanges(fixed, vocabulary);
  if (!changes.range) return undefined;
  const fixes = changesPerFix(postmortems, vocabulary);
  const dots = fixes.reduce((sum, fix) => sum + fix.changes.length, 0);
  const isSpread = dots > maxDots;
  const unfixed = postmortems.length - fixed.length;
  const middle =
    changes.median === undefined
      ? 'too few for a median'
      : `the median is ${formatShare(changes.median)}`;
  const n = `n = ${formatIncidents(changes.compared)}`;
  return buildIndexChart(isSpread ? buildSpreads(fixes) : buildDots(fixes), {
    id: 'improvement-per-fix',
    title: 'Effect on memory by fix',
    caption: `Memory changed by ${formatShareRange(changes.range)} in the ${formatIncidents(changes.compared)} that can be compared; ${middle}.`,
    note: [
      ...(isSpread
        ? [
            `${n}. An incident with several fixes counts toward each.`,
            'Line: 5th to 95th percentile. Bar: middle half, for 5 or more incidents. Stroke: median, for 3 or more.',
          ]
        : [
            `${n}, one dot each. An incident with several fixes has a dot for each.`,
            ...(fixes.some(({ median }) => median !== undefined)
              ? ['Bar: median, for 3 or more incidents.']
              : []),
          ]),
      formatExcluded(changes),
      ...(unfixed > 0 ? [`Not counted: ${formatIncidents(unfixed)} not fixed yet.`] : []),
    ]
      .filter((part) => part !== undefined)
      .join(' '),
  });
}

/** Those with most changes first. */
function changesPerFix(
  postmortems: readonly Postmortem[],
  vocabulary: Vocabulary,
): readonly FixChanges[] {
  const byFix = groupByTerm(postmortems, 'fix');
  const held = heldMetrics(vocabulary);
  return fixOutcomes(postmortems, vocabulary)
    .filter(({ fix }) => !fix.placeholder)
    .map(({ fix, changes: { median } }) => ({
      fix,
      median,
      changes: listChanges(byFix.get(fix.id), held),
    }))
    .filter(({ changes }) => changes.length > 0)
    .toSorted((a, b) => b.changes.length - a.changes.length);
}

const listChanges = (
  postmortems: readonly Postmortem[] = [],
  held: ReadonlySet<string>,
): FixChanges['changes'] =>
  postmortems
    .flatMap((postmortem) => {
      const share = compareMemory(postmortem.data, held);
      return typeof share === 'number' ? [{ postmortem, share }] : [];
    })
    .toSorted((a, b) => a.share - b.share);

const buildDots = (fixes: readonly FixChanges[]): ChangesModel => ({
  kind: 'changes',
  of: 'fix',
  rows: fixes.map(({ fix, median, changes }) => ({
    label: fix.label,
    ...(median !== undefined && { median }),
    dots: changes.map(({ postmortem: { data }, share }) => ({
      name: incidentName(data.id),
      title: data.title,
      path: incidentPath(data.id),
      share,
    })),
  })),
});

const buildSpreads = (fixes: readonly FixChanges[]): SpreadsModel => ({
  kind: 'spreads',
  of: 'fix',
  rows: fixes.map(({ fix, median, changes }): SpreadRow => {
    const shares = changes.map(({ share }) => share);
    return {
      ...{ label: fix.label, path: termPath('fixes', fix.id), count: shares.length },
      ...{ low: quantile(shares, 0.05), high: quantile(shares, 0.95) },
      ...(shares.length >= minForMiddleHalf && {
        middle: [quantile(shares, 0.25), quantile(shares, 0.75)],
      }),
      ...(median !== undefined && { median }),
    };
  }),
});

/** The value below which a part of the sorted values lies, between two of them in proportion. */
function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const [low = 0, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}
