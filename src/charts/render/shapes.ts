import { smallFontSize, type Frame } from './theme.ts';

/** Everything that a chart draws, placed in pixels from the upper left corner of its plot. */
export type Shape = Line | Rect | Dot | Text | Link;

export type Corner = readonly [x: number, y: number];

/** A stroke from corner to corner. */
export interface Line {
  readonly kind: 'line';
  readonly corners: readonly Corner[];
  readonly stroke: string;
  /** 1 if left out. */
  readonly width?: number;
  /** Lengths of dashes and gaps in turn; solid if left out. */
  readonly dash?: readonly number[];
  /** Rounds the bends, or the bends and the ends. */
  readonly round?: 'join' | 'both';
}

export interface Rect {
  readonly kind: 'rect';
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  readonly fill: string;
  readonly fillOpacity?: number;
  readonly stroke?: string;
  /** Width of the stroke; 1 if left out. */
  readonly width?: number;
  readonly dash?: readonly number[];
}

export interface Dot {
  readonly kind: 'dot';
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill: string;
  readonly fillOpacity?: number;
  readonly stroke: string;
  readonly width: number;
}

export interface Text {
  readonly kind: 'text';
  readonly x: number;
  /** Baseline of the first line; the others follow below it. */
  readonly y: number;
  readonly lines: readonly string[];
  readonly fill: string;
  readonly align: 'left' | 'right' | 'center';
  /** Font size. */
  readonly size: number;
  readonly weight: 400 | 700;
  readonly font: string;
}

/** A link over a part of the drawing; invisible until it has the focus. */
export interface Link {
  readonly kind: 'link';
  readonly path: string;
  /** Accessible name. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly x2: number;
  readonly y2: number;
  /** Radius of the corners of its outline. */
  readonly radius: number;
}

/** Smallest side of a link, as WCAG 2.2 asks (success criterion 2.5.8). */
export const minLinkSize = 24;

/** A chart laid out for one width: the plot, the margins around it and what is drawn, from back to front. */
export interface Picture {
  /** Plot width in pixels, without margins. */
  readonly width: number;
  /** Plot height in pixels, without margins. */
  readonly height: number;
  readonly margins: Margins;
  readonly shapes: readonly Shape[];
}

export interface Margins {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/** A straight line with the ends `x`, `y` and `x2`, `y2`. */
export const lineBetween = (
  x: number,
  y: number,
  x2: number,
  y2: number,
  look: Omit<Line, 'kind' | 'corners'>,
): Line => ({
  kind: 'line',
  corners: [
    [x, y],
    [x2, y2],
  ],
  ...look,
});

/** Small soft text, as axes and notes have it, unless stated otherwise. */
export const textAt = (
  { palette }: Frame,
  text: Pick<Text, 'x' | 'y' | 'lines'> & Partial<Text>,
): Text => ({
  kind: 'text',
  fill: palette.inkSoft,
  align: 'left',
  size: smallFontSize,
  weight: 400,
  font: palette.fontText,
  ...text,
});
