import type { ChartRole } from '../chart-model.ts';

export const paletteKeys = [
  'paper',
  'ink',
  'inkSoft',
  'line',
  'before',
  'secondBefore',
  'after',
  'secondAfter',
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
  secondBefore: 'color-mix(in srgb, var(--before) 60%, var(--ink))',
  after: 'var(--after)',
  secondAfter: 'color-mix(in srgb, var(--after) 60%, var(--ink))',
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
  secondBefore: '#763420',
  after: '#0f766e',
  secondAfter: '#145350',
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

/** What a chart is drawn for. */
export interface Frame {
  readonly width: number;
  readonly palette: Palette;
}

export const isNarrow = (frame: Frame): boolean => frame.width < 480;

export const roles = ['before', 'after', 'other'] as const satisfies readonly ChartRole[];

/** How a line is drawn. */
export interface LineLook {
  readonly color: string;
  readonly dash: readonly number[];
}

/** The looks of lines with each role, in turn: color never tells them apart alone, and no two runs look the same. */
const looks: Readonly<Record<ChartRole, readonly (readonly [keyof Palette, readonly number[]])[]>> =
  {
    before: [
      ['before', []],
      ['secondBefore', []],
      ['before', [2, 3]],
      ['secondBefore', [10, 3, 2, 3]],
    ],
    after: [
      ['after', [7, 4]],
      ['secondAfter', [7, 4]],
      ['after', [2, 3]],
      ['secondAfter', [10, 3, 2, 3]],
    ],
    other: [[], [2, 3], [10, 3, 2, 3], [4, 2], [1, 2], [14, 4]].map((dash) => ['other', dash]),
  };

/** The look of each line of a chart. */
export function lineLooks(
  lines: readonly { readonly role: ChartRole }[],
  palette: Palette,
): readonly LineLook[] {
  const counts = { before: 0, after: 0, other: 0 };
  return lines.map(({ role }) => {
    const own = looks[role];
    const [color, dash] = own[counts[role]++ % own.length] ?? [role, []];
    return { color: palette[color], dash };
  });
}
