/**
 * Puts an import into the text of a postmortem. Only what is added changes: comments, order, quotes and line breaks of the
 * existing text stay, byte for byte.
 */

import { isMap, isScalar, isSeq, parseDocument, stringify, type Document, type Pair } from 'yaml';

import type { Addition, ComponentTag } from './addition.ts';

/** A question that only the author can answer, written above an entry of the list. */
const comparableQuestion =
  '# open: the same workload before and after? If not: comparable: false, and a note that says how they differ.';

const lists = ['improvement', 'measurements', 'evidence'] as const;
type List = (typeof lists)[number];

/** The text with the addition. Throws if it has no frontmatter that can be read; check it first. */
export function addToPostmortem(text: string, addition: Addition): string {
  const opening = /^---[ \t]*\r?\n/.exec(text)?.[0].length;
  const closing = opening === undefined ? -1 : text.slice(opening).search(/^---[ \t]*\r?$/m);
  if (opening === undefined || closing === -1) throw new Error('postmortem without frontmatter');
  const end = opening + closing;
  const front = lists.reduce(
    (yaml, list) => addToList(yaml, list, addition[list]),
    text.slice(opening, end),
  );
  const body = addition.tags.reduce(addTag, text.slice(end));
  return text.slice(0, opening) + front + body;
}

/** The SHA-256 sums of all files that were imported into a postmortem already. */
export function readImportedChecksums(text: string): Set<string> {
  return new Set(
    [...text.matchAll(/^\s+(?:- )?(?:\{[^{}]*\b)?sha256: ['"]?([0-9a-f]{64})\b/gm)].flatMap(
      ([, sum]) => sum ?? [],
    ),
  );
}

function addToList(yaml: string, list: List, entries: readonly object[]): string {
  if (entries.length === 0) return yaml;
  const document = parseDocument(yaml);
  const pair = findField(document, list);
  const value = pair?.value;
  if (pair && isSeq(value) && value.flow !== true && value.items.length > 0 && value.range) {
    const indent = columnAt(yaml, value.range[0]);
    const at = findEnd(yaml, document, pair);
    return yaml.slice(0, at) + writeItems(list, entries, indent) + yaml.slice(at);
  }
  const block = `${list}:\n${writeItems(list, entries, 2)}`;
  const start = pair ? findStart(pair) : undefined;
  if (pair && start !== undefined) {
    // What was open above the field is answered.
    const before = yaml.slice(0, start).replace(/(?<=^|\n)# open:[^\n]*\n$/, '');
    return before + block + yaml.slice(findEnd(yaml, document, pair));
  }
  const at = chooseOffset(yaml, document, list);
  return yaml.slice(0, at) + block + yaml.slice(at);
}

const listFields = (document: Document.Parsed): readonly Pair[] =>
  isMap(document.contents) ? document.contents.items : [];

const findField = (document: Document.Parsed, key: string): Pair | undefined =>
  listFields(document).find((pair) => isScalar(pair.key) && pair.key.value === key);

const findStart = ({ key }: Pair): number | undefined =>
  isScalar(key) ? key.range?.[0] : undefined;

const columnAt = (yaml: string, offset: number): number =>
  offset - (yaml.lastIndexOf('\n', offset - 1) + 1);

/** Where the lines of a field end. Comments at the margin above the next field belong to that field. */
function findEnd(yaml: string, document: Document.Parsed, pair: Pair): number {
  const pairs = listFields(document);
  const next = pairs[pairs.indexOf(pair) + 1];
  let end = (next && findStart(next)) ?? yaml.length;
  for (;;) {
    const above = yaml.lastIndexOf('\n', end - 2) + 1;
    if (end === 0 || above >= end || !/^(?:#.*)?\r?\n?$/.test(yaml.slice(above, end))) return end;
    end = above;
  }
}

/** The order in which fields are usually written. */
const followingFields: Readonly<Record<List, readonly string[]>> = {
  improvement: ['measurements', 'tools', 'evidence', 'errors', 'sources'],
  measurements: ['tools', 'evidence', 'errors', 'sources', 'references', 'related'],
  evidence: ['errors', 'sources', 'references', 'related', 'regressionOf'],
};

function chooseOffset(yaml: string, document: Document.Parsed, list: List): number {
  const next = followingFields[list].flatMap((key) => findField(document, key) ?? [])[0];
  const pairs = listFields(document);
  const before = next ? pairs[pairs.indexOf(next) - 1] : pairs.at(-1);
  return before ? findEnd(yaml, document, before) : 0;
}

const style = { lineWidth: 0, indentSeq: true, singleQuote: true } as const;

function writeItems(list: List, entries: readonly object[], indent: number): string {
  return entries
    .map((entry) => {
      const asks = list === 'improvement' && !('comparable' in entry);
      const lines = stringify([withFlow(entry)], style).trimEnd();
      return [...(asks ? [comparableQuestion] : []), ...lines.split('\n')]
        .map((text) => `${' '.repeat(indent)}${text}\n`)
        .join('');
    })
    .join('');
}

/** Short entries of lists on one line each, as people write them. */
function withFlow(entry: object): unknown {
  const node = parseDocument(stringify(entry, { lineWidth: 0 }));
  for (const key of ['values', 'lines', 'levels']) {
    const list = node.get(key);
    if (isSeq(list)) for (const item of list.items) if (isMap(item)) item.flow = true;
  }
  return node.contents;
}

/** Puts a component at the end of its section, or at the end of the text if there is no such section. */
function addTag(body: string, { section, text }: ComponentTag): string {
  const lines = body.split('\n');
  let inCode = false;
  let start = -1;
  let end = lines.length;
  for (const [index, line] of lines.entries()) {
    if (/^ {0,3}(?:```|~~~)/.test(line)) inCode = !inCode;
    if (inCode || !/^##? /.test(line)) continue;
    if (start !== -1) {
      end = index;
      break;
    }
    if (line.trim() === `## ${section}`) start = index;
  }
  while (end > start + 1 && lines[end - 1]?.trim() === '') end -= 1;
  const carriage = lines[0]?.endsWith('\r') ? '\r' : '';
  lines.splice(end, 0, carriage, `${text}${carriage}`);
  const whole = lines.join('\n');
  return whole.endsWith('\n') ? whole : `${whole}\n`;
}
