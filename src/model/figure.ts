import { computeChange, formatChange, formatRatio } from './improvement.ts';
import type { Improvement, PostmortemData } from './schema.ts';
import { formatQuantity } from './units.ts';

/** A computed improvement as text: the same words on pages, in lists, cards and machine outputs. */
export interface Figure {
  readonly id: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** `−75.7 %`; absent if before may be zero. */
  readonly change?: string;
  /** `4.1 times less`. */
  readonly ratio?: string;
  readonly comparable: boolean;
  readonly source: string;
  readonly note?: string;
}

/** All improvements of a postmortem in the author's order; empty when none was measured. */
export function figuresOf(data: PostmortemData): readonly Figure[] {
  return Array.isArray(data.improvement) ? data.improvement.map(figureOf) : [];
}

/** Why there is no figure, or undefined when there is one. */
export const notMeasured = (data: PostmortemData): string | undefined =>
  Array.isArray(data.improvement) ? undefined : data.improvement['not-measured'];

/** `38.94 MB → 9.46 MB, −75.7 %`, for one line of a list; `(different workloads)` after a pair that cannot be compared. */
export function figureLine(data: PostmortemData): string {
  const [figure] = figuresOf(data);
  if (!figure) return 'not measured';
  const change = figure.change === undefined ? '' : `, ${figure.change}`;
  const caution = figure.comparable ? '' : ' (different workloads)';
  return `${figure.before} → ${figure.after}${change}${caution}`;
}

function figureOf(improvement: Improvement): Figure {
  const change = computeChange(improvement.before, improvement.after);
  const ratio = change && formatRatio(change);
  return {
    id: improvement.id,
    label: improvement.label,
    before: formatQuantity(improvement.before, improvement.unit),
    after: formatQuantity(improvement.after, improvement.unit),
    ...(change && { change: formatChange(change) }),
    ...(ratio !== undefined && { ratio }),
    comparable: improvement.comparable,
    source: improvement.source,
    ...(improvement.note !== undefined && { note: improvement.note }),
  };
}
