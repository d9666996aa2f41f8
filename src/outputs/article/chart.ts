import type { Chart } from '../../charts/chart.ts';
import type { ChartTable } from '../../charts/table.ts';
import { incidentPath, link } from '../../model/addresses.ts';
import { provenances } from '../../model/vocabulary.ts';
import type { ArticleChart, ArticleContext } from './context.ts';
import { markup, raw, type Markup, type Part } from './markup.ts';

/** A chart of a postmortem. The `lead` chart opens the page, with words beside the drawing where there is room. */
export function renderChart(
  { chart, wide, narrow }: ArticleChart,
  context: ArticleContext,
  { lead = false } = {},
): Markup {
  const { id, title, caption, table, provenance } = chart;
  const incident = context.postmortem?.data.id;
  const files =
    incident === undefined || provenance === 'sketch'
      ? undefined
      : { explore: `${incident}/${id}`, path: `${incidentPath(incident)}charts/${id}` };
  const cite = incident !== undefined;
  const origin = renderOrigin(chart, context);
  const frame = { id, title, caption, wide, narrow, table, origin, files, lead, cite };
  return markup`${renderAliases(`chart-${id}`, context)}${renderChartFrame(frame)}`;
}

/** Where the numbers of a chart come from. */
function renderOrigin(chart: Chart, { numberOf }: ArticleContext): Part {
  const { provenance, note, recorded = [], source = '' } = chart;
  const number = numberOf(source);
  return [
    provenance === 'sketch'
      ? markup`<span>Sketch of a shape that the source describes in words. Not to scale.</span>`
      : markup`<span title="${provenances[provenance].definition}">${provenances[provenance].label}.</span>`,
    note !== undefined && markup`<span>${note}</span>`,
    recorded.map(
      ({ file, sha256, version, command }) => markup`
        <span>
          Read from <code>${file}</code>
          ${version !== undefined && ` (${version})`}
          , SHA-256 <code title="${sha256}">${sha256.slice(0, 12)}</code>
          ${command !== undefined && markup`, recorded with <code>${command}</code>`}
          .
        </span>
      `,
    ),
    number > 0 && markup`<a href="#source-${source}">Source ${number}</a>`,
  ];
}

export interface ChartFrame {
  readonly id: string;
  readonly title: string;
  readonly caption: string;
  /** SVG with links, if any, that have the base path. */
  readonly wide: string;
  readonly narrow: string;
  readonly table: ChartTable;
  /** Where the numbers come from. */
  readonly origin: Part;
  /**
   * Its files without their ending, and what /explore/ calls it if it has a Vega-Lite file. Undefined for a chart without
   * numbers.
   */
  readonly files: { readonly path: string; readonly explore?: string } | undefined;
  readonly lead: boolean;
  /** Whether the page has a copy menu. */
  readonly cite: boolean;
}

/** A chart as a figure: title, caption, drawing, where it comes from, files and numbers. */
export const renderChartFrame = (frame: ChartFrame): Markup => markup`
  <figure class="chart${frame.lead && ' lead'}" id="chart-${frame.id}">
    <figcaption>
      <strong>${frame.title}</strong> <span>${frame.caption}</span>
    </figcaption>
    <div class="drawing">
      <div class="wide">${raw(frame.wide)}</div>
      <div class="narrow">${raw(frame.narrow)}</div>
    </div>
    <p class="origin">${frame.origin} ${renderDownloads(frame)}</p>
    ${frame.table.rows.length > 0 && renderDataTable(frame)}
  </figure>
`;

function renderDownloads({ id, title, files, cite }: ChartFrame): Part {
  if (!files && !cite) return undefined;
  const links =
    files &&
    markup`
      ${files.explore !== undefined && markup`<a href="${link(`/explore/?chart=${files.explore}`)}">Explore</a>${' '}`}
      <a href="${link(`${files.path}.svg`)}" download aria-label="SVG of ${title}">SVG</a>${' '}
      <a href="${link(`${files.path}.csv`)}" download aria-label="CSV of ${title}">CSV</a>
      ${files.explore !== undefined && markup`${' '}<a href="${link(`${files.path}.vl.json`)}" aria-label="Vega-Lite of ${title}">Vega-Lite</a>`}
    `;
  return markup`<span class="downloads">${cite && renderCiteButton(`chart-${id}`, title)} ${links}</span>`;
}

const renderDataTable = ({ title, table: { columns, rows } }: ChartFrame): Markup => markup`
  <details>
    <summary>Data table</summary>
    <div class="scroll" tabindex="0" role="region" aria-label="Data table of ${title}">
      <table>
        <thead>
          <tr>${columns.map((column) => markup`<th scope="col">${column}</th>`)}</tr>
        </thead>
        <tbody>
          ${rows.map((row) => markup`<tr>${row.map((cell) => markup`<td>${cell}</td>`)}</tr>`)}
        </tbody>
      </table>
    </div>
  </details>
`;

/** Opens the copy menu of the page for one place in it. Without JavaScript the texts are those of the whole page. */
export const renderCiteButton = (fragment: string, title: string): Markup => markup`
  <button type="button" class="cite" popovertarget="copy-menu" data-copy-place="${fragment}"
    ${' '}data-copy-title="${title}" aria-label="Cite ${title}">Cite</button>
`;

/** Targets for the fragments under which a section or chart was published before. */
export const renderAliases = (fragment: string, { aliases }: ArticleContext): Part =>
  aliases?.get(fragment)?.map((id) => markup`<span id="${id}"></span>`);
