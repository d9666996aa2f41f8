import type { Element, ElementContent, Text } from 'hast';
import { toHtml } from 'hast-util-to-html';

import type { Block } from '../../model/blocks.ts';
import { sourceMark } from './passages.ts';
import type { Reading } from './reading.ts';

/** Where a node is: between paragraphs, in running text, or in the text of a link. */
export type Position = 'flow' | 'phrase' | 'link';

/** Something that is serialized with its neighbors, or a block of its own. */
export type Piece = { readonly plain: ElementContent } | { readonly block: Block };

/** Serializes adjacent plain pieces as one HTML block. White space between paragraphs is dropped. */
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

/** An element that contains only plain nodes. */
export function plainElement(
  tagName: string,
  attributes: Readonly<Record<string, string>>,
  children: ElementContent[],
): Element {
  const { class: className, ...rest } = attributes;
  const properties = className === undefined ? rest : { ...rest, className: [className] };
  return { type: 'element', tagName, properties, children };
}

/** Splits text at its source marks, `[^issue-147]`, which become blocks of their own. */
export function textPieces(reading: Reading, node: Text, position: Position): Piece[] {
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
    ? `the mark ${mark} is inside a link. Put it after the link.`
    : undefined;
}
