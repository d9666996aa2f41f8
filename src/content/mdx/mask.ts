/**
 * Takes everything that is JavaScript out of a text before the MDX parser sees it, and reports it. The parser hands
 * expressions to a JavaScript parser that can be made to overflow its stack or never end (`{<a><a>`), so no expression but
 * a literal may reach it. Masking keeps every offset: one character stands for one character.
 */

import type { Fault } from '../../model/fault.ts';
import type { Source } from './source.ts';

// Noncharacters of Unicode, which checkText refuses in the text itself.
const brace = '\uFDD0';
const i = '\uFDD1';
const e = '\uFDD2';
const bracket = '\uFDD3';
const dropped = '\uFDD4';
const angle = '\uFDD5';
const originals: Readonly<Record<string, string>> = {
  [brace]: '{',
  [i]: 'i',
  [e]: 'e',
  [bracket]: '[',
  [dropped]: '',
  [angle]: '<',
};

/** Replaces an attribute's value that was reported already. */
export const reported = '\uFDD6';

/** What the author wrote, in a string that comes out of the parser. The parser escapes addresses, masks included. */
export const unmask = (text: string): string =>
  text
    .replace(/%EF%B7%9[0-5]/g, (code) => decodeURIComponent(code))
    .replace(/[\uFDD0-\uFDD5]/g, (mask) => originals[mask] ?? '');

/** After this many faults the rest of a file is not read: nobody fixes more at once. */
export const maxFaults = 50;

/**
 * The parser's time grows with the square of nested tags, and of addresses in a paragraph. Counted in code as well, because
 * the parser may see the ends of code elsewhere.
 */
const maxTags = 2000;

/** Text in quotes as a value; an address in angle brackets; a brace; the beginning of a module's line; of a footnote. */
const marksPattern =
  /=(?:"[^"\n]*"|'[^'\n]*')|<(?:https?:|mailto:)[^<>\s]*>|\{|^(?:import|export)\b(?=[\s{*"'(])|^[ \t>*+-]*\[\^[^\]\n]+\]:/;

export interface Masked {
  /** Undefined if the file has so many faults that it is not read further. */
  readonly text: string | undefined;
  readonly faults: readonly Fault[];
}

/** Masks the text from `start` on and blanks everything before it. */
export function mask(source: Source, start: number): Masked {
  const { text, file } = source;
  const characters = text.split('');
  const faults: Fault[] = [];
  const report = (offset: number, message: string) =>
    faults.push({ file, ...source.placeAt(offset), message });
  const blank = (from: number, to: number) => {
    for (let at = from; at < to; at += 1) if (characters[at] !== '\n') characters[at] = ' ';
  };
  blank(0, start);
  const tags = text.slice(start).match(/<[A-Za-z]|www\.|:\/\/|@/g)?.length ?? 0;
  if (tags > maxTags) {
    report(
      start,
      `too many tags and addresses (found ${tags}, want at most ${maxTags}). Put data into a file beside the postmortem.`,
    );
    return { text: undefined, faults };
  }

  const code = codeRanges(text, start);
  let next = 0;
  const inCode = (offset: number) => {
    while ((code[next]?.[1] ?? Infinity) <= offset) next += 1;
    return offset >= (code[next]?.[0] ?? Infinity);
  };

  const marks = new RegExp(marksPattern, 'gm');
  marks.lastIndex = start;
  for (let found = marks.exec(text); found; found = marks.exec(text)) {
    if (faults.length >= maxFaults) return { text: undefined, faults };
    const offset = found.index;
    const [word] = found;
    if (word.startsWith('=')) {
      // Text in quotes is only text; a brace in it is none.
      for (let at = offset; at < offset + word.length; at += 1) {
        if (text[at] === '{') characters[at] = brace;
      }
    } else if (word.startsWith('<')) {
      if (inCode(offset)) continue;
      report(offset, autolink(word));
      blank(offset, offset + 1);
      blank(offset + word.length - 1, offset + word.length);
    } else if (word === 'import' || word === 'export') {
      characters[offset] = word === 'import' ? i : e;
      if (inCode(offset) || !startsParagraph(text, start, offset)) continue;
      report(offset, moduleCode(word));
      const end = paragraphEnd(text, offset);
      blank(offset, end);
      marks.lastIndex = end;
    } else if (word !== '{') {
      if (inCode(offset)) continue;
      const at = text.indexOf('[', offset);
      characters[at] = bracket;
      report(at, footnote(word.slice(at - offset, -1)));
      marks.lastIndex = at + 2;
    } else if (inCode(offset)) {
      characters[offset] = brace;
    } else if (isEscaped(text, offset)) {
      characters[offset - 1] = dropped;
      characters[offset] = brace;
    } else {
      marks.lastIndex = maskExpression(text, offset, characters, report, blank);
    }
  }
  return { text: characters.join(''), faults };
}

/** Hides one `<` from the parser, so that it can go on behind what it could not read. */
export const maskAngle = (text: string, offset: number): string =>
  `${text.slice(0, offset)}${angle}${text.slice(offset + 1)}`;

