import type { ElementContent, Nodes } from 'hast';

import { components, type ComponentName } from '../../model/content-components.ts';

/** The text of a node and all in it, as written. */
export const plainText = (node: Nodes): string =>
  node.type === 'text'
    ? node.value
    : 'children' in node
      ? node.children.map(plainText).join('')
      : '';

const isSpace = (node: ElementContent): boolean => node.type === 'text' && node.value.trim() === '';

/** What is wrong with the content of a component. Undefined if it is what the component takes. */
export function refuseChildren(
  name: ComponentName,
  children: readonly ElementContent[],
): string | undefined {
  const wanted = components[name].children;
  const found = children.filter((child) => !isSpace(child));
  const [only] = found;
  const tag = found.length === 1 && only?.type === 'element' ? only : undefined;
  if (wanted === 'none') {
    return found.length === 0 ? undefined : `takes no content. Write ${components[name].example}.`;
  }
  if (wanted === 'code') {
    return tag?.tagName === 'pre'
      ? undefined
      : `wraps one fenced code block, one frame on each line. Write ${components[name].example}.`;
  }
  if (wanted === 'any')
    return found.length === 0 ? 'is empty. Write the lesson between its tags.' : undefined;
  if (tag?.tagName !== 'ul' && tag?.tagName !== 'ol')
    return `wraps one list. Write ${components[name].example}.`;
  const items = tag.children.filter((child) => child.type === 'element');
  const odd = items.find((item) => !/^[^:]{1,80}:\s*\S/.test(plainText(item).trim()));
  return odd === undefined
    ? undefined
    : `wants each item as "date or moment: what happened" (found ${JSON.stringify(plainText(odd).trim().slice(0, 40))}).`;
}

const phrasing = new Set(['a', 'br', 'code', 'del', 'em', 'img', 'strong']);

/** Words that stand directly in a component become paragraphs, so that `<Lesson>one line</Lesson>` looks like the long form. */
export function paragraphs(children: readonly ElementContent[]): ElementContent[] {
  const result: ElementContent[] = [];
  let words: ElementContent[] = [];
  const flush = () => {
    if (words.some((word) => !isSpace(word)))
      result.push({ type: 'element', tagName: 'p', properties: {}, children: words });
    words = [];
  };
  for (const child of children) {
    const isWord =
      child.type === 'text' ||
      child.type === 'mdxJsxTextElement' ||
      (child.type === 'element' && phrasing.has(child.tagName));
    if (isWord) words.push(child);
    else {
      flush();
      result.push(child);
    }
  }
  flush();
  return result;
}
