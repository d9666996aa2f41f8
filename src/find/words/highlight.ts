import type { Mark } from './ask.ts';
import type { Section } from './record.ts';
import { createWordReader, tokensOf } from './word-forms.ts';

/** A stretch of text, marked if the search found it. */
export interface Span {
  readonly text: string;
  readonly found: boolean;
}

/** The whole text with the tokens that were found marked. */
export function markText(text: string, marks: readonly Mark[]): Span[] {
  const tokens = tokensOf(text);
  return toSpans(tokens, tokens.map(createMarker(marks)));
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
  const markOf = createMarker(marks);
  const windows = sections.map(({ name, text }) => ({ name, ...bestWindow(text, markOf) }));
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

function bestWindow(text: string, markOf: (token: string) => number) {
  const tokens = tokensOf(text);
  const found = tokens.map(markOf);
  const hits = found.flatMap((mark, place) => (mark === -1 ? [] : [{ place, mark }]));
  let best = { place: 0, score: 0 };
  for (const [index, { place }] of hits.entries()) {
    const score = scoreWindow(hits, index);
    if (score > best.score) best = { place, score };
  }
  return { tokens, found, ...best };
}

/** Of the window that begins with a hit. Different marks count more than the same one again. */
function scoreWindow(hits: readonly { place: number; mark: number }[], first: number): number {
  const end = (hits[first]?.place ?? 0) + excerptLength - lead;
  const marks = new Set<number>();
  let next = first;
  for (let hit = hits[next]; hit && hit.place < end; hit = hits[next]) {
    marks.add(hit.mark);
    next += 1;
  }
  return marks.size * 100 + next - first;
}

const readWords = createWordReader();

/** Which mark a token of a text is found by, by its position; -1 if by none. */
function createMarker(marks: readonly Mark[]): (token: string) => number {
  const known = new Map<string, number>();
  return (token) => {
    const mark = known.get(token) ?? markIn(token, marks);
    known.set(token, mark);
    return mark;
  };
}

function markIn(token: string, marks: readonly Mark[]): number {
  if (marks.length === 0) return -1;
  const { running, also } = readWords(token);
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
