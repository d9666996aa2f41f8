import type { Nodes, Parents, Root } from 'hast';

import { mdxToHast } from '#markdown';

import type { Fault } from '../../model/fault.ts';
import { maskAngle, unmask } from './mask.ts';
import type { Source } from './source.ts';

const deepest = 40;

/** How often the parser may be sent past a tag it cannot read, so that one mistake does not hide the next. */
const maxRetries = 10;

/** The tree of a masked text, with the author's characters back in it. Undefined if the parser could not finish it. */
export function parseTree(
  source: Source,
  masked: string,
): { tree: Root | undefined; faults: Fault[] } {
  const faults: Fault[] = [];
  let text = masked;
  while (faults.length <= maxRetries) {
    const result = tryParse(text);
    if ('tree' in result) {
      const tooDeep = unmaskTree(result.tree);
      if (!tooDeep) return { tree: result.tree, faults };
      faults.push({
        file: source.file,
        ...source.placeAt(tooDeep.offset),
        message: tooDeepMessage,
      });
      return { tree: undefined, faults };
    }
    const offset = offsetAt(text, result.line, result.column);
    faults.push({
      file: source.file,
      line: result.line,
      column: result.column,
      message: result.message,
    });
    if (text[offset] !== '<') return { tree: undefined, faults };
    text = maskAngle(text, offset);
  }
  return { tree: undefined, faults };
}

const tooDeepMessage = `nested more than ${deepest} levels deep. Write it flat.`;

type Attempt =
  | { readonly tree: Root }
  | { readonly line: number; readonly column: number; readonly message: string };

function tryParse(text: string): Attempt {
  try {
    const tree = mdxToHast(text);
    if (tree.type !== 'root') throw new TypeError(`unexpected root: ${tree.type}`);
    return { tree };
  } catch (error) {
    const match = error instanceof Error ? /^(\d+):(\d+): ([^]+)$/.exec(error.message) : null;
    if (!match) throw error;
    const [, line, column, message = ''] = match;
    return { line: Number(line), column: Number(column), message: explain(message) };
  }
}

/** `Expected a closing tag for `<Lesson>` (12:1) (mdx-jsx:unexpected-character)` in the author's words. */
function explain(message: string): string {
  const open = /^Expected a closing tag for `([^`]*)`/.exec(message)?.[1];
  if (open !== undefined) {
    return `${open} is never closed. Write ${open.replace('<', '</')} behind its content, or /> at its end if it has none; a tag and its end belong into the same paragraph or list item.`;
  }
  const mismatch =
    /^Unexpected closing tag `([^`]*)`, expected corresponding closing tag for `([^`]*)` \((\d+):/.exec(
      message,
    );
  if (mismatch) {
    const [, found = '', wanted = '', line = ''] = mismatch;
    return `${found} closes nothing. ${wanted} of line ${line} is open; want ${wanted.replace('<', '</')}.`;
  }
  const closing = /^Unexpected closing tag `([^`]*)`/.exec(message)?.[1];
  if (closing !== undefined) {
    return `${closing} closes nothing. Delete it, or write ${closing.replace('</', '<')} before the content.`;
  }
  if (/character `!`/.test(message)) {
    return 'HTML comments are not allowed. Write {/* ... */}.';
  }
  if (/after `<`|before name|in name|after name|attribute/.test(message)) {
    return 'the < begins no tag that can be read. Write &lt; for the sign, [text](https://...) for a link, or put code in backticks.';
  }
  return `cannot be read: ${message.replace(/ \(mdx[\w-]*:[\w-]+\)$/, '')}.`;
}

function offsetAt(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at += 1) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

/** Puts the author's characters back, level by level. Returns a node beyond the deepest level, if there is one. */
function unmaskTree(root: Root): { readonly offset: number } | undefined {
  let level: Parents[] = [root];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return { offset: level[0]?.position?.start.offset ?? 0 };
    const next: Parents[] = [];
    for (const parent of level) {
      for (const child of parent.children) {
        unmaskNode(child);
        if ('children' in child) next.push(child);
      }
    }
    level = next;
  }
  return undefined;
}

function unmaskNode(node: Nodes): void {
  if (node.type === 'text') node.value = unmask(node.value);
  if (node.type === 'element') {
    for (const [name, value] of Object.entries(node.properties)) {
      if (typeof value === 'string') node.properties[name] = unmask(value);
    }
  }
  if (node.type === 'mdxJsxFlowElement' || node.type === 'mdxJsxTextElement') {
    for (const attribute of node.attributes) {
      if (typeof attribute.value === 'string') attribute.value = unmask(attribute.value);
    }
  }
}
