import { alongX, barMark, between } from './marks.ts';
import { overlayLayers, small, type Rule, type Text } from './overlay.ts';
import { specOf, type VegaLiteSpec } from './spec.ts';
import { targetLayer, type Target } from './targets.ts';
import { textWidth, wrapText } from './text.ts';
import { configOf, fontSize, isNarrow, lineHeight, smallFontSize, type Frame } from './theme.ts';

/** Parts of a bar are told apart by how full they are, never by color. */
export type Look = 'full' | 'half' | 'empty';

export interface CountRow {
  readonly label: string;
  /** Stands at the end of the bar. */
  readonly value: string;
  readonly path: string;
  /** What a screen reader says of the row. */
  readonly name: string;
  readonly parts: readonly { readonly count: number; readonly look: Look }[];
}

export interface KeyEntry {
  readonly look: Look;
  readonly label: string;
}

const barHeight = 14;
const rowGap = 10;
const labelGap = 10;
const keyHeight = 30;

/** Labels beside bars of counts, from zero on one scale; each row is a link. A key stands above where bars have parts. */
export function countRowsSpec(
  rows: readonly CountRow[],
  frame: Frame,
  key: readonly KeyEntry[] = [],
): VegaLiteSpec {
  const widest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => textWidth(text, fontSize)));
  const left =
    Math.ceil(Math.min(isNarrow(frame) ? 148 : 230, widest(rows.map(({ label }) => label)))) +
    labelGap;
  const right = Math.ceil(widest(rows.map(({ value }) => value)) * 1.06) + 10;
  const width = frame.width - left - right;
  const most = Math.max(1, ...rows.map(sumOf));
  const placed = place(rows, left - labelGap);
  const height = placed.at(-1)?.bottom ?? 1;
  return specOf({
    width,
    height,
    margins: { top: key.length > 0 ? keyHeight : 6, right, bottom: 6, left },
    params: { xDomain: [0, most] },
    datasets: {
      segments: [
        ...placed.flatMap(({ row, middle }) => segmentsOf(row, middle, frame)),
        ...keySegments(key, { frame, left, perCount: width / most }),
      ],
      rules: [axisOf(height, frame)],
      texts: [
        ...placed.flatMap(({ row, lines, middle }) =>
          words(row, { lines, middle, end: (sumOf(row) / most) * width }, frame),
        ),
        ...keyTexts(key, frame, left),
      ],
      targets: placed.map(({ row, top, bottom }) => ({
        path: row.path,
        name: row.name,
        ...{ x: 1 - left, x2: width + right - 1, y: top, y2: bottom, radius: 2 },
      })) satisfies Target[],
    },
    layer: layers,
    config: configOf(frame.palette),
  });
}

const sumOf = ({ parts }: CountRow): number => parts.reduce((sum, { count }) => sum + count, 0);

function place(rows: readonly CountRow[], labelWidth: number) {
  let bottom = 0;
  return rows.map((row) => {
    const top = bottom;
    const lines = wrapText(row.label, { width: labelWidth, size: fontSize });
    bottom = top + Math.max(barHeight, lines.length * lineHeight) + rowGap;
    return { row, lines, top, bottom, middle: (top + bottom) / 2 };
  });
}

const segment = (look: Look, { palette: { other, paper } }: Frame) => ({
  fill: look === 'empty' ? paper : other,
  opacity: { full: 0.9, half: 0.35, empty: 0 }[look],
  stroke: other,
  dash: look === 'empty' ? [2, 2] : [1, 0],
});

function segmentsOf({ parts }: CountRow, middle: number, frame: Frame) {
  let from = 0;
  return parts.flatMap(({ count, look }) => {
    const start = from;
    from += count;
    if (count === 0) return [];
    const [top, bottom] = [middle - barHeight / 2, middle + barHeight / 2];
    return [{ start, end: from, top, bottom, ...segment(look, frame) }];
  });
}

const axisOf = (height: number, { palette }: Frame): Rule => ({
  ...{ x: 0, x2: 0, y: 0, y2: height },
  ...{ stroke: palette.inkSoft, width: 1, dash: [1, 0] },
});

interface Place {
  readonly lines: readonly string[];
  readonly middle: number;
  readonly end: number;
}

function words({ value }: CountRow, { lines, middle, end }: Place, frame: Frame): Text[] {
  const look = { size: fontSize, fill: frame.palette.ink };
  const first = middle - ((lines.length - 1) * lineHeight) / 2 + 4.5;
  return [
    small(frame, { ...look, x: -labelGap, y: first, align: 'right', lines }),
    small(frame, { ...look, x: end + 6, y: middle + 4.5, weight: 700, lines: [value] }),
  ];
}

const swatch = 20;

/** Where the entries of a key begin, in pixels from the corner of the drawing. */
function keyStarts(key: readonly KeyEntry[]): readonly number[] {
  let x = 1;
  return key.map(({ label }) => {
    const start = x;
    x += swatch + 6 + textWidth(label, smallFontSize) + 16;
    return start;
  });
}

function keySegments(
  key: readonly KeyEntry[],
  { frame, left, perCount }: { frame: Frame; left: number; perCount: number },
) {
  const starts = keyStarts(key);
  return key.map(({ look }, index) => {
    const x = (starts[index] ?? 0) - left;
    const ends = { start: x / perCount, end: (x + swatch) / perCount };
    return { ...ends, top: 8 - keyHeight, bottom: 20 - keyHeight, ...segment(look, frame) };
  });
}

function keyTexts(key: readonly KeyEntry[], frame: Frame, left: number): Text[] {
  const starts = keyStarts(key);
  return key.map(({ label }, index) =>
    small(frame, {
      x: (starts[index] ?? 0) - left + swatch + 6,
      y: 18 - keyHeight,
      lines: [label],
    }),
  );
}

const layers: readonly unknown[] = [
  {
    data: { name: 'segments' },
    mark: barMark,
    encoding: { x: alongX('start'), x2: { field: 'end' }, ...between },
  },
  ...overlayLayers,
  targetLayer,
];
