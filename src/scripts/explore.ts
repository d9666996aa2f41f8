import embed, { type VisualizationSpec } from 'vega-embed';
import { expressionInterpreter } from 'vega-interpreter';

import { fixedColors, pageColors } from '../charts/render/theme.ts';

/**
 * Draws `?chart=<incident>/<chart>` with Vega. The only page that loads Vega; the expression interpreter keeps it within a content security policy without `unsafe-eval`.
 */
async function explore(target: HTMLElement): Promise<void> {
  const name = new URLSearchParams(location.search).get('chart') ?? '';
  const [, incident, chart] = /^(\d{1,9})\/([a-z0-9-]{1,80})$/.exec(name) ?? [];
  if (incident === undefined || chart === undefined) {
    tell('The URL does not name a chart. Use the "Explore" link below a chart to open this page.');
    return;
  }
  const page = `${target.dataset.explore ?? '/'}i/${incident}/`;
  document
    .querySelector<HTMLAnchorElement>('[data-back]')
    ?.setAttribute('href', `${page}#chart-${chart}`);
  const response = await fetch(`${page}charts/${chart}.vl.json`);
  if (!response.ok) {
    tell(
      `There is no chart "${chart}" in postmortem ${incident}. Go back and pick one of its charts.`,
    );
    return;
  }
  const spec = JSON.parse(inPageColors(await response.text())) as VisualizationSpec;
  await embed(target, spec, {
    ast: true,
    expr: expressionInterpreter,
    // CSS variables have no effect in a canvas.
    renderer: 'svg',
    defaultStyle: false,
    actions: false,
    tooltip: { disableDefaultStyle: true },
    config: {
      axis: {
        domainColor: pageColors.inkSoft,
        gridColor: pageColors.line,
        labelColor: pageColors.inkSoft,
        tickColor: pageColors.inkSoft,
        titleColor: pageColors.ink,
        titleFontWeight: 'normal',
      },
      // On a phone long names would leave no room for the marks; the tooltip has them in full.
      axisY: { labelLimit: target.clientWidth / 3 },
      legend: { labelColor: pageColors.ink },
      text: { fill: pageColors.ink },
      view: { stroke: 'transparent' },
    },
  });
}

/** The published specification has fixed light colors; in the page they follow the color scheme. */
const inPageColors = (spec: string): string =>
  (['paper', 'ink', 'inkSoft', 'line', 'before', 'after', 'other'] as const).reduce(
    (text, name) => text.replaceAll(`"${fixedColors[name]}"`, `"${pageColors[name]}"`),
    spec,
  );

function tell(message: string): void {
  const line = document.querySelector('[data-message]');
  if (line) line.textContent = message;
}

const target = document.querySelector<HTMLElement>('[data-explore]');
if (target)
  explore(target).catch(() => {
    tell('The chart could not be drawn. Its SVG and CSV files are on the page you came from.');
  });
