import { formatQuantity } from '../../model/display-unit.ts';
import { drawnValue } from '../../model/units.ts';
import {
  quantityOf,
  sortByShare,
  type Bar,
  type BarsModel,
  type ChartRole,
  type Stated,
} from '../chart-model.ts';
import {
  lineBetween,
  textAt,
  type Line,
  type Picture,
  type Rect,
  type Shape,
  type Text,
} from './shapes.ts';
import { textWidth, wrapText, type Face } from './text.ts';
import { fontSize, isNarrow, lineHeight, smallFontSize, type Frame } from './theme.ts';

/** One bar with its words: the label beside or above it, the value at its end. */
export interface Row {
  readonly label: string;
  readonly value: string;
  readonly stated: Stated;
  readonly role: ChartRole;
}

/** Comparisons, a baseline or a limit: one labeled bar for each value, all from zero on one scale. */
export function layOutBars(model: BarsModel, frame: Frame): Picture {
  const rows = model.bars.map((bar) => rowOf(bar, model.unit));
  return layOutRows(rows, frame, { face: 'text', aside: isAside(rows, frame) });
}

/**
 * Allocation sites, heaviest first, the symbol above its bar. Shares are left to the table, which can say of what: sites may
 * be nested in each other, and a list is seldom the whole profile.
 */
export function layOutHotspots(model: BarsModel, frame: Frame): Picture {
  const rows = sortByShare(model.bars).map(({ bar }) => rowOf(bar, model.unit));
  return layOutRows(rows, frame, { face: 'mono', aside: false });
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

export interface RowStyle {
  readonly face: Face;
  /** Whether labels stand beside the bars, and not above them. */
  readonly aside: boolean;
  /** Room to the right of the values, for more words. */
  readonly margin?: number;
  /** More words, given the height of all rows and where the margin begins. */
  readonly more?: (plot: { readonly height: number; readonly edge: number }) => {
    readonly texts: readonly Text[];
    /** Room below the bars for them. */
    readonly below: number;
  };
}

const barHeight = 18;

/** Rows of bars from the top down. Ranges end in a bracket around what is possible, open values in an arrow. */
export function layOutRows(rows: readonly Row[], frame: Frame, style: RowStyle): Picture {
  const { left, right, placed, height } = placeRows(rows, frame, style);
  const width = frame.width - left - right;
  const quantities = rows.map(({ stated }) => quantityOf(stated));
  const low = Math.min(0, ...quantities.map(drawnValue));
  const ends = quantities.map(({ low, high }) => (high === Infinity ? low : high));
  const span = (Math.max(...ends, 0) || 1) - low;
  const toX = (value: number) => ((value - low) / span) * width;
  const more = style.more?.({ height, edge: width + right - (style.margin ?? 0) }) ?? {
    texts: [],
    below: 0,
  };
  const zero = lineBetween(toX(0), 0, toX(0), height, { stroke: frame.palette.inkSoft });
  return {
    width,
    height,
    margins: { top: 2, right, bottom: more.below + 2, left },
    shapes: [
      ...placed.map(({ row, top }): Shape => {
        const [from, to] = [toX(0), toX(drawnValue(quantityOf(row.stated)))].toSorted(
          (a, b) => a - b,
        );
        return {
          ...({ kind: 'rect', x: from ?? 0, x2: to ?? 0, y: top, y2: top + barHeight } as const),
          ...lookOf(row.role, frame),
        };
      }),
      ...(style.aside || low < 0 ? [zero] : []),
      ...placed.flatMap(({ row, top }) => endMarks(row, top, toX, frame)),
      ...placed.flatMap(({ row, texts }) => texts(tipOf(row.stated, toX), width)),
      ...more.texts,
    ],
  };
}

/** Where a row is: its bar begins at `top`; `texts` are its words, given where its bar ends and how wide the plot is. */
interface PlacedRow {
  readonly row: Row;
  readonly top: number;
  readonly bottom: number;
  readonly texts: (end: number, width: number) => readonly Text[];
}

function placeRows(rows: readonly Row[], frame: Frame, style: RowStyle) {
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

function placeAside(row: Row, y: number, { frame, left }: Room): PlacedRow {
  const { label, value } = row;
  const lines = wrapText(label, { width: left - labelGap, size: fontSize });
  const tall = Math.max(barHeight, lines.length * lineHeight);
  const first = y + (tall - lines.length * lineHeight) / 2 + fontSize;
  const top = y + (tall - barHeight) / 2;
  return {
    row,
    top,
    bottom: y + tall,
    texts: (end) => [
      word(frame, { x: 2 - labelGap, y: first, align: 'right', lines }),
      number(frame, { x: end + 7, y: top + 14, lines: [value] }),
    ],
  };
}

function placeAbove(row: Row, y: number, room: Room): PlacedRow {
  const { label, value } = row;
  const { frame, face, right, widest, above } = room;
  const mono = face === 'mono';
  const size = mono ? smallFontSize : fontSize;
  const lines = wrapText(label, { width: frame.width - 1, size, face, maxLines: 4 });
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
    row,
    top,
    bottom: top + barHeight,
    texts: (end, width) => [
      word(frame, { x: 0, y: first, lines, size, font }),
      number(frame, { ...valueAt(end, width), lines: [value] }),
    ],
  };
}

type Words = Parameters<typeof textAt>[1];

const word = (frame: Frame, text: Words): Text =>
  textAt(frame, { size: fontSize, fill: frame.palette.ink, ...text });

const number = (frame: Frame, text: Words): Text => word(frame, { weight: 700, ...text });

/** Before is a solid bar, after one with a dashed edge, others plain. */
function lookOf(
  role: ChartRole,
  { palette }: Frame,
): Pick<Rect, 'fill' | 'fillOpacity' | 'stroke' | 'width' | 'dash'> {
  const color = palette[role];
  const look = { fill: color, stroke: color, width: 1.5 };
  if (role === 'before') return look;
  return role === 'after'
    ? { ...look, fillOpacity: 0.2, dash: [5, 3] }
    : { ...look, fillOpacity: 0.75 };
}

/** Where the drawing of a row ends: its bar, or the bracket or arrow beyond it. */
function tipOf(stated: Stated, toX: (value: number) => number): number {
  const { low, high } = quantityOf(stated);
  return high === Infinity ? toX(low) + arrowLength + 3 : Math.max(toX(high), toX(0));
}

const arrowLength = 13;

/** What is drawn over the end of a bar: an arrow where its value is open, a bracket around a range. */
function endMarks(row: Row, top: number, toX: (value: number) => number, frame: Frame): Line[] {
  const { low, high } = quantityOf(row.stated);
  const y = top + barHeight / 2;
  const stroke = (x: number, y1: number, x2: number, y2: number) =>
    lineBetween(x, y1, x2, y2, { stroke: frame.palette.ink, width: 1.5 });
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
