import { describe, expect, test } from 'vitest';

import { correctDate, correctTerm } from '../../src/content/checks/corrections.ts';

const known = ['unbounded-cache', 'unbounded-queue', 'go', 'http1', 'http2', 'rust', 'staircase'];

describe('a word', () => {
  test.each([
    ['a letter missing', 'unbouned-cache', 'unbounded-cache'],
    ['a letter too many', 'staircasse', 'staircase'],
    ['a letter wrong', 'steircase', 'staircase'],
    ['two letters swapped', 'stiarcase', 'staircase'],
    ['capitals and spaces', 'Unbounded Cache', 'unbounded-cache'],
    ['underscores', 'unbounded_cache', 'unbounded-cache'],
    ['capitals in a short word', 'Go', 'go'],
    ['spaces around and between', '  unbounded  cache ', 'unbounded-cache'],
    ['a letter wrong of four', 'rast', 'rust'],
  ])('with %s is understood', (_slip, found, meant) => {
    expect(correctTerm(found, known)).toBe(meant);
  });

  test.each([
    ['two letters wrong', 'unbounded-cash'],
    ['another digit', 'http3'],
    ['two letters in all', 'gp'],
    ['nothing in common', 'leak'],
  ])('with %s is left to its author', (_slip, found) => {
    expect(correctTerm(found, known)).toBeUndefined();
  });

  test.each([
    ['three letters and one more', 'cppx', 'cpp'],
    ['one of four letters missing', 'rus', 'rust'],
    ['another digit at its end', 'http3', 'http2'],
    ['a digit too many', 'http22', 'http2'],
    ['two letters more', 'staircases-', 'staircase'],
    ['all but its beginning missing', 'stai', 'staircase'],
  ])('with %s is left to its author, though one is near', (_slip, found, word) => {
    expect(correctTerm(found, [word])).toBeUndefined();
  });

  test('that is near two others is left to its author', () => {
    expect(correctTerm('heapX', ['heapY', 'heapZ'])).toBeUndefined();
  });
});

describe('a date', () => {
  test.each([
    ['2024/05/02', '2024-05-02'],
    ['2024.5.2', '2024-05-02'],
    ['2024-5', '2024-05'],
    ['2024-05-02T10:00:00Z', '2024-05-02'],
    ['May 2, 2024', '2024-05-02'],
    ['2 May 2024', '2024-05-02'],
    ['Sept 2024', '2024-09'],
    [' 2024/5/2 ', '2024-05-02'],
    ['2024-05-02 10:00:00.5', '2024-05-02'],
    [' May 2024 ', '2024-05'],
    ['12 May 2024', '2024-05-12'],
    ['12.  May  2024', '2024-05-12'],
    ['May 12 2024', '2024-05-12'],
    ['May  12,  2024', '2024-05-12'],
    ['sep. 2024', '2024-09'],
  ])('%s is %s', (found, date) => {
    expect(correctDate(found)).toBe(date);
  });

  test.each([
    '02/05/2024',
    '2024-02-30',
    'May',
    'spring 2024',
    '2 May 3, 2024',
    '',
    'in 2024/5/2',
    '2024/5/2 or so',
    'on May 2, 2024',
    'May 2, 2024 or so',
    'Foo 2024',
    '2024-13',
  ])('%j is left to its author', (found) => {
    expect(correctDate(found)).toBeUndefined();
  });
});
