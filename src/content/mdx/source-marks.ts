import type { Text } from 'hast';

import { sourceMark } from './passages.ts';
import type { Piece, Position } from './pieces.ts';
import type { Reading } from './reading.ts';

/** Text with the marks of sources in it, `[^issue-147]`, as links to them. */
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
    ? `the mark ${mark} stands inside a link. Put it behind the link.`
    : undefined;
}
