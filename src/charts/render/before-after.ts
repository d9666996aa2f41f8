import {
  computeChange,
  formatChange,
  formatRatio,
  notComparable,
} from '../../model/improvement.ts';
import { formatPair } from '../../model/display-unit.ts';
import type { BeforeAfterModel } from '../chart-model.ts';
import { layOutRows } from './bars.ts';
import { textAt, type Picture } from './shapes.ts';
import { textWidth } from './text.ts';
import { isNarrow, type Frame } from './theme.ts';

const changeSize = 22;

/** Two bars on one scale, their values as stated, and the change computed from them. */
export function layOutBeforeAfter(model: BeforeAfterModel, frame: Frame): Picture {
  const [before, after] = formatPair(model.before, model.after, model.unit);
  const rows = (['before', 'after'] as const).map((label) => ({
    label,
    role: model.comparable ? label : ('other' as const),
    stated: model[label],
    value: label === 'before' ? before : after,
  }));
  const words = changeWords(model);
  const [change = '', ...notes] = words;
  const narrow = isNarrow(frame);
  const { palette } = frame;
  const noteWidth = Math.max(0, ...notes.map((note) => textWidth(note, 12)));
  const margin =
    narrow || words.length === 0
      ? 0
      : Math.max(textWidth(change, changeSize, 'bold'), noteWidth) + 16;
  return layOutRows(rows, frame, {
    face: 'text',
    aside: true,
    margin,
    more: ({ height, edge }) => {
      const x = narrow ? 0 : edge + 14;
      const y = narrow ? height + 32 : 19;
      const texts = [
        textAt(frame, { x, y, lines: [change], size: changeSize, weight: 700, fill: palette.ink }),
        textAt(frame, { x, y: change === '' ? y - 6 : y + 18, lines: notes }),
      ].filter(({ lines }) => lines.join('') !== '');
      if (texts.length === 0) return { texts, below: 0 };
      const below = narrow ? 38 + 16 * notes.length : Math.max(0, 16 * notes.length - 18);
      return { texts, below };
    },
  });
}

/** The change, the ratio, and whether the two can be compared; nothing where nothing can be computed. */
function changeWords({ before, after, comparable }: BeforeAfterModel): string[] {
  const change = computeChange(before, after);
  if (!change) return comparable ? [] : ['', notComparable];
  const ratio = formatRatio(change);
  return [
    formatChange(change),
    ...(ratio === undefined ? [] : [ratio]),
    ...(comparable ? [] : [notComparable]),
  ];
}
