import { formatShare } from '../../model/improvement.ts';
import type { ChangeRow, ChangesModel, SpreadRow, SpreadsModel } from '../index-chart-model.ts';
import { linearTicks } from './axis.ts';
import {
  lineBetween,
  minLinkSize,
  textAt,
  type Link,
  type Picture,
  type Shape,
  type Text,
} from './shapes.ts';
import { textWidth, wrapText } from './text.ts';
import { fontSize, isNarrow, lineHeight, smallFontSize, type Frame } from './theme.ts';

/*
 * Charts of changes: rows of shares on one scale from −100 %, with their words beside or above them. A share is a fraction:
 * -0.757 is 75.7 % less.
 */

const scaleHeight = 24;
const rowGap = 10;

interface ShareRow {
  readonly label: string;
  readonly count: number;
  readonly median: number | undefined;
  readonly maxShare: number;
  /** Height of the marks in pixels. */
  readonly height: (toX: ToX) => number;
  readonly draw: (place: RowPlace) => {
    readonly shapes: readonly Shape[];
    readonly links: readonly Link[];
  };
}

type ToX = (share: number) => number;

interface RowPlace {
  readonly toX: ToX;
  readonly frame: Frame;
  /** Where the row begins. */
  readonly top: number;
  /** Where its marks begin, below a label that stands above them. */
  readonly marksTop: number;
  readonly bottom: number;
  /** The edges of the whole row, its words included. */
  readonly left: number;
  readonly right: number;
}

/**
 * A dot for each incident of each row, from −100 % to no change or the largest rise. Dots that would touch stand below each
 * other, so that each can be hit; a stroke behind them marks the median.
 */
export const layOutChanges = ({ rows }: ChangesModel, frame: Frame): Picture =>
  layOutShares(rows.map(changeRow), frame);

function changeRow({ label, median, dots }: ChangeRow): ShareRow {
  const lanesFor = (toX: ToX) => findLanes(dots.map(({ share }) => toX(share)));
  return {
    ...{ label, median, count: dots.length },
    maxShare: Math.max(0, ...dots.map(({ share }) => share)),
    height: (toX) => (Math.max(0, ...lanesFor(toX)) + 1) * minLinkSize,
    draw: ({ toX, frame: { palette }, marksTop, bottom }) => {
      const lanes = lanesFor(toX);
      const placed = dots.map((dot, index) => ({
        dot,
        x: toX(dot.share),
        y: marksTop + ((lanes[index] ?? 0) + 0.5) * minLinkSize,
      }));
      const half = minLinkSize / 2;
      return {
        shapes: [
          ...medianStroke(median, { toX, palette, top: marksTop, bottom }),
          ...placed.map(({ dot: { share }, x, y }): Shape => ({
            ...{ kind: 'dot', x, y, radius: 5.5, width: 1.5 },
            ...{ fill: palette.other, fillOpacity: share > 0 ? 0 : 0.85, stroke: palette.other },
          })),
        ],
        links: placed.map(({ dot: { path, name, title, share }, x, y }) => ({
          ...({ kind: 'link', path, radius: half } as const),
          name: `${name}, ${label}, ${formatShare(share)}: ${title}`,
          ...{ x: x - half, x2: x + half, y: y - half, y2: y + half },
        })),
      };
    },
  };
}

/** For each place from left to right, the first lane in which it does not touch its neighbor. */
function findLanes(places: readonly number[]): readonly number[] {
  const ends: number[] = [];
  return places.map((x) => {
    const free = ends.findIndex((end) => end <= x - minLinkSize);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = x;
    return lane;
  });
}

/**
 * How the changes of each row spread: a thin line for nine in ten incidents, a bar for the middle half of them, a stroke for
 * the median. Each row is a link. As many marks as there are rows, however many incidents.
 */
export const layOutSpreads = ({ rows }: SpreadsModel, frame: Frame): Picture =>
  layOutShares(rows.map(spreadRow), frame);

const barHeight = 12;

function spreadRow(row: SpreadRow): ShareRow {
  const { label, path, count, low, middle, median, high } = row;
  return {
    ...{ label, count, median, maxShare: high },
    height: () => minLinkSize,
    draw: ({ toX, frame: { palette }, top, marksTop, bottom, left, right }) => {
      const y = marksTop + minLinkSize / 2;
      const half = barHeight / 2;
      return {
        shapes: [
          lineBetween(toX(low), y, toX(high), y, { stroke: palette.other, width: 1.5 }),
          ...(middle
            ? [
                {
                  ...({ kind: 'rect', fill: palette.other, fillOpacity: 0.45 } as const),
                  ...{ x: toX(middle[0]), x2: toX(middle[1]), y: y - half, y2: y + half },
                },
              ]
            : []),
          ...medianStroke(median, { toX, palette, top: y - half - 4, bottom: y + half + 4 }),
        ],
        links: [
          {
            ...({ kind: 'link', path, name: nameOfSpread(row), radius: 2 } as const),
            ...{ x: left + 1, x2: right - 1, y: top, y2: bottom },
          },
        ],
      };
    },
  };
}

