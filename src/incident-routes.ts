import { incidentPath } from './addresses.ts';
import { chartsOf, type Chart } from './charts/chart.ts';
import type { Postmortem } from './content.ts';
import { fateOf } from './permalinks/former-addresses.ts';
import { chartNotice } from './permalinks/former-outputs.ts';
import {
  formerPagesOf,
  incidentIdAt,
  liveAddressesOf,
  type FormerPage,
} from './permalinks/former-pages.ts';
import { chartAnchor } from './permalinks/ledger.ts';
import { loadCollection } from './postmortems.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Static paths of the files beside a postmortem's page, one per incident, drafts too. */
export async function incidentPaths(): Promise<
  { params: { id: string }; props: { postmortem: Postmortem; vocabulary: Vocabulary } }[]
> {
  const { postmortems, drafts, vocabulary } = await loadCollection();
  return [...postmortems, ...drafts].map((postmortem) => ({
    params: { id: String(postmortem.data.id) },
    props: { postmortem, vocabulary },
  }));
}

/** Static paths of the same files of incidents that moved or were withdrawn. */
export async function formerIncidentPaths(): Promise<
  { params: { id: string }; props: { former: FormerPage } }[]
> {
  const pages = formerPagesOf(await loadCollection());
  return pages.flatMap((former) => {
    const id = incidentIdAt(former.path);
    return id === undefined ? [] : [{ params: { id: String(id) }, props: { former } }];
  });
}

interface ChartPath {
  readonly params: { id: string; chart: string };
  /** The chart, or why there is none any more. */
  readonly props: { chart: Chart } | { notice: string };
}

/**
 * Static paths of chart downloads: one per chart with numbers, sketches have none; and one per chart that was published
 * with numbers before, which gives the chart that took its place, or a notice.
 */
export async function chartPaths(): Promise<ChartPath[]> {
  const collection = await loadCollection();
  const charts = new Map(
    [...collection.postmortems, ...collection.drafts].flatMap((postmortem) =>
      chartsOf(postmortem, collection.vocabulary)
        .filter(({ provenance }) => provenance !== 'sketch')
        .map((chart) => [chartAddress(postmortem.data.id, chart.id), chart]),
    ),
  );
  const current = [...charts].map(([address, chart]) => pathOf(address, { chart }));
  const { isLive } = liveAddressesOf(collection);
  const former = Object.entries(collection.permalinks.incidents).flatMap(([id, incident]) =>
    incident.charts.flatMap((chart) => {
      const address = chartAddress(Number(id), chart);
      if (charts.has(address)) return [];
      const fate = fateOf(collection.permalinks, address, isLive);
      const now = fate?.kind === 'moved' ? charts.get(fate.to) : undefined;
      return [pathOf(address, now ? { chart: now } : { notice: chartNotice(address, fate) })];
    }),
  );
  return [...current, ...former];
}

const chartAddress = (id: number, chart: string): string =>
  `${incidentPath(id)}#${chartAnchor(chart)}`;

function pathOf(address: string, props: ChartPath['props']): ChartPath {
  const [, id = '', chart = ''] = /^\/i\/(\d+)\/#chart-(.*)$/.exec(address) ?? [];
  return { params: { id, chart }, props };
}
