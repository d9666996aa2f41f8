import type { OutcomesModel, TalliesModel } from '../index-chart-model.ts';
import { lineBetween, textAt, type Picture, type Rect, type Text } from './shapes.ts';
import { textWidth, wrapText } from './text.ts';
import { fontSize, isNarrow, lineHeight, smallFontSize, type Frame } from './theme.ts';

/** `1 incident`, `20 incidents`. */
const incidents = (count: number): string => `${count} ${count === 1 ? 'incident' : 'incidents'}`;

/** Incidents per term, in the order given. */
export const layOutTallies = ({ rows }: TalliesModel, frame: Frame): Picture =>
  layOutCounts(
    rows.map(({ label, path, count }) => ({
      label,
      path,
      value: String(count),
      name: `${label}: ${incidents(count)}`,
      parts: [{ count, look: 'full' }],
    })),
    frame,
  );

/** Incidents per tool, by what the tool did in them; the three numbers stand at the end in the order of the key. */
export const layOutOutcomes = ({ rows }: OutcomesModel, frame: Frame): Picture =>
  layOutCounts(
    rows.map(({ label, path, foundIt, helped, noHelp }) => ({
      label,
      path,
      value: [foundIt, helped, noHelp].join(' · '),
      name: `${label}: found the cause in ${foundIt}, helped in ${helped}, didn’t help in ${noHelp}`,
      parts: [
        { count: foundIt, look: 'full' },
        { count: helped, look: 'half' },
        { count: noHelp, look: 'empty' },
      ],
    })),
    frame,
    [
      { look: 'full', label: 'found the cause ·' },
      { look: 'half', label: 'helped ·' },
      { look: 'empty', label: 'didn’t help' },
    ],
  );

/** Parts of a bar are told apart by how full they are, never by color. */
type Look = 'full' | 'half' | 'empty';

interface CountRow {
  readonly label: string;
  /** Stands at the end of the bar. */
  readonly value: string;
  readonly path: string;
  /** What a screen reader says of the row. */
  readonly name: string;
  readonly parts: readonly { readonly count: number; readonly look: Look }[];
}

interface KeyEntry {
  readonly look: Look;
  readonly label: string;
}

const barHeight = 14;
const rowGap = 10;
const labelGap = 10;
const keyHeight = 30;

/** Labels beside bars of counts, from zero on one scale; each row is a link. A key stands above where bars have parts. */
function layOutCounts(
  rows: readonly CountRow[],
  frame: Frame,
  key: readonly KeyEntry[] = [],
): Picture {
  const widest = (texts: readonly string[]) =>
    Math.max(0, ...texts.map((text) => textWidth(text, fontSize)));
  const left =
    Math.ceil(Math.min(isNarrow(frame) ? 148 : 230, widest(rows.map(({ label }) => label)))) +
    labelGap;
  const right = Math.ceil(widest(rows.map(({ value }) => value)) * 1.06) + 10;
  const width = frame.width - left - right;
  const perCount = width / Math.max(1, ...rows.map(totalCount));
  const placed = place(rows, left - labelGap);
  const height = placed.at(-1)?.bottom ?? 1;
  return {
    width,
    height,
    margins: { top: key.length > 0 ? keyHeight : 6, right, bottom: 6, left },
    shapes: [
      ...placed.flatMap(({ row, middle }) => segments(row, { middle, perCount, frame })),
      ...keySwatches(key, frame, left),
      lineBetween(0, 0, 0, height, { stroke: frame.palette.inkSoft }),
      ...placed.flatMap(({ row, lines, middle }) =>
        words(row, { lines, middle, end: totalCount(row) * perCount }, frame),
      ),
      ...keyTexts(key, frame, left),
      ...placed.map(({ row: { path, name }, top, bottom }) => ({
        ...({ kind: 'link', path, name, radius: 2 } as const),
        ...{ x: 1 - left, x2: width + right - 1, y: top, y2: bottom },
      })),
    ],
  };
}

const totalCount = ({ parts }: CountRow): number =>
  parts.reduce((sum, { count }) => sum + count, 0);

function place(rows: readonly CountRow[], labelWidth: number) {
  let bottom = 0;
  return rows.map((row) => {
    const top = bottom;
    const lines = wrapText(row.label, { width: labelWidth, size: fontSize });
    bottom = top + Math.max(barHeight, lines.length * lineHeight) + rowGap;
    return { row, lines, top, bottom, middle: (top + bottom) / 2 };
  });
}

function partLook(look: Look, { palette: { other, paper } }: Frame) {
  if (look === 'empty') return { fill: paper, fillOpacity: 0, stroke: other, dash: [2, 2] };
  return { fill: other, fillOpacity: look === 'full' ? 0.9 : 0.35, stroke: other };
}

function segments(
  { parts }: CountRow,
  { middle, perCount, frame }: { middle: number; perCount: number; frame: Frame },
): Rect[] {
  let from = 0;
  return parts.flatMap(({ count, look }) => {
    const x = from * perCount;
    from += count;
    if (count === 0) return [];
    const [y, y2] = [middle - barHeight / 2, middle + barHeight / 2];
    return [{ kind: 'rect', x, x2: from * perCount, y, y2, ...partLook(look, frame) }];
  });
}

interface Place {
  readonly lines: readonly string[];
  readonly middle: number;
  readonly end: number;
}

function words({ value }: CountRow, { lines, middle, end }: Place, frame: Frame): Text[] {
  const look = { size: fontSize, fill: frame.palette.ink };
  const first = middle - ((lines.length - 1) * lineHeight) / 2 + 4.5;
  return [
    textAt(frame, { ...look, x: -labelGap, y: first, align: 'right', lines }),
    textAt(frame, { ...look, x: end + 6, y: middle + 4.5, weight: 700, lines: [value] }),
  ];
}

const swatch = 20;
const keyGap = 8;

/** Where the entries of a key begin, in pixels from the corner of the drawing. */
function keyStarts(key: readonly KeyEntry[]): readonly number[] {
  let x = 1;
  return key.map(({ label }) => {
    const start = x;
    x += swatch + 6 + textWidth(label, smallFontSize) + keyGap;
    return start;
  });
}

function keySwatches(key: readonly KeyEntry[], frame: Frame, left: number): Rect[] {
  const starts = keyStarts(key);
  return key.map(({ look }, index) => {
    const x = (starts[index] ?? 0) - left;
    const box = { x, x2: x + swatch, y: 8 - keyHeight, y2: 20 - keyHeight };
    return { kind: 'rect', ...box, ...partLook(look, frame) };
  });
}

function keyTexts(key: readonly KeyEntry[], frame: Frame, left: number): Text[] {
  const starts = keyStarts(key);
  return key.map(({ label }, index) =>
    textAt(frame, {
      x: (starts[index] ?? 0) - left + swatch + 6,
      y: 18 - keyHeight,
      lines: [label],
    }),
  );
}
