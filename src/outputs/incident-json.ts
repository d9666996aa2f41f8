import { absolute, chartPath, incidentName, incidentPath } from '../model/addresses.ts';
import type { Chart } from '../charts/chart.ts';
import type { Postmortem } from '../model/content.ts';
import type { Vocabulary } from '../model/vocabulary.ts';
import { incidentSize } from '../root-cause-index/incident-size.ts';
import { evidenceLevel } from '../model/evidence-level.ts';
import { computeChange, formatChange } from '../model/improvement.ts';
import { incidentVersion } from './shared-fields.ts';
import type { IncidentOutput, IndexEntry } from './incident-schema.ts';

/** One entry of /index.json: all terms, dates and sources, and the improvement with its computed change. */
export function buildIndexEntry(postmortem: Postmortem, vocabulary: Vocabulary): IndexEntry {
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
    diagnosis: data.diagnosis ?? null,
    verified: data.verified ?? [],
    evidenceLevel: evidenceLevel(data),
    growth: data.growth ?? [],
    fix: data.fix,
    tools: data.tools,
    improvement: Array.isArray(data.improvement) ? data.improvement.map(buildImprovement) : [],
    notMeasured: Array.isArray(data.improvement) ? null : data.improvement['not-measured'],
    /** The largest figure for memory held that it states, in bytes. */
    sizeBytes: incidentSize(postmortem, vocabulary)?.bytes ?? null,
    sources: data.sources,
    references: data.references ?? [],
    related: data.related ?? [],
    regressionOf: data.regressionOf ?? [],
  };
}

/** /i/<n>.json: the index entry with charts and evidence. */
export function buildIncidentJson(
  postmortem: Postmortem,
  charts: readonly Chart[],
  vocabulary: Vocabulary,
): IncidentOutput {
  const { data, body } = postmortem;
  return {
    schemaVersion: incidentVersion,
    ...buildIndexEntry(postmortem, vocabulary),
    measurements: data.measurements ?? [],
    evidence: data.evidence ?? [],
    errors: data.errors ?? [],
    charts: charts.map((chart) => ({
      id: chart.id,
      kind: chart.kind,
      title: chart.title,
      says: chart.caption,
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

function buildImprovement(
  improvement: Extract<Postmortem['data']['improvement'], readonly unknown[]>[number],
) {
  const change = computeChange(improvement.before, improvement.after);
  const isExact = change && !change.about && change.share[0] === change.share[1];
  return {
    ...improvement,
    change: change === undefined ? null : formatChange(change),
    /** (after - before) / before, when both are exact. */
    share: isExact ? change.share[0] : null,
  };
}
