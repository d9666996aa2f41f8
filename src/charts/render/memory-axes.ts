import { displayUnit, type DisplayUnit } from '../../model/display-unit.ts';
import { drawnValue, type Quantity } from '../../model/units.ts';
import { quantityOf, type MemoryModel, type Stated } from '../chart-model.ts';
import { axisStart } from '../course.ts';
import { measureIn } from '../stated.ts';
import { linearDomain, linearTicks, type Ticks } from './axis.ts';
import { isNarrow, smallFontSize, type Frame } from './theme.ts';
import { textWidth } from './text.ts';

/** Both axes of a memory chart. Positions run from 0 at the low end to 1 at the high end. */
export interface MemoryAxes {
  readonly x: Axis;
  readonly y: Axis & {
    readonly unit: DisplayUnit;
    /** A stated value in the unit of the axis: what is known, and the number to draw. */
    readonly quantity: (value: Stated) => Quantity;
    readonly drawn: (value: Stated) => number;
  };
}

interface Axis {
  readonly title: string;
  readonly domain: readonly [number, number];
  readonly ticks: Ticks;
  readonly position: (value: number) => number;
}

export function buildAxes(model: MemoryModel, frame: Frame, height: number): MemoryAxes {
  return { x: buildX(model, frame), y: buildY(model, height) };
}

function buildX(model: MemoryModel, frame: Frame): MemoryAxes['x'] {
  const xs = [
    ...model.lines.flatMap(({ points }) => points.map(([x]) => x)),
    ...model.events.map(({ at }) => at),
    ...(model.fix === undefined ? [] : [model.fix]),
  ];
  const domain = xDomain(xs);
  const [low, high] = domain;
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const isMillions = largest >= 2e6;
  const options = {
    divisor: isMillions ? 1e6 : 1,
    over: model.over,
    whole: xs.every(Number.isInteger),
  };
  const room = isNarrow(frame) ? 260 : 470;
  const labelWidth = textWidth(String(Math.round(largest / options.divisor)), smallFontSize) + 26;
  const maxTicks = isNarrow(frame) ? 5 : 8;
  const ticks = linearTicks(domain, Math.min(maxTicks, Math.floor(room / labelWidth)), options);
  const title = isMillions ? `${model.over} (millions)` : model.over;
  return { domain, ticks, title, position: (x) => (x - low) / (high - low) };
}

function xDomain(xs: readonly number[]): readonly [number, number] {
  if (xs.length === 0) return [0, 1];
  const low = Math.min(...xs);
  const high = Math.max(...xs);
  if (low === high) return [low - 1, high + 1];
  return low > 0 && low < (high - low) / 4 ? [0, high] : [low, high];
}

function buildY(model: MemoryModel, height: number): MemoryAxes['y'] {
  const stated = model.lines.flatMap(({ points }) => points.map(([, value]) => value));
  const all = [...stated, ...model.levels.map(({ value }) => value)];
  const unit = displayUnit(
    model.unit,
    all.map((value) => drawnValue(quantityOf(value))),
  );
  const quantity = (value: Stated): Quantity => {
    const { low, high, about } = quantityOf(value);
    return { low: low / unit.divisor, high: high / unit.divisor, about };
  };
  // An open value needs room for its arrow.
  const ends = all
    .map(quantity)
    .flatMap(({ low, high }) => (high === Infinity ? [low * 1.12] : [low, high]));
  const start = axisStart(model) / unit.divisor;
  const count = Math.round(height / 46);
  const domain = linearDomain(ends, count, start);
  const [low, high] = domain;
  return {
    domain,
    ticks: linearTicks(domain, count),
    position: (value) => (value - low) / (high - low),
    title: `${measureIn(model, unit.text)}${start > 0 ? ', not from zero' : ''}`,
    unit,
    quantity,
    drawn: (value) => drawnValue(quantity(value)),
  };
}
