/** What a fix changed: computed from before and after, and told in the same words everywhere. */

import { formatNumber } from '../reports/text/format.ts';
import type { Improvement, PostmortemData } from './schema.ts';
import { formatPair } from './display-unit.ts';
import { parseQuantity } from './units.ts';

/** Shares are fractions: -0.757 is 75.7 % less. */
export interface Change {
  /** (after - before) / before, from the lowest to the highest that the values allow. Never from below zero to above it. */
  readonly share: readonly [low: number, high: number];
  /** After divided by before. */
  readonly ratio: readonly [low: number, high: number];
  /** Whether one of the values is rounded. */
  readonly about: boolean;
  /** How many significant digits of the share are known. */
  readonly digits: number;
}

/**
 * The change from before to after, with ranges and open ends carried through: `over 600` to `100` is a fall of over 83 %.
 * Undefined if a value is not a quantity, if before may be zero, or if not even the direction is certain: `20 to 30` to `25`,
 * `100` to `under 200`.
 */
export function computeChange(before: number | string, after: number | string): Change | undefined {
  const from = parseQuantity(before);
  const to = parseQuantity(after);
  if (!from || !to || from.low <= 0) return undefined;
  const ratio: [number, number] = [to.low / from.high, to.high / from.low];
  const change = {
    ratio,
    share: [ratio[0] - 1, ratio[1] - 1],
    about: from.about || to.about,
    digits: Math.min(knownDigits(before), knownDigits(after)),
  } as const;
  const [low, high] = change.share;
  return (low < 0 && high > 0) || (isOpen(change) && nearest(change) === 0) ? undefined : change;
}

/**
 * How many digits of a share follow from a value: two of `about 358`, `over 600`, `20 to 30`, `9` and `1700`, three of `38.94`, as
 * many as anything else has of zero.
 */
function knownDigits(stated: number | string): number {
  const text = String(stated).trim();
  if (!/^[\d._]+$/.test(text)) return 2;
  if (Number(text.replaceAll('_', '')) === 0) return 3;
  const figures = text.replace(/^[0._]+/, '').replaceAll(/[._]/g, '');
  const significant = text.includes('.') ? figures : figures.replace(/0+$/, '');
  return Math.min(3, Math.max(2, significant.length));
}

/** Whether only one end of the change is certain: to nothing at the lowest, or without limit. */
const isOpen = ({ share: [low, high] }: Pick<Change, 'share'>): boolean =>
  high === Infinity || (low === -1 && high !== -1);

/** The end closest to zero, which is certain for an open range too. */
const nearest = ({ share: [low, high] }: Pick<Change, 'share'>): number => (high <= 0 ? high : low);
const furthest = ({ share: [low, high] }: Pick<Change, 'share'>): number =>
  high <= 0 ? low : high;

/**
 * One number for a change, to sort and to count by: the middle of a closed range, and of an open one the end that is
 * certain. "At least -70 %" is -0.7.
 */
export const certainShare = (change: Change): number =>
  isOpen(change) ? nearest(change) : (change.share[0] + change.share[1]) / 2;

/**
 * The improvement that stands for an incident wherever there is room for one: the first under `improvement` that compares
 * like with like, or the first of all if none does. Lists, cards, sorting and aggregates all take this one. Where only some
 * improvements are of interest, such as those of memory held, the same rule picks among them.
 */
export function primaryImprovement(
  { improvement }: Pick<PostmortemData, 'improvement'>,
  isOfInterest: (improvement: Improvement) => boolean = () => true,
): Improvement | undefined {
  if (!Array.isArray(improvement)) return undefined;
  const candidates = improvement.filter(isOfInterest);
  return candidates.find(({ comparable }) => comparable) ?? candidates[0];
}

/** The number by which the primary improvement sorts; undefined if it compares unlike with unlike or has no computed change. */
export function improvementShare(data: Pick<PostmortemData, 'improvement'>): number | undefined {
  const primary = primaryImprovement(data);
  const change = primary?.comparable ? computeChange(primary.before, primary.after) : undefined;
  return change && certainShare(change);
}

/** Why there is no improvement, or undefined when there is one. */
export const notMeasuredReason = ({
  improvement,
}: Pick<PostmortemData, 'improvement'>): string | undefined =>
  Array.isArray(improvement) ? undefined : improvement['not-measured'];

