import type { Link, Picture, Shape, Text } from './shapes.ts';
import { escapeXml, pathData, tenths } from './svg.ts';
import { lineHeight } from './theme.ts';

/**
 * A picture as SVG for a page. It scales with its box and is hidden from assistive technology but for its links, because the
 * figure around it says the same in words.
 */
export function paint(picture: Picture, fontFamily: string): string {
  const { width, height, margins, shapes } = picture;
  const viewBox = [width + margins.left + margins.right, height + margins.top + margins.bottom];
  const corner = `translate(${tenths(margins.left)},${tenths(margins.top)})`;
  const drawing = paintShapes(shapes, fontFamily);
  const links = shapes.filter((shape) => shape.kind === 'link');
  const svg = `<svg viewBox="0 0 ${viewBox.map(tenths).join(' ')}" font-family="${fontFamily}" fill="none"`;
  if (links.length === 0)
    return `${svg} aria-hidden="true"><g transform="${corner}">${drawing}</g></svg>`;
  return `${svg}><g transform="${corner}"><g aria-hidden="true">${drawing}</g>${links.map(paintLink).join('')}</g></svg>`;
}

/** Everything but links, from back to front. Neighbors that look the same share a path or a group. */
export function paintShapes(shapes: readonly Shape[], fontFamily: string): string {
  const groups: { readonly look: string; readonly parts: Part[] }[] = [];
  for (const shape of shapes) {
    if (shape.kind === 'link') continue;
    const { look, part } = paintShape(shape, fontFamily);
    const last = groups.at(-1);
    if (last?.look === look && typeof last.parts[0] === typeof part) last.parts.push(part);
    else groups.push({ look, parts: [part] });
  }
  return groups.map(({ look, parts }) => paintGroup(look, parts)).join('');
}

/** Data of a path, or an element that takes attributes. */
type Part = string | ((attributes: string) => string);

function paintGroup(look: string, parts: readonly Part[]): string {
  const data = parts.filter((part) => typeof part === 'string');
  if (data.length > 0) return `<path d="${data.join('')}"${look}/>`;
  const elements = parts.filter((part) => typeof part === 'function');
  const [only] = elements;
  return only && elements.length === 1
    ? only(look)
    : `<g${look}>${elements.map((element) => element('')).join('')}</g>`;
}

function paintShape(
  shape: Exclude<Shape, Link>,
  fontFamily: string,
): { readonly look: string; readonly part: Part } {
  switch (shape.kind) {
    case 'line':
      return {
        look: attributes({
          stroke: shape.stroke,
          ...strokeOf(shape),
          'stroke-linecap': shape.round === 'both' ? 'round' : undefined,
          'stroke-linejoin': shape.round && 'round',
        }),
        part: pathData(shape.corners),
      };
    case 'rect': {
      const { x, y, x2, y2, fill, fillOpacity, stroke } = shape;
      return {
        look: attributes({
          ...{ fill, 'fill-opacity': fillOpacity, stroke },
          ...(stroke !== undefined && strokeOf(shape)),
        }),
        part: `M${tenths(x)} ${tenths(y)}H${tenths(x2)}V${tenths(y2)}H${tenths(x)}Z`,
      };
    }
    case 'dot': {
      const { x, y, radius, fill, fillOpacity, stroke } = shape;
      return {
        look: attributes({ fill, 'fill-opacity': fillOpacity, stroke, ...strokeOf(shape) }),
        part: (look) => `<circle cx="${tenths(x)}" cy="${tenths(y)}" r="${radius}"${look}/>`,
      };
    }
    case 'text':
      return { look: textLook(shape, fontFamily), part: (look) => paintText(shape, look) };
    default:
      return shape satisfies never;
  }
}

const strokeOf = ({ width = 1, dash = [] }: { width?: number; dash?: readonly number[] }) => ({
  ...(width !== 1 && { 'stroke-width': width }),
  ...(dash.length > 0 && { 'stroke-dasharray': dash.join(' ') }),
});

const textLook = ({ fill, align, size, weight, font }: Text, fontFamily: string): string =>
  attributes({
    'text-anchor': { left: undefined, right: 'end', center: 'middle' }[align],
    'font-family': font === fontFamily ? undefined : font,
    'font-size': size,
    'font-weight': weight === 400 ? undefined : weight,
    fill,
  });

function paintText({ x, y, lines }: Text, look: string): string {
  const [first = '', ...others] = lines.map(escapeXml);
  const left = tenths(x);
  const below = others.map((line) => `<tspan x="${left}" dy="${lineHeight}">${line}</tspan>`);
  return `<text x="${left}" y="${tenths(y)}"${look}>${first}${below.join('')}</text>`;
}

function paintLink({ path, name, x, y, x2, y2, radius }: Link): string {
  const box = `x="${tenths(x)}" y="${tenths(y)}" width="${tenths(x2 - x)}" height="${tenths(y2 - y)}" rx="${radius}"`;
  return `<a href="${escapeXml(path)}" aria-label="${escapeXml(name)}"><rect ${box}/></a>`;
}

const attributes = (values: Readonly<Record<string, string | number | undefined>>): string =>
  Object.entries(values)
    .map(([name, value]) => (value === undefined ? '' : ` ${name}="${value}"`))
    .join('');
