import { drawnValue, formatQuantity } from '../model/units.ts';
import { quantityOf, type Bar, type BarsDrawing, type ChartRole, type Stated } from './drawing.ts';
import { alongX, barMark, between } from './marks.ts';
import { overlayLayers, small, type Rule, type Text } from './overlay.ts';
import { specOf, type Margins, type VegaLiteSpec } from './spec.ts';
import { textWidth, wrapText, type Face } from './text.ts';
import {
  configOf,
  fontSize,
  isNarrow,
  lineHeight,
  roleColor,
  smallFontSize,
  type Frame,
} from './theme.ts';

/** One bar with its words: the label beside or above it, the value at its end. */
export interface Row {
  readonly label: string;
  readonly value: string;
  readonly stated: Stated;
  readonly role: ChartRole;
}

/** Comparisons, a baseline or a limit: one labeled bar for each value, all from zero on one scale. */
export function barsSpec(drawing: BarsDrawing, frame: Frame): VegaLiteSpec {
  const rows = drawing.bars.map((bar) => rowOf(bar, drawing.unit));
  return barRowsSpec(rows, frame, { face: 'text', aside: isAside(rows, frame) });
}

const rowOf = ({ label, value, role }: Bar, unit: string): Row => ({
  label,
  role,
  stated: value,
  value: formatQuantity(value, unit),
});

const asideWidth = 230;

/** Labels stand beside the bars where all of them are short and the drawing is wide. */
const isAside = (rows: readonly Row[], frame: Frame): boolean =>
  !isNarrow(frame) && rows.every(({ label }) => textWidth(label, fontSize) <= asideWidth * 1.5);

interface Plot {
  readonly width: number;
  readonly height: number;
  /** Where the widest value may end; the margin begins here. */
  readonly edge: number;
}

export interface RowStyle {
  readonly face: Face;
  readonly aside: boolean;
  /** Room to the right of the values, for more words. */
  readonly margin?: number;
  readonly more?: (plot: Plot) => {
    readonly texts: readonly Text[];
    /** Room below the bars for them. */
    readonly below: number;
  };
}

const barHeight = 18;

/** Rows of bars from the top down. Ranges end in a bracket around what is possible, open values in an arrow. */
export function barRowsSpec(rows: readonly Row[], frame: Frame, style: RowStyle): VegaLiteSpec {
  const { left, right, placed, height } = layOut(rows, frame, style);
  const width = frame.width - left - right;
  const values = rows.map(({ stated }) => drawnValue(quantityOf(stated)));
  const ends = rows
    .map(({ stated }) => quantityOf(stated))
    .map(({ low, high }) => (high === Infinity ? low : high));
  const domain: readonly [number, number] = [Math.min(0, ...values), Math.max(...ends, 0) || 1];
  const toX = (value: number) => ((value - domain[0]) / (domain[1] - domain[0])) * width;
  const more = style.more?.({ width, height, edge: width + right - (style.margin ?? 0) }) ?? {
    texts: [],
    below: 0,
  };
  const zero: Rule = {
    x: toX(0),
    x2: toX(0),
    y: 0,
    y2: height,
    stroke: frame.palette.inkSoft,
    width: 1,
    dash: [1, 0],
  };
  const margins: Margins = { top: 2, right, bottom: more.below + 2, left };
  return specOf({
    width,
    height,
    margins,
    params: { xDomain: domain },
    datasets: {
      bars: rows.map((row, index) => ({
        label: row.label,
        value: values[index] ?? 0,
        stated: row.value,
        top: placed[index]?.top ?? 0,
        bottom: (placed[index]?.top ?? 0) + barHeight,
        ...lookOf(row.role, frame),
      })),
      rules: [
        ...(style.aside || domain[0] < 0 ? [zero] : []),
        ...rows.flatMap((row, index) => endsOf(row, placed[index]?.top ?? 0, toX, frame)),
      ],
      texts: [
        ...placed.flatMap(({ texts }, index) => texts(tipOf(rows[index]?.stated ?? 0, toX), width)),
        ...more.texts,
      ],
    },
    layer: layers,
    config: configOf(frame.palette),
  });
}

/** Where a row is: its bar begins at `top`; `texts` are its words, given where its bar ends and how wide the plot is. */
interface PlacedRow {
  readonly top: number;
  readonly bottom: number;
  readonly texts: (end: number, width: number) => readonly Text[];
}

function layOut(rows: readonly Row[], frame: Frame, style: RowStyle) {
  const widest = Math.max(0, ...rows.map(({ value }) => textWidth(value, fontSize, 'bold')));
  const widestLabel = Math.max(0, ...rows.map(({ label }) => textWidth(label, fontSize)));
  const left = style.aside ? Math.ceil(Math.min(asideWidth, widestLabel)) + labelGap : 1;
  // A value that would take more than this from the bars stands above its bar instead.
  const above = !style.aside && widest > frame.width * 0.3;
  const arrow = rows.some(({ stated }) => quantityOf(stated).high === Infinity)
    ? arrowLength + 3
    : 0;
  const right = Math.ceil((above ? 2 : widest + 12) + arrow + (style.margin ?? 0));
  const place = style.aside ? placeAside : placeAbove;
  const room = { left, right, widest, above };
  const placed: PlacedRow[] = [];
  let bottom = -rowGap;
  for (const row of rows) {
    const next = place(row, bottom + rowGap, { frame, face: style.face, ...room });
    placed.push(next);
    bottom = next.bottom;
  }
  return { left, right, placed, height: Math.max(1, bottom) };
}

