import type { Nodes } from 'hast';
import type { Parents, PhrasingContent, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { mdxFromMarkdown } from 'mdast-util-mdx';
import { toHast } from 'mdast-util-to-hast';
import { gfm } from 'micromark-extension-gfm';
import { mdx } from 'micromark-extension-mdx';

/**
 * What markdown-satteri.ts gives, errors included, in JavaScript alone. Replaces it in browsers, where the other would
 * be a megabyte of WebAssembly with threads, for which few static hosts send the headers.
 */
export function mdxToHast(text: string): Nodes {
  const tree = parse(text);
  unravel(tree);
  const html = toHast(tree, {
    passThrough: [
      'mdxJsxFlowElement',
      'mdxJsxTextElement',
      'mdxFlowExpression',
      'mdxTextExpression',
      'mdxjsEsm',
    ],
  });
  styleCells(html);
  return html;
}

function parse(text: string) {
  try {
    return fromMarkdown(text, {
      extensions: [gfm(), mdx()],
      mdastExtensions: [gfmFromMarkdown(), mdxFromMarkdown()],
    });
  } catch (error) {
    throw error instanceof Error ? placed(error, text) : error;
  }
}

/** The alignment of a cell as a style, as the other parser has it. */
function styleCells(node: Nodes): void {
  if (node.type === 'element') {
    const { align, ...properties } = node.properties;
    if (typeof align === 'string')
      node.properties = { ...properties, style: `text-align: ${align}` };
  }
  if ('children' in node) node.children.forEach(styleCells);
}

/** Tags alone in a paragraph stand in its place, as MDX wants it. */
function unravel(parent: Parents): void {
  const children: RootContent[] = parent.children.flatMap((child): RootContent[] =>
    child.type === 'paragraph' && isOnlyTags(child.children)
      ? child.children.filter((part) => part.type !== 'text').map(toFlow)
      : [child],
  );
  Object.assign(parent, { children });
  for (const child of children) if ('children' in child) unravel(child);
}

const isOnlyTags = (parts: readonly PhrasingContent[]): boolean =>
  parts.some(({ type }) => type !== 'text') &&
  parts.every(
    (part) =>
      part.type === 'mdxJsxTextElement' ||
      part.type === 'mdxTextExpression' ||
      (part.type === 'text' && /^[\t\r\n ]*$/.test(part.value)),
  );

function toFlow(part: PhrasingContent): RootContent {
  if (part.type === 'mdxTextExpression') return { ...part, type: 'mdxFlowExpression' };
  if (part.type !== 'mdxJsxTextElement') return part;
  // The element's content stays phrasing, even where the types want blocks.
  const { children, ...rest } = part;
  return Object.assign({ ...rest, type: 'mdxJsxFlowElement' as const, children: [] }, { children });
}

/** The error with the place of its tag in front. */
function placed(error: Error, text: string): Error {
  const { message } = error;
  const open = /^Expected a closing tag for `[^`]*` \((\d+:\d+)/.exec(message)?.[1];
  if (open !== undefined) return new Error(`${open}: ${message}`);
  const [line, column] = [numberIn(error, 'line'), numberIn(error, 'column')];
  if (line === undefined || column === undefined) return error;
  const words = text.split('\n')[line - 1] ?? '';
  const start = Math.max(0, words.lastIndexOf('<', column - 1));
  const closing = /^<\/[^>\s]*>?/.exec(words.slice(start))?.[0];
  return new Error(
    closing !== undefined && message.startsWith('Unexpected closing slash')
      ? `${line}:${start + 1}: Unexpected closing tag \`${closing}\``
      : `${line}:${start + 1}: ${message}`,
  );
}

function numberIn(error: Error, key: string): number | undefined {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'number' ? value : undefined;
}
