import { site } from '../../site.config.ts';
import type { Chart } from '../charts/chart.ts';
import type { Postmortem } from '../model/content.ts';
import {
  describeImprovements,
  notMeasuredReason,
  type ImprovementText,
} from '../model/improvement.ts';
import { chartPath, incidentName, incidentPath, termPath } from '../model/paths.ts';
import type { Relation } from '../root-cause-index/related.ts';
import { listChecks, renderAnswer } from './answer-markdown.ts';
import { fenced, list, plain, section, sentence } from './markdown-text.ts';
import { outcomes, statuses, findTerm, type Term, type Vocabulary } from '../model/vocabulary.ts';

/** What the Markdown of a postmortem holds beside the postmortem itself. */
export interface MarkdownContext {
  /** The file as written. It has passed the check, so components stand on lines of their own. */
  readonly mdx: string;
  readonly vocabulary: Vocabulary;
  readonly charts: readonly Chart[];
  readonly relations: readonly Relation[];
  /** A path of the site as a full address. */
  readonly absolute: (path: string) => string;
}

/**
 * /i/<n>.md: the postmortem as plain Markdown, complete in itself: how to recognize it and which release fixes it, facts as a
 * list with their ids and definitions, every chart as a table, evidence, related incidents, and sources as footnotes.
 */
