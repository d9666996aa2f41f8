import type { Element } from 'hast';

import { refuseImage, refuseLink } from './addresses.ts';

/** An element with only the attributes that are safe and of use, or what is wrong with it. */
export type Cleaned =
  | { readonly tag: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly fault: string };

const plain = new Set([
  'blockquote',
  'br',
  'code',
  'del',
  'em',
  'hr',
  'li',
  'p',
  'pre',
  'strong',
  'table',
  'tbody',
  'thead',
  'tr',
  'ul',
]);

/** Reads an element that Markdown made. Nothing but what is named here gets through. */
export function cleanElement(element: Element): Cleaned {
  const { tagName: tag } = element;
  if (tag === 'a') return cleanLink(element);
  if (tag === 'img') return cleanImage(element);
  if (tag === 'code')
    return { tag, attributes: keep('class', languageClass(element) ?? flagClass(element)) };
  if (tag === 'ol') return { tag, attributes: keep('start', textProperty(element, 'start')) };
  if (tag === 'td' || tag === 'th') return { tag, attributes: keep('class', alignClass(element)) };
  if (plain.has(tag)) return { tag, attributes: {} };
  return { fault: `<${tag}> is not allowed. Write it in another way.` };
}

function cleanLink(element: Element): Cleaned {
  const href = textProperty(element, 'href') ?? '';
  const refusal = refuseLink(href);
  if (refusal !== undefined) return { fault: refusal };
  if (element.children.length === 0)
    return { fault: 'the link has no text. Write [what it leads to](...).' };
  return {
    tag: 'a',
    attributes: {
      href,
      ...keep('title', textProperty(element, 'title')),
      ...(/^https?:/i.test(href) ? { rel: 'noopener' } : {}),
    },
  };
}

function cleanImage(element: Element): Cleaned {
  const src = textProperty(element, 'src') ?? '';
  const alt = textProperty(element, 'alt') ?? '';
  const refusal = refuseImage(src);
  if (refusal !== undefined) return { fault: refusal };
  if (alt.trim() === '') {
    return {
      fault: 'the image has no text for those who cannot see it. Write ![what it shows](...).',
    };
  }
  return {
    tag: 'img',
    attributes: {
      src: src.replace(/^\.\//, ''),
      alt,
      ...keep('title', textProperty(element, 'title')),
    },
  };
}

const keep = (name: string, value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { [name]: value };

function textProperty(element: Element, name: string): string | undefined {
  const value = element.properties[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function languageClass(element: Element): string | undefined {
  const names = element.properties['className'];
  const language = Array.isArray(names)
    ? names.map(String).find((name) => /^language-[\w+#-]+$/.test(name))
    : undefined;
  return language;
}

/** A flag such as `--print-leaks=1` would break behind its hyphens; this length still fits on the line of a phone. */
function flagClass({ children: [text] }: Element): string | undefined {
  return text?.type === 'text' && /^-\S{1,31}$/.test(text.value) ? 'flag' : undefined;
}

/** As a class, so that a strict content security policy needs no exception for style attributes. */
function alignClass(element: Element): string | undefined {
  const align = /^text-align: (center|right)$/.exec(textProperty(element, 'style') ?? '')?.[1];
  return align && `align-${align}`;
}
