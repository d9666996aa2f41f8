import { drawnValue, type Quantity } from '../units.ts';
import {
  displayUnit,
  linearDomain,
  linearTicks,
  logDomain,
  logTicks,
  needsLogScale,
  type DisplayUnit,
  type Ticks,
} from './axis.ts';
import { quantityOf, type MemoryDrawing, type Stated } from './drawing.ts';
import { isNarrow, smallFontSize, type Frame } from './theme.ts';
import { textWidth } from './text.ts';

/** Both axes of a memory chart. Positions run from 0 at the low end to 1 at the high end. */
export interface MemoryAxes {
  readonly height: number;
  readonly x: Axis & { readonly title: string };
  readonly y: Axis & {
    readonly log: boolean;
    readonly unit: DisplayUnit;
    /** A stated value in the unit of the axis: what is known, and the number to draw. */
    readonly quantity: (value: Stated) => Quantity;
    readonly drawn: (value: Stated) => number;
  };
}

interface Axis {
  readonly domain: readonly [number, number];
  readonly ticks: Ticks;
  readonly position: (value: number) => number;
}

export function axesOf(drawing: MemoryDrawing, frame: Frame, height: number): MemoryAxes {
  return { height, x: acrossOf(drawing, frame), y: upOf(drawing, height) };
}

function acrossOf(drawing: MemoryDrawing, frame: Frame): MemoryAxes['x'] {
  const xs = [
    ...drawing.lines.flatMap(({ points }) => points.map(([x]) => x)),
    ...drawing.events.map(({ at }) => at),
  ];
  const domain = acrossDomain(xs);
  const [low, high] = domain;
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const isMillions = largest >= 2e6;
  const options = { divisor: isMillions ? 1e6 : 1, over: drawing.over };
  const room = (isNarrow(frame) ? 260 : 470) / 1;
  const labelWidth = textWidth(String(Math.round(largest / options.divisor)), smallFontSize) + 26;
  const most = isNarrow(frame) ? 5 : 8;
  const ticks = linearTicks(domain, Math.min(most, Math.floor(room / labelWidth)), options);
  const title = isMillions ? `${drawing.over} (millions)` : drawing.over;
  return { domain, ticks, title, position: (x) => (x - low) / (high - low) };
}

function acrossDomain(xs: readonly number[]): readonly [number, number] {
  if (xs.length === 0) return [0, 1];
  const low = Math.min(...xs);
  const high = Math.max(...xs);
  if (low === high) return [low - 1, high + 1];
  return low > 0 && low < (high - low) / 4 ? [0, high] : [low, high];
}

function upOf(drawing: MemoryDrawing, height: number): MemoryAxes['y'] {
  const stated = drawing.lines.flatMap(({ points }) => points.map(([, value]) => value));
  const inUnit = (value: Stated) => drawnValue(quantityOf(value));
  const all = [...stated, ...drawing.levels.map(({ value }) => value)];
  const unit = displayUnit(
    drawing.unit,
    Math.max(0, ...all.map((value) => Math.abs(inUnit(value)))),
  );
  const quantity = (value: Stated): Quantity => {
    const { low, high, about } = quantityOf(value);
    return { low: low / unit.divisor, high: high / unit.divisor, about };
  };
  const drawn = (value: Stated) => drawnValue(quantity(value));
  const ends = all.flatMap((value) => {
    const { low, high } = quantity(value);
    return high === Infinity ? [low * 1.12] : [low, high];
  });
  const log = needsLogScale(stated.map(drawn));
  const count = Math.round(height / 46);
  const domain = log
    ? logDomain(all.map(drawn).filter((value) => value > 0))
    : linearDomain(ends, count);
  const scale = log ? Math.log10 : (value: number) => value;
  const [low, high] = [scale(domain[0]), scale(domain[1])];
  return {
    log,
    unit,
    quantity,
    drawn,
    domain,
    ticks: log ? logTicks(domain) : linearTicks(domain, count),
    position: (value) => (scale(value) - low) / (high - low),
  };
}
