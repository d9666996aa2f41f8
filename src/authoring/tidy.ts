/** The form of a content file, where form says nothing: line ends, spaces at ends of lines, the order of fields. */

import { parseFrontmatter } from '../content/mdx/frontmatter.ts';
import { parseBody } from '../content/mdx/parse-body.ts';
import { createSource } from '../content/mdx/source.ts';

export interface Tidied {
  readonly text: string;
  /** What was changed, in words. Empty if nothing was. */
  readonly changes: readonly string[];
}

/**
 * The text with the fields of its frontmatter in the given order, `\n` at the end of each line and no spaces before it. A step
 * that would change what a reader gets, as two spaces in prose can, is left out.
 */
export function tidy(text: string, order: readonly string[]): Tidied {
  return steps(order).reduce<Tidied>(
    (tidied, { says, change }) => {
      const changed = change(tidied.text);
      return changed === tidied.text || !hasSameContent(tidied.text, changed)
        ? tidied
        : { text: changed, changes: [...tidied.changes, says] };
    },
    { text, changes: [] },
  );
}

const steps = (order: readonly string[]) => [
  {
    says: 'line ends are now those of Unix, without a byte order mark',
    change: (text: string) => createSource('', text).text,
  },
  {
    says: 'spaces at the ends of lines are gone',
    change: (text: string) => text.replace(/[ \t]+$/gm, ''),
  },
  {
    says: 'the file ends with one line end',
    change: (text: string) => text.replace(/\n*$/, '\n'),
  },
  {
    says: 'the fields stand in their usual order',
    change: (text: string) => orderFields(text, order),
  },
];

/** The same frontmatter, whatever its order, and the same body. */
const hasSameContent = (one: string, other: string): boolean =>
  parseContent(one) === parseContent(other);

function parseContent(text: string): string {
  const source = createSource('', text);
  const { value, bodyStart } = parseFrontmatter(source);
  const { body } = parseBody(source, bodyStart);
  return JSON.stringify([sortKeys(value), body]);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sortKeys(item)]));
}

/** Each field moves with the lines below it and the comments right above it. Unknown fields stay behind the known. */
function orderFields(text: string, order: readonly string[]): string {
  const [, opening = '', fields = '', rest = ''] =
    /^(---\n)([^]*?\n)(---(?:\n[^]*)?)$/.exec(text) ?? [];
  if (fields === '' || /^#(?![^]*^\S)/m.test(fields)) return text;
  const parts = fields.match(/^(?:#.*\n|\n)*[^\s#-][^\n]*\n(?:[ \t-].*\n|\n(?!#))*/gm) ?? [];
  if (parts.join('') !== fields) return text;
  const rank = (part: string) => {
    const name = /^(?!#)([\w-]+):/m.exec(part)?.[1] ?? '';
    const index = order.indexOf(name);
    return index === -1 ? order.length : index;
  };
  const sorted = parts.toSorted((a, b) => rank(a) - rank(b));
  return opening + sorted.join('') + rest;
}
