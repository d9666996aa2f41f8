import { experimental_AstroContainer as Container } from 'astro/container';

import { chartsOf } from '../../charts/chart.ts';
import type { Renderer } from '../../charts/render.ts';
import { leadChartOf, numberMarks, type Story } from '../../components/story.ts';
import Draft from '../../components/Draft.astro';
import type { DrawnChart } from '../../charts/draw/drawn-charts.ts';
import type { Postmortem } from '../../model/content.ts';
import type { Block } from '../../model/blocks.ts';
import type { CheckedDraft } from './check-draft.ts';
import type { IncidentLookup } from './known-incidents.ts';
import type { Known } from './messages.ts';

/** Gives a function that renders drafts as HTML with the components and charts of the site's own pages. */
export function createPreview({ vocabulary }: Known, lookUp: IncidentLookup) {
  let renderer: Promise<Renderer> | undefined;

  async function draw(postmortem: Postmortem): Promise<ReadonlyMap<string, DrawnChart>> {
    const charts = chartsOf(postmortem, vocabulary);
    if (charts.length === 0) return new Map();
    renderer ??= loadRenderer();
    const ready = await renderer;
    const drawn = await Promise.all(
      charts.map(async (chart) => ({ chart, ...(await ready.renderChart(chart)), file: '' })),
    );
    return new Map(drawn.map((one) => [one.chart.id, one]));
  }

  return async ({ postmortem, gaps }: CheckedDraft): Promise<string> => {
    const { data, body } = postmortem;
    const [charts, incidents] = await Promise.all([
      draw(postmortem),
      lookUp(incidentsIn(body.blocks)),
    ]);
    const lead = leadChartOf(body.blocks);
    const story: Story = {
      marks: numberMarks(body.blocks, data.sources),
      charts,
      lead: lead !== undefined && charts.has(lead) ? lead : undefined,
      incidentOf: (id) => incidents.get(id),
      numberOf: (source) => data.sources.findIndex(({ id }) => id === source) + 1,
    };
    // A container keeps what it has rendered, so each preview gets its own.
    const container = await Container.create();
    return container.renderToString(Draft, { props: { postmortem, story, vocabulary, gaps } });
  };
}

/** Ids of the incidents that a text links. */
const incidentsIn = (blocks: readonly Block[]): readonly number[] =>
  blocks.flatMap((block) => {
    if (block.kind === 'html' || block.kind === 'source') return [];
    const own = block.kind === 'component' && block.name === 'Incident' ? [block.props.id] : [];
    return [...own.map(Number), ...incidentsIn(block.children)];
  });

/** Vega is most of what the composer loads, and not every draft has a chart. */
async function loadRenderer(): Promise<Renderer> {
  const [{ createRenderer }, { expressionInterpreter }] = await Promise.all([
    import('../../charts/render.ts'),
    import('vega-interpreter'),
  ]);
  return createRenderer(expressionInterpreter);
}
