import { drawnValue, parseQuantity, type Quantity } from '../model/units.ts';
import type { CurveShape } from '../reports/clues.ts';

/** What a chart shows, before it is drawn at any size: quantities as stated, words as written. Survives JSON. */
export type ChartModel = MemoryModel | BeforeAfterModel | BarsModel | SketchModel;

export type ChartRole = 'before' | 'after' | 'other';

/** A quantity as written: `38.94`, `about 358`, `over 600`. */
export type Stated = number | string;

export interface MemoryModel {
  readonly kind: 'memory';
  /** What was measured, in words: `Resident memory`. */
  readonly measure: string;
  readonly unit: string;
  readonly over: string;
  readonly lines: readonly MemoryLine[];
  readonly events: readonly { readonly at: number; readonly label: string }[];
  /** Where on the x axis the fix came. */
  readonly fix?: number | undefined;
  readonly levels: readonly { readonly label: string; readonly value: Stated }[];
}

export interface MemoryLine {
  readonly label: string;
  readonly role: ChartRole;
  /** By x. */
  readonly points: readonly (readonly [x: number, value: Stated])[];
}

export interface BeforeAfterModel {
  readonly kind: 'before-after';
  readonly measure: string;
  readonly unit: string;
  readonly before: Stated;
  readonly after: Stated;
  readonly comparable: boolean;
}

export interface BarsModel {
  readonly kind: 'bars' | 'hotspots';
  readonly about: 'comparison' | 'hotspots' | 'limit' | 'baseline';
  readonly measure: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
}

export interface Bar {
  readonly label: string;
  readonly role: ChartRole;
  readonly value: Stated;
}

export interface SketchModel {
  readonly kind: 'sketch';
  readonly shape: CurveShape | undefined;
  readonly mark?: string;
}

const nothing: Quantity = { low: 0, high: 0, about: false };

/** The quantity behind a stated value. The schema has refused values that are none; such a value counts as zero. */
export const quantityOf = (stated: Stated): Quantity => parseQuantity(stated) ?? nothing;

/** Whether a stated value has an open end, which is drawn as an arrow. */
export const isOpen = (value: Stated): boolean => {
  const { low, high } = quantityOf(value);
  return high === Infinity || (low === 0 && high > 0);
};

/** Bars, heaviest first, with their share of the sum; without shares where the sum is not above zero or there is one bar. */
export function sortByShare(
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
