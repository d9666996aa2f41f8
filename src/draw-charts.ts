import { createHash } from 'node:crypto';
import { mkdir, readFile, readdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { chartKey, chartsOf, type Chart } from './charts/chart.ts';
import type { IndexChart } from './charts/index-chart.ts';
import { createRenderer } from './charts/render.ts';
import type { Postmortem } from './content.ts';
import type { Vocabulary } from './vocabulary.ts';

/** A chart as SVG: for wide and for narrow columns of a page, and as a file of its own. */
interface Drawing {
  readonly wide: string;
  readonly narrow: string;
  readonly file: string;
}

export interface DrawnChart extends Drawing {
  readonly chart: Chart;
}

export interface DrawnIndexChart extends Drawing {
  readonly chart: IndexChart;
}

const folder = '.cache/charts';
const renderer = createRenderer();
const engine = hashOfEngine();

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

/**
 * Drawings are kept on disk under the hash of what they show and of what draws them, because drawing one takes
 * milliseconds and there may be thousands. A damaged file is drawn again.
 */
export async function drawChart(chart: Chart | IndexChart): Promise<Drawing> {
  const hash = createHash('sha256')
    .update(await engine)
    .update(chartKey(chart));
  const path = join(folder, `${hash.digest('hex')}.json`);
  const kept = await readDrawing(path);
  if (kept) return kept;
  const drawing = {
    ...(await renderer.renderChart(chart)),
    file: await renderer.renderStandaloneSvg(chart),
  };
  await mkdir(folder, { recursive: true });
  const aside = `${path}.${process.pid}.${Math.random()}`;
  await writeFile(aside, JSON.stringify(drawing));
  await rename(aside, path);
  return drawing;
}

async function hashOfEngine(): Promise<string> {
  const hash = createHash('sha256').update(await readFile('package-lock.json'));
  for (const name of (await readdir('src/charts')).toSorted())
    hash.update(await readFile(join('src/charts', name)));
  return hash.digest('hex');
}

async function readDrawing(path: string): Promise<Drawing | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isDrawing(value) ? value : undefined;
  } catch {
    return undefined; // Not there or damaged: it is drawn again.
  }
}

const isDrawing = (value: unknown): value is Drawing =>
  typeof value === 'object' &&
  value !== null &&
  ['wide', 'narrow', 'file'].every((key) =>
    String(Reflect.get(value, key)).trimEnd().endsWith('</svg>'),
  );