/** An improvement as text. */
export interface ImprovementText {
  readonly id: string;
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** `−75.7 %`; absent where no change can be computed. */
  readonly change?: string;
  /** `4.1x lower` */
  readonly ratio?: string;
  readonly comparable: boolean;
  readonly source: string;
  readonly note?: string;
}

/** The primary improvement first, the others in the author's order; empty when none was measured. */
export function describeImprovements(data: PostmortemData): readonly ImprovementText[] {
  const primary = primaryImprovement(data);
  const improvements = Array.isArray(data.improvement) ? data.improvement : [];
  return improvements
    .toSorted((a, b) => Number(b === primary) - Number(a === primary))
    .map(describeImprovement);
}

function describeImprovement(improvement: Improvement): ImprovementText {
  const change = computeChange(improvement.before, improvement.after);
  const ratio = change && formatRatio(change);
  const [before, after] = formatPair(improvement.before, improvement.after, improvement.unit);
  return {
    id: improvement.id,
    label: improvement.label,
    before,
    after,
    ...(change && { change: formatChange(change) }),
    ...(ratio !== undefined && { ratio }),
    comparable: improvement.comparable,
    source: improvement.source,
    ...(improvement.note !== undefined && { note: improvement.note }),
  };
}

/** The primary improvement in one line: `38.94 MB → 9.46 MB, −75.7 %`, or `not measured`. */
export function summarizeImprovement(data: PostmortemData): string {
  const [primary] = describeImprovements(data);
  if (!primary) return 'not measured';
  const change = primary.change === undefined ? '' : `, ${primary.change}`;
  const caution = primary.comparable ? '' : ` (${notComparable})`;
  return `${primary.before} → ${primary.after}${change}${caution}`;
}

/** Said of an improvement whose before and after are of different workloads. */
export const notComparable = 'not directly comparable';

/** `−75.7 %`, `+12 %`, `about −90 %`, `−40 to −50 %`, `at least −83 %`. A true minus sign, and no digits that are not known. */
export function formatChange(change: Omit<Change, 'ratio'>): string {
  const text = (share: number) =>
    `${share < 0 ? '−' : share > 0 ? '+' : '±'}${percent(share, change.digits)}`;
  const about = change.about ? 'about ' : '';
  const [near, far] = [text(nearest(change)), text(furthest(change))];
  if (isOpen(change)) return `at least ${about}${near}\u00a0%`;
  return near === far ? `${about}${near}\u00a0%` : `${about}${near} to ${far}\u00a0%`;
}

/** `−76 %` for -0.757: what several incidents have in common is not known to more digits. */
export const formatShare = (share: number): string =>
  formatChange({ share: [share, share], about: false, digits: 2 });

function percent(share: number, digits: number): string {
  const value = Math.abs(share * 100);
  // Near 100 % the digits that matter are those of what is left: 99.96 % is not 100 %.
  if (value > 99 && value < 100) {
    const known = Math.min(8, digits + Math.ceil(-Math.log10(100 - value)));
    return formatNumber(Math.min(value, 99.999999), known);
  }
  return formatNumber(roundTo(value, digits), digits);
}

/** `4.1x lower`, `2x higher`, `at least 6x lower`, `about 4x lower`; nothing for a change below a tenth. */
export function formatRatio(change: Change): string | undefined {
  const open = isOpen(change);
  const ratio = open ? 1 + nearest(change) : (change.ratio[0] + change.ratio[1]) / 2;
  if (ratio <= 0 || Math.abs(ratio - 1) < 0.1) return undefined;
  const times = ratio < 1 ? 1 / ratio : ratio;
  const isRounded = change.about || (!open && change.ratio[0] !== change.ratio[1]);
  const text = isRounded ? formatNumber(roundTo(times, 2)) : formatNumber(times, 2);
  const prefix = `${open ? 'at least ' : ''}${isRounded ? 'about ' : ''}`;
  return `${prefix}${text}x ${ratio < 1 ? 'lower' : 'higher'}`;
}

/** To so many significant digits: 1234 to two of them is 1200. */
const roundTo = (value: number, digits: number): number => Number(value.toPrecision(digits));
