import { thin } from '../../charts/series.ts';
import { describeShape } from '../../match/shapes/shape.ts';
import { formatLabel } from '../../reports/formats.ts';
import { facts as factNames, type Fact, type Report, type Series } from '../../reports/report.ts';
import { formatDuration } from '../../model/units.ts';
import { formatBytes, formatNumber } from '../../reports/text/format.ts';
import type { CauseCount, Curve, Segment } from './answer.ts';
import type { CatalogueEntry, MatchCatalogue } from './catalogue.ts';
import { visible } from './excerpt.ts';

/** More of a part are only counted. */
export const mostSegments = 12;

const mostCurves = 4;

/** Points of a curve: half as many as its chart is wide. */
const mostDrawn = 340;

const mostFacts = 12;

const mostWarnings = 6;

/** A report, as the page shows it. */
export function segmentOf(report: Report, catalogue: MatchCatalogue): Segment {
  const { format, lines, sites, classes, series, facts, warnings } = report;
  return {
    format,
    label: formatLabel(format),
    lines,
    holds: [
      counted(sites.length, 'stack', 'stacks'),
      counted(classes.length, 'class', 'classes'),
      counted(series.length, 'series', 'series'),
    ].filter((text) => text !== ''),
    facts: facts
      .slice(0, mostFacts)
      .map((fact) => ({ label: factNames[fact.key].label, value: valueOf(fact) })),
    curves: series
      .filter(({ points }) => points.length > 1)
      .slice(0, mostCurves)
      .map((one) => curveOf(one, catalogue)),
    moreCurves: Math.max(0, series.length - mostCurves),
    warnings: warnings.slice(0, mostWarnings),
  };
}

const counted = (count: number, one: string, many: string): string =>
  count === 0 ? '' : `${formatNumber(count)} ${count === 1 ? one : many}`;

function valueOf({ key, value }: Fact): string {
  if (typeof value === 'string') return visible(value.slice(0, 200));
  const { unit } = factNames[key];
  if (unit === 'B') return formatBytes(value, 'binary');
  return unit === 's' ? formatDuration(value) : formatNumber(value, 12);
}

function curveOf(series: Series, { signatures, labels, terms }: MatchCatalogue): Curve {
  const { growth: shape, caption } = describeShape(series);
  const ids = (shape && terms.growth[shape]) ?? [];
  const [id] = ids;
  const alike = signatures.filter((entry) => entry.growth.some((one) => ids.includes(one)));
  return {
    series: { ...series, points: thin(series.points, mostDrawn, ([, y]) => y) },
    says: visible(caption),
    growth: id === undefined ? undefined : { id, label: labels.growth[id] ?? id },
    causes: causesOf(alike, labels.causes),
    incidentCount: alike.length,
  };
}

/** The most frequent, at most four. */
function causesOf(
  entries: readonly CatalogueEntry[],
  labels: Readonly<Record<string, string>>,
): CauseCount[] {
  const counts = Map.groupBy(entries, ({ cause }) => cause);
  return [...counts]
    .map(([id, { length }]) => ({ id, label: labels[id] ?? id, count: length }))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, 4);
}
