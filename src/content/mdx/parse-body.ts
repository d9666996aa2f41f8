import type { Fault } from '../../model/fault.ts';
import type { Body } from '../../model/blocks.ts';
import { mask } from './mask.ts';
import { findPassages } from './passages.ts';
import { createReading, type BodyMarks } from './reading.ts';
import type { Source } from './source.ts';
import { toBlocks } from './to-blocks.ts';
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
  const passages = tree ? findPassages(tree, source) : [];
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
