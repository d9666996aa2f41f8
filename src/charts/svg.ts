interface Element {
  readonly name: string;
  readonly attributes: Map<string, string>;
  readonly children: (Element | string)[];
}

/** Attributes that say nothing a page needs: the figure around a chart has its words, and a chart does not react. */
const noise =
  /^(?:class|id|style|role|aria-.*|pointer-events|xmlns.*|version|display|opacity|stroke-miterlimit)$/;

const defaults: Readonly<Record<string, string>> = {
  'font-weight': '400',
  'stroke-width': '1',
  'text-anchor': 'start',
  'stroke-dasharray': '1,0',
  x2: '0',
  y2: '0',
};

/**
 * The SVG that Vega wrote, for a page: without ids, classes, inline styles, roles, empty groups and defaults, numbers to one
 * decimal. It scales with its box and is hidden from assistive technology but for its links, because the figure around it says
 * the same in words.
 */
export function slimSvg(text: string, fontFamily: string): string {
  const svg = parse(text.replace(control, ''));
  const viewBox = svg.attributes.get('viewBox') ?? '';
  const children = svg.children.flatMap((child) => slim(child, fontFamily));
  const hidden = children.some(hasLink) ? '' : ' aria-hidden="true"';
  const inner = (hidden === '' ? hideUnlinked(children) : children).map(write).join('');
  return `<svg viewBox="${roundNumbers(viewBox)}" font-family="${fontFamily}" fill="none"${hidden}>${inner}</svg>`;
}

const hasLink = (node: Element | string): boolean =>
  typeof node === 'object' && (node.name === 'a' || node.children.some(hasLink));

/** Whatever holds no link is drawn, and not read out. */
const hideUnlinked = (nodes: readonly (Element | string)[]): (Element | string)[] =>
  nodes.map((node) => {
    if (typeof node === 'string' || node.name === 'a') return node;
    return hasLink(node)
      ? { ...node, children: hideUnlinked(node.children) }
      : { ...node, attributes: new Map([...node.attributes, ['aria-hidden', 'true']]) };
  });

function parse(text: string): Element {
  const root: Element = { name: '', attributes: new Map(), children: [] };
  const open = [root];
  for (const [, tag = '', words] of text.matchAll(/<([^>]+)>|([^<]+)/g)) {
    const parent = open.at(-1) ?? root;
    if (words !== undefined) parent.children.push(words);
    else if (tag.startsWith('/')) open.pop();
    else {
      const element = elementOf(tag);
      parent.children.push(element);
      if (!tag.endsWith('/')) open.push(element);
    }
  }
  const svg = root.children[0];
  return typeof svg === 'object' ? svg : root;
}

function elementOf(tag: string): Element {
  const [name = ''] = tag.split(/[\s/]/, 1);
  const attributes = new Map<string, string>();
  for (const [, key = '', value = ''] of tag.matchAll(/([\w:-]+)="([^"]*)"/g))
    attributes.set(key, value);
  return { name, attributes, children: [] };
}

function slim(node: Element | string, fontFamily: string): (Element | string)[] {
  if (typeof node === 'string') return [node];
  if (isInvisible(node)) return [];
  if (node.name === 'a') return [linkOf(node)];
  const children = node.children.flatMap((child) => slim(child, fontFamily));
  const attributes = new Map<string, string>();
  for (const [key, value] of node.attributes) {
    const short = shorten(key, value);
    const inherited = key === 'font-family' && short === fontFamily;
    if (noise.test(key) || inherited || short === undefined || short === defaults[key]) continue;
    attributes.set(key, short);
  }
  if (node.name === 'g') return group(attributes, children);
  if (node.name === 'tspan' && attributes.size === 0) return children;
  return [circle({ name: node.name, attributes, children })];
}

