/**
 * From reports of tools to what stands in a postmortem: charts with their data, hotspots, evidence to search by, and what the
 * fix changed. Pure, so the command line and the composer in the browser share it.
 */

import type { ReportFile, ImportOptions, Addition } from './addition.ts';
import { evidenceOf } from './evidence.ts';
import { growthOf } from './growth.ts';
import { hotspotMeasurements } from './hotspots.ts';
import { metricFor } from '../../model/vocabulary.ts';
import { improvementOf } from './improvement.ts';
import type { Work } from './work.ts';

/** Every report of the files, as additions to one postmortem. The same files in the same order give the same addition. */
export function importReports(files: readonly ReportFile[], options: ImportOptions): Addition {
  const work: Work = {
    options,
    used: new Set(options.taken),
    tables: [],
    tags: [],
    replaced: [],
    left: [],
  };
  const unknown = files.filter(({ known }) => known !== true);
  // Evidence first: it knows the lines of what has to be replaced.
  const evidence = unknown.flatMap((file) => evidenceOf(file, work));
  const measurements = [
    ...growthOf(unknown, work),
    ...unknown.flatMap((file) => hotspotMeasurements(file, work)),
  ];
  const improvement = improvementOf(files, work);
  const { tables, tags, replaced, left } = work;
  return {
    measurements: measurements.map((entry) => inTerms(entry, options)),
    improvement: improvement.map((entry) => inTerms(entry, options)),
    evidence,
    tables,
    tags,
    replaced,
    left,
  };
}

/** The entry, whose metric is a measure until here, with the metric of the vocabulary that stands for it. */
const inTerms = <Entry extends { readonly metric: string }>(
  entry: Entry,
  { vocabulary }: ImportOptions,
): Entry => ({ ...entry, metric: metricFor(vocabulary, entry.metric) });
