import { chartsOf } from '../../charts/chart.ts';
import { leadChart } from '../../charts/lead-chart.ts';
import { renderSvg } from '../../charts/render/render.ts';
import { incidentsIn } from '../../model/blocks.ts';
import type { Postmortem } from '../../model/content.ts';
import type { Vocabulary } from '../../model/vocabulary.ts';
import { renderBody } from '../../outputs/article/body.ts';
import { renderChart } from '../../outputs/article/chart.ts';
import {
  fragmentsShown,
  numberMarks,
  type ArticleChart,
  type ArticleContext,
} from '../../outputs/article/context.ts';
import { renderOpening } from '../../outputs/article/answer.ts';
import { renderDatasheet, renderEvidence, renderSources } from '../../outputs/article/facts.ts';
import { markup } from '../../outputs/article/markup.ts';
import type { CheckedDraft } from './check-draft.ts';
import type { IncidentLookup } from './incident-lookup.ts';
import type { ComposerData } from './worker-messages.ts';

/** Creates a function that renders drafts as HTML, with the same code as the pages of the site. */
export function createPreview({ vocabulary }: ComposerData, lookUp: IncidentLookup) {
  const draw = (postmortem: Postmortem): ReadonlyMap<string, ArticleChart> =>
    new Map(
      chartsOf(postmortem, vocabulary).map((chart) => [chart.id, { chart, ...renderSvg(chart) }]),
    );

  return async ({ postmortem, gaps }: CheckedDraft): Promise<string> => {
    const { data, body } = postmortem;
    const charts = draw(postmortem);
    const incidents = await lookUp(incidentsIn(body.blocks));
    const lead = leadChart(postmortem, vocabulary);
    const context: ArticleContext = {
      marks: numberMarks(body.blocks, data.sources),
      charts,
      lead: lead !== undefined && charts.has(lead) ? lead : undefined,
      incidentOf: (id) => incidents.get(id),
      numberOf: (source) => data.sources.findIndex(({ id }) => id === source) + 1,
    };
    return renderDraft(postmortem, gaps, context, vocabulary);
  };
}

/** As much of the article as the draft has: `gaps` are the fields that are missing or wrong. */
function renderDraft(
  { data, body }: Postmortem,
  gaps: ReadonlySet<string>,
  context: ArticleContext,
  vocabulary: Vocabulary,
): string {
  const has = (field: string) => !gaps.has(field);
  const lead = context.charts.get(context.lead ?? '');
  return markup`
    <article class="draft">
      ${renderOpening(data, { numberOf: context.numberOf, taken: fragmentsShown(body), without: gaps })}
      ${lead && renderChart(lead, context, { lead: true })}
      ${renderDatasheet(data, vocabulary, { without: gaps })}
      <div class="prose">${renderBody(body.blocks, context)}</div>
      ${data.evidence && markup`<section><h2 id="evidence">Evidence</h2>${renderEvidence(data)}</section>`}
      ${has('sources') && markup`<section><h2 id="sources">Sources</h2>${renderSources(data.sources)}</section>`}
    </article>
  `.html;
}
