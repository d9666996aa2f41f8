import { lineHeight, smallFontSize, type Frame } from './theme.ts';
import { textWidth, type Face } from './text.ts';

/** Text at a place in pixels, counted from the corner of the plot. `y` is the baseline of its first line. */
export interface Text {
  readonly x: number;
  readonly y: number;
  readonly lines: readonly string[];
  readonly fill: string;
  readonly align: 'left' | 'right' | 'center';
  readonly size: number;
  readonly weight: 400 | 700;
  readonly font: string;
}

/** A straight stroke in pixels. */
export interface Rule {
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly stroke: string;
  readonly width: number;
  readonly dash: readonly number[];
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The channel of a place in pixels that stands in a field. */
export const at = (field: string) => ({ value: { expr: `datum.${field}` } });

/** Layers for the data sets `rules` and `texts`: words and strokes that are placed, not measured. */
export const overlayLayers = [
  {
    data: { name: 'rules' },
    mark: {
      type: 'rule',
      stroke: { expr: 'datum.stroke' },
      strokeWidth: { expr: 'datum.width' },
      strokeDash: { expr: 'datum.dash' },
    },
    encoding: { x: at('x'), y: at('y'), x2: at('x2'), y2: at('y2') },
  },
  {
    data: { name: 'texts' },
    mark: {
      type: 'text',
      lineHeight,
      fill: { expr: 'datum.fill' },
      align: { expr: 'datum.align' },
      font: { expr: 'datum.font' },
      fontSize: { expr: 'datum.size' },
      fontWeight: { expr: 'datum.weight' },
    },
    encoding: { x: at('x'), y: at('y'), text: { field: 'lines' } },
  },
] as const;

/** Small soft text, as axes and notes have it. */
export const small = (
  { palette }: Frame,
  text: Pick<Text, 'x' | 'y' | 'lines'> & Partial<Text>,
): Text => ({
  fill: palette.inkSoft,
  align: 'left',
  size: smallFontSize,
  weight: 400,
  font: palette.fontText,
  ...text,
});

export function boxOf(text: Text, face: Face = text.weight === 700 ? 'bold' : 'text'): Box {
  const width = Math.max(0, ...text.lines.map((line) => textWidth(line, text.size, face)));
  const left = { left: text.x, right: text.x - width, center: text.x - width / 2 }[text.align];
  return {
    left,
    right: left + width,
    top: text.y - text.size,
    bottom: text.y + (text.lines.length - 1) * lineHeight + 4,
  };
}

type Corner = readonly [x: number, y: number];

/** What is already drawn, so that words can be put where nothing is. */
export interface Obstacles {
  readonly within: Box;
  readonly boxes: Box[];
  readonly strokes: readonly (readonly Corner[])[];
  /** Thin strokes, which words may cross where there is no other room. */
  readonly rules?: readonly (readonly Corner[])[];
}

/**
 * The first of the candidates that is inside and touches nothing, or unless `strict` nothing but thin rules; it then is an
 * obstacle itself.
 */
export function placeText(
  candidates: readonly Text[],
  obstacles: Obstacles,
  { strict = false } = {},
): Text | undefined {
  const { strokes, rules = [] } = obstacles;
  const all = { ...obstacles, strokes: [...strokes, ...rules] };
  const free =
    candidates.find((candidate) => isFree(boxOf(candidate), all)) ??
    (strict ? undefined : candidates.find((candidate) => isFree(boxOf(candidate), obstacles)));
  if (free) obstacles.boxes.push(boxOf(free));
  return free;
}

function isFree(box: Box, { within, boxes, strokes }: Obstacles): boolean {
  if (box.left < within.left || box.right > within.right) return false;
  if (box.top < within.top || box.bottom > within.bottom) return false;
  if (boxes.some((other) => overlaps(box, other))) return false;
  return !strokes.some((corners) =>
    corners.some((corner, index) => {
      const before = corners[index - 1];
      return before !== undefined && crosses(before, corner, box);
    }),
  );
}

const overlaps = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Whether a stroke runs through a box, by clipping it to each side in turn (Liang and Barsky). */
function crosses([x1, y1]: Corner, [x2, y2]: Corner, box: Box): boolean {
  let enter = 0;
  let leave = 1;
  for (const [step, room] of [
    [x1 - x2, x1 - box.left],
    [x2 - x1, box.right - x1],
    [y1 - y2, y1 - box.top],
    [y2 - y1, box.bottom - y1],
  ] as const) {
    if (step === 0 && room < 0) return false;
    if (step < 0) enter = Math.max(enter, room / step);
    if (step > 0) leave = Math.min(leave, room / step);
  }
  return enter <= leave;
}
