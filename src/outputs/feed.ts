import { escape } from 'html-escaper';

import { site } from '../../site.config.ts';
import { absolute, incidentName, incidentPath, chartPath } from '../model/addresses.ts';
import type { Postmortem } from '../model/content.ts';
import { summarizeImprovement } from '../model/improvement.ts';
import type { PostmortemData } from '../model/schema.ts';
import { renderBlocks, type ComponentBlock } from './article/blocks.ts';
import { markup, type Markup, type Part } from './article/markup.ts';
import { writeCsv } from '../charts/table.ts';

const maxEntries = 50;

/** Characters of content in one feed. Readers fetch it often; the rest of the text is a link away. */
const contentLimit = 300_000;

/**
 * Atom 1.0 (RFC 4287) of the first 50 postmortems, with the text of as many of the first as make 300 kB. Dates are those of
 * the incidents, so that two builds of the same content give the same bytes.
 */
export function buildAtomFeed(
  title: string,
  path: string,
  postmortems: readonly Postmortem[],
): string {
  const updated = postmortems.map(({ data }) => lastChanged(data)).reduce(later, '1970');
  let room = contentLimit;
  const entries = postmortems.slice(0, maxEntries).map((postmortem) => {
    const content = room > 0 ? renderContent(postmortem) : '';
    room -= content.length;
    return renderEntry(postmortem, room >= 0 ? content : '');
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${absolute(path)}</id>
<title>${escape(title)}</title>
<updated>${formatMoment(updated)}</updated>
<generator>${escape(site.name)}</generator>
<author><name>${escape(site.name)} contributors</name></author>
<link rel="alternate" href="${absolute(path.replace(/feed\.xml$/, ''))}"/>
<link rel="self" href="${absolute(path)}"/>
<rights>${escape(site.contentLicense.name)}</rights>
${entries.join('')}</feed>
`;
}

/** Without content an entry is a summary and a link. */
function renderEntry({ data }: Postmortem, content: string): string {
  const address = absolute(incidentPath(data.id));
  // As CDATA, markup takes half the room; these three characters would end it.
  const text = content.replaceAll(']]>', ']]&gt;');
  return `<entry>
<id>${address}</id>
<title>${escape(`${incidentName(data.id)}: ${data.title}`)}</title>
<link href="${address}"/>
<published>${formatMoment(data.reported)}</published>
<updated>${formatMoment(lastChanged(data))}</updated>
<summary>${escape(`${data.summary} (${summarizeImprovement(data)})`)}</summary>
${text === '' ? '' : `<content type="html"><![CDATA[${text}]]></content>\n`}</entry>
`;
}

const lastChanged = ({ resolved, reported }: PostmortemData): string => resolved ?? reported;

const later = (a: string, b: string): string => (a > b ? a : b);

/** First moment of a date known to the day, the month or the year. */
const formatMoment = (date: string): string =>
  new Date(`${date}${'-01-01'.slice(date.length - 4)}T00:00:00Z`).toISOString();

/**
 * The body of a postmortem as HTML that stands alone: every address is absolute, a chart is its SVG file with its words
 * beside it, for readers that block such images, and a source mark leads to the page.
 */
export const renderContent = ({ data, body }: Postmortem): string =>
  renderBlocks(body.blocks, {
    withAddresses: (html) => absoluteHtml(html, data.id),
    heading: ({ depth }, children) => markup`<h${depth}>${children}</h${depth}>`,
    source: (block) => {
      const number = data.sources.findIndex(({ id }) => id === block.id) + 1;
      return markup`<sup><a href="${incidentUrl(data.id)}#source-${block.id}">${number}</a></sup>`;
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
      return markup`<a href="${incidentUrl(id)}">${incidentName(id)}</a>`;
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
      <figcaption><a href="${incidentUrl(data.id)}#chart-${id}">${shown.label}</a></figcaption>
    </figure>
  `;
}

const incidentUrl = (id: number): string => absolute(incidentPath(id));

/** Links from the site's root or inside the page, made to lead there from anywhere. */
const absoluteHtml = (html: string, id: number): string =>
  html.replaceAll(
    /(<a [^>]*?href="|<img [^>]*?src=")(?:(#)|\/(?!\/))/g,
    (_, start: string, fragment?: string) =>
      start + (fragment === undefined ? absolute('/') : `${incidentUrl(id)}#`),
  );

/**
 * /modified.csv (RFC 4180): every postmortem, the last to change first, so that a program reads only until a date it knows.
 * The date is that of the incident: resolved, or else reported, `YYYY-MM-DD` as far as known.
 */
export function buildModifiedCsv(postmortems: readonly Postmortem[]): string {
  const rows = postmortems
    .map(({ data }) => ({ data, modified: data.resolved ?? data.reported }))
    .toSorted((a, b) => b.modified.localeCompare(a.modified) || b.data.id - a.data.id)
    .map(({ data, modified }) => [
      String(data.id),
      absolute(incidentPath(data.id)),
      modified,
      data.title,
      data.cause,
    ]);
  return writeCsv([['id', 'url', 'modified', 'title', 'cause'], ...rows]);
}
