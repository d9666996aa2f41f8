import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { chartKey, type Chart } from '../chart.ts';
import type { IndexChart } from '../index-chart.ts';
import { renderSvg } from '../render/render.ts';
import { standaloneSvg } from '../render/standalone.ts';
import { codeHash } from './code-hash.ts';
import { diskCached } from './disk-cache.ts';

/** A chart as SVG: for wide and for narrow columns of a page, and as a file of its own. */
export interface ChartDrawing {
  readonly wide: string;
  readonly narrow: string;
  readonly file: string;
}

const code = codeHash(import.meta.filename);

/** Draws a chart; cached in the folder under the hash of what the chart shows and of the code that draws it. */
export async function drawChart({
  chart,
  cache,
}: {
  chart: Chart | IndexChart;
  cache: string;
}): Promise<ChartDrawing> {
  const name = createHash('sha256').update(code).update(chartKey(chart)).digest('hex');
  const bytes = await diskCached(join(cache, 'charts', name), () => {
    const drawing: ChartDrawing = { ...renderSvg(chart), file: standaloneSvg(chart) };
    return Buffer.from(JSON.stringify(drawing));
  });
  return JSON.parse(bytes.toString()) as ChartDrawing;
}
