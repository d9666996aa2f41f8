import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { Tinypool } from 'tinypool';

import type { Chart } from '../chart.ts';
import type { IndexChart } from '../index-chart.ts';
import type { ChartDrawing } from './chart.ts';
import { cacheFolder, engineRoot } from './engine-root.ts';

/**
 * Drawing takes milliseconds and there may be thousands of charts and cards, so threads of their own do it while pages are
 * made. A thread remembers how each kind of chart compiles and has the fonts at hand.
 */
const pool = new Tinypool({
  // Pages are bundled; the threads run the sources.
  filename: pathToFileURL(join(engineRoot, 'src/charts/draw/worker.ts')).href,
  isolateWorkers: false,
  minThreads: 0,
  maxThreads: availableParallelism(),
  idleTimeout: 60_000,
  resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 },
});

export const drawChart = async (chart: Chart | IndexChart): Promise<ChartDrawing> =>
  (await pool.run({ chart, cache: cacheFolder }, { name: 'drawChart' })) as ChartDrawing;

/** A card as PNG from its SVG. */
export async function drawCard(svg: string): Promise<Buffer<ArrayBuffer>> {
  const png = (await pool.run(
    { svg, cache: cacheFolder },
    {
      name: 'drawCard',
    },
  )) as Uint8Array<ArrayBuffer>;
  return Buffer.from(png.buffer, png.byteOffset, png.byteLength);
}

/** Puts the PNG of a card in the place of its SVG, in a file; leaves a PNG as it is. */
export async function replaceByCard(path: string): Promise<void> {
  await pool.run({ path, cache: cacheFolder }, { name: 'replaceByCard' });
}
