import { formatShare } from '../model/improvement.ts';
import { linearTicks } from './axis.ts';
import { small, type Text } from './overlay.ts';
import { textWidth, wrapText } from './text.ts';
import { fontSize, isNarrow, lineHeight, smallFontSize, type Frame } from './theme.ts';

/** What charts of changes have in common: rows of shares on one scale from −100 %, with their words beside or above them. */

export interface ShareRow {
  readonly label: string;
  /** `n = 12, median −50 %`. */
  readonly note: string;
}

export const shareNote = (count: number, median: number | undefined): string =>
  median === undefined ? `n = ${count}` : `n = ${count}, median ${formatShare(median)}`;

export interface ShareColumns {
  readonly left: number;
  readonly right: number;
  /** Of the plot. */
  readonly width: number;
  readonly labelWidth: number;
  /** Whether labels stand beside the rows, and not above them. */
  readonly aside: boolean;
  readonly domain: readonly [number, number];
  readonly toX: (share: number) => number;
}

/** The scale goes from −100 % to no change unless something rose; then to a round number above it. */
export function shareColumns(rows: readonly ShareRow[], most: number, frame: Frame): ShareColumns {
  const domain = [-1, Math.ceil(Math.max(0, most) * 2) / 2] as const;
  const columns = isNarrow(frame)
    ? { left: 24, right: 34, labelWidth: frame.width, aside: false }
    : wideColumns(rows);
  const width = frame.width - columns.left - columns.right;
  const toX = (share: number) => ((share - domain[0]) / (domain[1] - domain[0])) * width;
  return { ...columns, width, domain, toX };
}

function wideColumns(rows: readonly ShareRow[]) {
  const widest = (texts: readonly string[], size: number) =>
    Math.ceil(Math.max(0, ...texts.map((text) => textWidth(text, size))));
  const labels = rows.map(({ label }) => label);
  const labelWidth = Math.min(190, widest(labels, fontSize));
  const notes = rows.map(({ note }) => note);
  const right = Math.max(40, widest(notes, smallFontSize) + 20);
  return { left: labelWidth + 28, right, labelWidth, aside: true };
}

export interface ShareTick {
  readonly share: number;
  readonly text: Text;
}

/** Values of the scale, and their words above the plot. */
export const shareTicks = ({ domain, toX }: ShareColumns, frame: Frame): readonly ShareTick[] =>
  linearTicks(domain, isNarrow(frame) ? 2 : 4).values.map((share) => ({
    share,
    text: small(frame, { x: toX(share), y: -9, align: 'center', lines: [tickText(share)] }),
  }));

const tickText = (share: number): string => (share === 0 ? 'no change' : formatShare(share));

/** The lines of a label, and how high they are. */
export function shareLabel(
  { label, note }: ShareRow,
  { labelWidth, aside }: ShareColumns,
  frame: Frame,
): { lines: readonly string[]; height: number } {
  const width = aside ? labelWidth : frame.width - textWidth(note, smallFontSize) - 12;
  const lines = wrapText(label, { width, size: fontSize });
  return { lines, height: lines.length * lineHeight };
}

/** The label and the note of a row whose top is at `top`. */
export function shareWords(
  { lines, note, top }: { lines: readonly string[]; note: string; top: number },
  { left, right, width, aside }: ShareColumns,
  frame: Frame,
): readonly Text[] {
  const y = top + (aside ? 16.5 : 13);
  const label = { size: fontSize, fill: frame.palette.ink, lines };
  return [
    aside
      ? small(frame, { ...label, x: -24, y, align: 'right' })
      : small(frame, { ...label, x: 1 - left, y }),
    small(frame, { x: width + right - 1, y, align: 'right', lines: [note] }),
  ];
}
