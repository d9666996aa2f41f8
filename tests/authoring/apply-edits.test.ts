import { expect, test } from 'vitest';

import { applyEdits } from '../../src/authoring/apply-edits.ts';

const at = (line: number, column: number) => ({ line, column });

test('edits are applied at their places, in any order', () => {
  const edits = [
    { from: at(2, 4), to: at(2, 7), text: 'y' },
    { from: at(1, 1), to: at(1, 2), text: 'AA' },
  ];
  expect(applyEdits('a: 1\nb: two\n', edits)).toEqual({
    text: 'AA: 1\nb: y\n',
    edits: [
      { ...edits[1], original: 'a' },
      { ...edits[0], original: 'two' },
    ],
  });
});

test('of two edits at one place the second waits', () => {
  const edits = ['x', 'y'].map((text) => ({ from: at(1, 1), to: at(1, 3), text }));
  const { text, edits: applied } = applyEdits('ab', edits);
  expect(text).toBe('x');
  expect(applied).toHaveLength(1);
});
