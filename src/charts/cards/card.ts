import { memoryLinePath } from '../memory-line.ts';
import { escapeXml } from '../render/svg.ts';
import { textWidth, wrapText, type Face } from '../render/text.ts';
import { fixedColors } from '../render/theme.ts';
import type { Postmortem } from '../../model/content.ts';
import {
  describeImprovements,
  notComparable,
  summarizeImprovement,
  type ImprovementText,
} from '../../model/improvement.ts';
import type { PostmortemData } from '../../model/schema.ts';
import { findTerm, type Vocabulary } from '../../model/vocabulary.ts';

/** What trackers and chats show of a page: 1200 by 630, often at a quarter of it, so nothing that matters is small. */
export const cardWidth = 1200;
export const cardHeight = 630;

const margin = 56;
const right = cardWidth - margin;
const { paper, ink, inkSoft, line, before, after } = fixedColors;

interface Frame {
  /** Name of the site. */
  readonly site: string;
  /** `MEM-<n>`. */
  readonly name: string;
}

/** The card of a postmortem as SVG: id, cause, title, what the fix changed, and the memory line or growth shape. */
export function incidentCard(
  postmortem: Postmortem,
  vocabulary: Vocabulary,
  { site, name }: Frame,
): string {
  const { data } = postmortem;
  const title = fitted(data.title, titleSizes, { width: right - margin, face: 'bold' });
  const cause = fitted(findTerm(vocabulary.causes, data.cause).label, [[34, 1]], { width: 640 });
  const curve = drawing(postmortem, vocabulary);
  const nameWidth = textWidth(name, 38, 'mono');
  return svg([
    text(name, { x: margin, y: 88, size: 38, face: 'mono' }),
    ...lines(cause, { x: margin + nameWidth + 24, y: 88, color: inkSoft }),
    siteMark(site),
    rule(116, ink, 3),
    ...lines(title, { x: margin, y: 124 + title.size, face: 'bold' }),
    rule(middle, line, 2),
    ...effect(
      describeImprovements(data)[0],
      right - margin - (curve.length > 0 ? lineWidth + 30 : 0),
    ),
    ...curve,
  ]);
}

/** What a card says, for those who cannot see it. */
export const cardText = (data: PostmortemData, vocabulary: Vocabulary): string =>
  `${data.title}. Cause: ${findTerm(vocabulary.causes, data.cause).label}. Improvement: ${summarizeImprovement(data)}.`;

/** The card of every other page. */
export const siteCard = (site: string, tagline: string): string =>
  svg([
    text(site, { x: margin, y: 252, size: 128, face: 'bold' }),
    ...lines(fitted(tagline, [[52, 2]], { width: right - margin }), { x: margin, y: 336 }),
    rule(116, ink, 3),
    `<path d="M${margin} 578h208v-40h208v-40h208v-40h208v-40h256" fill="none" stroke="${before}" stroke-width="10"/>`,
  ]);

const titleSizes: Sizes = [
  [64, 3],
  [56, 4],
  [50, 4],
];

const labelSizes: Sizes = [
  [26, 1],
  [22, 1],
];

/** The lower part: its rule, the baseline of its last row, and the room for the memory line at its right. */
const middle = 404;
const bottom = 596;
const lineWidth = 400;
const lineHeight = 112;

/** What the fix did in the lower left, `width` wide: a share only where before and after can be compared. */
function effect(figure: ImprovementText | undefined, width: number): readonly string[] {
  if (!figure)
    return [text('Effect not measured', { x: margin, y: middle + 114, size: 50, color: inkSoft })];
  const { change, comparable } = figure;
  const label = fitted(figure.label, labelSizes, { width: right - margin });
  const under = lines(label, { x: margin, y: bottom, color: inkSoft });
  if (comparable && change !== undefined) {
    const size = sizeFor(change, [92, 76, 62, 50], { width, face: 'bold' });
    return [
      text(change, { x: margin, y: middle + 94, size, face: 'bold' }),
      values(figure, { y: middle + 144, sizes: [42, 36, 30, 26], width }),
      ...under,
    ];
  }
  return [
    values(figure, { y: middle + 86, sizes: [60, 52, 44, 36, 30], width }),
    ...(comparable ? [] : [text(notComparable, { x: margin, y: middle + 138, size: 34 })]),
    ...under,
  ];
}

