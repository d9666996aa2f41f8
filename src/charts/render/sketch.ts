import type { SketchModel } from '../chart-model.ts';
import { shapeOf } from '../memory-line.ts';
import { placeText } from './place-text.ts';
import { textAt, type Corner, type Line, type Picture, type Text } from './shapes.ts';
import { wrapText } from './text.ts';
import { fontSize, isNarrow, lineHeight, type Frame } from './theme.ts';

const unknownShape = [
  [0, 0.45],
  [1, 0.45],
] as const;

/** A growth shape that a source describes in words: two named axes without any scale, one stroke, the word "sketch". */
export function layOutSketch(model: SketchModel, frame: Frame): Picture {
  const margins = { top: 24, right: 14, bottom: 26, left: 14 };
  const width = frame.width - margins.left - margins.right;
  const height = isNarrow(frame) ? 140 : 160;
  const corners = (shapeOf(model.shape) ?? unknownShape).map(([x, y]): Corner => [
    12 + x * (width - 40),
    height - 10 - y * (height - 52),
  ]);
  const word = (text: string, place: Pick<Text, 'x' | 'y' | 'align'>) =>
    textAt(frame, { ...place, lines: [text] });
  return {
    width,
    height,
    margins,
    shapes: [
      { kind: 'line', corners, stroke: frame.palette.other, width: 3, round: 'both' },
      ...axes(width, height, frame),
      word('memory', { x: -margins.left, y: -10, align: 'left' }),
      word('time', { x: width + 4, y: height + 18, align: 'right' }),
      word('sketch, not to scale', { x: width + margins.right, y: -10, align: 'right' }),
      ...authorWords(model.mark, { corners, width, height, frame }),
    ],
  };
}

/** Two arrows from the lower left corner. */
function axes(width: number, height: number, { palette }: Frame): Line[] {
  const line = (...corners: Corner[]): Line => ({ kind: 'line', corners, stroke: palette.inkSoft });
  return [
    line([0, height], [0, 0]),
    line([-4, 6], [0, 0], [4, 6]),
    line([0, height], [width, height]),
    line([width - 6, height - 4], [width, height], [width - 6, height + 4]),
  ];
}

interface Plot {
  readonly corners: readonly Corner[];
  readonly width: number;
  readonly height: number;
  readonly frame: Frame;
}

/** The author's words: over the end of the stroke, which they are mostly about, or where it leaves room. */
function authorWords(mark: string | undefined, { corners, width, height, frame }: Plot): Text[] {
  if (mark === undefined) return [];
  const lines = wrapText(mark, { width: width * 0.6, size: fontSize });
  const base = textAt(frame, { x: 0, y: 0, lines, size: fontSize, fill: frame.palette.ink });
  const over = (lines.length - 1) * lineHeight + 10;
  const spot = (x: number, y: number, align: Text['align']): Text => ({ ...base, x, y, align });
  const right = Math.max(...corners.map(([x]) => x));
  const top = Math.min(...corners.map(([, y]) => y));
  const candidates = [
    spot(right, top - over, 'right'),
    spot(right - 70, top + 8, 'right'),
    spot(width * 0.04, height * 0.2, 'left'),
    spot(width * 0.5, height * 0.88, 'left'),
    spot(width * 0.5, height * 0.5, 'left'),
  ];
  const obstacles = {
    within: { left: 6, right: width, top: -4, bottom: height - 4 },
    boxes: [],
    strokes: [corners],
  };
  return [placeText(candidates, obstacles) ?? spot(width * 0.96, height * 0.94, 'right')];
}
