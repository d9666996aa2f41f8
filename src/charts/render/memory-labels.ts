import { formatQuantity } from '../../model/display-unit.ts';
import { isOpen, type MemoryLine, type MemoryModel } from '../chart-model.ts';
import type { MemoryAxes } from './memory-axes.ts';
import { placeText, textBox, type Obstacles } from './place-text.ts';
import { lineBetween, textAt, type Corner, type Line, type Text } from './shapes.ts';
import { wrapText } from './text.ts';
import { fontSize, isNarrow, lineHeight, smallFontSize, type Frame } from './theme.ts';

/** A line as it is drawn: its corners in pixels and its look. */
export interface PlacedLine {
  readonly line: MemoryLine;
  readonly corners: readonly Corner[];
  /** The corners that are joined by a stroke: cut at gaps, each alone where there are only two. */
  readonly parts: readonly (readonly Corner[])[];
  readonly color: string;
  readonly dash: readonly number[];
}

/** What is being laid out, and where its values are in pixels. */
export interface Plot {
  readonly model: MemoryModel;
  readonly axes: MemoryAxes;
  readonly frame: Frame;
  readonly lines: readonly PlacedLine[];
  readonly width: number;
  readonly height: number;
  readonly toX: (x: number) => number;
  readonly toY: (y: number) => number;
}

interface Labels {
  readonly texts: readonly Text[];
  readonly rules: readonly Line[];
}

/** Everything above the plot and its events: what the y axis counts, and on narrow charts which line is which. */
export function head(
  { axes, frame, lines }: Plot,
  { left, events }: { left: number; events: number },
): Labels & { readonly height: number } {
  const title = wrapText(axes.y.title, {
    width: frame.width - left,
    size: smallFontSize,
    maxLines: 2,
  });
  const key = isNarrow(frame) ? keyRows(lines, frame) : { texts: [], rules: [], height: 0 };
  const titleY = key.height + smallFontSize;
  const height = titleY + (title.length - 1) * lineHeight + 10 + events + 8;
  return {
    height,
    texts: [...key.texts, textAt(frame, { x: 0, y: titleY, lines: title })].map((text) => ({
      ...text,
      x: text.x - left,
      y: text.y - height,
    })),
    rules: key.rules.map((rule) => ({
      ...rule,
      corners: rule.corners.map(([x, y]) => [x - left, y - height] as const),
    })),
  };
}

/** A stroke of each line and its label, in rows, in pixels from the corner of the drawing. */
function keyRows(lines: readonly PlacedLine[], frame: Frame): Labels & { height: number } {
  const texts: Text[] = [];
  const rules: Line[] = [];
  let y = 0;
  for (const { line, color, dash } of lines) {
    const words = wrapText(line.label, { width: frame.width - 36, size: fontSize, face: 'bold' });
    rules.push(lineBetween(0, y + 9, 26, y + 9, { stroke: color, width: 2, dash }));
    texts.push(
      textAt(frame, {
        ...{ x: 34, y: y + fontSize, lines: words },
        ...{ fill: color, weight: 700, size: fontSize },
      }),
    );
    y += words.length * lineHeight + 4;
  }
  return { texts, rules, height: y + 6 };
}

const endLabel = (label: string): readonly string[] =>
  wrapText(label, { width: 168, size: fontSize, face: 'bold', maxLines: 5 });

/** The height that all labels beside the ends of the lines need. */
export const endLabelsHeight = ({ lines }: MemoryModel): number =>
  lines.reduce((sum, { label }) => sum + (endLabel(label).length + 1) * lineHeight + 5, -20);

/** Labels beside the ends of the lines, pushed apart where they would touch; a thin rule leads to a line that ends elsewhere. */
export function endLabels({ model, axes, frame, lines, width, height }: Plot): Labels {
  const blocks = lines.flatMap(({ line, corners, color }) => {
    const end = corners.at(-1);
    const last = line.points.at(-1);
    if (!end || !last) return [];
    const label = endLabel(line.label);
    const value = formatQuantity(last[1], model.unit, axes.y.unit);
    return [{ end, label, value, color, size: (label.length + 1) * lineHeight }];
  });
  blocks.sort((a, b) => a.end[1] - b.end[1]);
  const tops = spread(
    blocks.map(({ end, size }) => ({ wanted: end[1] - size / 2, size: size + 5 })),
    -14,
    height + 8,
  );
  const texts = blocks.flatMap(({ label, value, color }, index) => {
    const y = (tops[index] ?? 0) + fontSize - 1;
    const x = width + 16;
    return [
      textAt(frame, { x, y, lines: label, fill: color, weight: 700, size: fontSize }),
      textAt(frame, {
        x,
        y: y + label.length * lineHeight,
        lines: [value],
        fill: frame.palette.ink,
        size: fontSize,
      }),
    ];
  });
  const rules = blocks.flatMap(({ end: [x, y], size }, index): Line[] => {
    const middle = (tops[index] ?? 0) + size / 2;
    if (width - x < 12 && Math.abs(middle - y) < size / 2) return [];
    const bend = Math.max(x + 7, width + 3);
    const corners: Corner[] = [
      [x + 7, y],
      [bend, y],
      [width + 12, middle],
    ];
    return [{ kind: 'line', corners, stroke: frame.palette.inkSoft, dash: [1, 3] }];
  });
  return { texts, rules };
}

