import type { ChartRole } from './drawing.ts';

export const paletteKeys = [
  'paper',
  'ink',
  'inkSoft',
  'line',
  'before',
  'after',
  'other',
  'fontText',
  'fontMono',
] as const;

export type Palette = Readonly<Record<(typeof paletteKeys)[number], string>>;

/** For the page: one SVG serves light and dark, because every color is a token of the stylesheet. */
export const pageColors: Palette = {
  paper: 'var(--paper)',
  ink: 'var(--ink)',
  inkSoft: 'var(--ink-soft)',
  line: 'var(--line)',
  before: 'var(--before)',
  after: 'var(--after)',
  other: 'var(--other)',
  fontText: 'var(--font-text)',
  fontMono: 'var(--font-mono)',
};

/** For files that leave the page: the light scheme, and fonts that every machine has. */
export const fixedColors: Palette = {
  paper: '#fbfaf7',
  ink: '#1b1e23',
  inkSoft: '#565b63',
  line: '#d5d1c5',
  before: '#b3431e',
  after: '#0f766e',
  other: '#4d5563',
  fontText: 'B612, system-ui, sans-serif',
  fontMono: "'B612 Mono', ui-monospace, monospace",
};

export const fontSize = 13;
export const smallFontSize = 12;
export const lineHeight = 16;

/** Wide charts are drawn for columns, narrow ones for phones; both are legible at their own size. */
export const wideWidth = 680;
export const narrowWidth = 340;

/** What a spec is drawn for. */
export interface Frame {
  readonly width: number;
  readonly palette: Palette;
}

export const isNarrow = (frame: Frame): boolean => frame.width < 480;

export const roles = ['before', 'after', 'other'] as const satisfies readonly ChartRole[];

export const roleColor = (palette: Palette, role: ChartRole): string => palette[role];

/** Before is solid, after is dashed, others have rhythms of their own: color never tells them apart alone. */
export const dashes: Readonly<Record<string, readonly number[]>> = {
  before: [1, 0],
  after: [7, 4],
  other: [1, 0],
  'other-2': [2, 3],
  'other-3': [10, 3, 2, 3],
  'other-4': [4, 2],
  'other-5': [1, 2],
  'other-6': [14, 4],
};

/** Vega-Lite configuration shared by every chart: thin rules, no border, no legend. */
export const configOf = (palette: Palette): Readonly<Record<string, unknown>> => ({
  font: palette.fontText,
  aria: false,
  view: { stroke: null },
  text: { fontSize, fill: palette.ink, baseline: 'alphabetic' },
  axis: {
    domainColor: palette.inkSoft,
    gridColor: palette.line,
    labelColor: palette.inkSoft,
    labelFontSize: smallFontSize,
    labelOverlap: false,
    labelFlush: false,
    tickColor: palette.inkSoft,
    tickSize: 4,
    title: null,
  },
});
