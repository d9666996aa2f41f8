import { createHash } from 'node:crypto';

import { incidentPath } from '../model/addresses.ts';
import { chartsOf, type Chart } from '../charts/chart.ts';
import type { Postmortem } from '../model/content.ts';
import { resolveRedirect } from '../content/permalinks/redirects.ts';
import { chartNotice } from '../outputs/redirect-outputs.ts';
import {
  listRedirectPages,
  incidentIdAt,
  getLiveAddresses,
  type RedirectPage,
} from '../content/permalinks/redirect-pages.ts';
import { chartAnchor } from '../content/permalinks/ledger.ts';
import { incidentsIn } from '../model/blocks.ts';
import { loadCollection } from './postmortems.ts';
import { createRelations } from '../root-cause-index/related.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { indexCharts } from '../root-cause-index/index-charts.ts';

/** Static paths of the files beside a postmortem's page, one per incident, drafts too. */
export async function incidentPaths(): Promise<IncidentPath[]> {
  const { postmortems, drafts, vocabulary, digestOf } = await loadCollection();
  return [...postmortems, ...drafts].map((postmortem) => ({
    params: { id: String(postmortem.data.id) },
    props: { postmortem, vocabulary },
    cacheKey: pageKey(digestOf(postmortem)),
  }));
}

interface IncidentPath {
  readonly params: { id: string };
  readonly props: { postmortem: Postmortem; vocabulary: Vocabulary };
  readonly cacheKey: string;
}

/** The same with the incidents related to each, for what shows these too. */
export async function relatedIncidentPaths() {
  const collection = await loadCollection();
  const { postmortems, drafts, byId, digestOf, vocabulary } = collection;
  const relationsOf = createRelations(collection);
  return [...postmortems, ...drafts].map((postmortem) => {
    const relations = relationsOf(postmortem);
    const others = [
      ...relations.map((relation) => relation.postmortem),
      ...incidentsIn(postmortem.body.blocks).flatMap((id) => byId.get(id) ?? []),
    ];
    const shown = others.map(({ data: { id, title, status } }) => ({ id, title, status }));
    return {
      params: { id: String(postmortem.data.id) },
      props: { postmortem, vocabulary, relations },
      cacheKey: pageKey(
        digestOf(postmortem),
        shown,
        relations.map(({ why }) => why),
      ),
    };
  });
}

/** Static paths of the same files of incidents that moved or were withdrawn. */
export async function redirectIncidentPaths(): Promise<
  { params: { id: string }; props: { redirectPage: RedirectPage } }[]
> {
  const pages = listRedirectPages(await loadCollection());
  return pages.flatMap((redirectPage) => {
    const id = incidentIdAt(redirectPage.path);
    return id === undefined ? [] : [{ params: { id: String(id) }, props: { redirectPage } }];
  });
}

interface ChartPath {
  readonly params: { id: string; chart: string };
  /** The chart, or why there is none any more. */
  readonly props: { chart: Chart } | { notice: string };
  readonly cacheKey?: string;
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
        .map((chart) => [chartAddress(postmortem.data.id, chart.id), { postmortem, chart }]),
    ),
  );
  const current = [...charts].map(([address, { postmortem, chart }]) => ({
    ...chartPathAt(address, { chart }),
    cacheKey: pageKey(collection.digestOf(postmortem)),
  }));
  const { isLive } = getLiveAddresses(collection);
  const redirects = Object.entries(collection.permalinks.incidents).flatMap(([id, incident]) =>
    incident.charts.flatMap((chart) => {
      const address = chartAddress(Number(id), chart);
      if (charts.has(address)) return [];
      const redirect = resolveRedirect(collection.permalinks, address, isLive);
      const now = redirect?.kind === 'moved' ? charts.get(redirect.to) : undefined;
      return [
        chartPathAt(
          address,
          now ? { chart: now.chart } : { notice: chartNotice(address, redirect) },
        ),
      ];
    }),
  );
  return [...current, ...redirects];
}

const chartAddress = (id: number, chart: string): string =>
  `${incidentPath(id)}#${chartAnchor(chart)}`;

function chartPathAt(address: string, props: ChartPath['props']): ChartPath {
  const [, id = '', chart = ''] = /^\/i\/(\d+)\/#chart-(.*)$/.exec(address) ?? [];
  return { params: { id, chart }, props };
}

/** Static paths of the files of charts of the index: `/causes/charts/incidents-per-cause.svg` and such. */
export async function indexChartPaths() {
  return indexCharts(await loadCollection()).flatMap(({ page, charts }) =>
    charts.map((chart) => ({
      params: { index: page.replaceAll(/^\/|\/$/g, ''), chart: chart.id },
      props: { chart },
    })),
  );
}

/**
 * The `cacheKey` of a page: a build makes the page again when it differs from the one of the build before. `shown` is all
 * data that the page shows, or digests of it. Astro adds the code of the page, its settings and the versions of packages.
 */
export const pageKey = (...shown: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(shown)).digest('base64url');