/** Puts blocks in a column in their order, each as near to where it wants to be as the others allow. */
function spread(
  blocks: readonly { readonly wanted: number; readonly size: number }[],
  low: number,
  high: number,
): number[] {
  const tops: number[] = [];
  let free = low;
  for (const { wanted, size } of blocks) {
    const top = Math.max(free, wanted);
    tops.push(top);
    free = top + size;
  }
  let ceiling = high;
  for (const [index, { size }] of [...blocks.entries()].toReversed()) {
    tops[index] = Math.max(low, Math.min(tops[index] ?? low, ceiling - size));
    ceiling = tops[index];
  }
  return tops;
}

/** Events and the fix in a band above the plot, in as many rows as they need, each with an upright rule to the x axis. */
export function eventBand({
  model,
  frame,
  width,
  height: plotHeight,
  toX,
}: Plot): Labels & { readonly height: number } {
  const { ink, after: fixed } = frame.palette;
  const events = [
    ...model.events.map((event) => ({ ...event, isFix: false })),
    ...(model.fix === undefined ? [] : [{ at: model.fix, label: 'fix', isFix: true }]),
  ];
  const rows: { right: number; lines: number }[] = [];
  // Beyond an edge is worse than across the rule of another event.
  const harmOf = (text: Text): number => {
    const { left, right } = textBox(text);
    const crossed = events.filter(({ at }) => toX(at) > left && toX(at) < right).length;
    return crossed + (left < 0 || right > width + 10 ? 100 : 0);
  };
  const placed = events
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, label, isFix }) => {
      const lines = wrapText(label, { width: isNarrow(frame) ? 130 : 170, size: 12 });
      const look = isFix ? { fill: fixed, weight: 700 as const } : { fill: ink };
      const after = textAt(frame, { x: toX(at) + 4, y: 0, lines, ...look });
      const before: Text = { ...after, x: toX(at) - 4, align: 'right' };
      const text = harmOf(before) < harmOf(after) ? before : after;
      const box = textBox(text);
      let row = rows.findIndex(({ right }) => box.left > right + 8);
      if (row < 0) row = rows.push({ right: 0, lines: 0 }) - 1;
      rows[row] = { right: box.right, lines: Math.max(rows[row]?.lines ?? 0, lines.length) };
      return { text, row, x: toX(at), isFix };
    });
  const heightOf = (some: typeof rows) =>
    some.reduce((sum, { lines }) => sum + lines * lineHeight + 4, 0);
  const height = heightOf(rows);
  const topOf = (row: number) => heightOf(rows.slice(0, row)) - height - 4;
  const lookOf = (isFix: boolean) =>
    isFix ? { stroke: fixed, width: 2 } : { stroke: ink, dash: [4, 3] };
  return {
    texts: placed.map(({ text, row }) => ({ ...text, y: topOf(row) + 11 })),
    rules: placed.map(({ x, row, isFix }) =>
      lineBetween(x, topOf(row), x, plotHeight, lookOf(isFix)),
    ),
    height,
  };
}

/** A rule across the plot for each level. */
export const levelRules = ({ model, axes, frame, width, toY }: Plot): Line[] =>
  model.levels.map(({ value }) => {
    const y = toY(axes.y.drawn(value));
    return lineBetween(0, y, width, y, { stroke: frame.palette.ink, width: 1.5, dash: [1, 3] });
  });

/** The label of each horizontal rule, on it, where no line runs. */
export function levelLabels(
  { model, axes, frame, width, toY }: Plot,
  obstacles: Obstacles,
): Text[] {
  return model.levels.map(({ label, value }) => {
    const text = `${label}, ${formatQuantity(value, model.unit, axes.y.unit)}`;
    const lines = wrapText(text, { width: Math.min(300, width - 12), size: 12, maxLines: 2 });
    const rule = toY(axes.y.drawn(value));
    const above = rule - 5 - (lines.length - 1) * lineHeight;
    const base = textAt(frame, { x: 6, y: above, lines, fill: frame.palette.ink });
    const candidates: Text[] = [above, rule + 15].flatMap((y): Text[] => [
      { ...base, y },
      { ...base, y, x: width - 4, align: 'right' },
      { ...base, y, x: width / 2, align: 'center' },
    ]);
    return placeText(candidates, obstacles) ?? base;
  });
}

/** First values, and on narrow charts last values, beside their points where there is room; the table has them all. */
export function valueLabels({ model, axes, frame, lines }: Plot, obstacles: Obstacles): Text[] {
  return lines.flatMap(({ line, corners }) => {
    const ends = isNarrow(frame) ? [line.points.length - 1, 0] : [0];
    return ends.flatMap((index) => {
      const corner = corners[index];
      const point = line.points[index];
      if (!corner || !point) return [];
      const [x, y] = corner;
      const gap = isOpen(point[1]) ? 22 : 9;
      const base = textAt(frame, {
        x,
        y: y - gap,
        lines: [formatQuantity(point[1], model.unit, axes.y.unit)],
        fill: frame.palette.ink,
      });
      const candidates: Text[] = [
        { ...base, align: 'left', x: x + 2 },
        { ...base, align: 'right', x: x + 2 },
        { ...base, align: 'center' },
        { ...base, align: 'left', x: x + 2, y: y + 18 },
        { ...base, align: 'right', y: y + 18 },
        { ...base, align: 'left', x: x + 9, y: y + 4 },
        { ...base, align: 'right', x: x - 9, y: y + 4 },
      ];
      return placeText(candidates, obstacles, { strict: index === 0 }) ?? [];
    });
  });
}
