import type { MemoryDrawing, MemoryDrawingLine } from './drawing.ts';
import type { MemoryAxes } from './memory-axes.ts';
import { overlayLayers } from './overlay.ts';
import { dashes, roleColor, roles, type Frame } from './theme.ts';

/** A line as it is drawn: its corners in pixels and its look. */
export interface PlacedLine {
  readonly line: MemoryDrawingLine;
  readonly corners: readonly (readonly [x: number, y: number])[];
  readonly color: string;
  /** Key of `dashes`. */
  readonly dash: string;
}

const mostDots = 40;

/** The data of a memory chart in the units of its axes. */
export function memoryData(
  drawing: MemoryDrawing,
  axes: MemoryAxes,
  placed: readonly PlacedLine[],
) {
  const rows = placed.flatMap(({ line, dash }, index) =>
    line.points.map(([x, value]) => ({
      line: index,
      label: line.label,
      role: line.role,
      dash,
      x,
      y: axes.y.drawn(value),
      quantity: axes.y.quantity(value),
    })),
  );
  const points = rows.map(({ quantity: _, ...row }) => row);
  const sparse = rows.length <= mostDots;
  const open = (arrow: string, wanted: (low: number, high: number) => boolean) =>
    rows
      .filter(({ quantity }) => wanted(quantity.low, quantity.high))
      .map(({ x, y, role }) => ({ x, y, role, shape: arrow }));
  const ranges = rows.flatMap(({ quantity: { low, high }, x, role }) =>
    low < high && high !== Infinity && low > 0 ? [{ x, low, high, role }] : [],
  );
  return {
    points,
    dots: sparse ? points : [],
    ranges,
    signs: [
      ...open(arrowUp, (_, high) => high === Infinity),
      ...open(arrowDown, (low, high) => low === 0 && high > 0),
      ...ranges.flatMap(({ x, low, high, role }) =>
        [low, high].map((y) => ({ x, y, role, shape: cap })),
      ),
    ],
    levels: drawing.levels.map(({ label, value }) => ({ label, y: axes.y.drawn(value) })),
  };
}

// Custom Vega shapes in a square of 2 by 2 around the point.
const arrowUp = 'M0,-.3L0,-1M-.35,-.65L0,-1L.35,-.65';
const arrowDown = 'M0,.3L0,1M-.35,.65L0,1L.35,.65';
const cap = 'M-.3,0L.3,0';

/** The layers that draw that data, on a linear or a log scale. */
export function memoryLayers({ palette }: Frame, log: boolean): unknown[] {
  const colors = { domain: roles, range: roles.map((role) => roleColor(palette, role)) };
  const rhythm = { domain: Object.keys(dashes), range: Object.values(dashes) };
  const stroke = { field: 'role', type: 'nominal', scale: colors, legend: null };
  const x = {
    field: 'x',
    type: 'quantitative',
    scale: { domain: { expr: 'xDomain' }, nice: false, zero: false },
    axis: {
      values: { expr: 'xTicks' },
      labelExpr: 'xLabels[indexof(xTicks, datum.value)]',
      grid: false,
    },
  };
  const y = {
    field: 'y',
    type: 'quantitative',
    scale: {
      domain: { expr: 'yDomain' },
      nice: false,
      ...(log ? { type: 'log' } : { zero: false }),
    },
    axis: {
      values: { expr: 'yTicks' },
      labelExpr: 'yLabels[indexof(yTicks, datum.value)]',
      domain: false,
      ticks: false,
      labelPadding: 7,
    },
  };
  return [
    {
      data: { name: 'levels' },
      mark: { type: 'rule', stroke: palette.ink, strokeDash: [1, 3], strokeWidth: 1.5 },
      encoding: { y },
    },
    {
      data: { name: 'points' },
      mark: { type: 'line', strokeWidth: 2, strokeJoin: 'round' },
      encoding: {
        x,
        y,
        stroke,
        strokeDash: { field: 'dash', type: 'nominal', scale: rhythm, legend: null },
        detail: { field: 'line', type: 'nominal' },
      },
    },
    {
      data: { name: 'ranges' },
      mark: { type: 'rule', strokeWidth: 1.5 },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, stroke },
    },
    {
      data: { name: 'signs' },
      mark: { type: 'point', size: 500, strokeWidth: 1.5, filled: false },
      encoding: { x, y, stroke, shape: { field: 'shape', type: 'nominal', scale: null } },
    },
    {
      data: { name: 'dots' },
      mark: { type: 'point', size: 30, strokeWidth: 1.75, opacity: 1 },
      encoding: {
        x,
        y,
        stroke,
        fill: {
          field: 'role',
          type: 'nominal',
          legend: null,
          scale: {
            domain: roles,
            range: roles.map((role) =>
              role === 'after' ? palette.paper : roleColor(palette, role),
            ),
          },
        },
      },
    },
    ...overlayLayers,
  ];
}
