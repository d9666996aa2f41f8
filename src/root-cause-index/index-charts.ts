import { incidentName, incidentPath, termPath } from '../model/addresses.ts';
import { formatIncidents, memoryChanges, toolOutcomes } from './aggregates.ts';
import { buildIndexChart } from './build-index-chart.ts';
import { improvementPerFix } from './improvement-per-fix.ts';
import type { IndexChart } from '../charts/index-chart.ts';
import type { OutcomeRow } from '../charts/index-chart-model.ts';
import type { Postmortem } from '../model/content.ts';
import { groupByTerm } from '../model/facets.ts';
import type { Collection } from '../model/collection.ts';
import { isPlaceholder, type Vocabulary } from '../model/vocabulary.ts';

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
    { page: '/tools/', charts: [toolOutcomesChart(postmortems, vocabulary, { minIncidents: 5 })] },
    ...vocabulary.causes.map(({ id }) => {
      const own = byCause.get(id) ?? [];
      return {
        page: termPath('causes', id),
        charts: [
          ...(memoryChanges(own, vocabulary).compared >= 2
            ? [improvementPerFix(own, vocabulary)]
            : []),
          ...(own.length >= 10 ? [toolOutcomesChart(own, vocabulary, { minIncidents: 2 })] : []),
        ],
      };
    }),
  ]
    .map(({ page, charts }) => ({ page, charts: charts.filter((chart) => chart !== undefined) }))
    .filter(({ charts }) => charts.length > 0);
}

/** Counting the collection anew for each of thousands of pages would dominate the build time. */
const chartsByPage = new WeakMap<Counted, ReadonlyMap<string, readonly IndexChart[]>>();

/** The charts of one page, none if it has none. Counts a collection once. */
export function chartsOfPage(collection: Counted, page: string): readonly IndexChart[] {
  const known = chartsByPage.get(collection);
  const charts =
    known ?? new Map(indexCharts(collection).map((entry) => [entry.page, entry.charts]));
  if (!known) chartsByPage.set(collection, charts);
  return charts.get(page) ?? [];
}

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
  return buildIndexChart(
    { kind: 'tallies', of: 'cause', rows: drawn },
    {
      id: 'incidents-per-cause',
      title: 'Incidents by cause',
      caption: `${first.label} is the most common cause with ${first.count} of ${formatIncidents(postmortems.length)}. The five most common causes account for ${five}.`,
      note: `n = ${formatIncidents(postmortems.length)}, each with one cause. Excluded: ${unused === 0 ? 'none' : `${causes(unused)} without incidents`}.`,
    },
  );
}

const causes = (count: number): string => (count === 1 ? '1 cause' : `${count} causes`);

/** How tools did that were tried in at least `minIncidents` incidents, those that found most first. */
export function toolOutcomesChart(
  postmortems: readonly Postmortem[],
  vocabulary: Vocabulary,
  { minIncidents }: { readonly minIncidents: number },
): IndexChart | undefined {
  const rows = toolOutcomes(postmortems, vocabulary)
    .filter(({ tool }) => !tool.placeholder)
    .map(({ tool, counts }): OutcomeRow => ({
      label: tool.label,
      path: termPath('tools', tool.id),
      foundIt: counts['found-it'],
      helped: counts.helped,
      noHelp: counts['no-help'],
    }));
  const countUses = ({ foundIt, helped, noHelp }: OutcomeRow) => foundIt + helped + noHelp;
  const drawn = rows.filter((row) => countUses(row) >= minIncidents);
  const [first] = drawn;
  if (!first) return undefined;
  const stated = postmortems.filter(({ data }) =>
    data.tools.some(({ name }) => !isPlaceholder(vocabulary.tools, name)),
  );
  const rare = rows.length - drawn.length;
  const silent = postmortems.length - stated.length;
  const leftOut = [
    ...(rare > 0
      ? [`${rare} of ${rows.length} tools used in fewer than ${minIncidents} incidents`]
      : []),
    ...(silent > 0 ? [`${formatIncidents(silent)} where the tool is unknown`] : []),
  ];
  return buildIndexChart(
    { kind: 'outcomes', rows: drawn },
    {
      id: 'tool-outcomes',
      title: 'Success rate of tools',
      caption:
        first.foundIt > 0
          ? `${first.label} found the cause most often: in ${first.foundIt} of the ${formatIncidents(countUses(first))} where it was used.`
          : 'None of these tools found a cause.',
      note: `n = ${formatIncidents(stated.length)}; a tool counts once per incident, with its best outcome. Excluded: ${leftOut.join(', ') || 'none'}.`,
    },
  );
}

/** With more arrows the chart becomes unreadable. */
const maxLinks = 20;

/** Which incidents the fix of another caused, of many the newest; undefined while no source says so of any. */
export function regressionChains(postmortems: readonly Postmortem[]): IndexChart | undefined {
  const links = postmortems.flatMap(({ data: { id, regressionOf = [] } }) =>
    regressionOf.map((earlier) => ({ earlier, later: id })),
  );
  if (links.length === 0) return undefined;
  const drawn = links.slice(0, maxLinks);
  const linked = collectLinkedIds(drawn);
  const incidents = postmortems
    .filter(({ data }) => linked.has(data.id))
    .map(({ data: { id, title, reported } }) => ({
      ...{ id, title, reported, name: incidentName(id), path: incidentPath(id) },
    }));
  const later = new Set(links.map((link) => link.later)).size;
  return buildIndexChart(
    { kind: 'chains', incidents, links: drawn },
    {
      id: 'regression-chains',
      title: 'Fixes that caused a regression',
      caption: `${later === 1 ? '1 incident was' : `${later} incidents were`} caused by the fix of another. Arrows lead from the fixed incident to the regression.`,
      note: [
        `n = ${formatIncidents(incidents.length)}, oldest first.`,
        ...(drawn.length < links.length
          ? [
              `Showing the newest ${drawn.length} of ${links.length} links; index.json lists all of them.`,
            ]
          : []),
        `Excluded: ${formatIncidents(postmortems.length - collectLinkedIds(links).size)} without a known link.`,
      ].join(' '),
    },
  );
}

const collectLinkedIds = (
  links: readonly { readonly earlier: number; readonly later: number }[],
): ReadonlySet<number> => new Set(links.flatMap(({ earlier, later }) => [earlier, later]));
