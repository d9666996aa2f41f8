import { parse, View, type Runtime, type Spec } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';

import { drawnSpec, type Chart } from './chart.ts';
import type { IndexChart } from './index-chart.ts';
import type { VegaLiteSpec } from './spec.ts';
import { slimSvg } from './svg.ts';
import { narrowWidth, pageColors, wideWidth, type Frame } from './theme.ts';

export interface Renderer {
  /** SVG for a page, for columns and for phones; colors are CSS variables. */
  renderChart(chart: Chart | IndexChart): Promise<{ wide: string; narrow: string }>;
}

/**
 * A renderer remembers how each kind of chart compiles, so make one for many charts. It holds no chart. Where a content
 * security policy forbids to evaluate text as code, `interpreter` is Vega's `expressionInterpreter`; it is slower.
 */
export function createRenderer(interpreter?: unknown): Renderer {
  const runtimes = new Map<string, Runtime>();

  async function draw(chart: Chart | IndexChart, frame: Frame): Promise<string> {
    const spec = drawnSpec(chart.drawing, frame);
    const structure = structureOf(spec);
    const key = JSON.stringify(structure);
    const runtime =
      runtimes.get(key) ??
      parse(compiled(structure), undefined, { ast: interpreter !== undefined });
    runtimes.set(key, runtime);
    return slimSvg(await drawView(runtime, spec, interpreter), frame.palette.fontText);
  }

  return {
    renderChart: async (chart) => ({
      wide: await draw(chart, { width: wideWidth, palette: pageColors }),
      narrow: await draw(chart, { width: narrowWidth, palette: pageColors }),
    }),
  };
}

/** A specification without what differs between charts of its kind. */
function structureOf(spec: VegaLiteSpec): VegaLiteSpec {
  return {
    ...spec,
    width: 1,
    height: 1,
    params: spec.params.map(({ name }) => ({ name, value: blanks[name] ?? [0, 1] })),
    datasets: Object.fromEntries(Object.keys(spec.datasets).map((name) => [name, []])),
  };
}

const blanks: Readonly<Record<string, unknown>> = { margins: 0 };

/** Our specs are plain JSON; Vega-Lite checks them as it compiles, and the tests that it has nothing to complain about. */
const compiled = (spec: VegaLiteSpec): Spec => compile(spec as unknown as TopLevelSpec).spec;

async function drawView(runtime: Runtime, spec: VegaLiteSpec, expr: unknown): Promise<string> {
  const view = new View(runtime, { renderer: 'none', expr });
  try {
    view.width(spec.width).height(spec.height);
    for (const { name, value } of spec.params) view.signal(name, value);
    for (const [name, rows] of Object.entries(spec.datasets)) view.data(name, [...rows]);
    return await view.toSVG();
  } finally {
    view.finalize();
  }
}
