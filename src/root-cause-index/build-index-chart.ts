import { type IndexChart, indexTable } from '../charts/index-chart.ts';
import type { IndexChartModel } from '../charts/index-chart-model.ts';
import { site } from '../../site.config.ts';

/** A chart of the index with its words and its numbers. */
export const buildIndexChart = (
  model: IndexChartModel,
  words: Pick<IndexChart, 'id' | 'title' | 'caption' | 'note'>,
): IndexChart => ({
  ...words,
  credit: `${site.name}, root-cause index.`,
  table: indexTable(model),
  model,
});
