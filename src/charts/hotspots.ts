import { drawnValue, formatQuantity } from '../model/units.ts';
import { formatNumber } from '../reports/text/format.ts';
import { barRowsSpec } from './bars.ts';
import { quantityOf, type Bar, type BarsDrawing } from './drawing.ts';
import type { VegaLiteSpec } from './spec.ts';
import type { Frame } from './theme.ts';

/**
 * Allocation sites, heaviest first, the symbol above its bar. Shares are left to the table, which can say of what: sites may
 * be nested in each other, and a list is seldom the whole profile.
 */
export function hotspotsSpec(drawing: BarsDrawing, frame: Frame): VegaLiteSpec {
  const rows = sharesOf(drawing.bars).map(({ bar: { label, role, value } }) => ({
    label,
    role,
    stated: value,
    value: formatQuantity(value, drawing.unit),
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

/** `97.9 %`; with more digits where three would make it 100 %. */
export const formatShare = (share: number): string =>
  `${formatNumber(share * 100, share > 0.99 && share < 1 ? 5 : 3)}\u00a0%`;
