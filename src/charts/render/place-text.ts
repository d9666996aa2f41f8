import type { Corner, Text } from './shapes.ts';
import { textWidth } from './text.ts';
import { lineHeight } from './theme.ts';

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The room that a text takes, estimated from above. */
export function textBox(text: Text): Box {
  const face = text.weight === 700 ? 'bold' : 'text';
  const width = Math.max(0, ...text.lines.map((line) => textWidth(line, text.size, face)));
  const left = { left: text.x, right: text.x - width, center: text.x - width / 2 }[text.align];
  return {
    left,
    right: left + width,
    top: text.y - text.size,
    bottom: text.y + (text.lines.length - 1) * lineHeight + 4,
  };
}

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
    candidates.find((candidate) => isFree(textBox(candidate), all)) ??
    (strict ? undefined : candidates.find((candidate) => isFree(textBox(candidate), obstacles)));
  if (free) obstacles.boxes.push(textBox(free));
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
