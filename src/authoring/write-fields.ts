/** Frontmatter that is written again where it has changed, and left alone where it has not. */

import {
  isMap,
  isScalar,
  isSeq,
  parseDocument,
  stringify,
  type Document,
  type Node,
  type ParsedNode,
} from 'yaml';

import { isList, isRecord, isSame, sharedEnds } from './values.ts';

type Fields = Readonly<Record<string, unknown>>;

/** As the text around it is written: with or without spaces in braces, with lists indented or not. */
const detectStyle = (text: string) => ({
  lineWidth: 0,
  flowCollectionPadding: /\{ /.test(text),
  indentSeq: !/^[\w-]+:.*\n- /m.test(text),
  singleQuote: true,
});

/**
 * YAML of the fields. A field that says the same as in `written` stays as it stands there, byte for byte, with the comments
 * above it; of one that has changed, the comments and the unchanged parts stay. `# open:` above a changed field goes, because
 * it is answered. A new field follows the one that stands before it in `fields`.
 */
export function writeFields(written: string, fields: Fields): string {
  const document = parseDocument(written);
  const root = document.contents;
  if (root === null || !isMap(root)) return stringifyFields(fields);
  if (root.flow === true) {
    update(document, [], document.toJS(), fields);
    return document.toString(detectStyle(written));
  }
  const parts = splitFields(written, root);
  const texts = parts.keyed.flatMap(({ key, text }) =>
    Object.hasOwn(fields, key) ? [{ key, text: rewrite(text, key, fields[key]) }] : [],
  );
  let before: string | undefined;
  for (const [key, value] of Object.entries(fields)) {
    const known = texts.findIndex((part) => part.key === key);
    if (known === -1) {
      const place = texts.findIndex((part) => part.key === before) + 1;
      texts.splice(place, 0, { key, text: stringifyFields({ [key]: value }) });
    }
    before = key;
  }
  return parts.head + texts.map(({ text }) => text).join('') + parts.tail;
}

const stringifyFields = (fields: Fields): string =>
  Object.keys(fields).length === 0 ? '' : stringify(fields, detectStyle(''));

interface Parts {
  readonly head: string;
  /** Each field with the comments right above it. */
  readonly keyed: readonly { readonly key: string; readonly text: string }[];
  /** Comments below the last field. */
  readonly tail: string;
}

function splitFields(written: string, { items }: { items: readonly { key: unknown }[] }): Parts {
  const lines = written.split(/(?<=\n)/);
  const starts = items.flatMap(({ key }) =>
    isScalar(key) && key.range
      ? [{ key: String(key.value), line: lineAt(written, key.range[0]) }]
      : [],
  );
  const isCommentOrBlank = (line: string | undefined) =>
    line !== undefined && /^(?:#.*)?\s*$/.test(line);
  const places = starts.map(({ key, line }) => {
    let from = line;
    while (isCommentOrBlank(lines[from - 1])) from -= 1;
    return { key, from };
  });
  let end = lines.length;
  while (isCommentOrBlank(lines[end - 1])) end -= 1;
  const joinLines = (from: number, to: number) => lines.slice(from, to).join('');
  return {
    head: joinLines(0, places[0]?.from ?? 0),
    keyed: places.map(({ key, from }, index) => ({
      key,
      text: withLineEnd(joinLines(from, places[index + 1]?.from ?? end)),
    })),
    tail: joinLines(end, lines.length),
  };
}

const lineAt = (text: string, offset: number): number =>
  text.slice(0, offset).split('\n').length - 1;

const withLineEnd = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);

function rewrite(text: string, key: string, value: unknown): string {
  const document = parseDocument(text);
  const before: unknown = Reflect.get(Object(document.toJS()), key);
  if (isSame(before, value)) return text;
  const [comments = ''] = /^(?:#.*\n|\s*\n)*/.exec(text) ?? [];
  const changed = parseDocument(text.slice(comments.length));
  update(changed, [key], before, value);
  return comments.replaceAll(/^# open:.*\n/gm, '') + changed.toString(detectStyle(text));
}

type Path = readonly (string | number)[];

function update(document: Document, path: Path, before: unknown, after: unknown): void {
  if (isSame(before, after)) return;
  const node = path.length === 0 ? document.contents : document.getIn(path, true);
  if (isMap(node) && isRecord(before) && isRecord(after)) {
    for (const key of Object.keys(before))
      if (!Object.hasOwn(after, key)) document.deleteIn([...path, key]);
    for (const [key, value] of Object.entries(after))
      if (Object.hasOwn(before, key)) update(document, [...path, key], before[key], value);
      else document.setIn([...path, key], document.createNode(value));
  } else if (isSeq(node) && isList(before) && isList(after)) {
    const { start, end } = sharedEnds(before, after);
    if (before.length === after.length) {
      for (const [index, value] of after.entries())
        update(document, [...path, index], before[index], value);
    } else {
      const added = after.slice(start, after.length - end).map((item) => document.createNode(item));
      node.items.splice(start, before.length - end - start, ...added);
    }
  } else document.setIn(path, replacement(document, node, after));
}

/** What takes the place of a node takes its comments over. */
function replacement(document: Document, node: unknown, value: unknown): Node {
  const created = document.createNode(value);
  const before = isNode(node) ? node : undefined;
  if (before?.comment) created.comment = before.comment;
  if (before?.commentBefore) created.commentBefore = before.commentBefore;
  return created;
}

const isNode = (node: unknown): node is ParsedNode => isScalar(node) || isMap(node) || isSeq(node);
