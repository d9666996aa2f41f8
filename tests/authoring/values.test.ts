import { describe, expect, test } from 'vitest';

import { isSame, mergeEdits } from '../../src/authoring/values.ts';

describe('values', () => {
  test('are the same in whatever order the fields stand', () => {
    expect(isSame({ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 })).toBe(true);
    expect(isSame([1, 2], [2, 1])).toBe(false);
    expect(isSame({ a: undefined }, { b: undefined })).toBe(false);
    expect(isSame(null, {})).toBe(false);
  });

  test.each([
    ['nothing was edited', { v: '3.10', x: 1 }, { v: 3.1 }, { v: 3.1 }, { v: '3.10', x: 1 }],
    ['a field was edited', { v: '3.10', x: 1 }, { v: 3.1 }, { v: 3.2 }, { v: 3.2, x: 1 }],
    ['a field was emptied', { v: 1, w: 2, x: 3 }, { v: 1, w: 2 }, { w: 2 }, { w: 2, x: 3 }],
    ['a field was added', { x: 3 }, {}, { v: 1 }, { x: 3, v: 1 }],
    ['an entry was edited', [{ v: 1, x: 2 }], [{ v: 1 }], [{ v: 3 }], [{ v: 3, x: 2 }]],
    [
      'entries were swapped',
      [
        { v: 1, x: 1 },
        { v: 2, x: 2 },
      ],
      [{ v: 1 }, { v: 2 }],
      [{ v: 2 }, { v: 1 }],
      [
        { v: 2, x: 2 },
        { v: 1, x: 1 },
      ],
    ],
    [
      'an entry was removed',
      [
        { v: 1, x: 1 },
        { v: 2, x: 2 },
      ],
      [{ v: 1 }, { v: 2 }],
      [{ v: 2 }],
      [{ v: 2, x: 2 }],
    ],
    ['a list was shown as text', ['a', 'b'], 'a b', 'c', 'c'],
    ['a list was shown shorter', ['a', null], ['a'], ['b'], ['b']],
  ])('keep what was not shown when %s', (_name, original, shown, now, wanted) => {
    expect(mergeEdits(original, shown, now)).toEqual(wanted);
  });
});
