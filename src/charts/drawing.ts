import { parseQuantity, type Quantity } from '../model/units.ts';

/** What a chart shows, before it is drawn at any size: quantities as stated, words as written. Survives JSON. */
export type Drawing = MemoryDrawing | BeforeAfterDrawing | BarsDrawing | SketchDrawing;

export type ChartRole = 'before' | 'after' | 'other';

/** A quantity as written: `38.94`, `about 358`, `over 600`. */
export type Stated = number | string;

export interface MemoryDrawing {
  readonly kind: 'memory';
  /** What was measured, in words: `Resident memory`. */
  readonly measure: string;
  readonly unit: string;
  readonly over: string;
  readonly lines: readonly MemoryDrawingLine[];
  readonly events: readonly { readonly at: number; readonly label: string }[];
  readonly levels: readonly { readonly label: string; readonly value: Stated }[];
}

export interface MemoryDrawingLine {
  readonly label: string;
  readonly role: ChartRole;
  /** By x. */
  readonly points: readonly (readonly [x: number, value: Stated])[];
}

export interface BeforeAfterDrawing {
  readonly kind: 'before-after';
  readonly measure: string;
  readonly unit: string;
  readonly before: Stated;
  readonly after: Stated;
  readonly comparable: boolean;
}

export interface BarsDrawing {
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

export interface SketchDrawing {
  readonly kind: 'sketch';
  readonly shape: string;
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
