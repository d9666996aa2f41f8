import type { ChartModel } from '../../src/charts/chart-model.ts';
import type { IndexChartModel } from '../../src/charts/index-chart-model.ts';
import { layOut } from '../../src/charts/render/render.ts';
import type { Shape } from '../../src/charts/render/shapes.ts';
import { pageColors } from '../../src/charts/render/theme.ts';

/** The shapes of one kind that a chart draws at a width, from back to front. */
export const shapesOf = <Kind extends Shape['kind']>(
  model: ChartModel | IndexChartModel,
  kind: Kind,
  width = 680,
): readonly Extract<Shape, { kind: Kind }>[] =>
  layOut(model, { width, palette: pageColors }).shapes.filter(
    (shape): shape is Extract<Shape, { kind: Kind }> => shape.kind === kind,
  );

/** The words on a chart, one string for each text, with plain spaces. */
export const wordsOf = (model: ChartModel | IndexChartModel, width?: number): readonly string[] =>
  shapesOf(model, 'text', width).map(({ lines }) =>
    lines.join(' ').replaceAll(/[\u00a0\u202f]/g, ' '),
  );
