import { at } from './overlay.ts';

/** A link over a part of a drawing, in pixels from the corner of the plot; invisible until it has the focus. */
export interface Target {
  readonly path: string;
  /** What a screen reader says. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  /** Of its corners. */
  readonly radius: number;
}

/** Smallest side of a target: WCAG 2.2 asks for 24 pixels. */
export const targetSize = 24;

/** The layer for the data set `targets`. */
export const targetLayer = {
  data: { name: 'targets' },
  mark: {
    type: 'rect',
    aria: true,
    fill: 'transparent',
    cornerRadius: { expr: 'datum.radius' },
  },
  encoding: {
    x: at('x'),
    y: at('y'),
    x2: at('x2'),
    y2: at('y2'),
    href: { field: 'path', type: 'nominal' },
    description: { field: 'name', type: 'nominal' },
  },
} as const;
