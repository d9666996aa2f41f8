import { absolute, chartPath, incidentName, incidentPath } from '../model/addresses.ts';
import type { Postmortem } from '../model/content.ts';
import type { PostmortemData } from '../model/schema.ts';
import { renderBlocks, type ComponentBlock } from './article/blocks.ts';
import { markup, type Markup, type Part } from './article/markup.ts';

/**
 * The body of a postmortem as HTML that stands alone: every address is absolute, a chart is its SVG file with its words
 * beside it, for readers that block such images, and a source mark leads to the page.
 */
export const feedContent = ({ data, body }: Postmortem): string =>
  renderBlocks(body.blocks, {
    withAddresses: (html) => absoluteHtml(html, data.id),
    heading: ({ depth }, children) => markup`<h${depth}>${children}</h${depth}>`,
    source: (block) => {
      const number = data.sources.findIndex(({ id }) => id === block.id) + 1;
      return markup`<sup><a href="${pageOf(data.id)}#source-${block.id}">${number}</a></sup>`;
    },
    component: (block, children) => renderComponent(block, children, data),
  }).html;

function renderComponent(
  { name, props }: ComponentBlock,
  children: Markup,
  data: PostmortemData,
): Part {
  switch (name) {
    case 'MemoryChart':
    case 'BeforeAfter':
    case 'Hotspots':
      return renderChart(String(props.of), data);
    case 'Sketch':
      return markup`<p><strong>${String(props.title)}</strong> ${String(props.says)}</p>`;
    case 'Incident': {
      const id = Number(props.id);
      return markup`<a href="${pageOf(id)}">${incidentName(id)}</a>`;
    }
    case 'CallStack':
      return markup`<p>${String(props.title)}</p>${children}`;
    case 'Timeline':
    case 'Lesson':
      return children;
  }
}

function renderChart(id: string, data: PostmortemData): Part {
  const improvements = Array.isArray(data.improvement) ? data.improvement : [];
  const shown = [...improvements, ...(data.measurements ?? [])].find((entry) => entry.id === id);
  if (!shown) return undefined;
  const image = absolute(chartPath(data.id, id, 'svg'));
  return markup`
    <figure>
      <img src="${image}" alt="${shown.says ?? shown.label}">
      <figcaption><a href="${pageOf(data.id)}#chart-${id}">${shown.label}</a></figcaption>
    </figure>
  `;
}

const pageOf = (id: number): string => absolute(incidentPath(id));

/** Links from the site's root or inside the page, made to lead there from anywhere. */
const absoluteHtml = (html: string, id: number): string =>
  html.replaceAll(
    /(<a [^>]*?href="|<img [^>]*?src=")(?:(#)|\/(?!\/))/g,
    (_, start: string, fragment?: string) =>
      start + (fragment === undefined ? absolute('/') : `${pageOf(id)}#`),
  );
