import { drawnValue, formatNumber, formatQuantity } from '../units.ts';
import { quantityOf, type Bar, type BarsDrawing, type ChartRole, type Stated } from './drawing.ts';
import { overlayLayers, small, type Rule, type Text } from './overlay.ts';
import { specOf, type Margins, type VegaLiteSpec } from './spec.ts';
import { textWidth, wrapText, type Face } from './text.ts';
import { configOf, fontSize, isNarrow, lineHeight, roleColor, type Frame } from './theme.ts';

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

const asideWidth = 190;

/** Labels stand beside the bars where all of them are short and the drawing is wide. */
const isAside = (rows: readonly Row[], frame: Frame): boolean =>
  !isNarrow(frame) && rows.every(({ label }) => textWidth(label, fontSize) <= asideWidth * 1.8);

export interface RowStyle {
  readonly face: Face;
  readonly aside: boolean;
  /** Room to the right of the values, for more words. */
  readonly margin?: number;
  readonly more?: (plot: { readonly width: number; readonly height: number }) => {
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
  const more = style.more?.({ width, height }) ?? { texts: [], below: 0 };
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
        zero,
        ...rows.flatMap((row, index) => endsOf(row, placed[index]?.top ?? 0, toX, frame)),
      ],
      texts: [
        ...placed.flatMap(({ texts }, index) => texts(toX(values[index] ?? 0), width)),
        ...more.texts,
      ],
    },
    layer: layersOf(frame),
    config: configOf(frame.palette),
  });
}

interface PlacedRow {
  readonly top: number;
  readonly texts: (end: number, width: number) => readonly Text[];
}

function layOut(rows: readonly Row[], frame: Frame, style: RowStyle) {
  const widest = Math.max(0, ...rows.map(({ value }) => textWidth(value, fontSize, 'bold')));
  const font = style.face === 'mono' ? frame.palette.fontMono : frame.palette.fontText;
  const labelSize = style.face === 'mono' ? 12 : fontSize;
  const aside = style.aside;
  const left = aside
    ? Math.min(asideWidth, Math.max(0, ...rows.map(({ label }) => textWidth(label, fontSize)))) + 12
    : 1;
  // A value that would take more than this from the bars stands above its bar instead.
  const above = !aside && widest > frame.width * 0.3;
  const right = (above ? 16 : widest + 12) + (style.margin ?? 0);
  const placed: PlacedRow[] = [];
  let y = 0;
  for (const { label, value } of rows) {
    const room = aside ? left - 12 : frame.width - left;
    const lines = wrapText(label, { width: room, size: labelSize, face: style.face, most: 4 });
    const last = textWidth(lines.at(-1) ?? '', labelSize, style.face);
    const ownLine = above && last + widest + 16 > frame.width;
    const words = { lines, font, size: labelSize, fill: frame.palette.ink };
    const number = {
      lines: [value],
      size: fontSize,
      weight: 700,
      fill: frame.palette.ink,
    } as const;
    if (aside) {
      const tall = Math.max(barHeight, lines.length * lineHeight);
      const top = y + (tall - barHeight) / 2;
      const first = y + (tall - lines.length * lineHeight) / 2 + fontSize;
      placed.push({
        top,
        texts: (end) => [
          small(frame, { x: -10, y: first, align: 'right', ...words }),
          small(frame, { x: Math.max(0, end) + 7, y: top + 14, ...number }),
        ],
      });
      y += tall + 10;
    } else {
      const first = y + fontSize;
      const lastLine = first + (lines.length - 1 + (ownLine ? 1 : 0)) * lineHeight;
      const top = lastLine + 6;
      placed.push({
        top,
        texts: (end, width) => [
          small(frame, { x: 0, y: first, ...words }),
          above
            ? small(frame, {
                x: ownLine ? 0 : width + right - 2,
                y: lastLine,
                align: ownLine ? 'left' : 'right',
                ...number,
              })
            : small(frame, { x: Math.max(0, end) + 7, y: top + 14, ...number }),
        ],
      });
      y = top + barHeight + 14;
    }
  }
  return { left, right, placed, height: Math.max(1, y - (aside ? 10 : 14)) };
}

/** Before is a solid bar, after one with a dashed edge, others plain. */
function lookOf(role: ChartRole, { palette }: Frame) {
  const color = roleColor(palette, role);
  if (role === 'after') return { fill: color, opacity: 0.2, stroke: color, dash: [5, 3] };
  return { fill: color, opacity: role === 'before' ? 1 : 0.75, stroke: color, dash: [1, 0] };
}

function endsOf(row: Row, top: number, toX: (value: number) => number, frame: Frame): Rule[] {
  const { low, high } = quantityOf(row.stated);
  const y = top + barHeight / 2;
  const base = { stroke: frame.palette.ink, width: 1.5, dash: [1, 0] };
  const stroke = (x: number, y1: number, x2: number, y2: number): Rule => ({
    x,
    y: y1,
    x2,
    y2,
    ...base,
  });
  if (high === Infinity || (low === 0 && high > 0)) {
    const way = high === Infinity ? 1 : -1;
    const end = toX(high === Infinity ? low : high);
    const tip = end + way * 10 - (way > 0 ? 4 : 2);
    return [
      stroke(tip - way * 10, y, tip, y),
      stroke(tip - way * 4, y - 4, tip, y),
      stroke(tip - way * 4, y + 4, tip, y),
    ];
  }
  if (low === high) return [];
  return [
    stroke(toX(low), y, toX(high), y),
    stroke(toX(low), y - 4, toX(low), y + 4),
    stroke(toX(high), y - 4, toX(high), y + 4),
  ];
}

const layersOf = ({ tooltips }: Frame): unknown[] => [
  {
    data: { name: 'bars' },
    mark: {
      type: 'rect',
      fill: { expr: 'datum.fill' },
      fillOpacity: { expr: 'datum.opacity' },
      stroke: { expr: 'datum.stroke' },
      strokeDash: { expr: 'datum.dash' },
      strokeWidth: 1.5,
    },
    encoding: {
      x: {
        field: 'value',
        type: 'quantitative',
        axis: null,
        scale: { domain: { expr: 'xDomain' }, nice: false, zero: false },
      },
      x2: { datum: 0 },
      y: { value: { expr: 'datum.top' } },
      y2: { value: { expr: 'datum.bottom' } },
      ...(tooltips && {
        tooltip: [
          { field: 'label', title: 'of' },
          { field: 'stated', title: 'value' },
        ],
      }),
    },
  },
  ...overlayLayers,
];

/** `97.9 %`. */
export const formatShare = (share: number): string => `${formatNumber(share * 100, 3)}\u00a0%`;
