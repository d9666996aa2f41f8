import { incidentName, incidentPath, termPath } from '../addresses.ts';
import {
  fixOutcomes,
  formatIncidents,
  formatLeftOut,
  formatShareRange,
  memoryChangeOf,
  memoryChanges,
  toolOutcomes,
} from './aggregates.ts';
import { indexTable, type IndexChart } from '../charts/index-chart.ts';
import type { ChangeRow, IndexDrawing, OutcomeRow } from '../charts/index-drawing.ts';
import type { Postmortem } from '../content.ts';
import { groupByTerm } from '../facets.ts';
import { formatShare } from '../improvement.ts';
import type { Collection } from '../postmortems.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { site } from '../../site.config.ts';

type Counted = Pick<Collection, 'vocabulary' | 'postmortems'>;

/** The charts of a page of the index; `page` is its path. */
export interface PageCharts {
  readonly page: string;
  readonly charts: readonly IndexChart[];
}

/** Charts with nothing to show are left out, and so are pages without charts. */
export function indexCharts(collection: Counted): readonly PageCharts[] {
  const { vocabulary, postmortems } = collection;
  const byCause = groupByTerm(postmortems, 'cause');
  return [
    { page: '/causes/', charts: [incidentsPerCause(collection), regressionChains(postmortems)] },
    { page: '/fixes/', charts: [improvementPerFix(postmortems, vocabulary)] },
    { page: '/tools/', charts: [toolOutcomesChart(postmortems, vocabulary, { fewest: 5 })] },
    ...vocabulary.causes.map(({ id }) => {
      const own = byCause.get(id) ?? [];
      return {
        page: termPath('causes', id),
        charts: [
          ...(memoryChanges(own).compared >= 2 ? [improvementPerFix(own, vocabulary)] : []),
          ...(own.length >= 10 ? [toolOutcomesChart(own, vocabulary, { fewest: 2 })] : []),
        ],
      };
    }),
  ]
    .map(({ page, charts }) => ({ page, charts: charts.filter((chart) => chart !== undefined) }))
    .filter(({ charts }) => charts.length > 0);
}

/** Thousands of pages ask for their charts, and counting the whole collection for each would take longer than all the rest. */
const chartsByPage = new WeakMap<Counted, ReadonlyMap<string, readonly IndexChart[]>>();

/** The charts of one page, none if it has none. Counts a collection once. */
export function chartsOfPage(collection: Counted, page: string): readonly IndexChart[] {
  const known = chartsByPage.get(collection);
  const charts =
    known ?? new Map(indexCharts(collection).map((entry) => [entry.page, entry.charts]));
  if (!known) chartsByPage.set(collection, charts);
  return charts.get(page) ?? [];
}

const chartOf = (
  drawing: IndexDrawing,
  words: Pick<IndexChart, 'id' | 'title' | 'says' | 'note'>,
): IndexChart => ({
  ...words,
  credit: `${site.name}, root-cause index.`,
  table: indexTable(drawing),
  drawing,
});

/** Incidents per cause, the most frequent first. */
export function incidentsPerCause({ vocabulary, postmortems }: Counted): IndexChart | undefined {
  const byCause = groupByTerm(postmortems, 'cause');
  const rows = vocabulary.causes
    .map(({ id, label }) => ({
      label,
      path: termPath('causes', id),
      count: byCause.get(id)?.length ?? 0,
    }))
    .toSorted((a, b) => b.count - a.count);
  const drawn = rows.filter(({ count }) => count > 0);
  const [first] = drawn;
  if (!first) return undefined;
  const unused = rows.length - drawn.length;
  const five = drawn.slice(0, 5).reduce((sum, { count }) => sum + count, 0);
  return chartOf(
    { kind: 'tallies', of: 'cause', rows: drawn },
    {
      id: 'incidents-per-cause',
      title: 'Incidents per cause',
      says: `${first.label} is the most frequent cause with ${first.count} of ${formatIncidents(postmortems.length)}; the five most frequent make up ${five}.`,
      note: `n = ${formatIncidents(postmortems.length)}, each with one cause. Left out: ${unused === 0 ? 'nothing' : `${causes(unused)} without an incident`}.`,
    },
  );
}

const causes = (count: number): string => (count === 1 ? '1 cause' : `${count} causes`);

