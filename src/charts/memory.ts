import { axesOf, type MemoryAxes } from './memory-axes.ts';
import { endLabels, eventBand, keyRows, levelLabels, valueLabels } from './memory-labels.ts';
import type { MemoryDrawing, MemoryDrawingLine } from './drawing.ts';
import { overlayLayers, small, type Obstacles, type Rule, type Text } from './overlay.ts';
import { specOf, type VegaLiteSpec } from './spec.ts';
import { formatStated } from './stated.ts';
import { textWidth, wrapText } from './text.ts';
import {
  configOf,
  dashes,
  isNarrow,
  lineHeight,
  roleColor,
  roles,
  smallFontSize,
  type Frame,
} from './theme.ts';

/** A line as it is drawn: its corners in pixels and its look. */
export interface PlacedLine {
  readonly line: MemoryDrawingLine;
  readonly corners: readonly (readonly [x: number, y: number])[];
  readonly color: string;
  /** Key of `dashes`. */
  readonly dash: string;
}

const mostDots = 40;
const narrowHeight = 190;
const wideHeight = 230;

/** Memory over time, calls or anything else that runs: lines with points, ends labeled where they are, marks for events and limits. */
export function memorySpec(drawing: MemoryDrawing, frame: Frame): VegaLiteSpec {
  const narrow = isNarrow(frame);
  const axes = axesOf(drawing, frame, narrow ? narrowHeight : wideHeight);
  const left = Math.max(...axes.y.ticks.labels.map((label) => textWidth(label, smallFontSize))) + 9;
  const right = narrow ? 14 : 18 + Math.min(170, widestEnd(drawing, axes));
  const width = frame.width - left - right;
  const height = axes.height;
  const toX = (x: number) => Math.round(axes.x.position(x) * width * 10) / 10;
  const toY = (y: number) => Math.round((1 - axes.y.position(y)) * height * 10) / 10;
  const placed = placeLines(drawing, axes, frame, toX, toY);

  const events = eventBand(drawing, { frame, width, toX });
  const head = headRows(drawing, axes, { placed, frame, left });
  const top = head.height + events.height + 8;
  const obstacles: Obstacles = {
    within: { left: 2, right: width + right - 2, top: -10, bottom: height - 3 },
    boxes: [],
    strokes: placed.map(({ corners }) => corners),
  };
  const context = { drawing, axes, frame, placed, width, height, toY, obstacles };
  const ends = narrow ? { texts: [], rules: [] } : endLabels(context);
  const levels = levelLabels(context);
  const values = valueLabels(context);
  const overTitle = wrapText(axes.x.title, {
    width: frame.width - 8,
    size: smallFontSize,
    most: 2,
  });
  const texts: Text[] = [
    ...head.texts.map((text) => ({ ...text, x: text.x - left, y: text.y - top })),
    ...events.texts.map((text) => ({ ...text, y: text.y - events.height - 4 })),
    ...ends.texts,
    ...levels,
    ...values,
    small(frame, {
      x: narrow ? width + 8 : width,
      y: height + 34,
      lines: overTitle,
      align: 'right',
    }),
  ];
  const rules: Rule[] = [
    ...head.rules.map((rule) => shift(rule, -left, -top)),
    ...events.rules.map((rule) => ({ ...rule, y: rule.y - events.height - 4, y2: height })),
    ...ends.rules,
  ];
  return specOf({
    width,
    height,
    margins: { top, right, bottom: 38 + (overTitle.length - 1) * lineHeight, left },
    params: {
      xDomain: axes.x.domain,
      xTicks: axes.x.ticks.values,
      xLabels: axes.x.ticks.labels,
      yDomain: axes.y.domain,
      yTicks: axes.y.ticks.values,
      yLabels: axes.y.ticks.labels,
    },
    datasets: { ...dataOf(drawing, axes, placed), rules, texts },
    layer: layersOf(frame, axes.y.log),
    config: configOf(frame.palette),
  });
}

const shift = (rule: Rule, dx: number, dy: number): Rule => ({
  ...rule,
  x: rule.x + dx,
  x2: rule.x2 + dx,
  y: rule.y + dy,
  y2: rule.y2 + dy,
});

function widestEnd(drawing: MemoryDrawing, axes: MemoryAxes): number {
  const widths = drawing.lines.flatMap(({ label, points }) => {
    const last = points.at(-1);
    const value = last ? formatStated(last[1], drawing.unit, axes.y.unit) : '';
    return [textWidth(label, 13, 'bold'), textWidth(value, 13)];
  });
  return Math.max(60, ...widths);
}

function placeLines(
  drawing: MemoryDrawing,
  axes: MemoryAxes,
  { palette }: Frame,
  toX: (x: number) => number,
  toY: (y: number) => number,
): PlacedLine[] {
  let others = 0;
  return drawing.lines.map((line) => {
    if (line.role === 'other') others += 1;
    const rhythm = ((others - 1) % 4) + 1;
    return {
      line,
      corners: line.points.map(([x, value]) => [toX(x), toY(axes.y.drawn(value))]),
      color: roleColor(palette, line.role),
      dash: line.role === 'other' && rhythm > 1 ? `other-${rhythm}` : line.role,
    };
  });
}

/** The words above the plot: what the y axis counts, and on narrow charts which line is which. */
function headRows(
  drawing: MemoryDrawing,
  axes: MemoryAxes,
  { placed, frame, left }: { placed: readonly PlacedLine[]; frame: Frame; left: number },
): { texts: Text[]; rules: Rule[]; height: number } {
  const key = isNarrow(frame) ? keyRows(placed, frame) : { texts: [], rules: [], height: 0 };
  const unit = axes.y.unit.text === '' ? '' : `, ${axes.y.unit.text}`;
  const title = `${drawing.measure}${unit}${axes.y.log ? ' (log scale)' : ''}`;
  const lines = wrapText(title, { width: frame.width - left, size: smallFontSize, most: 2 });
  const y = key.height + smallFontSize;
  return {
    texts: [...key.texts, small(frame, { x: 0, y, lines })],
    rules: key.rules,
    height: y + (lines.length - 1) * lineHeight + 10,
  };
}

function dataOf(drawing: MemoryDrawing, axes: MemoryAxes, placed: readonly PlacedLine[]) {
  const rows = placed.flatMap(({ line, dash }, index) =>
    line.points.map(([x, value]) => ({
      line: index,
      label: line.label,
      role: line.role,
      dash,
      x,
      y: axes.y.drawn(value),
      stated: formatStated(value, drawing.unit, axes.y.unit),
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

function layersOf({ palette, tooltips }: Frame, log: boolean): unknown[] {
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
  const tooltip = tooltips && {
    tooltip: [
      { field: 'label', title: 'line' },
      { field: 'x', type: 'quantitative', title: 'at' },
      { field: 'stated', title: 'value' },
    ],
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
        ...tooltip,
      },
    },
    ...overlayLayers,
  ];
}
