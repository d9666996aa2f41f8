import { incidentName, incidentPath, termPath } from '../model/addresses.ts';
import {
  fixOutcomes,
  formatIncidents,
  formatLeftOut,
  formatShareRange,
  memoryChangeOf,
  memoryChanges,
} from './aggregates.ts';
import type { IndexChart } from '../charts/index-chart.ts';
import type { ChangesModel, SpreadRow, SpreadsModel } from '../charts/index-chart-model.ts';
import { chartOf } from './chart-words.ts';
import type { Postmortem } from '../model/content.ts';
import { groupByTerm } from '../model/facets.ts';
import { formatShare } from '../model/improvement.ts';
import type { Term, Vocabulary } from '../model/vocabulary.ts';

/** With more dots the chart would be several screens tall and single dots hard to hit, so the distribution is drawn instead. */
const mostDots = 200;

/** The middle half of fewer values would be two incidents at most. The chart's note states this number. */
const fewestForMiddle = 5;

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
  const fixed = postmortems.filter(({ data }) => data.fix.some((fix) => fix !== 'none-yet'));
  const changes = memoryChanges(fixed);
  if (!changes.range) return undefined;
  const fixes = changesPerFix(postmortems, vocabulary);
  const dots = fixes.reduce((sum, fix) => sum + fix.changes.length, 0);
  const isSpread = dots > mostDots;
  const unfixed = postmortems.length - fixed.length;
  const middle =
    changes.median === undefined
      ? 'too few for a median'
      : `the median is ${formatShare(changes.median)}`;
  const n = `n = ${formatIncidents(changes.compared)}`;
  return chartOf(isSpread ? spreadsOf(fixes) : dotsOf(fixes), {
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
      formatLeftOut(changes),
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
  return fixOutcomes(postmortems, vocabulary)
    .filter(({ fix }) => fix.id !== 'none-yet')
    .map(({ fix, changes: { median } }) => ({ fix, median, changes: sharesOf(byFix.get(fix.id)) }))
    .filter(({ changes }) => changes.length > 0)
    .toSorted((a, b) => b.changes.length - a.changes.length);
}

const sharesOf = (postmortems: readonly Postmortem[] = []): FixChanges['changes'] =>
  postmortems
    .flatMap((postmortem) => {
      const share = memoryChangeOf(postmortem.data);
      return typeof share === 'number' ? [{ postmortem, share }] : [];
    })
    .toSorted((a, b) => a.share - b.share);

const dotsOf = (fixes: readonly FixChanges[]): ChangesModel => ({
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

const spreadsOf = (fixes: readonly FixChanges[]): SpreadsModel => ({
  kind: 'spreads',
  of: 'fix',
  rows: fixes.map(({ fix, median, changes }): SpreadRow => {
    const shares = changes.map(({ share }) => share);
    return {
      ...{ label: fix.label, path: termPath('fixes', fix.id), count: shares.length },
      ...{ low: quantile(shares, 0.05), high: quantile(shares, 0.95) },
      ...(shares.length >= fewestForMiddle && {
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
