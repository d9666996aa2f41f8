import type { Line } from '../report.ts';

/**
 * Parses JSON that may be cut at its end: what was complete by then is kept, and what is open is closed. Undefined if it is
 * no JSON even so. Walks the text once.
 */
export function parseCutJson(text: string): unknown {
  return tryParse(text) ?? tryParse(closeBrackets(text));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON, or not all of it: the caller tries otherwise.
    return undefined;
  }
}

const maxOpen = 1000;

/** The text up to its last complete element, with what is open there closed. */
function closeBrackets(text: string): string {
  const open: string[] = [];
  let end = 0;
  let closers = '';
  const keep = (index: number): void => {
    end = index;
    closers = open.toReversed().join('');
  };
  for (let index = 0; index < text.length && open.length < maxOpen; index += 1) {
    const character = text[index];
    if (character === '"') {
      index = endOfString(text, index);
      continue;
    }
    if (character === '{' || character === '[') open.push(character === '{' ? '}' : ']');
    // Before a comma an element is complete, whether it is a value or a key with its value.
    else if (character === ',') keep(index);
    else if (character === '}' || character === ']') {
      open.pop();
      keep(index + 1);
    }
  }
  return text.slice(0, end) + closers;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text[index] !== '"') index += text[index] === '\\' ? 2 : 1;
  return index;
}

export interface JsonBlock {
  readonly value: unknown;
  readonly lines: readonly Line[];
  /** The end was missing: `value` holds what came before. */
  readonly cut: boolean;
}

/**
 * JSON objects whose first line matches `start`, each read to its closing brace. One that is cut is closed where its last
 * whole object ends. Text that is no JSON after all is passed over.
 */
export function jsonBlocks(lines: readonly Line[], start: RegExp): JsonBlock[] {
  const blocks: JsonBlock[] = [];
  for (let first = 0; first < lines.length; first += 1) {
    if (!start.test(lines[first]?.text ?? '')) continue;
    const end = findEnd(lines, first);
    const block = lines.slice(first, end.line + 1);
    const value = parse(block.map(({ text }) => text).join('\n'), end.closed);
    if (value !== undefined) {
      blocks.push({ value, lines: block, cut: !end.closed });
      first = end.line;
    }
    // What is open at the end of the text makes every later start a part of it.
    if (!end.closed) break;
  }
  return blocks;
}

function findEnd(lines: readonly Line[], first: number): { line: number; closed: boolean } {
  let depth = 0;
  let quoted = false;
  for (let index = first; index < lines.length; index += 1) {
    const text = lines[index]?.text ?? '';
    for (const [mark] of text.matchAll(/\\.|["{}[\]]/g)) {
      if (mark === '"') quoted = !quoted;
      else if (quoted) continue;
      else if (mark === '{' || mark === '[') depth += 1;
      else if (mark === '}' || mark === ']') depth -= 1;
      if (depth === 0 && mark !== '"') return { line: index, closed: true };
    }
  }
  return { line: lines.length - 1, closed: false };
}

function parse(text: string, closed: boolean): unknown {
  try {
    return JSON.parse(closed ? text.slice(0, text.lastIndexOf('}') + 1) : close(text));
  } catch {
    // Braces balance in much that is no JSON; then it is not ours.
    return undefined;
  }
}

/** The text up to its last whole object, with the brackets that are still open there closed. */
function close(text: string): string {
  const end = findBrackets(text).reduce((last, { mark, at }) => (mark === '}' ? at + 1 : last), 0);
  const whole = text.slice(0, end);
  const open: string[] = [];
  for (const { mark } of findBrackets(whole)) {
    if (mark === '{') open.push('}');
    else if (mark === '[') open.push(']');
    else open.pop();
  }
  return whole + open.reverse().join('');
}

/** Brackets outside of strings. */
function findBrackets(text: string): { mark: string; at: number }[] {
  let quoted = false;
  return [...text.matchAll(/\\.|["{}[\]]/g)].flatMap(({ 0: mark, index: at }) => {
    if (mark === '"') quoted = !quoted;
    return quoted || mark === '"' || mark.length > 1 ? [] : [{ mark, at }];
  });
}
