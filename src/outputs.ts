import { absolute, chartPath, incidentName, incidentPath } from './addresses.ts';
import type { Chart } from './charts/chart.ts';
import type { Postmortem } from './content.ts';
import { incidentSize } from './incident-order.ts';
import { computeChange, formatChange } from './improvement.ts';

/** What machines read. The shapes are versioned: see "Output versions" in the README. */
export const schemaVersion = 1;

/** One entry of /index.json: all terms, dates and sources, and the improvement with its computed change. */
export function indexEntryOf(postmortem: Postmortem) {
  const { slug, data } = postmortem;
  return {
    id: data.id,
    name: incidentName(data.id),
    slug,
    url: absolute(incidentPath(data.id)),
    title: data.title,
    summary: data.summary,
    project: data.project,
    reported: data.reported,
    resolved: data.resolved ?? null,
    status: data.status,
    cause: data.cause,
    contributing: data.contributing ?? [],
    mechanism: data.mechanism,
    layer: data.layer,
    language: data.language,
    platform: data.platform,
    component: data.component,
    growth: data.growth ?? [],
    fix: data.fix,
    tools: data.tools,
    improvement: Array.isArray(data.improvement) ? data.improvement.map(improvementOf) : [],
    notMeasured: Array.isArray(data.improvement) ? null : data.improvement['not-measured'],
    /** The largest figure for memory held that it states, in bytes. */
    sizeBytes: incidentSize(postmortem)?.bytes ?? null,
    sources: data.sources,
    references: data.references ?? [],
    related: data.related ?? [],
    regressionOf: data.regressionOf ?? [],
  };
}

/** /i/<n>.json: the index entry with charts and evidence. */
export function postmortemJsonOf(postmortem: Postmortem, charts: readonly Chart[]) {
  const { data, body } = postmortem;
  return {
    schemaVersion,
    ...indexEntryOf(postmortem),
    measurements: data.measurements ?? [],
    evidence: data.evidence ?? [],
    errors: data.errors ?? [],
    charts: charts.map((chart) => ({
      id: chart.id,
      kind: chart.kind,
      title: chart.title,
      says: chart.says,
      provenance: chart.provenance,
      source: chart.source ?? null,
      note: chart.note ?? null,
      url: `${absolute(incidentPath(data.id))}#chart-${chart.id}`,
      ...(chart.provenance !== 'sketch' && {
        svg: absolute(chartPath(data.id, chart.id, 'svg')),
        csv: absolute(chartPath(data.id, chart.id, 'csv')),
        vegaLite: absolute(chartPath(data.id, chart.id, 'vl.json')),
        table: chart.table,
      }),
    })),
    text: body.text,
  };
}

function improvementOf(
  improvement: Extract<Postmortem['data']['improvement'], readonly unknown[]>[number],
) {
  const change = computeChange(improvement.before, improvement.after);
  const isExact = change !== undefined && change.share[0] === change.share[1];
  return {
    ...improvement,
    change: change === undefined ? null : formatChange(change),
    /** (after - before) / before, when both are exact. */
    share: isExact ? change.share[0] : null,
  };
}

const componentTag =
  /^<(MemoryChart|BeforeAfter|Hotspots|Sketch)\b[^>]*?\b(?:of|id)="([\w-]+)"[^]*?\/>$/gm;

/**
 * /i/<n>.md: the postmortem as plain Markdown, complete in itself: facts as a list, charts as tables, sources as footnotes.
 * `mdx` is the file as written; it has passed the check, so components stand on lines of their own.
 */
export function markdownOf(postmortem: Postmortem, charts: readonly Chart[], mdx: string): string {
  const { data } = postmortem;
  const bodyText = mdx
    .replace(/^---\r?\n[^]*?\n---\r?\n/, '')
    .replace(componentTag, (_, _name: string, id: string) => chartMarkdown(charts, id))
    .replaceAll(
      /<Incident id=\{(\d+)\} \/>/g,
      (_, id: string) => `[${incidentName(Number(id))}](${absolute(incidentPath(Number(id)))})`,
    )
    .replaceAll(/^<\/?(?:Timeline|CallStack|Lesson)\b[^>]*>\n?/gm, '')
    .replaceAll(/<\/?Lesson>/g, '')
    .replaceAll(/\{\/\*[^]*?\*\/\}/g, '')
    .trim();
  const facts = [
    `Id: ${incidentName(data.id)}, ${absolute(incidentPath(data.id))}`,
    `Project: ${data.project.name}, ${data.project.about}`,
    `Cause: ${data.cause}; mechanism: ${data.mechanism}`,
    `Layer: ${data.layer.join(', ')}; language: ${data.language.join(', ')}; platform: ${data.platform.join(', ')}`,
    `Component: ${data.component.map(componentText).join('; ')}`,
    `Fix: ${data.fix.join(', ')}; status: ${data.status}`,
    `Reported: ${data.reported}; resolved: ${data.resolved ?? 'not known'}`,
    `Tools: ${data.tools.map(({ name, outcome }) => `${name} (${outcome})`).join(', ')}`,
    ...improvementLines(postmortem),
  ];
  const evidence = (data.evidence ?? []).flatMap(({ frames = [], notable = [] }) => [
    ...frames,
    ...notable,
  ]);
  const parts = [
    `# ${data.title}`,
    data.summary,
    facts.map((fact) => `- ${fact}`).join('\n'),
    bodyText,
    ...(evidence.length + (data.errors ?? []).length > 0
      ? ['## Evidence', ['```text', ...evidence, ...(data.errors ?? []), '```'].join('\n')]
      : []),
    data.sources
      .map(({ id, title, publisher, url }) => `[^${id}]: ${title}. ${publisher}. <${url}>`)
      .join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

const componentText = ({
  name,
  affected,
  fixed,
}: Postmortem['data']['component'][number]): string =>
  [name, affected && `affected ${affected}`, fixed && `fixed ${fixed}`].filter(Boolean).join(', ');

function improvementLines({ data }: Postmortem): string[] {
  if (!Array.isArray(data.improvement))
    return [`Improvement: not measured. ${data.improvement['not-measured']}`];
  return data.improvement.map((improvement) => {
    const { change } = improvementOf(improvement);
    const caution = improvement.comparable ? '' : ' (different workloads)';
    return `Improvement, ${improvement.label}: ${improvement.before} to ${improvement.after} ${improvement.unit}${change === null ? '' : `, ${change}`}${caution} [^${improvement.source}]`;
  });
}

function chartMarkdown(charts: readonly Chart[], id: string): string {
  const chart = charts.find((candidate) => candidate.id === id);
  if (!chart) return '';
  const source = chart.source === undefined ? '' : ` [^${chart.source}]`;
  const head = `**${chart.title}** (${chart.provenance}). ${chart.says}${source}`;
  if (chart.table.rows.length === 0) return head;
  const row = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    head,
    '',
    row(chart.table.columns),
    row(chart.table.columns.map(() => '---')),
    ...chart.table.rows.map(row),
  ].join('\n');
}
