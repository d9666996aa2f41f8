import type { Element, ElementContent, RootContent, Text } from 'hast';
import { toHtml } from 'hast-util-to-html';

import type { Fault } from '../fault.ts';
import type { Block, Body } from './blocks.ts';
import { paragraphs, plainText, refuseChildren } from './component-content.ts';
import { isComponentName, type ComponentName } from './components.ts';
import { cleanElement } from './elements.ts';
import { mask } from './mask.ts';
import { passagesOf, sourceMark } from './passages.ts';
import { createReading, placeOf, report, type BodyMarks, type Reading } from './reading.ts';
import type { Source } from './source.ts';
import {
  checkAttributes,
  isAllowedElement,
  readElementAttributes,
  readProps,
  refuseTag,
  type Tag,
} from './tags.ts';
import { parseTree } from './tree.ts';

export interface ParsedBody {
  readonly body: Body;
  readonly marks: BodyMarks;
  /** False if a heading was refused, or the text could not be read to its end. */
  readonly hasAllHeadings: boolean;
  readonly faults: readonly Fault[];
}

/**
 * Reads the body of a file, from `start` to its end, as blocks. Content is data: what could run is refused and never gets
 * into a block. With faults, the body is what could be read in spite of them.
 */
export function parseBody(source: Source, start: number): ParsedBody {
  const masked = mask(source, start);
  const { tree, faults } =
    masked.text === undefined ? { tree: undefined, faults: [] } : parseTree(source, masked.text);
  const reading = createReading(source, [...masked.faults, ...faults]);
  const blocks = tree ? toBlocks(reading, tree.children, 'flow') : [];
  const passages = tree ? passagesOf(tree, source) : [];
  return {
    body: {
      blocks,
      headings: reading.headings.map(({ depth, id, text }) => ({ depth, id, text })),
      images: [...new Set(reading.images.map(({ name }) => name))],
      text: passages.map(({ text }) => text).join('\n'),
    },
    marks: {
      sources: reading.sources,
      components: reading.components,
      headings: reading.headings,
      images: reading.images,
      links: reading.links,
      passages,
    },
    hasAllHeadings: tree !== undefined && reading.refusedHeadings.length === 0,
    faults: reading.faults,
  };
}

/** Where a node stands: among paragraphs, among words, or among the words of a link. */
type Position = 'flow' | 'phrase' | 'link';

/** Something that is serialized with its neighbours, or a block of its own. */
type Piece = { readonly plain: ElementContent } | { readonly block: Block };

type Child = RootContent | ElementContent;

function toBlocks(reading: Reading, children: readonly Child[], position: Position): Block[] {
  return mergePlain(
    children.flatMap((child) => toPieces(reading, child, position)),
    position,
  );
}

/** Neighbours without anything special in them become one string. White space between paragraphs says nothing. */
function mergePlain(pieces: readonly Piece[], position: Position): Block[] {
  const blocks: Block[] = [];
  let run: ElementContent[] = [];
  const flush = () => {
    const html = toHtml({ type: 'root', children: run });
    if (position === 'flow' ? html.trim() !== '' : html !== '') blocks.push({ kind: 'html', html });
    run = [];
  };
  for (const piece of pieces) {
    if ('plain' in piece) run.push(piece.plain);
    else {
      flush();
      blocks.push(piece.block);
    }
  }
  flush();
  return blocks;
}

function toPieces(reading: Reading, node: Child, position: Position): Piece[] {
  switch (node.type) {
    case 'text':
      return textPieces(reading, node, position);
    case 'element':
      return elementPieces(reading, node, position);
    case 'mdxJsxFlowElement':
    case 'mdxJsxTextElement':
      return tagPieces(reading, node, position);
    case 'mdxFlowExpression':
    case 'mdxTextExpression':
      report(
        reading,
        node,
        'expressions are not allowed. Write the value itself, or put code in backticks.',
      );
      return [];
    case 'mdxjsEsm':
    case 'raw':
    case 'comment':
    case 'doctype':
      report(
        reading,
        node,
        'code and HTML are not allowed: content is data and never runs. Delete it.',
      );
      return [];
  }
}

function textPieces(reading: Reading, node: Text, position: Position): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let offset = node.position?.start.offset ?? 0;
  const addText = (value: string) => {
    if (value !== '') pieces.push({ plain: { type: 'text', value } });
  };
  for (const match of node.value.matchAll(sourceMark)) {
    const [mark, id = ''] = match;
    addText(node.value.slice(from, match.index));
    from = match.index + mark.length;
    // Escapes and entities make the text shorter than its source, so the mark is looked up there.
    const at = reading.source.text.indexOf(mark, offset);
    offset = at === -1 ? offset : at + mark.length;
    const place = reading.source.placeAt(at === -1 ? offset : at);
    const refusal = refuseSourceMark(mark, id, position);
    if (refusal !== undefined) {
      reading.faults.push({ file: reading.source.file, ...place, message: refusal });
      continue;
    }
    reading.sources.push({ id, ...place });
    pieces.push({ block: { kind: 'source', id } });
  }
  addText(node.value.slice(from));
  return pieces;
}

function refuseSourceMark(mark: string, id: string, position: Position): string | undefined {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
    return `the mark of a source wants one id (found ${mark}). Write [^issue-147]; one mark for each source; put code in backticks.`;
  }
  return position === 'link'
    ? `the mark ${mark} stands inside a link. Put it behind the link.`
    : undefined;
}

const flowElements = new Set([
  'blockquote',
  'li',
  'ul',
  'ol',
  'table',
  'thead',
  'tbody',
  'tr',
  'pre',
]);

