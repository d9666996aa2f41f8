import type { Element, ElementContent, RootContent } from 'hast';

import type { Block } from '../../model/blocks.ts';
import { paragraphs, plainText, refuseChildren } from './component-content.ts';
import { isComponentName, type ComponentName } from '../../model/content-components.ts';
import { cleanElement } from './elements.ts';
import { sourceMark } from './passages.ts';
import { mergePlain, plainElement, textPieces, type Piece, type Position } from './pieces.ts';
import { findPlace, report, type Reading } from './reading.ts';
import {
  checkAttributes,
  isAllowedElement,
  readElementAttributes,
  readProps,
  refuseTag,
  type Tag,
} from './tags.ts';

type Child = RootContent | ElementContent;

/** Nodes as blocks. What is refused is reported, and left out. */
export function toBlocks(
  reading: Reading,
  children: readonly Child[],
  position: Position,
): Block[] {
  return mergePlain(
    children.flatMap((child) => toPieces(reading, child, position)),
    position,
  );
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
    reading.images.push({ name: attributes['src'] ?? '', ...findPlace(reading, node) });
  if (tag === 'a')
    reading.links.push({ address: attributes['href'] ?? '', ...findPlace(reading, node) });
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

function headingPieces(reading: Reading, node: Element, depth: number): Piece[] {
  if (depth !== 2 && depth !== 3 && depth !== 4) {
    reading.refusedHeadings.push(findPlace(reading, node));
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
    reading.refusedHeadings.push(findPlace(reading, node));
    report(reading, node, 'the heading is empty. Give it a name or delete it.');
    return [];
  }
  const id = reading.slugger.slug(text);
  reading.headings.push({ depth, id, text, ...findPlace(reading, node) });
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
  return wrap(reading, tag.name, attributes, node.children, innerPosition(position));
}

function componentPieces(
  reading: Reading,
  node: TagNode,
  name: ComponentName,
  position: Position,
): Piece[] {
  const place = findPlace(reading, node);
  const { props, places, faults } = readProps(name, node, reading.source, place);
  reading.faults.push(...faults);
  reading.components.push({ name, props, attributes: places, ...place });

  refuseComponent(reading, node, name, position);
  const children = toBlocks(reading, paragraphs(node.children), 'flow');
  const block: Block = { kind: 'component', name, props, children, line: place.line };
  if (name === 'Incident' && node.type === 'mdxJsxFlowElement' && position === 'flow') {
    return [{ block: { kind: 'element', tag: 'p', attributes: {}, children: [block] } }];
  }
  return [{ block }];
}

function refuseComponent(
  reading: Reading,
  node: TagNode,
  name: ComponentName,
  position: Position,
): void {
  if (name !== 'Incident' && node.type === 'mdxJsxTextElement') {
    report(
      reading,
      node,
      `<${name}> is inside a paragraph. Put it on its own lines, with an empty line before and after.`,
    );
  }
  if (name === 'Incident' && position === 'link') {
    report(
      reading,
      node,
      '<Incident> is a link and cannot be inside another. Put it after the link.',
    );
  }
  const refusal = refuseChildren(name, node.children);
  if (refusal !== undefined) report(reading, node, `<${name}> ${refusal}`);
}
