import { expect, test } from 'vitest';

import { findExcerpt, markText, type Span } from '../../src/find/words/highlight.ts';
import { stemOf, tokensOf } from '../../src/find/words/word-forms.ts';

const marks = (words: string) =>
  tokensOf(words).map((word) => ({ word: stemOf(word), begins: false }));

const shown = (spans: readonly Span[]) =>
  spans.map(({ text, found }) => (found ? `[${text}]` : text)).join('');

test('marks what was found', () => {
  expect(shown(markText('Caches leak; the CRYPTO_zalloc (cache).', marks('cache zalloc')))).toBe(
    '[Caches] leak; the [CRYPTO_zalloc] ([cache]).',
  );
});

const excerptOf = (text: string, words: string) =>
  shown(findExcerpt([{ name: 'Summary', text }], marks(words)).excerpt);

const filler = Array.from({ length: 60 }, (_, index) => `word${index}`).join(' ');

test('marks the beginnings of words where that is what was looked for', () => {
  expect(shown(markText('zalloc alloc', [{ word: 'zal', begins: true }]))).toBe('[zalloc] alloc');
});

test('shows the place with most of the terms', () => {
  const text = `leak ${filler} the cache leak ${filler}`;
  const excerpt = excerptOf(text, 'cache leak');
  expect(excerpt).toMatch(/^… word\d+ .* the \[cache\] \[leak\] word0 .* …$/);
});

test('shows the beginning if the terms are elsewhere', () => {
  expect(excerptOf(filler, 'cache')).toMatch(/^word0 .* word31 …$/);
});

test('leaves a short text whole', () => {
  expect(excerptOf('a small leak', 'leak')).toBe('a small [leak]');
});

test('names the section that the excerpt stands in', () => {
  const sections = [
    { name: 'Summary', text: 'A leak.' },
    { name: 'Root cause', text: 'The cache has a leak.' },
    { name: 'Fix', text: 'The cache.' },
  ];
  expect(findExcerpt(sections, marks('cache leak')).section).toBe('Root cause');
  expect(findExcerpt(sections, marks('peer')).section).toBe('Summary');
});
