import { isOpen, type MemoryDrawing } from './drawing.ts';
import type { MemoryAxes } from './memory-axes.ts';
import type { PlacedLine } from './memory-marks.ts';
import { boxOf, placeText, small, type Obstacles, type Rule, type Text } from './overlay.ts';
import { formatStated } from './stated.ts';
import { wrapText } from './text.ts';
import { dashes, fontSize, isNarrow, lineHeight, type Frame } from './theme.ts';

interface Context {
  readonly drawing: MemoryDrawing;
  readonly axes: MemoryAxes;
  readonly frame: Frame;
  readonly placed: readonly PlacedLine[];
  readonly width: number;
  readonly height: number;
  readonly toY: (y: number) => number;
  readonly obstacles: Obstacles;
}

interface Marks {
  readonly texts: readonly Text[];
  readonly rules: readonly Rule[];
}

/** Which line is which, above the plot: a stroke of the line and its label. Counted from the corner of the drawing. */
export function keyRows(placed: readonly PlacedLine[], frame: Frame): Marks & { height: number } {
  const texts: Text[] = [];
  const rules: Rule[] = [];
  let y = 0;
  for (const { line, color, dash } of placed) {
    const lines = wrapText(line.label, { width: frame.width - 36, size: fontSize, face: 'bold' });
    rules.push({
      x: 0,
      y: y + 9,
      x2: 26,
      y2: y + 9,
      stroke: color,
      width: 2,
      dash: dashes[dash] ?? [],
    });
    texts.push(
      small(frame, { x: 34, y: y + fontSize, lines, fill: color, weight: 700, size: fontSize }),
    );
    y += lines.length * lineHeight + 4;
  }
  return { texts, rules, height: y + 6 };
}

const endLabel = (label: string): readonly string[] =>
  wrapText(label, { width: 168, size: fontSize, face: 'bold', most: 5 });

/** The height that all labels beside the ends of the lines need. */
export const endLabelsHeight = ({ lines }: MemoryDrawing): number =>
  lines.reduce((sum, { label }) => sum + (endLabel(label).length + 1) * lineHeight + 5, -20);

/** Labels beside the ends of the lines, pushed apart where they would touch; a thin rule leads to a line that ends elsewhere. */
export function endLabels({ drawing, axes, frame, placed, width, height }: Context): Marks {
  const blocks = placed.flatMap(({ line, corners, color }) => {
    const end = corners.at(-1);
    const last = line.points.at(-1);
    if (!end || !last) return [];
    const label = endLabel(line.label);
    const value = formatStated(last[1], drawing.unit, axes.y.unit);
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
      small(frame, { x, y, lines: label, fill: color, weight: 700, size: fontSize }),
      small(frame, {
        x,
        y: y + label.length * lineHeight,
        lines: [value],
        fill: frame.palette.ink,
        size: fontSize,
      }),
    ];
  });
  const rules = blocks.flatMap(({ end, size }, index): Rule[] => {
    const y2 = (tops[index] ?? 0) + size / 2;
    if (width - end[0] < 12 && Math.abs(y2 - end[1]) < size / 2) return [];
    const leader = { stroke: frame.palette.inkSoft, width: 1, dash: [1, 3] };
    const bend = Math.max(end[0] + 7, width + 3);
    return [
      { x: end[0] + 7, y: end[1], x2: bend, y2: end[1], ...leader },
      { x: bend, y: end[1], x2: width + 12, y2, ...leader },
    ];
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

/** Events in a band above the plot, in as many rows as they need, each with an upright rule to the x axis. */
export function eventBand(
  drawing: MemoryDrawing,
  { frame, width, toX }: { frame: Frame; width: number; toX: (x: number) => number },
): Marks & { height: number } {
  const rows: { right: number; lines: number }[] = [];
  // Beyond an edge is worse than across the rule of another event.
  const harmOf = (text: Text): number => {
    const { left, right } = boxOf(text);
    const crossed = drawing.events.filter(({ at }) => toX(at) > left && toX(at) < right).length;
    return crossed + (left < 0 || right > width + 10 ? 100 : 0);
  };
  const events = drawing.events
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, label }) => {
      const lines = wrapText(label, { width: isNarrow(frame) ? 130 : 170, size: 12 });
      const after = small(frame, { x: toX(at) + 4, y: 0, lines, fill: frame.palette.ink });
      const before: Text = { ...after, x: toX(at) - 4, align: 'right' };
      const text = harmOf(before) < harmOf(after) ? before : after;
      const box = boxOf(text);
      let row = rows.findIndex(({ right }) => box.left > right + 8);
      if (row < 0) row = rows.push({ right: 0, lines: 0 }) - 1;
      rows[row] = { right: box.right, lines: Math.max(rows[row]?.lines ?? 0, lines.length) };
      return { text, row, x: toX(at) };
    });
  const tops = rows.map((_, row) =>
    rows.slice(0, row).reduce((sum, { lines }) => sum + lines * lineHeight + 4, 0),
  );
  const height = rows.reduce((sum, { lines }) => sum + lines * lineHeight + 4, 0);
  const rule = { stroke: frame.palette.ink, width: 1, dash: [4, 3] };
  return {
    texts: events.map(({ text, row }) => ({ ...text, y: (tops[row] ?? 0) + 11 })),
    rules: events.map(({ x, row }) => ({ x, x2: x, y: tops[row] ?? 0, y2: 0, ...rule })),
    height,
  };
}

/** The label of each horizontal rule, on it, where no line runs. */
export function levelLabels({ drawing, axes, frame, width, toY, obstacles }: Context): Text[] {
  return drawing.levels.map(({ label, value }) => {
    const text = `${label}, ${formatStated(value, drawing.unit, axes.y.unit)}`;
    const lines = wrapText(text, { width: Math.min(300, width - 12), size: 12, most: 2 });
    const rule = toY(axes.y.drawn(value));
    const above = rule - 5 - (lines.length - 1) * lineHeight;
    const base = small(frame, { x: 6, y: above, lines, fill: frame.palette.ink });
    const candidates: Text[] = [above, rule + 15].flatMap((y): Text[] => [
      { ...base, y },
      { ...base, y, x: width - 4, align: 'right' },
      { ...base, y, x: width / 2, align: 'center' },
    ]);
    return placeText(candidates, obstacles) ?? base;
  });
}

/** First values, and on narrow charts last values, beside their points where there is room; the table has them all. */
export function valueLabels({ drawing, axes, frame, placed, obstacles }: Context): Text[] {
  return placed.flatMap(({ line, corners }) => {
    const ends = isNarrow(frame) ? [line.points.length - 1, 0] : [0];
    return ends.flatMap((index) => {
      const corner = corners[index];
      const point = line.points[index];
      if (!corner || !point) return [];
      const [x, y] = corner;
      const gap = isOpen(point[1]) ? 22 : 9;
      const base = small(frame, {
        x,
        y: y - gap,
        lines: [formatStated(point[1], drawing.unit, axes.y.unit)],
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
