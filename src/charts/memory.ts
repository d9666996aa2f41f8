import { drawnValue } from '../model/units.ts';
import { quantityOf, type MemoryDrawing, type MemoryDrawingLine } from './drawing.ts';
import { axesOf, type MemoryAxes } from './memory-axes.ts';
import {
  endLabels,
  endLabelsHeight,
  eventBand,
  keyRows,
  levelLabels,
  valueLabels,
} from './memory-labels.ts';
import { memoryData, memoryLayers, type PlacedLine } from './memory-marks.ts';
import { small, type Obstacles, type Rule, type Text } from './overlay.ts';
import { thin } from './series.ts';
import { specOf, type VegaLiteSpec } from './spec.ts';
import { formatStated } from './stated.ts';
import { textWidth, wrapText } from './text.ts';
import { configOf, isNarrow, lineHeight, roleColor, smallFontSize, type Frame } from './theme.ts';

const narrowHeight = 190;
const wideHeight = 230;

/** Memory over time, calls or anything else that runs: lines with points, ends labeled where they are, marks for events and limits. */
export function memorySpec(whole: MemoryDrawing, frame: Frame): VegaLiteSpec {
  const narrow = isNarrow(frame);
  const drawing = thinned(whole, frame);
  const axes = axesOf(
    drawing,
    frame,
    narrow ? narrowHeight : Math.max(wideHeight, endLabelsHeight(drawing)),
  );
  const left = Math.ceil(
    Math.max(...axes.y.ticks.labels.map((label) => textWidth(label, smallFontSize))) + 9,
  );
  const right = narrow ? 14 : 18 + Math.ceil(Math.min(170, widestEnd(drawing, axes)));
  const width = frame.width - left - right;
  const height = axes.height;
  const toX = (x: number) => Math.round(axes.x.position(x) * width * 10) / 10;
  const toY = (y: number) => Math.round((1 - axes.y.position(y)) * height * 10) / 10;
  const placed = placeLines(drawing, axes, frame, toX, toY);

  const events = eventBand(drawing, { frame, width, toX });
  const head = headRows(axes, { placed, frame, left });
  const top = head.height + events.height + 8;
  const obstacles: Obstacles = {
    within: { left: 2, right: width + right - 2, top: -10, bottom: height - 3 },
    boxes: [],
    strokes: placed.map(({ corners }) => corners),
    rules: [
      ...events.rules.map(
        ({ x }) =>
          [
            [x, 0],
            [x, height],
          ] as const,
      ),
      ...drawing.levels.map(({ value }) => {
        const y = toY(axes.y.drawn(value));
        return [
          [0, y],
          [width, y],
        ] as const;
      }),
    ],
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
    datasets: { ...memoryData(drawing, axes, placed), rules, texts },
    layer: memoryLayers(frame, axes.y.log),
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

/** As many points as can be told apart on a page. */
function thinned(drawing: MemoryDrawing, frame: Frame): MemoryDrawing {
  const share = Math.max(24, Math.floor(frame.width / 4 / Math.sqrt(drawing.lines.length)));
  const heightOf = ([, value]: MemoryDrawingLine['points'][number]) =>
    drawnValue(quantityOf(value));
  return {
    ...drawing,
    lines: drawing.lines.map((line) => ({ ...line, points: thin(line.points, share, heightOf) })),
  };
}

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
    const rhythm = ((others - 1) % 6) + 1;
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
  axes: MemoryAxes,
  { placed, frame, left }: { placed: readonly PlacedLine[]; frame: Frame; left: number },
): { texts: Text[]; rules: readonly Rule[]; height: number } {
  const key = isNarrow(frame) ? keyRows(placed, frame) : { texts: [], rules: [], height: 0 };
  const lines = wrapText(axes.y.title, { width: frame.width - left, size: smallFontSize, most: 2 });
  const y = key.height + smallFontSize;
  return {
    texts: [...key.texts, small(frame, { x: 0, y, lines })],
    rules: key.rules,
    height: y + (lines.length - 1) * lineHeight + 10,
  };
}
