import { expect, test } from 'vitest';

import { isDraft } from '../../src/model/content.ts';
import { emptyLedger } from '../../src/model/ledger.ts';
import {
  findOpenPoints,
  formatOpenPoint,
  withoutOpenPoint,
} from '../../src/content/open-points.ts';
import { change, entryOf, validText } from './postmortem.ts';

test('open points stand in comments of the frontmatter and of the text', () => {
  const text = [
    '---',
    '# open: since when?',
    "title: 'x # open: no'",
    '  # open: really?',
    'status: resolved',
    '---',
    'It grew. {/* open: how fast? */}',
    '```',
    '{/* open: an example */}',
    '```',
    'An open: question.',
  ].join('\n');
  expect(findOpenPoints('a.mdx', text).map(formatOpenPoint)).toEqual([
    'a.mdx:2:1  open: since when?',
    'a.mdx:4:3  open: really?',
    'a.mdx:7:10  open: how fast?',
  ]);
});

test('a postmortem with open points is a draft until it is published', () => {
  const opened = entryOf(change(validText, 'They looked.', '{/* open: who? */} They looked.'));
  const published = { ...emptyLedger, incidents: { 7: { slug: 'x', anchors: [], charts: [] } } };
  expect(isDraft(opened.postmortem, undefined)).toBe(true);
  expect(isDraft(opened.postmortem, emptyLedger)).toBe(true);
  expect(isDraft(opened.postmortem, published)).toBe(false);
  expect(isDraft(entryOf(validText).postmortem, undefined)).toBe(false);
});

test.each([
  [
    'a line of its own',
    'id: 1\n# open: since when?\nreported: 2024\n',
    2,
    'id: 1\nreported: 2024\n',
  ],
  ['an indented line', 'a:\n  # open: really?\n  - b\n', 2, 'a:\n  - b\n'],
  ['a part of a line', 'It grew. {/* open: how fast? */}\n', 1, 'It grew.\n'],
  ['a paragraph', '## Fix\n\n{/* open: what? */}\n\nA limit.\n', 3, '## Fix\n\nA limit.\n'],
])('an open point goes with %s', (_name, text, line, wanted) => {
  expect(withoutOpenPoint(text, { line })).toBe(wanted);
});