const nameOfSpread = ({ label, count, median, low, high }: SpreadRow): string =>
  [
    `${label}: ${count} ${count === 1 ? 'incident' : 'incidents'}`,
    ...(median === undefined ? [] : [`median ${formatShare(median)}`]),
    `from ${formatShare(low)} to ${formatShare(high)}`,
  ].join(', ');

const medianStroke = (
  median: number | undefined,
  { toX, palette, top, bottom }: Pick<RowPlace, 'toX' | 'top' | 'bottom'> & Pick<Frame, 'palette'>,
): Shape[] =>
  median === undefined
    ? []
    : [lineBetween(toX(median), top, toX(median), bottom, { stroke: palette.after, width: 4 })];

function layOutShares(rows: readonly ShareRow[], frame: Frame): Picture {
  const columns = shareColumns(rows, frame);
  const { left, right, width, toX } = columns;
  const placed = placeRows(rows, columns, frame);
  const ticks = linearTicks(columns.domain, isNarrow(frame) ? 2 : 4).values;
  const line = { stroke: frame.palette.line };
  const drawn = placed.map(({ row, ...place }) =>
    row.draw({ ...place, toX, frame, left: -left, right: width + right }),
  );
  return {
    width,
    height: (placed.at(-1)?.bottom ?? 1 - rowGap) + rowGap,
    margins: { top: scaleHeight, right, bottom: 4, left },
    shapes: [
      ...placed.flatMap(({ marksTop, bottom }) =>
        ticks.map((share) => lineBetween(toX(share), marksTop, toX(share), bottom, line)),
      ),
      ...drawn.flatMap(({ shapes }) => shapes),
      ...placed.slice(0, -1).map(({ bottom }) => {
        const y = bottom + rowGap / 2;
        return lineBetween(-left, y, width + right, y, line);
      }),
      ...ticks.map((share) =>
        textAt(frame, { x: toX(share), y: -9, align: 'center', lines: [tickText(share)] }),
      ),
      ...placed.flatMap((place) => rowWords(place, columns, frame)),
      ...drawn.flatMap(({ links }) => links),
    ],
  };
}

const tickText = (share: number): string => (share === 0 ? 'no change' : formatShare(share));

/** `n = 12, median −50 %`. */
const noteOf = ({ count, median }: ShareRow): string =>
  median === undefined ? `n = ${count}` : `n = ${count}, median ${formatShare(median)}`;

interface ShareColumns {
  readonly left: number;
  readonly right: number;
  /** Plot width in pixels. */
  readonly width: number;
  readonly labelWidth: number;
  /** Whether labels stand beside the rows, and not above them. */
  readonly aside: boolean;
  readonly domain: readonly [number, number];
  readonly toX: ToX;
}

/** The scale goes from −100 % to no change unless something rose; then to a round number above it. */
function shareColumns(rows: readonly ShareRow[], frame: Frame): ShareColumns {
  const maxShare = Math.max(0, ...rows.map((row) => row.maxShare));
  const domain = [-1, Math.ceil(maxShare * 2) / 2] as const;
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
  const right = Math.max(40, widest(rows.map(noteOf), smallFontSize) + 20);
  return { left: labelWidth + 28, right, labelWidth, aside: true };
}

interface PlacedRow extends Pick<RowPlace, 'top' | 'marksTop' | 'bottom'> {
  readonly row: ShareRow;
  /** Of its label. */
  readonly lines: readonly string[];
}

function placeRows(
  rows: readonly ShareRow[],
  { labelWidth, aside, toX }: ShareColumns,
  frame: Frame,
): PlacedRow[] {
  let top = 0;
  return rows.map((row) => {
    const width = aside ? labelWidth : frame.width - textWidth(noteOf(row), smallFontSize) - 12;
    const lines = wrapText(row.label, { width, size: fontSize });
    const labelHeight = lines.length * lineHeight;
    const marksTop = aside ? top : top + labelHeight + 2;
    const bottom = marksTop + Math.max(row.height(toX), aside ? labelHeight : 0);
    const placed = { row, lines, top, marksTop, bottom };
    top = bottom + rowGap;
    return placed;
  });
}

/** The label and the note of a row. */
function rowWords(
  { row, lines, top }: PlacedRow,
  { left, right, width, aside }: ShareColumns,
  frame: Frame,
): readonly Text[] {
  const y = top + (aside ? 16.5 : 13);
  const label = { size: fontSize, fill: frame.palette.ink, lines };
  return [
    aside
      ? textAt(frame, { ...label, x: -24, y, align: 'right' })
      : textAt(frame, { ...label, x: 1 - left, y }),
    textAt(frame, { x: width + right - 1, y, align: 'right', lines: [noteOf(row)] }),
  ];
}
