import { drawnValue, formatQuantity } from '../units.ts';
import { barRowsSpec, formatShare } from './bars.ts';
import { quantityOf, type Bar, type BarsDrawing } from './drawing.ts';
import type { VegaLiteSpec } from './spec.ts';
import type { Frame } from './theme.ts';

/** Allocation sites, heaviest first: the symbol above its bar, its value and its share of all that are listed. */
export function hotspotsSpec(drawing: BarsDrawing, frame: Frame): VegaLiteSpec {
  const rows = sharesOf(drawing.bars).map(({ bar, share }) => ({
    label: bar.label,
    role: bar.role,
    stated: bar.value,
    value: `${formatQuantity(bar.value, drawing.unit)}${share === undefined ? '' : `, ${formatShare(share)}`}`,
  }));
  return barRowsSpec(rows, frame, { face: 'mono', aside: false });
}

/** Bars, heaviest first, with their share of the sum; without shares where the sum is not above zero or there is one bar. */
export function sharesOf(
  bars: readonly Bar[],
): readonly { readonly bar: Bar; readonly share: number | undefined }[] {
  const heights = bars.map(({ value }) => drawnValue(quantityOf(value)));
  const sum = heights.reduce((total, height) => total + height, 0);
  return bars
    .map((bar, index) => ({ bar, height: heights[index] ?? 0 }))
    .toSorted((a, b) => b.height - a.height)
    .map(({ bar, height }) => ({
      bar,
      share: sum > 0 && bars.length > 1 ? height / sum : undefined,
    }));
}
