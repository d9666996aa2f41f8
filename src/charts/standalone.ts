import type { Chart } from './chart.ts';
import type { IndexChart } from './index-chart.ts';
import { escapeXml } from './svg.ts';
import { wrapText } from './text.ts';
import { fixedColors, lineHeight, pageColors, paletteKeys } from './theme.ts';

/** What the stylesheet of the site would give, by the token in the drawing. */
const fixed: ReadonlyMap<string, string> = new Map(
  paletteKeys.map((key) => [pageColors[key], fixedColors[key]]),
);

const withFixedColors = (svg: string): string =>
  svg.replaceAll(/(?<=\s[a-z-]+=")var\(--[a-z-]+\)(?=")/g, (token) => fixed.get(token) ?? token);

const padding = 16;
const titleSize = 16;
const titleLine = 21;
const creditSize = 11;

/**
 * A chart drawn for a wide column of a page, as a file of its own: in fixed light colors, paper under it, its title and sentence
 * above, its source below. Links would lead nowhere there.
 */
export function standaloneSvg(chart: Chart | IndexChart, svg: string): string {
  const [, , drawnWidth = 0, drawnHeight = 0] = (/viewBox="([^"]*)"/.exec(svg)?.[1] ?? '')
    .split(' ')
    .map(Number);
  const inner = withFixedColors(svg)
    .replace(/^<svg[^>]*>/, '')
    .replace(/<\/svg>$/, '')
    .replace(/<a\b.*?<\/a>/gs, '');
  const title = wrapText(chart.title, { width: drawnWidth, size: titleSize, face: 'bold' });
  const says = wrapText(chart.says, { width: drawnWidth, size: 13, most: 5 });
  const credit = wrapText(creditOf(chart), { width: drawnWidth, size: creditSize, most: 4 });
  const titleTop = padding + titleSize;
  const saysTop = titleTop + title.length * titleLine;
  const top = saysTop + says.length * lineHeight;
  const bottom = top + drawnHeight + 26;
  const width = drawnWidth + 2 * padding;
  const height = bottom + credit.length * 14 + padding - 8;
  const { ink, inkSoft, paper, fontText } = fixedColors;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` font-family="${fontText}" fill="none" role="img"><title>${escapeXml(chart.title)}</title>`,
    `<desc>${escapeXml(chart.says)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${paper}"/>`,
    lines(title, titleTop, titleLine, `font-size="${titleSize}" font-weight="700" fill="${ink}"`),
    lines(says, saysTop, lineHeight, `font-size="13" fill="${ink}"`),
    `<g transform="translate(${padding},${top})">${inner}</g>`,
    lines(credit, bottom, 14, `font-size="${creditSize}" fill="${inkSoft}"`),
    '</svg>\n',
  ].join('');
}

function creditOf(chart: Chart | IndexChart): string {
  const { credit, note } = chart;
  if (!('provenance' in chart)) return `${note} Source: ${credit}`;
  const words = {
    measured: 'Measured.',
    reported: 'Reported.',
    sketch: 'Sketch, drawn without a scale.',
  };
  const source = credit === undefined ? undefined : `Source: ${credit}`;
  return [words[chart.provenance], note?.replace(/\.?$/, '.'), source]
    .filter((part) => part !== undefined)
    .join(' ');
}

const lines = (texts: readonly string[], y: number, step: number, look: string): string =>
  texts
    .map(
      (text, index) =>
        `<text x="${padding}" y="${y + index * step}" ${look}>${escapeXml(text)}</text>`,
    )
    .join('');
