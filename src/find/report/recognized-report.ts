import { thinPoints } from '../../reports/text/thin-series.ts';
import { describeShape } from '../../match/shapes/shape.ts';
import { formatLabel } from '../../reports/formats.ts';
import { facts as factNames, type Fact, type Report, type Series } from '../../reports/report.ts';
import { formatDuration } from '../../model/units.ts';
import { formatBytes, formatNumber } from '../../reports/text/format.ts';
import type { CauseCount, Curve, RecognizedReport } from './report-answer.ts';
import type { CatalogueEntry, MatchCatalogue } from './match-catalogue.ts';
import { findHeaviest } from './heaviest.ts';
import { showControlCharacters } from './text-excerpt.ts';

/** Further reports of a file are only counted. */
export const maxReports = 12;

const maxCurves = 4;

/** Half the width of the chart in pixels. */
const maxDrawnPoints = 340;

const maxFacts = 12;

const maxWarnings = 6;

/** What the page shows of a report. */
export function summarizeReport(report: Report, catalogue: MatchCatalogue): RecognizedReport {
  const { format, lines, sites, classes, series, facts, warnings } = report;
  return {
    format,
    label: formatLabel(format),
    lines,
    contents: [
      counted(sites.length, 'stack', 'stacks'),
      counted(classes.length, 'class', 'classes'),
      counted(series.length, 'series', 'series'),
    ].filter((text) => text !== ''),
    facts: facts
      .slice(0, maxFacts)
      .map((fact) => ({ label: factNames[fact.key].label, value: formatFact(fact) })),
    heaviest: findHeaviest(report),
    curves: series
      .filter(({ points }) => points.length > 1)
      .slice(0, maxCurves)
      .map((one) => describeCurve(one, catalogue)),
    moreCurves: Math.max(0, series.length - maxCurves),
    warnings: warnings.slice(0, maxWarnings),
  };
}

const counted = (count: number, one: string, many: string): string =>
  count === 0 ? '' : `${formatNumber(count)} ${count === 1 ? one : many}`;

function formatFact({ key, value }: Fact): string {
  if (typeof value === 'string') return showControlCharacters(value.slice(0, 200));
  const { unit } = factNames[key];
  if (unit === 'B') return formatBytes(value, 'binary');
  return unit === 's' ? formatDuration(value) : formatNumber(value, 12);
}

function describeCurve(series: Series, { signatures, labels, terms }: MatchCatalogue): Curve {
  const { growth: shape, caption } = describeShape(series);
  const ids = (shape && terms.growth[shape]) ?? [];
  const [id] = ids;
  const alike = signatures.filter((entry) => entry.growth.some((one) => ids.includes(one)));
  return {
    series: { ...series, points: thinPoints(series.points, maxDrawnPoints) },
    caption: showControlCharacters(caption),
    growth: id === undefined ? undefined : { id, label: labels.growth[id] ?? id },
    causes: countCauses(alike, labels.causes),
    incidentCount: alike.length,
  };
}

/** The four most frequent causes. */
function countCauses(
  entries: readonly CatalogueEntry[],
  labels: Readonly<Record<string, string>>,
): CauseCount[] {
  const counts = Map.groupBy(entries, ({ cause }) => cause);
  return [...counts]
    .map(([id, { length }]) => ({ id, label: labels[id] ?? id, count: length }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, 4);
}
