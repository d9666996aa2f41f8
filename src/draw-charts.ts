import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { chartsOf, type Chart } from './charts/chart.ts';
import { chartKey, createRenderer, type RenderedChart } from './charts/render.ts';
import type { Postmortem } from './content.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface DrawnChart extends RenderedChart {
  readonly chart: Chart;
}

const folder = '.cache/charts';
const renderer = createRenderer();

/**
 * Every chart of a postmortem, by id. Drawings are kept on disk under the hash of what they show, because drawing one
 * takes milliseconds and there may be thousands; a damaged file is drawn again.
 */
export async function drawCharts(
  postmortem: Postmortem,
  vocabulary: Vocabulary,
): Promise<ReadonlyMap<string, DrawnChart>> {
  const charts = chartsOf(postmortem, vocabulary);
  const drawn = await Promise.all(charts.map(async (chart) => ({ chart, ...(await draw(chart)) })));
  return new Map(drawn.map((entry) => [entry.chart.id, entry]));
}

async function draw(chart: Chart): Promise<RenderedChart> {
  const path = join(folder, `${createHash('sha256').update(chartKey(chart)).digest('hex')}.json`);
  const kept = await readDrawing(path);
  if (kept) return kept;
  const drawing = await renderer.renderChart(chart);
  await mkdir(folder, { recursive: true });
  const aside = `${path}.${process.pid}`;
  await writeFile(aside, JSON.stringify(drawing));
  await rename(aside, path);
  return drawing;
}

async function readDrawing(path: string): Promise<RenderedChart | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isDrawing(value) ? value : undefined;
  } catch {
    return undefined; // Not there or damaged: it is drawn again.
  }
}

const isDrawing = (value: unknown): value is RenderedChart =>
  typeof value === 'object' &&
  value !== null &&
  'wide' in value &&
  'narrow' in value &&
  String(value.wide).endsWith('</svg>') &&
  String(value.narrow).endsWith('</svg>');
