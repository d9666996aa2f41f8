import { indexTable, type IndexChart } from '../charts/index-chart.ts';
import type { IndexDrawing } from '../charts/index-drawing.ts';
import { site } from '../../site.config.ts';

/** A drawing of the index with its words and its numbers. */
export const chartOf = (
  drawing: IndexDrawing,
  words: Pick<IndexChart, 'id' | 'title' | 'says' | 'note'>,
): IndexChart => ({
  ...words,
  credit: `${site.name}, root-cause index.`,
  table: indexTable(drawing),
  drawing,
});
