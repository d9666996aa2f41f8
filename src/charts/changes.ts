import { formatShare } from '../improvement.ts';
import { linearTicks } from './axis.ts';
import type { ChangeDot, ChangeRow, ChangesDrawing } from './index-drawing.ts';
import { at, overlayLayers, small, type Rule, type Text } from './overlay.ts';
import { specOf, type VegaLiteSpec } from './spec.ts';
import { targetLayer, targetSize, type Target } from './targets.ts';
import { textWidth, wrapText } from './text.ts';
import { configOf, fontSize, isNarrow, lineHeight, smallFontSize, type Frame } from './theme.ts';

const top = 24;
const rowGap = 10;
const dotRadius = 5.5;

/**
 * A dot for each incident of each row, from −100 % to no change or the largest rise. Dots that would touch stand below each
 * other, so that each can be hit; a bar behind them marks the median.
 */
export function changesSpec({ rows }: ChangesDrawing, frame: Frame): VegaLiteSpec {
  const { left, right, labelWidth, aside } = columnsOf(rows, frame);
  const width = frame.width - left - right;
  const domain = domainOf(rows);
  const toX = (share: number) => ((share - domain[0]) / (domain[1] - domain[0])) * width;
  const placed = place(rows, { toX, labelWidth, aside, frame });
  const height = placed.at(-1)?.bottom ?? 1;
  const ticks = linearTicks(domain, isNarrow(frame) ? 2 : 4);
  return specOf({
    width,
    height,
    margins: { top, right, bottom: 4, left },
    params: { xDomain: domain },
    datasets: {
      grid: placed.flatMap(({ dotsTop, bottom }) =>
        ticks.values.map((share) => ({ share, top: dotsTop, bottom: bottom - rowGap })),
      ),
      medians: placed.flatMap(({ row: { median }, dotsTop, bottom }) =>
        median === undefined ? [] : [{ share: median, top: dotsTop, bottom: bottom - rowGap }],
      ),
      dots: placed.flatMap(({ dots }) =>
        dots.map(({ dot: { share }, y }) => ({ share, y, opacity: share > 0 ? 0 : 0.85 })),
      ),
      rules: placed.slice(0, -1).map(({ bottom }) => ({
        ...{ x: -left, x2: width + right, y: bottom - rowGap / 2, y2: bottom - rowGap / 2 },
        ...{ stroke: frame.palette.line, width: 1, dash: [1, 0] },
      })) satisfies Rule[],
      texts: [
        ...ticks.values.map((share) =>
          small(frame, { x: toX(share), y: -9, align: 'center', lines: [tickText(share)] }),
        ),
        ...placed.flatMap((row) => wordsOf(row, { frame, left, right, width, aside })),
      ],
      targets: placed.flatMap(({ row, dots }) => dots.map((dot) => targetOf(dot, row))),
    },
    layer: layersFor(frame),
    config: configOf(frame.palette),
  });
}

const tickText = (share: number): string => (share === 0 ? 'no change' : formatShare(share));

/** Always from −100 %, and to no change unless something rose; then to a round number above it. */
function domainOf(rows: readonly ChangeRow[]): readonly [number, number] {
  const most = Math.max(0, ...rows.flatMap(({ dots }) => dots.map(({ share }) => share)));
  return [-1, Math.ceil(most * 2) / 2];
}

interface Columns {
  readonly left: number;
  readonly right: number;
  readonly labelWidth: number;
  /** Whether labels stand beside the dots, and not above them. */
  readonly aside: boolean;
}

function columnsOf(rows: readonly ChangeRow[], frame: Frame): Columns {
  if (isNarrow(frame)) return { left: 24, right: 34, labelWidth: frame.width, aside: false };
  const labels = rows.map(({ label }) => textWidth(label, fontSize));
  const labelWidth = Math.ceil(Math.min(190, Math.max(0, ...labels)));
  const counts = rows.map((row) => textWidth(countText(row), smallFontSize));
  const right = Math.max(40, Math.ceil(Math.max(0, ...counts)) + 20);
  return { left: labelWidth + 28, right, labelWidth, aside: true };
}

