import {
  computeChange,
  formatChange,
  formatRatio,
  notComparable,
  type Change,
} from '../model/improvement.ts';
import {
  displayUnit,
  formatPair,
  formatQuantity,
  type DisplayUnit,
} from '../model/display-unit.ts';
import { drawnValue, parseUnit } from '../model/units.ts';
import { formatNumber } from '../reports/text/format.ts';
import {
  quantityOf,
  sortByShare,
  type BarsModel,
  type BeforeAfterModel,
  type ChartModel,
  type MemoryModel,
  type MemoryLine,
  type Stated,
} from './chart-model.ts';
import { formatPartShare } from './stated.ts';

/** What a chart shows in one sentence, computed from its values. `label` is the author's title of it. */
export function captionOf(model: ChartModel, label: string): string {
  switch (model.kind) {
    case 'before-after':
      return beforeAfterCaption(model, label);
    case 'memory':
      return `${memoryCaption(model)}${fixSentence(model)}`;
    case 'bars':
      return barsCaption(model, label);
    case 'hotspots':
      return hotspotsCaption(model);
    case 'sketch':
      return `${capital(label)}.`;
    default:
      return model satisfies never;
  }
}

function beforeAfterCaption(model: BeforeAfterModel, label: string): string {
  const { before, after, unit, comparable } = model;
  const change = computeChange(before, after);
  const verb = change === undefined ? 'went' : verbOf(change);
  const share = change === undefined ? '' : shareOf(change);
  const values = `from ${formatPair(before, after, unit).join(' to ')}`;
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

const maxLines = 4;

function memoryCaption(model: MemoryModel): string {
  const values = model.lines.flatMap(({ points }) => points.map(([, value]) => drawn(value)));
  const levels = model.levels.map(({ value }) => drawn(value));
  const display = displayUnit(model.unit, [...values, ...levels]);
  const lines = model.lines.filter(({ points }) => points.length > 0);
  const [only] = lines;
  if (!only) return `${model.measure} over ${model.over}.`;
  if (lines.length === 1) return `${model.measure} ${courseOf(only, model, display)}.`;
  if (lines.length <= maxLines) {
    const courses = lines.map((line) => `${line.label}: ${courseOf(line, model, display)}`);
    return `${model.measure}, ${courses.join('; ')}.`;
  }
  const ends = lines
    .map(({ label, points }) => ({ label, value: points.at(-1)?.[1] ?? 0 }))
    .toSorted((a, b) => drawn(a.value) - drawn(b.value));
  const word = (end: (typeof ends)[number] | undefined) =>
    end ? `${formatQuantity(end.value, model.unit, display)} (${end.label})` : '';
  return `${model.measure} of ${lines.length} lines ended between ${word(ends[0])} and ${word(ends.at(-1))}.`;
}

/** ` The fix came at 12 hours since start.` */
const fixSentence = ({ fix, over }: MemoryModel): string =>
  fix === undefined ? '' : ` The fix came at ${formatNumber(fix, 6)} ${over}.`;

/** `rose from 233 MB to 1 180 MB in 22 hours`. */
function courseOf(line: MemoryLine, model: MemoryModel, display: DisplayUnit): string {
  const first = line.points[0];
  const last = line.points.at(-1);
  if (!first || !last) return 'has no points';
  const text = (value: Stated) => formatQuantity(value, model.unit, display);
  const [from, to] = [drawn(first[1]), drawn(last[1])];
  const top = line.points.reduce((best, point) =>
    drawn(point[1]) > drawn(best[1]) ? point : best,
  );
  const span = spanOf(last[0] - first[0], model.over);
  const higher = Math.max(from, to);
  if (drawn(top[1]) > higher + 0.1 * Math.abs(higher))
    return `rose from ${text(first[1])} to ${text(top[1])} and was ${text(last[1])} at the end${span}`;
  const size = Math.max(Math.abs(from), Math.abs(to));
  if (Math.abs(to - from) <= 0.02 * size)
    return `stayed near ${formatQuantity(last[1], model.unit, display).replace(/^about /, '')}${span}`;
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

function barsCaption(model: BarsModel, label: string): string {
  const sorted = model.bars.toSorted((a, b) => drawn(a.value) - drawn(b.value));
  const [least] = sorted;
  const most = sorted.at(-1);
  if (!least || !most) return `${capital(label)}.`;
  const text = (value: Stated) => formatQuantity(value, model.unit);
  if (model.about === 'limit') return `${capital(label)}: ${text(most.value)} (limit).`;
  if (model.about === 'baseline') return `${capital(label)}: ${text(most.value)} (baseline).`;
  if (sorted.length === 1) return `${model.measure} was ${text(most.value)} (${most.label}).`;
  if (text(least.value) === text(most.value))
    return `${model.measure} was ${text(most.value)} in all ${sorted.length}.`;
  return `${model.measure} ranged from ${text(least.value)} (${least.label}) to ${text(most.value)} (${most.label}).`;
}

function hotspotsCaption(model: BarsModel): string {
  const [heaviest, ...others] = sortByShare(model.bars);
  if (!heaviest) return `${model.measure} by site.`;
  const { bar, share } = heaviest;
  if (share === undefined || others.length === 0)
    return `${bar.label} accounts for ${formatQuantity(bar.value, model.unit)}.`;
  if (share < 0.5)
    return `${bar.label} is the heaviest of the ${model.bars.length} listed, with ${formatQuantity(bar.value, model.unit)}.`;
  const sum = model.bars.reduce((total, { value }) => total + drawn(value), 0);
  const isAbout = model.bars.some(
    ({ value }) => typeof value === 'string' && Number.isNaN(Number(value)),
  );
  const measure = model.measure.toLowerCase();
  const total = formatQuantity(sum, measure.endsWith(` ${model.unit}`) ? measure : model.unit);
  return `${bar.label} accounts for ${isAbout ? 'about ' : ''}${formatPartShare(share)} of the ${total} listed.`;
}

const drawn = (stated: Stated): number => drawnValue(quantityOf(stated));

const capital = (text: string): string => {
  const plain = text.trim().replace(/\.$/, '');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
};
