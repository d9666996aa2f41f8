import {
  Composer,
  isMap,
  isScalar,
  isSeq,
  Parser,
  type CST,
  type ParsedNode,
  type YAMLParseError,
} from 'yaml';

import type { Fault } from '../../model/fault.ts';
import type { Path } from '../../model/field-lookup.ts';
import type { Place, Source } from './source.ts';

export interface YamlData {
  /** Undefined if it could not be read. */
  readonly value: unknown;
  /** The position of a field; where it is missing, of the nearest node around it. With `key`, its name instead of its value. */
  readonly placeOf: (path: Path, part?: 'key' | 'value') => Place;
  /** A name or a plain value as it is written, with its ends. Undefined for lists, fields and what is missing. */
  readonly scalarAt: (path: Path, part?: 'key' | 'value') => WrittenScalar | undefined;
  readonly faults: readonly Fault[];
}

export interface WrittenScalar {
  readonly from: Place;
  readonly to: Place;
  readonly text: string;
}

const deepest = 20;

/**
 * Reads a part of a text as YAML, without what would make it a program or a riddle: anchors, aliases, tags, directives,
 * merge keys, keys that are no words, the same key twice.
 */
export function parseYaml(source: Source, start: number, end: number): YamlData {
  const faults: Fault[] = [];
  const seen = new Set<number>();
  const report = (offset: number, message: string) => {
    if (!seen.has(offset)) {
      faults.push({ file: source.file, ...source.placeAt(start + offset), message });
    }
    seen.add(offset);
  };
  const failed = (): YamlData => ({
    value: undefined,
    placeOf: () => source.placeAt(start),
    scalarAt: () => undefined,
    faults,
  });

  const text = source.text.slice(start, end);
  // The parser of tokens keeps its own stack; only the composer behind it recurses.
  const tokens = [...new Parser().parse(text)];
  for (const { offset, message } of findRefusals(tokens)) report(offset, message);
  if (faults.length > 0) return failed();
  const [document, second] = new Composer({ uniqueKeys: false }).compose(tokens, true, text.length);
  if (!document) return failed();
  if (second)
    report(second.range[0], 'a second YAML document begins here. Delete the line before.');
  const last = text.trimEnd().length - 1;
  for (const error of firstOfEachRun(document.errors, text))
    report(Math.min(error.pos[0], last), explain(error, text));
  if (faults.length > 0) return failed();

  const root = document.contents;
  const value = root === null ? null : toValue(root, report);
  return {
    value,
    faults,
    placeOf: (path, part = 'value') => source.placeAt(start + findOffset(root, path, part)),
    scalarAt: (path, part = 'value') => {
      const range = scalarRange(root, path, part);
      if (!range) return undefined;
      const [from, to] = range;
      return {
        from: source.placeAt(start + from),
        to: source.placeAt(start + to),
        text: text.slice(from, to),
      };
    },
  };
}

interface Refusal {
  readonly offset: number;
  readonly message: string;
}

/** Walks the tokens without recursion, because their depth is not known yet. */
function findRefusals(tokens: readonly CST.Token[]): Refusal[] {
  const refusals: Refusal[] = [];
  const refuse = (token: { type: string; source?: string; offset: number }) => {
    const message = refuseToken(token.type, token.source);
    if (message !== undefined) refusals.push({ offset: token.offset, message });
  };
  const open = tokens.map((token) => ({ token, depth: 0 }));
  for (let item = open.pop(); item; item = open.pop()) {
    const { token, depth } = item;
    if (depth > deepest) {
      refusals.push({ offset: token.offset, message: tooDeep });
      break;
    }
    refuse(token);
    if ('props' in token) token.props.forEach(refuse);
    if (token.type === 'document') {
      token.start.forEach(refuse);
      if (token.value) open.push({ token: token.value, depth });
    }
    if (!('items' in token)) continue;
    for (const { start, key, sep, value } of token.items) {
      start.forEach(refuse);
      sep?.forEach(refuse);
      if (key) open.push({ token: key, depth: depth + 1 });
      if (value) open.push({ token: value, depth: depth + 1 });
    }
  }
  return refusals.toSorted((one, other) => one.offset - other.offset).slice(0, 10);
}

const tooDeep = `nested more than ${deepest} levels deep. Write it flat.`;

function refuseToken(type: string, source = ''): string | undefined {
  switch (type) {
    case 'anchor':
    case 'alias':
      return `anchors and aliases are not allowed (found ${source}). Write the value out, or put it in quotes if it is text.`;
    case 'double-quoted-scalar':
    case 'single-quoted-scalar':
      return source.length > 1 && source.endsWith(source.charAt(0))
        ? undefined
        : 'the quote is never closed. Close it behind the text.';
    case 'tag':
      return `tags are not allowed (found ${source}). Write the value out, or put it in quotes if it is text.`;
    case 'directive':
      return 'YAML directives are not allowed. Delete the line.';
    default:
      return undefined;
  }
}

