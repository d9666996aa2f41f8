import { chartsOf, type Chart } from '../chart.ts';
import type { IndexChart } from '../index-chart.ts';
import type { Postmortem } from '../../model/content.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import type { ChartDrawing } from './chart.ts';
import { drawChart } from './pool.ts';

export interface DrawnChart extends ChartDrawing {
  readonly chart: Chart;
}

export interface DrawnIndexChart extends ChartDrawing {
  readonly chart: IndexChart;
}

/** Every chart of a postmortem, by id. */
export const drawCharts = (
  postmortem: Postmortem,
  vocabulary: Vocabulary,
): Promise<ReadonlyMap<string, DrawnChart>> => drawAll(chartsOf(postmortem, vocabulary));

/** Charts with their drawings, by id. */
export async function drawAll(charts: readonly Chart[]): Promise<ReadonlyMap<string, DrawnChart>> {
  const drawn = await Promise.all(
    charts.map(async (chart) => ({ chart, ...(await drawChart(chart)) })),
  );
  return new Map(drawn.map((entry) => [entry.chart.id, entry]));
}

/** Charts of a page of the index with their drawings. */
export const drawIndexCharts = (charts: readonly IndexChart[]): Promise<DrawnIndexChart[]> =>
  Promise.all(charts.map(async (chart) => ({ chart, ...(await drawChart(chart)) })));
