import { escape } from 'html-escaper';

import { absolute, chartPath, incidentName, incidentPath } from '../model/addresses.ts';
import type { Postmortem } from '../model/content.ts';
import type { Block } from '../model/blocks.ts';
import type { PostmortemData } from '../model/schema.ts';

/**
 * The body of a postmortem as HTML that stands alone: every address is absolute, a chart is its SVG file with its words
 * beside it, for readers that block such images, and a source mark leads to the page.
 */
export const feedContent = ({ data, body }: Postmortem): string => htmlOf(body.blocks, data);

const htmlOf = (blocks: readonly Block[], data: PostmortemData): string =>
  blocks.map((block) => blockHtml(block, data)).join('');

function blockHtml(block: Block, data: PostmortemData): string {
  switch (block.kind) {
    case 'html':
      return absoluteHtml(block.html, data.id);
    case 'heading':
      return `<h${block.depth}>${htmlOf(block.children, data)}</h${block.depth}>`;
    case 'source': {
      const number = data.sources.findIndex(({ id }) => id === block.id) + 1;
      return `<sup><a href="${pageOf(data.id)}#source-${block.id}">${number}</a></sup>`;
    }
    case 'element': {
      const attributes = Object.entries(block.attributes)
        .map(([name, value]) => ` ${name}="${escape(value)}"`)
        .join('');
      const start = absoluteHtml(`<${block.tag}${attributes}>`, data.id);
      return `${start}${htmlOf(block.children, data)}</${block.tag}>`;
    }
    case 'component':
      return componentHtml(block, data);
  }
}

function componentHtml(block: Extract<Block, { kind: 'component' }>, data: PostmortemData): string {
  const { name, props, children } = block;
  switch (name) {
    case 'MemoryChart':
    case 'BeforeAfter':
    case 'Hotspots':
      return chartHtml(String(props.of), data);
    case 'Sketch':
      return `<p><strong>${escape(String(props.title))}</strong> ${escape(String(props.says))}</p>`;
    case 'Incident': {
      const id = Number(props.id);
      return `<a href="${pageOf(id)}">${incidentName(id)}</a>`;
    }
    case 'CallStack':
      return `<p>${escape(String(props.title))}</p>${htmlOf(children, data)}`;
    case 'Timeline':
    case 'Lesson':
      return htmlOf(children, data);
  }
}

function chartHtml(id: string, data: PostmortemData): string {
  const improvements = Array.isArray(data.improvement) ? data.improvement : [];
  const shown = [...improvements, ...(data.measurements ?? [])].find((entry) => entry.id === id);
  if (!shown) return '';
  const words = escape(shown.says ?? shown.label);
  return (
    `<figure><img src="${absolute(chartPath(data.id, id, 'svg'))}" alt="${words}">` +
    `<figcaption><a href="${pageOf(data.id)}#chart-${id}">${escape(shown.label)}</a></figcaption></figure>`
  );
}

const pageOf = (id: number): string => absolute(incidentPath(id));

/** Links from the site's root or inside the page, made to lead there from anywhere. */
const absoluteHtml = (html: string, id: number): string =>
  html.replaceAll(
    /(<a [^>]*?href="|<img [^>]*?src=")(?:(#)|\/(?!\/))/g,
    (_, start: string, fragment?: string) =>
      start + (fragment === undefined ? absolute('/') : `${pageOf(id)}#`),
  );