const countText = ({ dots, median }: ChangeRow): string =>
  median === undefined ? `n = ${dots.length}` : `n = ${dots.length}, median ${formatShare(median)}`;

interface PlacedDot {
  readonly dot: ChangeDot;
  readonly x: number;
  readonly y: number;
}

interface PlacedRow {
  readonly row: ChangeRow;
  readonly lines: readonly string[];
  readonly top: number;
  readonly dotsTop: number;
  readonly bottom: number;
  readonly dots: readonly PlacedDot[];
}

interface Room {
  readonly toX: (share: number) => number;
  readonly labelWidth: number;
  readonly aside: boolean;
  readonly frame: Frame;
}

function place(rows: readonly ChangeRow[], { toX, labelWidth, aside, frame }: Room): PlacedRow[] {
  let bottom = 0;
  return rows.map((row) => {
    const rowTop = bottom;
    const count = aside ? 0 : textWidth(countText(row), smallFontSize) + 12;
    const width = aside ? labelWidth : frame.width - count;
    const lines = wrapText(row.label, { width, size: fontSize });
    const labels = lines.length * lineHeight;
    const dotsTop = aside ? rowTop : rowTop + labels + 2;
    const lanes = lanesOf(row.dots.map(({ share }) => toX(share)));
    const tall = (Math.max(0, ...lanes) + 1) * targetSize;
    const dots = row.dots.map((dot, index) => ({
      dot,
      x: toX(dot.share),
      y: dotsTop + ((lanes[index] ?? 0) + 0.5) * targetSize,
    }));
    bottom = dotsTop + (aside ? Math.max(tall, labels) : tall) + rowGap;
    return { row, lines, top: rowTop, dotsTop, bottom, dots };
  });
}

/** For each place from left to right, the first lane in which it does not touch its neighbor. */
function lanesOf(places: readonly number[]): readonly number[] {
  const ends: number[] = [];
  return places.map((x) => {
    const free = ends.findIndex((end) => end <= x - targetSize);
    const lane = free === -1 ? ends.length : free;
    ends[lane] = x;
    return lane;
  });
}

function wordsOf(
  { row, lines, top: rowTop }: PlacedRow,
  {
    frame,
    left,
    right,
    width,
    aside,
  }: Omit<Columns, 'labelWidth'> & { frame: Frame; width: number },
): Text[] {
  const y = rowTop + (aside ? 16.5 : 13);
  const label = { size: fontSize, fill: frame.palette.ink, lines };
  const edge = width + right - 1;
  return [
    aside
      ? small(frame, { ...label, x: -24, y, align: 'right' })
      : small(frame, { ...label, x: 1 - left, y }),
    small(frame, { x: edge, y, align: 'right', lines: [countText(row)] }),
  ];
}

const targetOf = ({ dot, x, y }: PlacedDot, row: ChangeRow): Target => ({
  path: dot.path,
  name: `${dot.name}, ${row.label}, ${formatShare(dot.share)}: ${dot.title}`,
  ...{ x: x - targetSize / 2, x2: x + targetSize / 2 },
  ...{ y: y - targetSize / 2, y2: y + targetSize / 2 },
  radius: targetSize / 2,
});

const share = {
  field: 'share',
  type: 'quantitative',
  axis: null,
  scale: { domain: { expr: 'xDomain' }, nice: false, zero: false },
};

const between = { y: at('top'), y2: at('bottom') };

const layersFor = ({ palette }: Frame): readonly unknown[] => [
  {
    data: { name: 'grid' },
    mark: { type: 'rule', stroke: palette.line },
    encoding: { x: share, ...between },
  },
  {
    data: { name: 'medians' },
    mark: { type: 'rule', stroke: palette.after, strokeWidth: 4, opacity: 0.6 },
    encoding: { x: share, ...between },
  },
  overlayLayers[0],
  {
    data: { name: 'dots' },
    mark: {
      type: 'point',
      filled: false,
      size: Math.PI * dotRadius ** 2,
      fill: palette.other,
      fillOpacity: { expr: 'datum.opacity' },
      stroke: palette.other,
      strokeWidth: 1.5,
    },
    encoding: { x: share, y: at('y') },
  },
  overlayLayers[1],
  targetLayer,
];