export function renderIncidentMarkdown(postmortem: Postmortem, context: MarkdownContext): string {
  const { data } = postmortem;
  const { charts, mdx, relations, absolute } = context;
  const here = absolute(incidentPath(data.id));
  const body = renderBodyMarkdown(mdx, postmortem, context);
  const shown = new Set(chartIdsIn(mdx));
  const others = charts.filter(({ id }) => !shown.has(id));
  const parts = [
    `# ${incidentName(data.id)}: ${plain(data.title)}`,
    plain(data.summary),
    ...renderAnswer(data),
    ...section('Key facts', [list(listFacts(postmortem, context))]),
    body,
    ...section(
      'Additional figures',
      others.map((chart) => renderChart(chart, data.id, absolute)),
    ),
    ...section('Evidence', renderEvidence(postmortem, context.vocabulary)),
    ...section(
      'Related incidents',
      relations.length === 0
        ? []
        : [list(relations.map((relation) => formatRelation(relation, absolute)))],
    ),
    ...section(
      'Upstream issues',
      (data.references ?? []).length === 0
        ? []
        : [list((data.references ?? []).map((url) => `<${url}>`))],
    ),
    '## Sources',
    data.sources
      .map(
        ({ id, title, publisher, kind, url }) =>
          `[^${id}]: ${sentence(title)} ${plain(publisher)}, ${kind.replace('-', ' ')}. <${url}>`,
      )
      .join('\n'),
    `${site.name}, ${incidentName(data.id)}, <${here}>, ${site.contentLicense.name}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function listFacts({ data }: Postmortem, { vocabulary, absolute }: MarkdownContext): string[] {
  const { causes, layers, languages, platforms, growth, fixes, tools } = vocabulary;
  const cause = findTerm(causes, data.cause);
  const more = [
    ...fact('Contributing causes', formatTerms(causes, data.contributing)),
    ...fact('Growth shape', formatTerms(growth, data.growth)),
  ];
  const gone = notMeasuredReason(data);
  return [
    `Id: ${incidentName(data.id)}`,
    `URL: ${absolute(incidentPath(data.id))}`,
    `Project: ${plain(data.project.name)}, ${plain(data.project.about)}${data.project.url === undefined ? '' : `, <${data.project.url}>`}`,
    `Cause: ${formatTerms([cause], [data.cause])}. ${plain(cause.definition)} All incidents with this cause: ${absolute(termPath('causes', data.cause))}`,
    `Mechanism: ${plain(data.mechanism)}`,
    ...more,
    `Layer: ${formatTerms(layers, data.layer)}`,
    `Language: ${formatTerms(languages, data.language)}`,
    `Platform: ${formatTerms(platforms, data.platform)}`,
    `Component: ${data.component.map(({ id, name }) => `${plain(name)} (${id})`).join(', ')}`,
    `Fix: ${formatTerms(fixes, data.fix)}`,
    `Status: ${statuses[data.status].label}`,
    `Reported: ${data.reported}`,
    `Resolved: ${data.resolved ?? 'unknown'}`,
    ...data.tools.map(
      ({ name, outcome, note }) =>
        `Tool: ${formatTerms(tools, [name])}, ${outcomes[outcome].label.toLowerCase()}${note === undefined ? '' : `. ${plain(note)}`}`,
    ),
    ...describeImprovements(data).map(formatImprovement),
    ...(gone === undefined ? [] : [`Improvement: not measured. ${plain(gone)}`]),
    ...listChecks(data),
  ];
}

const fact = (name: string, value: string): string[] => (value === '' ? [] : [`${name}: ${value}`]);

/** `Missing free (missing-free)`: the label, and the id to use in queries. */
const formatTerms = (terms: readonly Term[], ids: readonly string[] = []): string =>
  ids.map((id) => `${findTerm(terms, id).label} (${id})`).join(', ');

function formatImprovement({
  label,
  before,
  after,
  change,
  comparable,
  source,
  note,
}: ImprovementText): string {
  const computed = change === undefined ? '' : `, ${change}`;
  const caution = comparable ? '' : ' (not directly comparable)';
  const figure = plain(`${before} to ${after}${computed}`);
  return `Improvement, ${plain(label)}: ${figure}${caution}[^${source}]${note === undefined ? '' : ` ${plain(note)}`}`;
}

function formatRelation(
  { postmortem: { data }, why }: Relation,
  absolute: MarkdownContext['absolute'],
): string {
  const { id, title } = data;
  return `[${incidentName(id)}](${absolute(`/i/${id}.md`)}): ${sentence(title)} ${sentence(why)}`;
}

function renderEvidence({ data }: Postmortem, { tools }: Vocabulary): string[] {
  const reports = (data.evidence ?? []).flatMap(({ tool, source, frames = [], notable = [] }) => {
    const name = `${findTerm(tools, tool).label}[^${source}]`;
    return [
      ...(frames.length === 0 ? [] : [`${name}, stack frames, innermost first:`, fenced(frames)]),
      ...(notable.length === 0 ? [] : [`${name}, notable lines:`, fenced(notable)]),
    ];
  });
  const { errors = [] } = data;
  return errors.length === 0 ? reports : [...reports, 'Error messages:', fenced(errors)];
}

const frontmatter = /^---\r?\n[^]*?\n---\r?\n/;
const codeBlock = /^([ \t]*)(`{3,}|~{3,})[^\n]*\n[^]*?^[ \t]*\2[ \t]*$/gm;
const chartTag = /^[ \t]*<(?:MemoryChart|BeforeAfter|Hotspots|Sketch)\b([^]*?)\/>[ \t]*$/gm;

const chartIdsIn = (mdx: string): string[] =>
  [...mdx.matchAll(chartTag)].flatMap(([, attributes = '']) => attribute(attributes, 'of|id'));

const attribute = (attributes: string, name: string): string[] => {
  const value = new RegExp(String.raw`(?:^|\s)(?:${name})="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? [] : [value];
};

/** The body in plain Markdown. What stands in code blocks is left as it is. */
export function renderBodyMarkdown(
  mdx: string,
  { data }: Postmortem,
  { charts, absolute }: Pick<MarkdownContext, 'charts' | 'absolute'>,
): string {
  const text = mdx.replaceAll('\r\n', '\n').replace(frontmatter, '');
  const write = (prose: string) =>
    prose
      .replaceAll(/\{\/\*[^]*?\*\/\}/g, '')
      .replaceAll(chartTag, (_, attributes: string) =>
        attribute(attributes, 'of|id')
          .flatMap((id) => charts.find((chart) => chart.id === id) ?? [])
          .map((chart) => renderChart(chart, data.id, absolute))
          .join(''),
      )
      .replaceAll(
        /<Incident id=\{(\d+)\} \/>/g,
        (_, id: string) => `[${incidentName(Number(id))}](${absolute(incidentPath(Number(id)))})`,
      )
      .replaceAll(/^<CallStack\b([^]*?)>$/gm, (_, attributes: string) =>
        [
          ...attribute(attributes, 'title').map((title) => `**${plain(title)}**`),
          ...attribute(attributes, 'source').map((id) => `[^${id}]`),
        ].join(''),
      )
      .replaceAll(/^[ \t]*<\/?(?:Timeline|CallStack|Lesson)>[ \t]*$/gm, '')
      .replaceAll(/<\/?Lesson>/g, '')
      .replaceAll(
        /\]\((?![a-z][a-z+.-]*:|<)([^)\s]+)/gi,
        (_, to: string) => `](${resolveLink(to, data.id, absolute)}`,
      )
      .replaceAll(/\n{3,}/g, '\n\n');
  return replaceOutsideCode(text, write).trim();
}

function replaceOutsideCode(text: string, write: (prose: string) => string): string {
  let end = 0;
  let written = '';
  for (const block of text.matchAll(codeBlock)) {
    written += write(text.slice(end, block.index)) + block[0];
    end = block.index + block[0].length;
  }
  return written + write(text.slice(end));
}

/** Links inside the site, to a place of the page or a file beside it must also lead on from elsewhere. */
function resolveLink(to: string, id: number, absolute: MarkdownContext['absolute']): string {
  if (to.startsWith('/')) return absolute(to);
  return absolute(incidentPath(id) + to.replace(/^\.\//, ''));
}

function renderChart(
  chart: Chart,
  incident: number,
  absolute: MarkdownContext['absolute'],
): string {
  const { id, title, provenance, caption, source, note, table } = chart;
  const mark = source === undefined ? '' : `[^${source}]`;
  const head = `**${plain(title)}** (${provenance}). ${plain(caption)}${mark}`;
  const remark = note === undefined ? [] : [plain(note)];
  if (table.rows.length === 0) return [head, ...remark].join('\n\n');
  const csv = absolute(chartPath(incident, id, 'csv'));
  const rest =
    table.total > table.rows.length
      ? `Showing ${table.rows.length} of ${table.total} rows. Full data: <${csv}>`
      : `CSV: <${csv}>`;
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => plain(cell).replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  const rows = [table.columns, table.columns.map(() => '---'), ...table.rows].map(row);
  return [head, rows.join('\n'), ...remark, rest].join('\n\n');
}
