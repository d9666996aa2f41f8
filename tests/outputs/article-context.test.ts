import { expect, test } from 'vitest';

import { numberMarks } from '../../src/outputs/article/context.ts';
import type { Block } from '../../src/model/blocks.ts';

const source = (id: string): Block => ({ kind: 'source', id });
const heading = (depth: 2 | 3): Block => ({
  kind: 'heading',
  depth,
  id: `h${depth}`,
  children: [],
});
const inside = (tag: string, ...children: Block[]): Block => ({
  kind: 'element',
  tag,
  attributes: {},
  children,
});
const sources = ['issue', 'blog'].map((id) => ({
  id,
  url: 'https://example.org/',
  kind: 'issue' as const,
  title: `The ${id}`,
  publisher: 'Example',
}));

test('marks carry the number of their source, and the first in a section its note', () => {
  const first = source('blog');
  const again = source('blog');
  const afterSubheading = source('blog');
  const nextSection = source('blog');
  const marks = numberMarks(
    [heading(2), inside('p', first, again), heading(3), afterSubheading, heading(2), nextSection],
    sources,
  );
  expect(marks.get(first)).toEqual({ number: 2, note: 'The blog. Example' });
  expect(marks.get(again)).toEqual({ number: 2 });
  expect(marks.get(afterSubheading)).toEqual({ number: 2 });
  expect(marks.get(nextSection)).toEqual({ number: 2, note: 'The blog. Example' });
});

test('a mark inside a table has no note, which would not fit beside it', () => {
  const mark = source('issue');
  expect(numberMarks([inside('table', inside('td', mark))], sources).get(mark)).toEqual({
    number: 1,
  });
});
