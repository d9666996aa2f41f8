import { formatShare } from '../model/improvement.ts';
import type { ChangeDot, ChangeRow, ChangesDrawing } from './index-drawing.ts';
import { alongX, between } from './marks.ts';
import { at, overlayLayers, type Rule } from './overlay.ts';
import {
  shareColumns,
  shareLabel,
  shareNote,
  shareTicks,
  shareWords,
  type ShareColumns,
} from './share-rows.ts';
import { specOf, type VegaLiteSpec } from './spec.ts';
import { targetLayer, targetSize, type Target } from './targets.ts';
import { configOf, type Frame } from './theme.ts';

const top = 24;
const rowGap = 10;
const dotRadius = 5.5;

/**
 * A dot for each incident of each row, from −100 % to no change or the largest rise. Dots that would touch stand below each
 * other, so that each can be hit; a bar behind them marks the median.
 */
export function changesSpec({ rows }: ChangesDrawing, frame: Frame): VegaLiteSpec {
  const most = Math.max(0, ...rows.flatMap(({ dots }) => dots.map(({ share }) => share)));
  const columns = shareColumns(rows.map(wordsOf), most, frame);
  const { left, right, width, domain } = columns;
  const placed = place(rows, columns, frame);
  const ticks = shareTicks(columns, frame);
  return specOf({
    width,
    height: placed.at(-1)?.bottom ?? 1,
    margins: { top, right, bottom: 4, left },
    params: { xDomain: domain },
    datasets: {
      grid: placed.flatMap(({ dotsTop, bottom }) =>
        ticks.map(({ share }) => ({ share, top: dotsTop, bottom: bottom - rowGap })),
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
        ...ticks.map(({ text }) => text),
        ...placed.flatMap(({ row, lines, top: rowTop }) =>
          shareWords({ lines, note: wordsOf(row).note, top: rowTop }, columns, frame),
        ),
      ],
      targets: placed.flatMap(({ row, dots }) => dots.map((dot) => targetOf(dot, row))),
    },
    layer: layersFor(frame),
    config: configOf(frame.palette),
  });
}

const wordsOf = ({ label, dots, median }: ChangeRow) => ({
  label,
  note: shareNote(dots.length, median),
});

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

function place(rows: readonly ChangeRow[], columns: ShareColumns, frame: Frame): PlacedRow[] {
  const { aside, toX } = columns;
  let bottom = 0;
  return rows.map((row) => {
    const rowTop = bottom;
    const { lines, height } = shareLabel(wordsOf(row), columns, frame);
    const dotsTop = aside ? rowTop : rowTop + height + 2;
    const lanes = lanesOf(row.dots.map(({ share }) => toX(share)));
    const tall = (Math.max(0, ...lanes) + 1) * targetSize;
    const dots = row.dots.map((dot, index) => ({
      dot,
      x: toX(dot.share),
      y: dotsTop + ((lanes[index] ?? 0) + 0.5) * targetSize,
    }));
    bottom = dotsTop + (aside ? Math.max(tall, height) : tall) + rowGap;
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

const targetOf = ({ dot, x, y }: PlacedDot, row: ChangeRow): Target => ({
  path: dot.path,
  name: `${dot.name}, ${row.label}, ${formatShare(dot.share)}: ${dot.title}`,
  ...{ x: x - targetSize / 2, x2: x + targetSize / 2 },
  ...{ y: y - targetSize / 2, y2: y + targetSize / 2 },
  radius: targetSize / 2,
});

const share = alongX('share');

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
