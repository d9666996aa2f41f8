/**
 * From tools' reports to the parts of a postmortem: charts with their data, hotspots, evidence to search by, and what the
 * fix changed. Pure, so the command line and the composer in the browser share it.
 */

import type { ReportFile, ImportOptions, Addition } from './addition.ts';
import { buildEvidence } from './evidence-entries.ts';
import { buildGrowthCharts } from './growth-charts.ts';
import { buildHotspotCharts } from './hotspot-charts.ts';
import { metricFor } from '../../model/vocabulary.ts';
import { buildImprovements } from './compare-reports.ts';
import type { ImportState } from './import-state.ts';

/** Every report of the files, as additions to one postmortem. The same files in the same order give the same addition. */
export function importReports(files: readonly ReportFile[], options: ImportOptions): Addition {
  const state: ImportState = {
    options,
    used: new Set(options.usedNames),
    tables: [],
    tags: [],
    replaced: [],
    omitted: [],
  };
  const added = files.filter(({ isImported }) => isImported !== true);
  // Evidence first: it knows the lines of what has to be replaced.
  const evidence = added.flatMap((file) => buildEvidence(file, state));
  const measurements = [
    ...buildGrowthCharts(added, state),
    ...added.flatMap((file) => buildHotspotCharts(file, state)),
  ];
  const improvement = buildImprovements(files, state);
  const { tables, tags, replaced, omitted } = state;
  return {
    measurements: measurements.map((entry) => inTerms(entry, options)),
    improvement: improvement.map((entry) => inTerms(entry, options)),
    evidence,
    tables,
    tags,
    replaced,
    omitted,
  };
}

/** The entry, whose metric is a measure until here, with the vocabulary's metric for that measure. */
const inTerms = <Entry extends { readonly metric: string }>(
  entry: Entry,
  { vocabulary }: ImportOptions,
): Entry => ({ ...entry, metric: metricFor(vocabulary, entry.metric) });
