import type { Element, ElementContent } from 'hast';
import { toHtml } from 'hast-util-to-html';

import type { Block } from '../../model/blocks.ts';

/** Where a node stands: among paragraphs, among words, or among the words of a link. */
export type Position = 'flow' | 'phrase' | 'link';

/** Something that is serialized with its neighbors, or a block of its own. */
export type Piece = { readonly plain: ElementContent } | { readonly block: Block };

/** Neighbors without anything special in them become one string. White space between paragraphs says nothing. */
export function mergePlain(pieces: readonly Piece[], position: Position): Block[] {
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

/** An element as serialized: with nothing special in it. */
export function plainElement(
  tagName: string,
  attributes: Readonly<Record<string, string>>,
  children: ElementContent[],
): Element {
  const { class: className, ...rest } = attributes;
  const properties = className === undefined ? rest : { ...rest, className: [className] };
  return { type: 'element', tagName, properties, children };
}