/** A link is named by the mark it holds, whose fill is left to the page, and its address comes first. */
function linkOf({ attributes, children }: Element): Element {
  const [mark] = children.filter((child) => typeof child === 'object');
  const shape = new Map<string, string>();
  for (const key of ['d', 'transform']) {
    const value = shorten(key, mark?.attributes.get(key) ?? '');
    if (value !== undefined && value !== '') shape.set(key, value);
  }
  return {
    name: 'a',
    attributes: new Map([
      ['href', attributes.get('xlink:href') ?? ''],
      ['aria-label', mark?.attributes.get('aria-label') ?? ''],
    ]),
    children: mark ? [{ name: mark.name, attributes: shape, children: [] }] : [],
  };
}

const inheritable =
  /^(?:fill|fill-opacity|stroke|stroke-width|stroke-dasharray|stroke-linejoin|stroke-linecap|font-.*|text-anchor)$/;

/** A group without what it does not need: empty, it vanishes; what all of its elements have in common, it says once. */
function group(
  attributes: Map<string, string>,
  children: readonly (Element | string)[],
): (Element | string)[] {
  attributes.delete('fill');
  const elements = children.filter((child) => typeof child === 'object');
  const [first] = elements;
  if (!first) return [];
  for (const [key, value] of elements.length > 1 ? first.attributes : []) {
    if (!inheritable.test(key)) continue;
    if (elements.some((element) => element.attributes.get(key) !== value)) continue;
    attributes.set(key, value);
    for (const element of elements) element.attributes.delete(key);
  }
  return attributes.size === 0
    ? [...children]
    : [{ name: 'g', attributes, children: [...children] }];
}

// Vega draws a point as two arcs around its place: M2.7,0A2.7,2.7,0,1,1,-2.7,0A2.7,2.7,0,1,1,2.7,0
const arcs = /^M([\d.]+),0A\1,\1,0,1,1,-\1,0A\1,\1,0,1,1,\1,0Z?$/;

function circle(element: Element): Element {
  const radius = arcs.exec(element.attributes.get('d') ?? '')?.[1];
  const [, x, y] =
    /^translate\(([^,]+),([^)]+)\)$/.exec(element.attributes.get('transform') ?? '') ?? [];
  if (element.name !== 'path' || radius === undefined || x === undefined || y === undefined)
    return element;
  const attributes = new Map([['cx', x], ['cy', y], ['r', radius], ...element.attributes]);
  attributes.delete('d');
  attributes.delete('transform');
  return { name: 'circle', attributes, children: [] };
}

/** Backgrounds and foregrounds of groups, and marks that were given nothing to draw with. */
function isInvisible({ name, attributes }: Element): boolean {
  if (attributes.get('display') === 'none') return true;
  if (name === 'path') return !attributes.has('stroke') && !attributes.has('fill');
  return false;
}

function shorten(key: string, value: string): string | undefined {
  if (key === 'transform') {
    const short = roundNumbers(value);
    return short === 'translate(0,0)' ? undefined : short;
  }
  if (key === 'font-size') return value.replace(/px$/, '');
  return /^(?:d|points|x|y|x1|y1|x2|y2|dx|dy|width|height|r|cx|cy|viewBox)$/.test(key)
    ? roundNumbers(value)
    : value;
}

const roundNumbers = (text: string): string =>
  text.replace(/-?\d+\.\d+(?:e-?\d+)?/g, (number) => String(Math.round(Number(number) * 10) / 10));

function write(node: Element | string): string {
  if (typeof node === 'string') return node;
  const attributes = [...node.attributes].map(([key, value]) => ` ${key}="${value}"`).join('');
  const inner = node.children.map(write).join('');
  return inner === ''
    ? `<${node.name}${attributes}/>`
    : `<${node.name}${attributes}>${inner}</${node.name}>`;
}

/** Characters that XML does not allow at all. */
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as it may stand in XML, in an element or between double quotes. */
export const escapeXml = (text: string): string =>
  text
    .replace(control, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
