import { formatShare } from '../model/improvement.ts';
import type { SpreadRow, SpreadsDrawing } from './index-drawing.ts';
import { alongX, between } from './marks.ts';
import { overlayLayers, type Rule } from './overlay.ts';
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
const barHeight = 12;

/**
 * How the changes of each row spread: a thin line for nine in ten incidents, a bar for the middle half of them, a stroke for
 * the median. Each row is a link. As many marks as there are rows, however many incidents.
 */
export function spreadsSpec({ rows }: SpreadsDrawing, frame: Frame): VegaLiteSpec {
  const most = Math.max(0, ...rows.map(({ high }) => high));
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
      grid: placed.flatMap(({ marksTop, bottom }) =>
        ticks.map(({ share }) => ({ share, top: marksTop, bottom: bottom - rowGap })),
      ),
      spans: placed.map(({ row: { low, high }, middle }) => ({ low, high, middle })),
      bars: placed.flatMap(({ row, middle }) =>
        row.middle
          ? [{ low: row.middle[0], high: row.middle[1], ...around(middle, barHeight) }]
          : [],
      ),
      medians: placed.flatMap(({ row: { median }, middle }) =>
        median === undefined ? [] : [{ share: median, ...around(middle, barHeight + 8) }],
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
      targets: placed.map(({ row, top: rowTop, bottom }) => ({
        path: row.path,
        name: nameOf(row),
        ...{ x: 1 - left, x2: width + right - 1, y: rowTop, y2: bottom - rowGap, radius: 2 },
      })) satisfies Target[],
    },
    layer: layersFor(frame),
    config: configOf(frame.palette),
  });
}

const wordsOf = ({ label, count, median }: SpreadRow) => ({
  label,
  note: shareNote(count, median),
});

const nameOf = ({ label, count, median, low, high }: SpreadRow): string =>
  [
    `${label}: ${count} ${count === 1 ? 'incident' : 'incidents'}`,
    ...(median === undefined ? [] : [`median ${formatShare(median)}`]),
    `from ${formatShare(low)} to ${formatShare(high)}`,
  ].join(', ');

const around = (middle: number, height: number) => ({
  top: middle - height / 2,
  bottom: middle + height / 2,
});

function place(rows: readonly SpreadRow[], columns: ShareColumns, frame: Frame) {
  let bottom = 0;
  return rows.map((row) => {
    const rowTop = bottom;
    const { lines, height } = shareLabel(wordsOf(row), columns, frame);
    const marksTop = columns.aside ? rowTop : rowTop + height + 2;
    bottom = marksTop + (columns.aside ? Math.max(targetSize, height) : targetSize) + rowGap;
    const middle = marksTop + targetSize / 2;
    return { row, lines, top: rowTop, marksTop, middle, bottom };
  });
}

const layersFor = ({ palette }: Frame): readonly unknown[] => [
  {
    data: { name: 'grid' },
    mark: { type: 'rule', stroke: palette.line },
    encoding: { x: alongX('share'), ...between },
  },
  {
    data: { name: 'spans' },
    mark: { type: 'rule', stroke: palette.other, strokeWidth: 1.5 },
    encoding: {
      x: alongX('low'),
      x2: { field: 'high' },
      y: { value: { expr: 'datum.middle' } },
    },
  },
  {
    data: { name: 'bars' },
    mark: { type: 'rect', fill: palette.other, fillOpacity: 0.45 },
    encoding: { x: alongX('low'), x2: { field: 'high' }, ...between },
  },
  {
    data: { name: 'medians' },
    mark: { type: 'rule', stroke: palette.after, strokeWidth: 4 },
    encoding: { x: alongX('share'), ...between },
  },
  ...overlayLayers,
  targetLayer,
];