function elementPieces(reading: Reading, node: Element, position: Position): Piece[] {
  const depth = /^h([1-6])$/.exec(node.tagName)?.[1];
  if (depth !== undefined) return headingPieces(reading, node, Number(depth));
  if (node.tagName === 'input') return [{ plain: { type: 'text', value: checkbox(node) } }];
  if (node.tagName === 'code') return codePieces(node);

  const cleaned = cleanElement(node);
  if ('fault' in cleaned) {
    report(reading, node, cleaned.fault);
    return [];
  }
  const { tag, attributes } = cleaned;
  if (tag === 'img')
    reading.images.push({ name: attributes['src'] ?? '', ...placeOf(reading, node) });
  if (tag === 'a')
    reading.links.push({ address: attributes['href'] ?? '', ...placeOf(reading, node) });
  const inside = tag === 'a' ? 'link' : flowElements.has(tag) ? 'flow' : innerPosition(position);
  return wrap(reading, tag, attributes, node.children, inside);
}

const innerPosition = (position: Position): Position => (position === 'link' ? 'link' : 'phrase');

const checkbox = (node: Element): string => (node.properties['checked'] === true ? '☑' : '☐');

/** Code stays as it is: what looks like a mark of a source is none there. */
function codePieces(node: Element): Piece[] {
  const cleaned = cleanElement(node);
  if ('fault' in cleaned) return [];
  return [{ plain: plainElement(cleaned.tag, cleaned.attributes, node.children) }];
}

/** An element stays plain as long as everything in it is. */
function wrap(
  reading: Reading,
  tag: string,
  attributes: Readonly<Record<string, string>>,
  children: readonly Child[],
  position: Position,
): Piece[] {
  const pieces = children.flatMap((child) => toPieces(reading, child, position));
  const plain = pieces.flatMap((piece) => ('plain' in piece ? [piece.plain] : []));
  if (plain.length === pieces.length) return [{ plain: plainElement(tag, attributes, plain) }];
  return [{ block: { kind: 'element', tag, attributes, children: mergePlain(pieces, position) } }];
}

function plainElement(
  tagName: string,
  attributes: Readonly<Record<string, string>>,
  children: ElementContent[],
): Element {
  const { class: className, ...rest } = attributes;
  const properties = className === undefined ? rest : { ...rest, className: [className] };
  return { type: 'element', tagName, properties, children };
}

function headingPieces(reading: Reading, node: Element, depth: number): Piece[] {
  if (depth !== 2 && depth !== 3 && depth !== 4) {
    reading.refusedHeadings.push(placeOf(reading, node));
    report(
      reading,
      node,
      depth === 1
        ? 'the title is the only heading of the first level. Write ##.'
        : `headings go from ## to #### (found ${'#'.repeat(depth)}). Write a shorter one.`,
    );
    return [];
  }
  const text = plainText(node).replace(sourceMark, '').replace(/\s+/g, ' ').trim();
  if (text === '') {
    reading.refusedHeadings.push(placeOf(reading, node));
    report(reading, node, 'the heading is empty. Give it a name or delete it.');
    return [];
  }
  const id = reading.slugger.slug(text);
  reading.headings.push({ depth, id, text, ...placeOf(reading, node) });
  const children = toBlocks(reading, node.children, 'phrase');
  return [{ block: { kind: 'heading', depth, id, children } }];
}

type TagNode = Extract<Child, { type: 'mdxJsxFlowElement' | 'mdxJsxTextElement' }>;

function tagPieces(reading: Reading, node: TagNode, position: Position): Piece[] {
  const { source } = reading;
  const tag: Tag = node;
  reading.faults.push(...checkAttributes(tag, source));
  if (tag.name !== null && isComponentName(tag.name))
    return componentPieces(reading, node, tag.name, position);
  if (tag.name === null || !isAllowedElement(tag.name)) {
    report(reading, node, refuseTag(tag.name));
    toBlocks(reading, node.children, 'flow');
    return [];
  }
  const { attributes, faults } = readElementAttributes(tag, source);
  reading.faults.push(...faults);
  if (tag.name === 'details')
    return wrap(reading, tag.name, attributes, paragraphs(node.children), 'flow');
  const pieces = wrap(reading, tag.name, attributes, node.children, innerPosition(position));
  return pieces;
}

function componentPieces(
  reading: Reading,
  node: TagNode,
  name: ComponentName,
  position: Position,
): Piece[] {
  const place = placeOf(reading, node);
  const { props, places, faults } = readProps(name, node, reading.source, place);
  reading.faults.push(...faults);
  reading.components.push({ name, props, attributes: places, ...place });

  if (name !== 'Incident' && node.type === 'mdxJsxTextElement') {
    report(
      reading,
      node,
      `<${name}> stands among words. Put it on lines of its own, with an empty line before and after.`,
    );
  }
  if (name === 'Incident' && position === 'link') {
    report(reading, node, '<Incident> is a link, and stands inside one. Put it behind the link.');
  }
  const refusal = refuseChildren(name, node.children);
  if (refusal !== undefined) report(reading, node, `<${name}> ${refusal}`);
  const children = toBlocks(reading, paragraphs(node.children), 'flow');
  const block: Block = { kind: 'component', name, props, children, line: place.line };
  if (name === 'Incident' && node.type === 'mdxJsxFlowElement' && position === 'flow') {
    return [{ block: { kind: 'element', tag: 'p', attributes: {}, children: [block] } }];
  }
  return [{ block }];
}
