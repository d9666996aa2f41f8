import { formatQuantity } from '../../model/display-unit.ts';
import { drawnValue } from '../../model/units.ts';
import { thin } from '../../reports/text/thin-series.ts';
import { quantityOf, type MemoryLine, type MemoryModel } from '../chart-model.ts';
import { cutAtGaps, gapsIn, isCourse } from '../course.ts';
import { buildAxes, type MemoryAxes } from './memory-axes.ts';
import {
  endLabels,
  endLabelsHeight,
  eventBand,
  head,
  levelLabels,
  levelRules,
  valueLabels,
  type PlacedLine,
  type Plot,
} from './memory-labels.ts';
import { lineBetween, textAt, type Line, type Picture, type Shape, type Text } from './shapes.ts';
import { textWidth, wrapText } from './text.ts';
import { isNarrow, lineHeight, lineLooks, smallFontSize, type Frame } from './theme.ts';

const narrowHeight = 190;
const wideHeight = 230;
/** Of readings without a course. */
const lowHeight = 140;

/** Memory over time, calls or anything else that runs: lines with points, ends labeled where they are, marks for events and limits. */
export function layOutMemory(whole: MemoryModel, frame: Frame): Picture {
  const narrow = isNarrow(frame);
  const model = thinned(whole, frame);
  const isReadings = whole.lines.every(({ points }) => !isCourse(points.map(([x]) => x)));
  const usual = isReadings ? lowHeight : narrow ? narrowHeight : wideHeight;
  const height = narrow ? usual : Math.max(usual, endLabelsHeight(model));
  const axes = buildAxes(model, frame, height);
  const widthOf = (label = '') => textWidth(label, smallFontSize);
  // The first x label may stand in the corner, centered on it.
  const [corner] = axes.x.ticks.values[0] === axes.x.domain[0] ? axes.x.ticks.labels : [];
  const left = Math.ceil(
    Math.max(...axes.y.ticks.labels.map((label) => widthOf(label) + 9), widthOf(corner) / 2),
  );
  const right = narrow ? 14 : 18 + Math.ceil(Math.min(170, widestEnd(model, axes)));
  const width = frame.width - left - right;
  const toX = (x: number) => Math.round(axes.x.position(x) * width * 10) / 10;
  const toY = (y: number) => Math.round((1 - axes.y.position(y)) * height * 10) / 10;
  const lines = placeLines(model, { whole, axes, frame, toX, toY });
  const plot: Plot = { model, axes, frame, lines, width, height, toX, toY };

  const events = eventBand(plot);
  const levels = levelRules(plot);
  const above = head(plot, { left, events: events.height });
  const obstacles = {
    within: { left: 2, right: width + right - 2, top: -10, bottom: height - 3 },
    boxes: [],
    strokes: lines.flatMap(({ parts }) => parts),
    rules: [...events.rules, ...levels].map(({ corners }) => corners),
  };
  const ends = narrow ? { texts: [], rules: [] } : endLabels(plot);
  const over = wrapText(axes.x.title, {
    width: frame.width - 8,
    size: smallFontSize,
    maxLines: 2,
  });
  return {
    width,
    height,
    margins: {
      top: above.height,
      right,
      bottom: 38 + (over.length - 1) * lineHeight,
      left,
    },
    shapes: [
      ...axisShapes(plot),
      ...levels,
      ...(isReadings ? lines.flatMap((line) => stemsOf(line, height)) : []),
      ...lines.flatMap(strokesOf),
      ...lines.flatMap((line) => openEnds(line, plot)),
      ...dots(plot),
      ...[...above.rules, ...events.rules, ...ends.rules],
      ...[...above.texts, ...events.texts, ...ends.texts],
      ...levelLabels(plot, obstacles),
      ...valueLabels(plot, obstacles),
      textAt(frame, {
        x: narrow ? width + 8 : width,
        y: height + 34,
        lines: over,
        align: 'right',
      }),
    ],
  };
}

/** As many points as can be told apart on a page. */
function thinned(model: MemoryModel, frame: Frame): MemoryModel {
  const share = Math.max(24, Math.floor(frame.width / 4 / Math.sqrt(model.lines.length)));
  const heightOf = ([, value]: MemoryLine['points'][number]) => drawnValue(quantityOf(value));
  return {
    ...model,
    lines: model.lines.map((line) => ({ ...line, points: thin(line.points, share, heightOf) })),
  };
}

function widestEnd(model: MemoryModel, axes: MemoryAxes): number {
  const widths = model.lines.flatMap(({ label, points }) => {
    const last = points.at(-1);
    const value = last ? formatQuantity(last[1], model.unit, axes.y.unit) : '';
    return [textWidth(label, 13, 'bold'), textWidth(value, 13)];
  });
  return Math.max(60, ...widths);
}