/** `38.94 MB → 9.46 MB`: the loud pair, told apart by its arrow too; in plain ink where the two cannot be compared. */
function values(figure: ImprovementText, { y, sizes, width }: Place): string {
  const [from, to] = figure.comparable ? [before, after] : [ink, ink];
  const size = sizeFor(`${figure.before} → ${figure.after}`, sizes, { width });
  return (
    `<text x="${margin}" y="${y}" font-size="${size}" xml:space="preserve">` +
    `<tspan fill="${from}">${escapeXml(figure.before)}</tspan>${arrow(size)}` +
    `<tspan fill="${to}">${escapeXml(figure.after)}</tspan></text>`
  );
}

/** The fonts have no arrow; a minus sign and the point of another stand on the same height. */
const arrow = (size: number): string =>
  `<tspan fill="${inkSoft}"> −</tspan><tspan fill="${inkSoft}" dx="${-0.16 * size}">&gt; </tspan>`;

interface Place {
  readonly y: number;
  readonly sizes: readonly number[];
  readonly width: number;
}

/** The memory line in the lower right; nothing where neither a line nor a shape is known. */
function drawing(postmortem: Postmortem, vocabulary: Vocabulary): readonly string[] {
  const { path, from } = memoryLinePath(postmortem, vocabulary, lineWidth, lineHeight);
  const shape = postmortem.data.growth?.[0];
  if (from === 'none') return [];
  const x = right - lineWidth;
  const caption =
    from === 'data'
      ? 'measured before the fix'
      : `shape: ${findTerm(vocabulary.growth, shape ?? '').label.toLowerCase()}`;
  const [look, width] =
    from === 'data'
      ? [`stroke="${before}"`, lineWidth]
      : [`stroke="${inkSoft}" stroke-dasharray="2 14"`, lineHeight];
  return [
    ...lines(fitted(caption, [[26, 1]], { width: lineWidth }), {
      x,
      y: middle + 36,
      color: inkSoft,
    }),
    `<g transform="translate(${x},${middle + 50})" fill="none" stroke-linecap="round" stroke-linejoin="round">` +
      `<path d="M0 ${lineHeight}H${width}" stroke="${line}" stroke-width="3"/>` +
      `<path d="${path}" ${look} stroke-width="7"/></g>`,
  ];
}

const siteMark = (site: string): string => {
  const width = textWidth(site, 34);
  return (
    `<path transform="translate(${right - width - 44},54) scale(1.5)" d="M2 21h5v-6h5v-6h5v-6h5" fill="none" stroke="${ink}" stroke-width="2.5"/>` +
    text(site, { x: right, y: 88, size: 34, anchor: 'end' })
  );
};

type Sizes = readonly (readonly [size: number, maxLines: number])[];

interface Fitted {
  readonly size: number;
  readonly rows: readonly string[];
}

/** The text in the first size in which it fits its lines, or cut in the last one. */
function fitted(
  words: string,
  sizes: Sizes,
  { width, face = 'text' }: { width: number; face?: Face },
): Fitted {
  const tries = sizes.map(([size, maxLines]) => ({
    size,
    rows: wrapText(words, { width, size, face, maxLines }),
  }));
  const whole = tries.find(({ rows }) => rows.at(-1)?.endsWith('…') !== true);
  return whole ?? tries.at(-1) ?? { size: 0, rows: [] };
}

const sizeFor = (
  words: string,
  sizes: readonly number[],
  { width, face = 'text' }: { width: number; face?: Face },
): number => sizes.find((size) => textWidth(words, size, face) <= width) ?? sizes.at(-1) ?? 26;

interface Look {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly face?: Face;
  readonly color?: string;
  readonly anchor?: 'start' | 'end';
}

function text(words: string, { x, y, size, face, color = ink, anchor = 'start' }: Look): string {
  const kind =
    face === 'mono' ? ` font-family="B612 Mono"` : face === 'bold' ? ' font-weight="700"' : '';
  return `<text x="${x}" y="${y}" font-size="${size}"${kind} fill="${color}" text-anchor="${anchor}">${escapeXml(words)}</text>`;
}

const lines = ({ rows, size }: Fitted, look: Omit<Look, 'size'>): readonly string[] =>
  rows.map((row, index) =>
    text(row, { ...look, size, y: look.y + index * Math.round(size * 1.2) }),
  );

const rule = (y: number, color: string, width: number): string =>
  `<path d="M${margin} ${y}H${right}" stroke="${color}" stroke-width="${width}"/>`;

const svg = (parts: readonly string[]): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${cardWidth}" height="${cardHeight}" font-family="B612">` +
  `<rect width="${cardWidth}" height="${cardHeight}" fill="${paper}"/>${parts.join('')}</svg>`;
