import { expect, test } from 'vitest';

import { findOpenPoints, formatOpenPoint } from '../src/writing/open-points.ts';

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