const literal = /\{\s*(?:-?\d{1,15}(?:\.\d{1,15})?|true|false|"[^"\n\\]*"|'[^'\n\\]*')\s*\}/y;
const commentStart = /\{\s*\/\*/y;
const commentEnd = /\*\/\s*\}/y;

/** Offset behind `{/* ... *\/}`. */
function endOfComment(text: string, offset: number): number | undefined {
  commentStart.lastIndex = offset;
  if (!commentStart.test(text)) return undefined;
  const close = text.indexOf('*/', commentStart.lastIndex);
  commentEnd.lastIndex = close;
  return close !== -1 && commentEnd.test(text) ? commentEnd.lastIndex : undefined;
}

/** Returns where to go on. */
function maskExpression(
  text: string,
  offset: number,
  characters: string[],
  report: (offset: number, message: string) => void,
  blank: (from: number, to: number) => void,
): number {
  const isValue = text[offset - 1] === '=';
  literal.lastIndex = offset;
  if (isValue && literal.test(text)) return literal.lastIndex;
  const behindComment = isValue ? undefined : endOfComment(text, offset);
  if (behindComment !== undefined) {
    blank(offset, behindComment);
    return behindComment;
  }
  const end = closingBrace(text, offset);
  if (end === undefined) {
    characters[offset] = brace;
    report(offset, 'the brace is never closed. Write \\{ for a brace, or put code in backticks.');
    return offset + 1;
  }
  const found = text.slice(offset, end);
  report(offset, found.startsWith('{...') ? spread(found) : expression(found));
  blank(offset, end);
  if (isValue) fillValue(characters, offset, end);
  return end;
}

/** An attribute keeps a value, so that the parser can go on and the checks know it was reported. */
function fillValue(characters: string[], from: number, to: number): void {
  characters[from] = '"';
  characters[to - 1] = '"';
  if (to - from > 2) characters[from + 1] = reported;
}

/** Offset behind the brace that closes the one at `offset`, looked for up to the next paragraph but one. */
function closingBrace(text: string, offset: number): number | undefined {
  let depth = 0;
  const end = Math.min(text.length, offset + 2000);
  for (let at = offset; at < end; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

const isEscaped = (text: string, offset: number): boolean => {
  let slashes = 0;
  while (text[offset - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
};

const startsParagraph = (text: string, start: number, offset: number): boolean =>
  /^$|(?:^|\n)[ \t]*\n$/.test(text.slice(Math.max(start, offset - 80), offset));

const paragraphEnd = (text: string, offset: number): number => {
  const end = text.indexOf('\n\n', offset);
  return end === -1 ? text.length : end;
};

type Range = readonly [from: number, to: number];

/**
 * Fenced code and code between backticks, in order. Where this differs from the parser, at worst a brace is taken for code or
 * reported wrongly: what is masked never runs.
 */
function codeRanges(text: string, start: number): Range[] {
  const ranges: Range[] = [];
  let paragraph = start;
  let fence: { readonly from: number; readonly closes: RegExp } | undefined;
  for (let at = start; at < text.length;) {
    const end = (text.indexOf('\n', at) + 1 || text.length + 1) - 1;
    const line = text.slice(at, end);
    const opening = fence ? null : /^[ \t>*+\-\d.)]*?(`{3,}(?=[^`]*$)|~{3,})/.exec(line);
    if (fence) {
      if (fence.closes.test(line)) {
        ranges.push([fence.from, end]);
        fence = undefined;
        paragraph = end + 1;
      }
    } else if (opening) {
      ranges.push(...codeSpans(text, paragraph, at));
      const run = opening[1] ?? '';
      fence = { from: at, closes: new RegExp(`^[ \\t>]*${run[0] ?? ''}{${run.length},}[ \\t]*$`) };
    } else if (line.trim() === '') {
      ranges.push(...codeSpans(text, paragraph, at));
      paragraph = end + 1;
    }
    at = end + 1;
  }
  if (fence) ranges.push([fence.from, text.length]);
  else ranges.push(...codeSpans(text, paragraph, text.length));
  return ranges;
}

/** Pairs of backtick runs of equal length within a paragraph. */
function codeSpans(text: string, from: number, to: number): Range[] {
  const runs = [...text.slice(from, Math.max(from, to)).matchAll(/\\`|`+/g)].filter(
    ([run]) => run !== '\\`',
  );
  const closers = new Map<number, number[]>();
  for (const [index, [run]] of runs.entries()) {
    const same = closers.get(run.length);
    if (same) same.push(index);
    else closers.set(run.length, [index]);
  }
  const ranges: Range[] = [];
  for (let index = 0; index < runs.length; index += 1) {
    const opener = runs[index];
    const same = opener && closers.get(opener[0].length);
    if (!opener || !same) continue;
    while ((same[0] ?? Infinity) <= index) same.shift();
    const close = same[0];
    const closer = close === undefined ? undefined : runs[close];
    if (close === undefined || !closer) continue;
    ranges.push([from + opener.index, from + closer.index + closer[0].length]);
    index = close;
  }
  return ranges;
}

const excerpt = (found: string): string => {
  const line = found.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 37)}...` : line;
};

const moduleCode = (word: string) =>
  `"${word}" is not allowed: content is data and never runs. Components are there without it. If this is prose, begin the sentence with another word.`;

const footnote = (found: string) =>
  `footnotes are not written in the body (found ${excerpt(found)}:). Put the source under sources in the frontmatter, and keep the mark ${found} in the text.`;

const expression = (found: string) =>
  `expressions are not allowed (found ${excerpt(found)}). Write the value itself; put code in backticks, or write \\{ for a brace.`;

const autolink = (found: string) =>
  `addresses in angle brackets are not allowed (found ${excerpt(found)}). Write [text](https://...), or the address alone.`;

const spread = (found: string) =>
  `spread attributes are not allowed (found ${excerpt(found)}). Write each attribute with its value.`;
