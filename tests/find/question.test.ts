import { describe, expect, test } from 'vitest';

import { understand, withoutFilters } from '../../src/find/words/question.ts';

describe('looks for', () => {
  test.each([
    ['sk_new_reserve', ['sk_new_reserve']],
    ['CRYPTO_zalloc  leak', ['CRYPTO_zalloc', 'leak']],
    ['why does the cache grow', ['cache', 'grow']],
    ['the', ['the']],
    ['C', ['C']],
    ['C++ leak', ['C++', 'leak']],
    ['leak LEAK leaks', ['leak']],
    ['. , ( )', []],
    ['-Xmx512m --max-old-space-size', ['-Xmx512m', '--max-old-space-size']],
    ['-java', ['java']],
  ])('%s: %j', (query, texts) => {
    expect(understand(query).terms.map(({ text }) => text)).toEqual(texts);
  });
});

test('takes phrases and what is not wanted apart', () => {
  const { terms, phrases, excluded } = understand('leak "out of memory" -java -"old gen"');
  expect(terms.map(({ text }) => text)).toEqual(['leak']);
  expect(phrases.map(({ words }) => words)).toEqual([['out', 'of', 'memori']]);
  expect(excluded.map(({ words }) => words)).toEqual([['java'], ['old', 'gen']]);
});

test('takes filters that there are from a query', () => {
  const isTerm = (key: string, id: string) => key === 'language' && id === 'c++';
  expect(withoutFilters('leak language:C++ std::vector language:cobol error:x', isTerm)).toEqual({
    typed: { language: ['c++'] },
    words: 'leak std::vector language:cobol error:x',
  });
});
