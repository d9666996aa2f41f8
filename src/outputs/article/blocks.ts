import type { Block } from '../../model/blocks.ts';
import { markup, raw, type Markup, type Part } from './markup.ts';

export type ComponentBlock = Extract<Block, { kind: 'component' }>;

/** How blocks look in one kind of document, such as a page or a feed. */
export interface BlockStyle {
  /** Serialized content, whose links are written from the root of the site, with the addresses that the document needs. */
  readonly withAddresses: (html: string) => string;
  readonly heading: (block: Extract<Block, { kind: 'heading' }>, children: Markup) => Part;
  readonly source: (block: Extract<Block, { kind: 'source' }>, previous?: Block) => Part;
  readonly component: (block: ComponentBlock, children: Markup) => Part;
}

/** Blocks as HTML. */
export const renderBlocks = (blocks: readonly Block[], style: BlockStyle): Markup =>
  markup`${blocks.map((block, index) => renderBlock(block, blocks[index - 1], style))}`;

function renderBlock(block: Block, previous: Block | undefined, style: BlockStyle): Part {
  switch (block.kind) {
    case 'html':
      return raw(style.withAddresses(block.html));
    case 'source':
      return style.source(block, previous);
    case 'heading':
      return style.heading(block, renderBlocks(block.children, style));
    case 'component':
      return style.component(block, renderBlocks(block.children, style));
    case 'element': {
      const { tag, attributes, children } = block;
      const written = Object.entries(attributes).map(
        ([name, value]) => markup` ${name}="${value}"`,
      );
      const start = raw(style.withAddresses(markup`<${tag}${written}>`.html));
      return markup`${start}${renderBlocks(children, style)}</${tag}>`;
    }
  }
}
