import {
  computeChange,
  formatChange,
  formatRatio,
  notComparable,
  type Change,
} from '../model/improvement.ts';
import { drawnValue, formatQuantity, parseUnit } from '../model/units.ts';
import { formatNumber } from '../reports/text/format.ts';
import { unitOf, type DisplayUnit } from './axis.ts';
import {
  quantityOf,
  type BarsDrawing,
  type BeforeAfterDrawing,
  type Drawing,
  type MemoryDrawing,
  type MemoryDrawingLine,
  type Stated,
} from './drawing.ts';
import { formatShare, sharesOf } from './hotspots.ts';
import { formatStated } from './stated.ts';

/** What a chart shows in one sentence, computed from its values. `label` is the author's title of it. */
export function saysOf(drawing: Drawing, label: string): string {
  switch (drawing.kind) {
    case 'before-after':
      return beforeAfterSays(drawing, label);
    case 'memory':
      return memorySays(drawing);
    case 'bars':
      return barsSays(drawing, label);
    case 'hotspots':
      return hotspotsSays(drawing);
    case 'sketch':
      return `${capital(label)}.`;
    default:
      return drawing satisfies never;
  }
}

function beforeAfterSays(drawing: BeforeAfterDrawing, label: string): string {
  const { before, after, unit, comparable } = drawing;
  const change = computeChange(before, after);
  const verb = change === undefined ? 'went' : verbOf(change);
  const share = change === undefined ? '' : shareOf(change);
  const values = `from ${formatQuantity(before, unit)} to ${formatQuantity(after, unit)}`;
  const workloads = comparable ? '' : `, ${notComparable}`;
  return `${capital(label)} ${verb} ${values}${share}${workloads}.`;
}

function verbOf({ share: [low, high] }: Change): 'fell' | 'rose' | 'went' {
  if (high < 0) return 'fell';
  return low > 0 ? 'rose' : 'went';
}

/** `, 75.7 % less`; a rise to more than three times is told as a ratio. Nothing where the direction is not known. */
function shareOf(change: Change): string {
  const verb = verbOf(change);
  if (verb === 'went') return '';
  const ratio = change.ratio[0] > 3 ? formatRatio(change) : undefined;
  if (ratio !== undefined) return `, ${ratio}`;
  const percent = formatChange(change).replace(/[−+±]/g, '');
  return `, ${percent} ${verb === 'fell' ? 'less' : 'more'}`;
}

const mostLines = 4;

function memorySays(drawing: MemoryDrawing): string {
  const values = drawing.lines.flatMap(({ points }) => points.map(([, value]) => drawn(value)));
  const levels = drawing.levels.map(({ value }) => drawn(value));
  const display = unitOf(drawing.unit, values, levels);
  const lines = drawing.lines.filter(({ points }) => points.length > 0);
  const [only] = lines;
  if (!only) return `${drawing.measure} over ${drawing.over}.`;
  if (lines.length === 1) return `${drawing.measure} ${courseOf(only, drawing, display)}.`;
  if (lines.length <= mostLines) {
    const courses = lines.map((line) => `${line.label}: ${courseOf(line, drawing, display)}`);
    return `${drawing.measure}, ${courses.join('; ')}.`;
  }
  const ends = lines
    .map(({ label, points }) => ({ label, value: points.at(-1)?.[1] ?? 0 }))
    .toSorted((a, b) => drawn(a.value) - drawn(b.value));
  const word = (end: (typeof ends)[number] | undefined) =>
    end ? `${formatStated(end.value, drawing.unit, display)} (${end.label})` : '';
  return `${drawing.measure} of ${lines.length} lines ended between ${word(ends[0])} and ${word(ends.at(-1))}.`;
}

/** `rose from 233 MB to 1 180 MB in 22 hours`. */
function courseOf(line: MemoryDrawingLine, drawing: MemoryDrawing, display: DisplayUnit): string {
  const first = line.points[0];
  const last = line.points.at(-1);
  if (!first || !last) return 'has no points';
  const text = (value: Stated) => formatStated(value, drawing.unit, display);
  const [from, to] = [drawn(first[1]), drawn(last[1])];
  const top = line.points.reduce((best, point) =>
    drawn(point[1]) > drawn(best[1]) ? point : best,
  );
  const span = spanOf(last[0] - first[0], drawing.over);
  if (drawn(top[1]) > 1.1 * Math.max(from, to))
    return `rose from ${text(first[1])} to ${text(top[1])} and was ${text(last[1])} at the end${span}`;
  const size = Math.max(Math.abs(from), Math.abs(to));
  if (Math.abs(to - from) <= 0.02 * size)
    return `stayed near ${formatStated(last[1], drawing.unit, display).replace(/^about /, '')}${span}`;
  return `${to > from ? 'rose' : 'fell'} from ${text(first[1])} to ${text(last[1])}${span}`;
}

/** ` in 22 hours`, ` over 2 900 000 calls`; nothing where what runs along the axis is not a plain plural. */
function spanOf(length: number, over: string): string {
  const [word = '', ...rest] = over.split(' ');
  const isTime = parseUnit(word)?.dimension === 'time';
  if (length <= 0 || (!isTime && (rest.length > 0 || !/^\p{L}+s$/u.test(word)))) return '';
  const number = formatNumber(length, 6);
  const unit = number === '1' ? word.replace(/s$/, '') : word;
  return `${isTime ? ' in' : ' over'} ${number} ${unit}`;
}

function barsSays(drawing: BarsDrawing, label: string): string {
  const sorted = drawing.bars.toSorted((a, b) => drawn(a.value) - drawn(b.value));
  const [least] = sorted;
  const most = sorted.at(-1);
  if (!least || !most) return `${capital(label)}.`;
  const text = (value: Stated) => formatQuantity(value, drawing.unit);
  if (drawing.about === 'limit') return `${capital(label)}: ${text(most.value)}, a limit.`;
  if (drawing.about === 'baseline')
    return `${capital(label)}: ${text(most.value)}, to compare with.`;
  if (sorted.length === 1) return `${drawing.measure} was ${text(most.value)} (${most.label}).`;
  if (drawn(least.value) === drawn(most.value))
    return `${drawing.measure} was ${text(most.value)} in all ${sorted.length}.`;
  return `${drawing.measure} ranged from ${text(least.value)} (${least.label}) to ${text(most.value)} (${most.label}).`;
}

function hotspotsSays(drawing: BarsDrawing): string {
  const [heaviest, ...others] = sharesOf(drawing.bars);
  if (!heaviest) return `${drawing.measure} by site.`;
  const { bar, share } = heaviest;
  if (share === undefined || others.length === 0)
    return `${bar.label} accounts for ${formatQuantity(bar.value, drawing.unit)}.`;
  if (share < 0.5)
    return `${bar.label} is the heaviest of the ${drawing.bars.length} listed, with ${formatQuantity(bar.value, drawing.unit)}.`;
  const sum = drawing.bars.reduce((total, { value }) => total + drawn(value), 0);
  const isAbout = drawing.bars.some(
    ({ value }) => typeof value === 'string' && Number.isNaN(Number(value)),
  );
  const counted = drawing.measure.toLowerCase().endsWith(` ${drawing.unit}`)
    ? drawing.measure.toLowerCase()
    : drawing.unit;
  const total = `${formatNumber(sum, 12)}\u00a0${counted}`;
  return `${bar.label} accounts for ${isAbout ? 'about ' : ''}${formatShare(share)} of the ${total} listed.`;
}

const drawn = (stated: Stated): number => drawnValue(quantityOf(stated));

const capital = (text: string): string => {
  const plain = text.trim().replace(/\.$/, '');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
};
