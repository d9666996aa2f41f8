import { expect, test } from 'vitest';

import { formatAnnotation } from '../../src/cli/content/annotation.ts';

test('an annotation has the place and the field', () => {
  const fault = { file: 'a/index.mdx', line: 3, column: 8, field: 'title', message: 'too long.' };
  expect(formatAnnotation(fault)).toBe(
    '::error file=a/index.mdx,line=3,col=8,title=title::too long.',
  );
});

test('a warning is an annotation of its own level', () => {
  expect(formatAnnotation({ file: 'a', message: 'b', level: 'warning' })).toBe(
    '::warning file=a::b',
  );
});

test('an annotation of a whole file has no line', () => {
  expect(formatAnnotation({ file: 'a', message: 'b' })).toBe('::error file=a::b');
});

test('what an author wrote cannot end an annotation or begin another', () => {
  const fault = { file: 'a,line=1:b%', message: '50 % found "\n::stop-commands::x"\r' };
  expect(formatAnnotation(fault)).toBe(
    '::error file=a%2Cline=1%3Ab%25::50 %25 found "%0A::stop-commands::x"%0D',
  );
});
