import { indexCharts } from '../root-cause-index/index-charts.ts';
import { loadCollection } from './postmortems.ts';

/** Static paths of the files of charts of the index: `/causes/charts/incidents-per-cause.svg` and such. */
export async function indexChartPaths() {
  return indexCharts(await loadCollection()).flatMap(({ page, charts }) =>
    charts.map((chart) => ({
      params: { index: page.replaceAll(/^\/|\/$/g, ''), chart: chart.id },
      props: { chart },
    })),
  );
}