interface Room {
  readonly frame: Frame;
  readonly face: Face;
  readonly left: number;
  readonly right: number;
  /** Width of the widest value. */
  readonly widest: number;
  /** Whether values stand above their bars. */
  readonly above: boolean;
}

const rowGap = 12;
const labelGap = 12;

function placeAside({ label, value }: Row, y: number, { frame, left }: Room): PlacedRow {
  const lines = wrapText(label, { width: left - labelGap, size: fontSize });
  const tall = Math.max(barHeight, lines.length * lineHeight);
  const first = y + (tall - lines.length * lineHeight) / 2 + fontSize;
  const top = y + (tall - barHeight) / 2;
  return {
    top,
    bottom: y + tall,
    texts: (end) => [
      word(frame, { x: 2 - labelGap, y: first, align: 'right', lines }),
      number(frame, { x: end + 7, y: top + 14, lines: [value] }),
    ],
  };
}

function placeAbove({ label, value }: Row, y: number, room: Room): PlacedRow {
  const { frame, face, right, widest, above } = room;
  const mono = face === 'mono';
  const size = mono ? smallFontSize : fontSize;
  const lines = wrapText(label, { width: frame.width - 1, size, face, most: 4 });
  const last = textWidth(lines.at(-1) ?? '', size, face);
  const ownLine = above && last + widest + 16 > frame.width;
  const first = y + fontSize;
  const lastLine = first + (lines.length - (ownLine ? 0 : 1)) * lineHeight;
  const top = lastLine + 7;
  const font = mono ? frame.palette.fontMono : frame.palette.fontText;
  const valueAt = (end: number, width: number): Partial<Text> & Pick<Text, 'x' | 'y'> => {
    if (!above) return { x: end + 7, y: top + 14 };
    return ownLine ? { x: 0, y: lastLine } : { x: width + right - 2, y: lastLine, align: 'right' };
  };
  return {
    top,
    bottom: top + barHeight,
    texts: (end, width) => [
      word(frame, { x: 0, y: first, lines, size, font }),
      number(frame, { ...valueAt(end, width), lines: [value] }),
    ],
  };
}

type Words = Parameters<typeof small>[1];

const word = (frame: Frame, text: Words): Text =>
  small(frame, { size: fontSize, fill: frame.palette.ink, ...text });

const number = (frame: Frame, text: Words): Text => word(frame, { weight: 700, ...text });

/** Before is a solid bar, after one with a dashed edge, others plain. */
function lookOf(role: ChartRole, { palette }: Frame) {
  const color = roleColor(palette, role);
  if (role === 'after') return { fill: color, opacity: 0.2, stroke: color, dash: [5, 3] };
  return { fill: color, opacity: role === 'before' ? 1 : 0.75, stroke: color, dash: [1, 0] };
}

/** Where the drawing of a row ends: its bar, or the bracket or arrow beyond it. */
function tipOf(stated: Stated, toX: (value: number) => number): number {
  const { low, high } = quantityOf(stated);
  return high === Infinity ? toX(low) + arrowLength + 3 : Math.max(toX(high), toX(0));
}

const arrowLength = 13;

function endsOf(row: Row, top: number, toX: (value: number) => number, frame: Frame): Rule[] {
  const { low, high } = quantityOf(row.stated);
  const y = top + barHeight / 2;
  const stroke = (x: number, y1: number, x2: number, y2: number): Rule => ({
    ...{ x, y: y1, x2, y2 },
    ...{ stroke: frame.palette.ink, width: 1.5, dash: [1, 0] },
  });
  const arrow = (from: number, tip: number) => {
    const barb = tip + (tip > from ? -4 : 4);
    return [stroke(from, y, tip, y), stroke(barb, y - 4, tip, y), stroke(barb, y + 4, tip, y)];
  };
  if (high === Infinity) return arrow(toX(low) + 3, toX(low) + 3 + arrowLength);
  if (low === 0 && high > 0) return arrow(toX(high) - 3, toX(high) - 3 - arrowLength);
  if (low === high) return [];
  return [
    stroke(toX(low), y, toX(high), y),
    stroke(toX(low), y - 4, toX(low), y + 4),
    stroke(toX(high), y - 4, toX(high), y + 4),
  ];
}

const layers: readonly unknown[] = [
  {
    data: { name: 'bars' },
    mark: { ...barMark, strokeWidth: 1.5 },
    encoding: { x: alongX('value'), x2: { datum: 0 }, ...between },
  },
  ...overlayLayers,
];
