import { drawnValue, isBinaryUnit, parseUnit, type Quantity } from '../../model/units.ts';
import { formatBytes } from '../../reports/text/format.ts';
import { quantityOf, type MemoryModel, type Stated } from '../chart-model.ts';
import { chooseUnit, measureIn, needsLogScale, type DisplayUnit } from '../stated.ts';
import { linearDomain, linearTicks, logDomain, logTicks, type Ticks } from './axis.ts';
import { isNarrow, smallFontSize, type Frame } from './theme.ts';
import { textWidth } from './text.ts';

/** Both axes of a memory chart. Positions run from 0 at the low end to 1 at the high end. */
export interface MemoryAxes {
  readonly x: Axis;
  readonly y: Axis & {
    readonly log: boolean;
    readonly unit: DisplayUnit;
    /** A stated value in the unit of the axis: what is known, and the number to draw. */
    readonly quantity: (value: Stated) => Quantity;
    readonly drawn: (value: Stated) => number;
  };
}

interface Axis extends Scale {
  readonly title: string;
}

interface Scale {
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
  ];
  const domain = xDomain(xs);
  const [low, high] = domain;
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const isMillions = largest >= 2e6;
  const options = { divisor: isMillions ? 1e6 : 1, over: model.over };
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
  const inUnit = (value: Stated) => drawnValue(quantityOf(value));
  const log = needsLogScale(stated.map(inUnit));
  const unit = chooseUnit(model.unit, stated.map(inUnit), all.map(inUnit));
  const quantity = (value: Stated): Quantity => {
    const { low, high, about } = quantityOf(value);
    return { low: low / unit.divisor, high: high / unit.divisor, about };
  };
  const scale = log
    ? logScale(all.map(inUnit), model.unit)
    : linearScale(all.map(quantity), height);
  // Where every tick names its own unit, the title does not.
  const title = measureIn(model, log && isDecimalSize(model.unit) ? '' : unit.text);
  return {
    ...scale,
    title: log ? `${title}, log scale`.replace(/\), (.*)$/, ', $1)') : title,
    log,
    unit,
    quantity,
    drawn: (value) => drawnValue(quantity(value)),
  };
}

function linearScale(quantities: readonly Quantity[], height: number): Scale {
  // An open value needs room for its arrow.
  const ends = quantities.flatMap(({ low, high }) =>
    high === Infinity ? [low * 1.12] : [low, high],
  );
  const count = Math.round(height / 46);
  const domain = linearDomain(ends, count);
  const [low, high] = domain;
  const ticks = linearTicks(domain, count);
  return { domain, ticks, position: (value) => (value - low) / (high - low) };
}

/** Decimal sizes are written in a unit of their own on each tick: 1 MB, 10 MB, 1 GB. */
function logScale(values: readonly number[], unit: string): Scale {
  const domain = logDomain(values.filter((value) => value > 0));
  const [low, high] = [Math.log10(domain[0]), Math.log10(domain[1])];
  const ticks = logTicks(domain);
  const factor = parseUnit(unit)?.factor ?? 1;
  const labels = isDecimalSize(unit)
    ? ticks.values.map((value) => formatBytes(value * factor))
    : ticks.labels;
  return {
    domain,
    ticks: { ...ticks, labels },
    position: (value) => (Math.log10(value) - low) / (high - low),
  };
}

const isDecimalSize = (unit: string): boolean =>
  parseUnit(unit)?.dimension === 'bytes' && !isBinaryUnit(unit) && !unit.includes('/');
