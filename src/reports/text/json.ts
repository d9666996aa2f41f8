import type { Line } from '../report.ts';

/**
 * Parses JSON whose end may be missing: everything up to its last complete element. Undefined if the text is not JSON.
 */
export function parseCutJson(text: string): unknown {
  return tryParse(text) ?? tryParse(closeBrackets(text));
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON, or incomplete JSON. The caller decides what to try next.
    return undefined;
  }
}

/** The text up to its last complete element, followed by the brackets that are missing. */
function closeBrackets(text: string): string {
  // A comma follows a complete element, whether that is a value or a key with its value.
  const end = findMarks(text).reduce(
    (last, { mark, at }) => (mark === ',' ? at : /[}\]]/.test(mark) ? at + 1 : last),
    0,
  );
  const complete = text.slice(0, end);
  const closers: string[] = [];
  for (const { mark } of findMarks(complete)) {
    if (mark === '{') closers.push('}');
    else if (mark === '[') closers.push(']');
    else if (mark !== ',') closers.pop();
  }
  return complete + closers.toReversed().join('');
}

/** Brackets and commas outside strings. */
function findMarks(text: string): { mark: string; at: number }[] {
  const marks: { mark: string; at: number }[] = [];
  let isQuoted = false;
  for (const { 0: mark, index: at } of text.matchAll(/\\.|["{}[\],]/g)) {
    if (mark === '"') isQuoted = !isQuoted;
    else if (!isQuoted && mark.length === 1) marks.push({ mark, at });
  }
  return marks;
}

/** A JSON object among other lines. */
export interface JsonBlock {
  readonly value: unknown;
  readonly lines: readonly Line[];
  /** Whether the end is missing; `value` is then what came before it. */
  readonly cut: boolean;
}

/**
 * Finds JSON objects whose first line matches `start`, and parses each up to its closing brace or, if that is missing, up to its
 * last complete element. Text that is not JSON is skipped.
 */
export function jsonBlocks(lines: readonly Line[], start: RegExp): JsonBlock[] {
  const blocks: JsonBlock[] = [];
  for (let first = 0; first < lines.length; first += 1) {
    if (!start.test(lines[first]?.text ?? '')) continue;
    const end = findEnd(lines, first);
    const block = lines.slice(first, end.line + 1);
    const text = block.map((line) => line.text).join('\n');
    const value = end.closed
      ? tryParse(text.slice(0, text.lastIndexOf('}') + 1))
      : parseCutJson(text);
    if (value !== undefined) {
      blocks.push({ value, lines: block, cut: !end.closed });
      first = end.line;
    }
    // An object that is still open at the end of the text contains all later starts.
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