/** Changes of memory held, one row per fix; only comparable pairs. Fixes not known yet have no row. */
export function improvementPerFix(
  postmortems: readonly Postmortem[],
  vocabulary: Vocabulary,
): IndexChart | undefined {
  const byFix = groupByTerm(postmortems, 'fix');
  const rows = fixOutcomes(postmortems, vocabulary)
    .filter(({ fix }) => fix.id !== 'none-yet')
    .map(({ fix, changes: { median } }): ChangeRow => ({
      label: fix.label,
      ...(median !== undefined && { median }),
      dots: dotsOf(byFix.get(fix.id) ?? []),
    }))
    .filter(({ dots }) => dots.length > 0)
    .toSorted((a, b) => b.dots.length - a.dots.length);
  const fixed = postmortems.filter(({ data }) => data.fix.some((fix) => fix !== 'none-yet'));
  const changes = memoryChanges(fixed);
  if (!changes.range) return undefined;
  const unfixed = postmortems.length - fixed.length;
  const middle =
    changes.median === undefined
      ? 'too few for a median'
      : `the median is ${formatShare(changes.median)}`;
  return chartOf(
    { kind: 'changes', of: 'fix', rows },
    {
      id: 'improvement-per-fix',
      title: 'Improvement per fix',
      says: `Memory held changed by ${formatShareRange(changes.range)} in the ${formatIncidents(changes.compared)} that can be compared; ${middle}.`,
      note: [
        `n = ${formatIncidents(changes.compared)}, one dot each; an incident with several fixes has a dot for each.`,
        ...(rows.some(({ median }) => median !== undefined)
          ? ['A bar marks the median of three or more.']
          : []),
        formatLeftOut(changes),
        ...(unfixed > 0 ? [`Not counted: ${formatIncidents(unfixed)} without a fix yet.`] : []),
      ]
        .filter((part) => part !== undefined)
        .join(' '),
    },
  );
}

const dotsOf = (postmortems: readonly Postmortem[]): ChangeRow['dots'] =>
  postmortems
    .flatMap(({ data }) => {
      const share = memoryChangeOf(data);
      if (typeof share !== 'number') return [];
      const { id, title } = data;
      return [{ name: incidentName(id), title, path: incidentPath(id), share }];
    })
    .toSorted((a, b) => a.share - b.share);

/** How tools did that were tried in at least `fewest` incidents, those that found most first. */
export function toolOutcomesChart(
  postmortems: readonly Postmortem[],
  vocabulary: Vocabulary,
  { fewest }: { readonly fewest: number },
): IndexChart | undefined {
  const rows = toolOutcomes(postmortems, vocabulary)
    .filter(({ tool }) => tool.id !== 'unknown')
    .map(({ tool, counts }): OutcomeRow => ({
      label: tool.label,
      path: termPath('tools', tool.id),
      foundIt: counts['found-it'],
      helped: counts.helped,
      noHelp: counts['no-help'],
    }));
  const triesOf = ({ foundIt, helped, noHelp }: OutcomeRow) => foundIt + helped + noHelp;
  const drawn = rows.filter((row) => triesOf(row) >= fewest);
  const [first] = drawn;
  if (!first) return undefined;
  const stated = postmortems.filter(({ data }) =>
    data.tools.some(({ name }) => name !== 'unknown'),
  );
  const rare = rows.length - drawn.length;
  const silent = postmortems.length - stated.length;
  const leftOut = [
    ...(rare > 0
      ? [`${rare} of ${rows.length} tools, tried in fewer than ${fewest} incidents`]
      : []),
    ...(silent > 0 ? [`${formatIncidents(silent)} whose sources name no tool`] : []),
  ];
  return chartOf(
    { kind: 'outcomes', rows: drawn },
    {
      id: 'tool-outcomes',
      title: 'How tools did',
      says:
        first.foundIt > 0
          ? `${first.label} found the cause most often: in ${first.foundIt} of the ${formatIncidents(triesOf(first))} where it was tried.`
          : 'None of these tools found a cause.',
      note: `n = ${formatIncidents(stated.length)}; a tool counts once in each, by its best outcome. Left out: ${leftOut.join(', ') || 'nothing'}.`,
    },
  );
}

/** Which incidents the fix of another caused; undefined while no source says so of any. */
export function regressionChains(postmortems: readonly Postmortem[]): IndexChart | undefined {
  const links = postmortems.flatMap(({ data: { id, regressionOf = [] } }) =>
    regressionOf.map((earlier) => ({ earlier, later: id })),
  );
  if (links.length === 0) return undefined;
  const linked = new Set(links.flatMap(({ earlier, later }) => [earlier, later]));
  const incidents = postmortems
    .filter(({ data }) => linked.has(data.id))
    .map(({ data: { id, title, reported } }) => ({
      ...{ id, title, reported, name: incidentName(id), path: incidentPath(id) },
    }));
  const later = new Set(links.map((link) => link.later)).size;
  return chartOf(
    { kind: 'chains', incidents, links },
    {
      id: 'regression-chains',
      title: 'Fixes that caused the next incident',
      says: `${formatIncidents(later)} followed from the fix of another; an arrow leads from the fixed incident to the one its fix caused.`,
      note: `n = ${formatIncidents(incidents.length)} in chains, earlier ones first. Left out: ${formatIncidents(postmortems.length - incidents.length)} that no source links to a fix.`,
    },
  );
}
