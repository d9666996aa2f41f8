import { incidentName, incidentPath, link, linkHtml } from '../../model/addresses.ts';
import type { Block } from '../../model/blocks.ts';
import type { Postmortem } from '../../model/content.ts';
import { statuses } from '../../model/vocabulary.ts';
import { renderBlocks, type ComponentBlock } from './blocks.ts';
import { renderAliases, renderChart, renderCiteButton } from './chart.ts';
import type { ArticleContext } from './context.ts';
import { markup, type Markup, type Part } from './markup.ts';

/** The body of a postmortem or guide, on its page and in the preview of the composer. */
export const renderBody = (blocks: readonly Block[], context: ArticleContext): Markup =>
  renderBlocks(blocks, {
    withAddresses: linkHtml,

    heading: ({ depth, id }, children) => [
      markup`<h${depth} id="${id}">${renderAliases(id, context)}${children}</h${depth}>`,
      depth === 2 && context.postmortem && renderCitePlace(id, context.postmortem),
    ],

    source: (block, previous) => {
      const mark = context.marks.get(block);
      if (!mark) return undefined;
      const { number, note } = mark;
      return markup`
        <sup class="mark${previous?.kind === 'source' && ' next'}">
          <a href="#source-${block.id}" aria-label="Source ${number}">${number}</a>
        </sup>
        ${note !== undefined && markup`<span class="sidenote" aria-hidden="true"><span>${number}</span> ${note}</span>`}
      `;
    },

    component: (block, children) => renderComponent(block, children, context),
  });

function renderCitePlace(heading: string, { body }: Postmortem): Markup {
  const text = body.headings.find(({ id }) => id === heading)?.text ?? heading;
  return markup`<div class="copy-place">${renderCiteButton(heading, text)}</div>`;
}

function renderComponent(
  { name, props }: ComponentBlock,
  children: Markup,
  context: ArticleContext,
): Part {
  switch (name) {
    case 'MemoryChart':
    case 'BeforeAfter':
    case 'Hotspots':
    case 'Sketch': {
      const id = String(props.of ?? props.id);
      const drawn = context.charts.get(id);
      if (!drawn || context.lead !== id) return drawn && renderChart(drawn, context);
      return markup`
        <p class="lead-note">
          <a href="#chart-${id}">See the chart at the top of the page.</a>
        </p>
      `;
    }
    case 'Timeline':
      return markup`<div class="timeline">${children}</div>`;
    case 'Lesson':
      return markup`<div class="lesson">${children}</div>`;
    case 'CallStack': {
      const source = String(props.source);
      return markup`
        <figure class="call-stack">
          <figcaption>
            ${String(props.title)}
            <span class="soft"> Innermost first.${' '}
              Source <a href="#source-${source}">${context.numberOf(source)}</a>.
            </span>
          </figcaption>
          ${children}
        </figure>
      `;
    }
    case 'Incident': {
      const other = context.incidentOf(Number(props.id));
      if (!other) return undefined;
      const address = link(incidentPath(other.id));
      return markup`
        <a class="incident" href="${address}" title="${statuses[other.status].label}">
          ${incidentName(other.id)}: ${other.title}
        </a>
      `;
    }
  }
}
