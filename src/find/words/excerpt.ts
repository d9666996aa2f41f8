import { matcherOf, tokensOf, type QueryTerm } from './identifiers.ts';

/** A stretch of text, marked if a search found it. */
export interface Span {
  readonly text: string;
  readonly found: boolean;
}

/** The whole text with the tokens that match marked. */
export function markTerms(text: string, terms: readonly QueryTerm[]): Span[] {
  return toSpans(tokensOf(text), terms.map(matcherOf));
}

const windowLength = 32;
const lead = 6;

/** The part of a text that holds most of the terms, with an ellipsis where it was cut; its beginning if it holds none. */
export function excerptOf(text: string, terms: readonly QueryTerm[]): Span[] {
  const tokens = tokensOf(text);
  const matchers = terms.map(matcherOf);
  const hits = tokens.flatMap((token, place) => {
    const term = matchers.findIndex((matches) => matches(token));
    return term === -1 ? [] : [{ place, term }];
  });
  const starts = hits.map(({ place }, index) => ({
    place,
    score: worth(hits.slice(index), place),
  }));
  const best = starts.reduce((a, b) => (b.score > a.score ? b : a), { place: 0, score: 0 });
  const from = best.place <= lead ? 0 : best.place - lead;
  const to = Math.min(tokens.length, from + windowLength);
  const spans = toSpans(tokens.slice(from, to), matchers);
  return [
    ...(from > 0 ? [{ text: '… ', found: false }] : []),
    ...spans,
    ...(to < tokens.length ? [{ text: ' …', found: false }] : []),
  ];
}

/** Different terms count more than the same one again. */
function worth(hits: readonly { place: number; term: number }[], from: number): number {
  const inside = hits.filter(({ place }) => place < from + windowLength - lead);
  return new Set(inside.map(({ term }) => term)).size * 100 + inside.length;
}

function toSpans(
  tokens: readonly string[],
  matchers: readonly ((token: string) => boolean)[],
): Span[] {
  const spans: Span[] = [];
  for (const [index, token] of tokens.entries()) {
    if (index > 0) append(spans, ' ', false);
    const found = matchers.some((matches) => matches(token));
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
