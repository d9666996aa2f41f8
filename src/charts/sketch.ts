import type { SketchDrawing } from './drawing.ts';
import { shapeOf } from './line.ts';
import { overlayLayers, placeText, small, type Rule, type Text } from './overlay.ts';
import { specOf, type VegaLiteSpec } from './spec.ts';
import { wrapText } from './text.ts';
import { configOf, fontSize, isNarrow, lineHeight, type Frame } from './theme.ts';

const unknownShape = [
  [0, 0.45],
  [1, 0.45],
] as const;

/** A growth shape that a source describes in words: two named axes without any scale, one stroke, the word "sketch". */
export function sketchSpec(drawing: SketchDrawing, frame: Frame): VegaLiteSpec {
  const narrow = isNarrow(frame);
  const margins = { top: 24, right: 14, bottom: 26, left: 14 };
  const width = frame.width - margins.left - margins.right;
  const height = narrow ? 140 : 160;
  const corners = (shapeOf(drawing.shape) ?? unknownShape).map(([x, y]): [number, number] => [
    12 + x * (width - 40),
    height - 10 - y * (height - 52),
  ]);
  return specOf({
    width,
    height,
    margins,
    datasets: {
      stroke: corners.map(([x, y]) => ({ x, y })),
      rules: arrows(width, height, frame),
      texts: [
        small(frame, { x: -margins.left, y: -10, lines: ['memory'] }),
        small(frame, { x: width + 4, y: height + 18, lines: ['time'], align: 'right' }),
        small(frame, {
          x: width + margins.right,
          y: -10,
          lines: ['sketch, no scale'],
          align: 'right',
        }),
        ...markOf(drawing.mark, { corners, width, height, frame }),
      ],
    },
    layer: [
      {
        data: { name: 'stroke' },
        mark: {
          type: 'line',
          stroke: frame.palette.other,
          strokeWidth: 3,
          strokeCap: 'round',
          strokeJoin: 'round',
        },
        encoding: {
          x: { value: { expr: 'datum.x' } },
          y: { value: { expr: 'datum.y' } },
          order: { field: 'x', type: 'quantitative' },
        },
      },
      ...overlayLayers,
    ],
    config: configOf(frame.palette),
  });
}

function arrows(width: number, height: number, { palette }: Frame): Rule[] {
  const stroke = (x: number, y: number, x2: number, y2: number): Rule => ({
    x,
    y,
    x2,
    y2,
    stroke: palette.inkSoft,
    width: 1,
    dash: [1, 0],
  });
  return [
    stroke(0, height, 0, 0),
    stroke(-4, 6, 0, 0),
    stroke(4, 6, 0, 0),
    stroke(0, height, width, height),
    stroke(width - 6, height - 4, width, height),
    stroke(width - 6, height + 4, width, height),
  ];
}

interface Plot {
  readonly corners: readonly (readonly [number, number])[];
  readonly width: number;
  readonly height: number;
  readonly frame: Frame;
}

/** The author's words: over the end of the stroke, which they are mostly about, or where it leaves room. */
function markOf(mark: string | undefined, { corners, width, height, frame }: Plot): Text[] {
  if (mark === undefined) return [];
  const lines = wrapText(mark, { width: width * 0.6, size: fontSize });
  const base = small(frame, { x: 0, y: 0, lines, size: fontSize, fill: frame.palette.ink });
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
