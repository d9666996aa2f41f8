import { createHash } from 'node:crypto';

import { chartKey, type Chart } from '../chart.ts';
import type { IndexChart } from '../index-chart.ts';
import { createRenderer } from '../render.ts';
import { standaloneSvg } from '../standalone.ts';
import { chartCode } from './chart-code.ts';
import { keptDrawing } from './kept-drawing.ts';

/** A chart as SVG: for wide and for narrow columns of a page, and as a file of its own. */
export interface ChartDrawing {
  readonly wide: string;
  readonly narrow: string;
  readonly file: string;
}

const renderer = createRenderer();

/** Draws a chart; kept on disk under the hash of what it shows and of what draws it. */
export function drawChart(chart: Chart | IndexChart): Promise<ChartDrawing> {
  const name = createHash('sha256').update(chartCode).update(chartKey(chart)).digest('hex');
  return keptDrawing(`.cache/charts/${name}.json`, readDrawing, async () => {
    const { wide, narrow } = await renderer.renderChart(chart);
    const drawing = { wide, narrow, file: standaloneSvg(chart, wide) };
    return { drawing, bytes: JSON.stringify(drawing) };
  });
}

function readDrawing(bytes: Buffer): ChartDrawing | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    return isDrawing(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isDrawing = (value: unknown): value is ChartDrawing =>
  typeof value === 'object' &&
  value !== null &&
  ['wide', 'narrow', 'file'].every((key) =>
    String(Reflect.get(value, key)).trimEnd().endsWith('</svg>'),
  );
