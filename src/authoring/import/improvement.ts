import type { ImprovementInput, Recorded, ReportFile } from './addition.ts';
import { pairsOf, type Pair } from './pairs.ts';
import { unused } from './series.ts';
import { recordedOf, type Work } from './work.ts';

/** What is stated both before and after the fix. */
export function improvementOf(files: readonly ReportFile[], work: Work): ImprovementInput[] {
  const [before, after] = (['before', 'after'] as const).map((role) =>
    files.filter((file) => file.role === role),
  );
  if (!before || !after || after.length === 0) return [];
  const reportsOf = (some: readonly ReportFile[]) => some.flatMap(({ read }) => read.reports);
  const pairs = pairsOf(reportsOf(before), reportsOf(after));
  if (pairs.length === 0)
    work.left.push(
      'No figure is stated both before and after, so no improvement is computed. Record both with the same tool.',
    );
  const recorded = [...before, ...after].map((file) => recordedOf(file, file.read.reports, work));
  return pairs.map((pair) => improvementEntry(pair, recorded, work));
}

function improvementEntry(pair: Pair, recorded: Recorded, work: Work): ImprovementInput {
  const id = unused(pair.id, work.used);
  work.tags.push({ section: 'Results', text: `<BeforeAfter of="${id}" />` });
  return {
    id,
    label: pair.label,
    metric: pair.metric,
    before: pair.before,
    after: pair.after,
    unit: pair.unit,
    ...(pair.differs !== undefined && { comparable: false, note: pair.differs }),
    provenance: 'measured',
    source: work.options.source,
    recorded: [...recorded],
  };
}
