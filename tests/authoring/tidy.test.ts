import { expect, test } from 'vitest';

import { tidy } from '../../src/authoring/tidy.ts';

const order = ['id', 'title', 'tags'];

test('leaves a tidy text as it is', () => {
  const text = '---\nid: 1\ntitle: A\n---\n\nText.\n';
  expect(tidy(text, order)).toEqual({ text, changes: [] });
});

test('puts fields in order, each with its lines and its comments', () => {
  const text =
    '---\n# of the list\ntags:\n  - a\n\n  - b\ntitle: >-\n  long\n  title\nid: 1\n---\nText.\n';
  expect(tidy(text, order)).toEqual({
    text: '---\nid: 1\ntitle: >-\n  long\n  title\n# of the list\ntags:\n  - a\n\n  - b\n---\nText.\n',
    changes: ['the fields stand in their usual order'],
  });
});

test('puts fields that it does not know behind the others', () => {
  expect(tidy('---\nother: 1\nid: 1\n---\n', order).text).toBe('---\nid: 1\nother: 1\n---\n');
});

test('takes Windows line ends, a byte order mark and spaces at ends of lines away', () => {
  const { text, changes } = tidy('\uFEFF---\r\nid: 1  \r\n---\r\n\r\nText. \r\n\r\n\r\n', order);
  expect(text).toBe('---\nid: 1\n---\n\nText.\n');
  expect(changes).toEqual([
    'line ends are now those of Unix, without a byte order mark',
    'spaces at the ends of lines are gone',
    'the file ends with one line end',
  ]);
});

test.each([
  ['a line break of two spaces', '---\nid: 1\n---\n\none  \ntwo\n'],
  ['spaces in code', '---\nid: 1\n---\n\n```\na  \nb\n```\n'],
])('keeps %s', (_what, text) => {
  expect(tidy(text, order)).toEqual({ text, changes: [] });
});