/** One typo makes every line an error up to the next readable one, so only the first error is reported. */
function firstOfEachRun(errors: readonly YAMLParseError[], text: string): YAMLParseError[] {
  let last = -1;
  return errors.filter(({ pos }) => {
    const line = text.slice(0, pos[0]).split('\n').length;
    const isNext = last !== -1 && line - last <= 1;
    last = line;
    return !isNext;
  });
}

const explanations: Partial<Record<YAMLParseError['code'], string>> = {
  BAD_INDENT:
    'the indentation fits no field above. Indent it like its neighbours, two spaces per level.',
  BLOCK_AS_IMPLICIT_KEY: 'the line has a second ": ". Put the text in quotes if it contains one.',
  BAD_SCALAR_START: 'the text begins with a sign that means something in YAML. Put it in quotes.',
  MISSING_CHAR:
    'a quote, bracket, comma or colon is missing. Close what is open; put text with such signs in quotes.',
  MULTILINE_IMPLICIT_KEY: 'the line is no field: it wants a name, a colon and a space.',
  TAB_AS_INDENT: 'a tab is used to indent. Use spaces.',
  MULTIPLE_DOCS: 'a second document begins here. Write --- only around the frontmatter.',
};

function explain(error: YAMLParseError, text: string): string {
  const line = text.slice(text.lastIndexOf('\n', error.pos[0] - 1) + 1).split('\n', 1)[0] ?? '';
  if (error.message.startsWith('Flow ')) return 'a bracket is never closed. Close it with ] or }.';
  if (error.message.startsWith('Unexpected scalar at node end'))
    return "the text goes on behind its closing quote. For an apostrophe in single quotes, write two ('').";
  if (error.code === 'MISSING_CHAR' && /^\s+[\w-]+:(?: |$)/.test(line))
    return explanations.BAD_INDENT ?? '';
  const isSecondColon = error.code === 'BLOCK_AS_IMPLICIT_KEY' || /: .*: /.test(line);
  const explanation =
    isSecondColon && !/["']/.test(line)
      ? explanations.BLOCK_AS_IMPLICIT_KEY
      : explanations[error.code];
  return explanation ?? `cannot be read as YAML: ${error.message}.`;
}

function toValue(node: ParsedNode, report: (offset: number, message: string) => void): unknown {
  if (isSeq<ParsedNode>(node)) return node.items.map((item) => toValue(item, report));
  if (!isMap<ParsedNode, ParsedNode | null>(node)) return isScalar(node) ? node.value : null;
  const entries = new Map<string, unknown>();
  for (const { key, value } of node.items) {
    const offset = key.range[0];
    const name = readKey(key);
    if (name === undefined) {
      report(offset, 'the name of a field has to be a word.');
      continue;
    }
    if (name === '<<') {
      report(offset, 'merge keys are not allowed. Write the fields out.');
      continue;
    }
    if (entries.has(name))
      report(offset, `the field "${name}" is listed twice. Delete one of them.`);
    entries.set(name, value === null ? null : toValue(value, report));
  }
  return Object.fromEntries(entries);
}

function readKey(key: ParsedNode): string | undefined {
  if (!isScalar(key)) return undefined;
  const { value } = key;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

function scalarRange(
  root: ParsedNode | null,
  path: Path,
  part: 'key' | 'value',
): readonly [from: number, to: number] | undefined {
  let node = root;
  for (const [index, step] of path.entries()) {
    if (isSeq<ParsedNode>(node)) node = node.items[Number(step)] ?? null;
    else if (isMap<ParsedNode, ParsedNode | null>(node)) {
      const pair = node.items.find(({ key }) => readKey(key) === String(step));
      node = (index === path.length - 1 && part === 'key' ? pair?.key : pair?.value) ?? null;
    } else return undefined;
  }
  return isScalar(node) ? [node.range[0], node.range[1]] : undefined;
}

function findOffset(root: ParsedNode | null, path: Path, part: 'key' | 'value'): number {
  let node = root;
  let offset = root?.range[0] ?? 0;
  for (const [index, step] of path.entries()) {
    const isLast = index === path.length - 1;
    if (isSeq<ParsedNode>(node)) {
      const item = node.items[Number(step)];
      if (!item) return offset;
      node = item;
      offset = item.range[0];
    } else if (isMap<ParsedNode, ParsedNode | null>(node)) {
      const pair = node.items.find(({ key }) => readKey(key) === String(step));
      if (!pair) return offset;
      node = pair.value;
      offset = (isLast && part === 'key') || !node ? pair.key.range[0] : node.range[0];
    } else return offset;
  }
  return offset;
}
