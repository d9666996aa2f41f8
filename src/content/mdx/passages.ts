import type { Nodes, Root } from 'hast';

import type { Place, Source } from './source.ts';

/** A paragraph, heading, list item or table row as plain text, without source marks. */
export interface Passage extends Place {
  readonly text: string;
  /** A fenced block: what a machine printed. */
  readonly isCode: boolean;
}

/** The mark of a source: `[^issue-147]`. No id is as long as what it looks through for the end of one. */
export const sourceMark = /\[\^([^\]\n]{0,1000})\]/g;

const spacedMark = new RegExp(` *${sourceMark.source}`, 'g');

const ownLine = new Set([
  'p',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'li',
  'tr',
  'pre',
  'blockquote',
  'summary',
  'details',
  'ul',
  'ol',
  'table',
]);

/** The text of a tree for search, feeds and checks of the prose, in reading order. */
export function findPassages(root: Root, source: Source): Passage[] {
  const passages: Passage[] = [];
  let text = '';
  let offset: number | undefined;
  const flush = (isCode = false) => {
    const line = text.replace(/\s+/g, ' ').trim();
    if (line !== '') passages.push({ text: line, isCode, ...source.placeAt(offset ?? 0) });
    text = '';
    offset = undefined;
  };
  const add = (words: string, node: Nodes) => {
    if (text.trim() === '' && words.trim() !== '') offset = node.position?.start.offset ?? offset;
    text += words;
  };
  const visit = (node: Nodes, inCode: boolean) => {
    if (node.type === 'text') add(inCode ? node.value : node.value.replace(spacedMark, ''), node);
    if (!('children' in node)) return;
    const breaks =
      node.type === 'mdxJsxFlowElement' || (node.type === 'element' && ownLine.has(node.tagName));
    if (breaks) {
      flush();
      offset = node.position?.start.offset;
    }
    if (node.type === 'element' && node.tagName === 'br') add(' ', node);
    if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') {
      add(spokenAttribute(node), node);
    }
    const isCode = inCode || (node.type === 'element' && node.tagName === 'code');
    for (const child of node.children) visit(child, isCode);
    if (node.type === 'element' && (node.tagName === 'td' || node.tagName === 'th')) add(' ', node);
    if (breaks) flush(node.type === 'element' && node.tagName === 'pre');
  };
  visit(root, false);
  flush();
  return passages;
}

/** What a component without content says: the sentence of a sketch, the title of a stack. */
function spokenAttribute(node: {
  readonly attributes: readonly {
    readonly type: string;
    readonly name?: string;
    readonly value?: unknown;
  }[];
}): string {
  const spoken = node.attributes.find(({ name }) => name === 'says' || name === 'title');
  return typeof spoken?.value === 'string' ? `${spoken.value} ` : '';
}
