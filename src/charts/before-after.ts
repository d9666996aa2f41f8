import { computeChange, formatChange, formatRatio } from '../improvement.ts';
import { formatQuantity } from '../units.ts';
import { barRowsSpec } from './bars.ts';
import type { BeforeAfterDrawing } from './drawing.ts';
import { small, type Text } from './overlay.ts';
import type { VegaLiteSpec } from './spec.ts';
import { textWidth } from './text.ts';
import { isNarrow, type Frame } from './theme.ts';

const changeSize = 22;

/** Two bars on one scale, their values as stated, and the change computed from them. */
export function beforeAfterSpec(drawing: BeforeAfterDrawing, frame: Frame): VegaLiteSpec {
  const rows = (['before', 'after'] as const).map((role) => ({
    label: role,
    role,
    stated: drawing[role],
    value: formatQuantity(drawing[role], drawing.unit),
  }));
  const words = changeWords(drawing);
  const [change = '', ...notes] = words;
  const narrow = isNarrow(frame);
  const noteWidth = Math.max(0, ...notes.map((note) => textWidth(note, 12)));
  const margin =
    narrow || words.length === 0
      ? 0
      : Math.max(textWidth(change, changeSize, 'bold'), noteWidth) + 16;
  const large = (x: number, y: number): Text =>
    small(frame, { x, y, lines: [change], size: changeSize, weight: 700, fill: frame.palette.ink });
  return barRowsSpec(rows, frame, {
    face: 'text',
    aside: true,
    margin,
    more: ({ width, height }) => {
      if (words.length === 0) return { texts: [], below: 0 };
      const left = narrow ? 0 : width + 12 + valueWidth(rows.map(({ value }) => value));
      const y = narrow ? height + 32 : 19;
      const below = small(frame, { x: left, y: y + 18, lines: notes });
      return { texts: [large(left, y), below], below: narrow ? 44 + 16 * (notes.length - 1) : 12 };
    },
  });
}

const valueWidth = (values: readonly string[]): number =>
  Math.max(...values.map((value) => textWidth(value, 13, 'bold'))) + 8;

/** The change, the ratio, and whether the workloads differ; nothing where nothing can be computed. */
function changeWords({ before, after, comparable }: BeforeAfterDrawing): string[] {
  const change = computeChange(before, after);
  if (!change) return comparable ? [] : ['', 'different workloads'];
  const ratio = formatRatio(change);
  return [
    formatChange(change),
    ...(ratio === undefined ? [] : [ratio]),
    ...(comparable ? [] : ['different workloads']),
  ];
}
