import type { Mark } from './ask.ts';
import type { Section } from './record.ts';
import { tokensOf, wordsOf } from './word-forms.ts';

/** A stretch of text, marked if the search found it. */
export interface Span {
  readonly text: string;
  readonly found: boolean;
}

/** The whole text with the tokens that were found marked. */
export function markText(text: string, marks: readonly Mark[]): Span[] {
  const tokens = tokensOf(text);
  return toSpans(
    tokens,
    tokens.map((token) => markIn(token, marks)),
  );
}

/** Words that an excerpt shows, and how many of them stand before what was found. */
const excerptLength = 32;
const lead = 6;

/** A part of a text, and the heading of the section that it stands in. */
export interface Excerpt {
  readonly excerpt: readonly Span[];
  readonly section: string;
}

/** The part of one section that holds most of the marks, with an ellipsis where it was cut; the beginning if none does. */
export function findExcerpt(sections: readonly Section[], marks: readonly Mark[]): Excerpt {
  const windows = sections.map(({ name, text }) => ({ name, ...bestWindow(text, marks) }));
  const [first, ...rest] = windows;
  const best = rest.reduce((a, b) => (a && b.score > a.score ? b : a), first);
  if (!best) return { excerpt: [], section: '' };
  const { name, tokens, found, place } = best;
  const from = place <= lead ? 0 : place - lead;
  const to = Math.min(tokens.length, from + excerptLength);
  const excerpt = [
    ...(from > 0 ? [{ text: '… ', found: false }] : []),
    ...toSpans(tokens.slice(from, to), found.slice(from, to)),
    ...(to < tokens.length ? [{ text: ' …', found: false }] : []),
  ];
  return { excerpt, section: name };
}

function bestWindow(text: string, marks: readonly Mark[]) {
  const tokens = tokensOf(text);
  const found = tokens.map((token) => markIn(token, marks));
  const hits = found.flatMap((mark, place) => (mark === -1 ? [] : [{ place, mark }]));
  const starts = hits.map(({ place }, index) => ({
    place,
    score: scoreWindow(hits.slice(index), place),
  }));
  const best = starts.reduce((a, b) => (b.score > a.score ? b : a), { place: 0, score: 0 });
  return { tokens, found, ...best };
}

/** Different marks count more than the same one again. */
function scoreWindow(hits: readonly { place: number; mark: number }[], from: number): number {
  const inside = hits.filter(({ place }) => place < from + excerptLength - lead);
  return new Set(inside.map(({ mark }) => mark)).size * 100 + inside.length;
}

/** Which mark a token of a text is found by, by its position; -1 if by none. */
function markIn(token: string, marks: readonly Mark[]): number {
  if (marks.length === 0) return -1;
  const { running, also } = wordsOf(token);
  const words = [...running, ...also];
  return marks.findIndex(({ word, begins }) =>
    words.some((one) => one === word || (begins && one.startsWith(word))),
  );
}

function toSpans(tokens: readonly string[], marks: readonly number[]): Span[] {
  const spans: Span[] = [];
  for (const [index, token] of tokens.entries()) {
    if (index > 0) append(spans, ' ', false);
    const found = marks[index] !== -1;
    const [, before = '', word = token, after = ''] = (found && aroundWord.exec(token)) || [];
    append(spans, before, false);
    append(spans, word, found);
    append(spans, after, false);
  }
  return spans;
}

/** Punctuation around a word is not marked with it. */
const aroundWord = /^([^\p{L}\p{N}]*)(.*[\p{L}\p{N}+#]|)([^\p{L}\p{N}+#]*)$/u;

function append(spans: Span[], text: string, found: boolean): void {
  const last = spans.at(-1);
  if (text === '') return;
  if (last && !last.found && !found) spans[spans.length - 1] = { text: last.text + text, found };
  else spans.push({ text, found });
}
