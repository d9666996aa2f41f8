import type { Chart } from '../chart.ts';
import type { IndexChart } from '../index-chart.ts';
import { paintShapes } from './paint.ts';
import { layOut } from './render.ts';
import { escapeXml, tenths } from './svg.ts';
import { wrapText } from './text.ts';
import { fixedColors, lineHeight, wideWidth } from './theme.ts';

const padding = 16;
const titleSize = 16;
const titleLine = 21;
const creditSize = 11;

/**
 * A chart as a file of its own: as wide as in a column of a page, in fixed light colors, paper under it, its title and caption
 * above, its source below. Links would lead nowhere there.
 */
export function standaloneSvg(chart: Chart | IndexChart): string {
  const { shapes, margins, ...plot } = layOut(chart.model, {
    width: wideWidth,
    palette: fixedColors,
  });
  const drawnWidth = margins.left + plot.width + margins.right;
  const drawnHeight = margins.top + plot.height + margins.bottom;
  const title = wrapText(chart.title, { width: drawnWidth, size: titleSize, face: 'bold' });
  const caption = wrapText(chart.caption, { width: drawnWidth, size: 13, maxLines: 5 });
  const credit = wrapText(creditLine(chart), { width: drawnWidth, size: creditSize, maxLines: 4 });
  const titleTop = padding + titleSize;
  const captionTop = titleTop + title.length * titleLine;
  const top = captionTop + caption.length * lineHeight;
  const bottom = top + drawnHeight + 26;
  const width = tenths(drawnWidth + 2 * padding);
  const height = tenths(bottom + credit.length * 14 + padding - 8);
  const { ink, inkSoft, paper, fontText } = fixedColors;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"`,
    ` font-family="${fontText}" fill="none" role="img"><title>${escapeXml(chart.title)}</title>`,
    `<desc>${escapeXml(chart.caption)}</desc>`,
    `<rect width="${width}" height="${height}" fill="${paper}"/>`,
    lines(title, titleTop, titleLine, `font-size="${titleSize}" font-weight="700" fill="${ink}"`),
    lines(caption, captionTop, lineHeight, `font-size="13" fill="${ink}"`),
    `<g transform="translate(${tenths(padding + margins.left)},${tenths(top + margins.top)})">`,
    `${paintShapes(shapes, fontText)}</g>`,
    lines(credit, bottom, 14, `font-size="${creditSize}" fill="${inkSoft}"`),
    '</svg>\n',
  ].join('');
}

function creditLine(chart: Chart | IndexChart): string {
  const { credit, note } = chart;
  if (!('provenance' in chart)) return `${note} Source: ${credit}`;
  const words = {
    measured: 'Measured.',
    reported: 'Reported.',
    sketch: 'Sketch, not to scale.',
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