function placeLines(
  model: MemoryModel,
  {
    whole,
    axes,
    frame,
    toX,
    toY,
  }: Pick<Plot, 'axes' | 'frame' | 'toX' | 'toY'> & { readonly whole: MemoryModel },
): PlacedLine[] {
  const looks = lineLooks(model.lines, frame.palette);
  return model.lines.map((line, index) => {
    const corners = line.points.map(([x, value]) => [toX(x), toY(axes.y.drawn(value))] as const);
    // Gaps are those of the whole line: a thinned one has others.
    const xs = (whole.lines[index] ?? line).points.map(([x]) => x);
    const gaps = gapsIn(xs).map(([from, to]) => [toX(from), toX(to)] as const);
    const parts = isCourse(xs) ? cutAtGaps(corners, gaps) : corners.map((corner) => [corner]);
    const { color, dash } = looks[index] ?? { color: frame.palette.other, dash: [] };
    return { line, corners, parts, color, dash };
  });
}

const strokesOf = ({ parts, color, dash }: PlacedLine): Line[] =>
  parts
    .filter((corners) => corners.length > 1)
    .map((corners) => ({ kind: 'line', corners, stroke: color, width: 2, dash, round: 'join' }));

/** Readings stand on the axis like bars: nothing leads from one to the next. */
const stemsOf = ({ corners, color }: PlacedLine, height: number): Line[] =>
  corners.map(([x, y]) => lineBetween(x, height, x, y, { stroke: color, width: 3 }));

/** Half a pixel off, so that strokes of one pixel are sharp. */
const sharp = (value: number): number => Math.round(value) + 0.5;

/** Grid, axes and their tick labels. */
function axisShapes({ axes, frame, width, height, toX, toY }: Plot): Shape[] {
  const { line, inkSoft } = frame.palette;
  const xs = axes.x.ticks.values.map(toX);
  const ys = axes.y.ticks.values.map(toY);
  const label = (text: Pick<Text, 'x' | 'y' | 'align'>, words = '') =>
    textAt(frame, { ...text, lines: [words] });
  return [
    ...ys.map((y) => lineBetween(0.5, sharp(y), width + 0.5, sharp(y), { stroke: line })),
    ...xs.map((x) =>
      lineBetween(sharp(x), height + 0.5, sharp(x), height + 4.5, { stroke: inkSoft }),
    ),
    lineBetween(0.5, height + 0.5, width + 0.5, height + 0.5, { stroke: inkSoft }),
    ...xs.map((x, index) =>
      label({ x: x + 0.5, y: height + 15.5, align: 'center' }, axes.x.ticks.labels[index]),
    ),
    ...ys.map((y, index) =>
      label({ x: -6.5, y: y + 4.5, align: 'right' }, axes.y.ticks.labels[index]),
    ),
  ];
}

/** Brackets around ranges, and arrows where a value has an open end. */
function openEnds({ line, corners, color }: PlacedLine, { axes, toY }: Plot): Line[] {
  const look = { stroke: color, width: 1.5 };
  return line.points.flatMap(([, value], index) => {
    const [x, y] = corners[index] ?? [0, 0];
    const { low, high } = axes.y.quantity(value);
    if (high === Infinity) return arrow(x, y, -1, look);
    if (low === 0 && high > 0) return arrow(x, y, 1, look);
    if (low === high) return [];
    const [bottom, top] = [toY(low), toY(high)];
    return [
      lineBetween(x, bottom, x, top, look),
      ...[bottom, top].map((end) => lineBetween(x - cap, end, x + cap, end, look)),
    ];
  });
}

/** Half the width of the ends of a bracket. */
const cap = 3.4;

/** Beyond the point, up or down. */
function arrow(x: number, y: number, down: 1 | -1, look: Omit<Line, 'kind' | 'corners'>): Line[] {
  const [start, barb, tip] = [3.4, 7.3, 11.2].map((distance) => y + down * distance) as [
    number,
    number,
    number,
  ];
  return [
    lineBetween(x, start, x, tip, look),
    {
      kind: 'line',
      corners: [
        [x - 3.9, barb],
        [x, tip],
        [x + 3.9, barb],
      ],
      ...look,
    },
  ];
}

const maxDots = 40;

/**
 * A dot on every point where there are few, or where no line leads to it, larger there; after is empty.
 */
function dots({ lines, frame }: Plot): Shape[] {
  const few = lines.reduce((sum, { corners }) => sum + corners.length, 0) <= maxDots;
  return lines.flatMap(({ line, parts, color }) =>
    parts
      .filter((part) => few || part.length === 1)
      .flatMap((part) =>
        part.map(([x, y]) => ({
          ...({ kind: 'dot', x, y, stroke: color, width: 1.75 } as const),
          radius: part.length === 1 ? 4.5 : 2.7,
          fill: line.role === 'after' ? frame.palette.paper : color,
        })),
      ),
  );
}
