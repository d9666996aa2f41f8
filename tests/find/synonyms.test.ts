import { expect, test } from 'vitest';

import { findAlternatives } from '../../src/find/words/synonyms.ts';
import { stemOf, tokensOf } from '../../src/find/words/word-forms.ts';

const synonyms = [['fd', 'file descriptor'], { asked: ['balloon'], also: ['growth', 'rise'] }];

/** What else a question is looked for by, each with the words that it stands for. */
const alternatives = (question: string) => {
  const words = tokensOf(question).map(stemOf);
  return findAlternatives(words, synonyms).map(({ from, length, also }) => ({
    for: words.slice(from, from + length).join(' '),
    also: also.map((one) => one.join(' ')),
  }));
};

test('words of a group stand for each other, several words too', () => {
  expect(alternatives('too many fd')).toEqual([{ for: 'fd', also: ['file descriptor'] }]);
  expect(alternatives('a file descriptor leak')).toEqual([
    { for: 'file descriptor', also: ['fd'] },
  ]);
});

test('a part of several words stands for nothing', () => {
  expect(alternatives('descriptor of a file')).toEqual([]);
});

test('what is asked for one way is not found the other way', () => {
  expect(alternatives('ballooning')).toEqual([{ for: 'balloon', also: ['growth', 'rise'] }]);
  expect(alternatives('growth')).toEqual([]);
});
