import { expect, test } from 'vitest';

import { excerptOf, markTerms, type Span } from '../../src/find/words/excerpt.ts';
import { queryTerms } from '../../src/find/words/identifiers.ts';

const shown = (spans: readonly Span[]) =>
  spans.map(({ text, found }) => (found ? `[${text}]` : text)).join('');

test('marks what was found', () => {
  expect(
    shown(markTerms('Caches leak; the CRYPTO_zalloc (cache).', queryTerms('cache zalloc'))),
  ).toBe('[Caches] leak; the [CRYPTO_zalloc] ([cache]).');
});

const filler = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');

test('shows the place with most of the terms', () => {
  const text = `leak ${filler} the cache leak ${filler}`;
  const excerpt = shown(excerptOf(text, queryTerms('cache leak')));
  expect(excerpt).toMatch(/^… word\d+ .* the \[cache\] \[leak\] word0 .* …$/);
});

test('shows the beginning if the terms are elsewhere', () => {
  expect(shown(excerptOf(filler, queryTerms('cache')))).toMatch(/^word0 .* word31 …$/);
});

test('leaves a short text whole', () => {
  expect(shown(excerptOf('a small leak', queryTerms('leak')))).toBe('a small [leak]');
});
