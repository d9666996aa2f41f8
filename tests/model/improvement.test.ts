import { describe, expect, test } from 'vitest';

import {
  computeChange,
  formatChange,
  formatRatio,
  middleShare,
} from '../../src/model/improvement.ts';

describe('a change', () => {
  type Figure = number | string;
  const cases: [
    before: Figure,
    after: Figure,
    change: string,
    ratio: string | undefined,
    middle: number | undefined,
  ][] = [
    [400, 100, '−75\u00a0%', '4 times less', -0.75],
    [38.94, 9.46, '−75.7\u00a0%', '4.1 times less', -0.757],
    [100, 112, '+12\u00a0%', '1.1 times more', 0.12],
    [100, 100, '±0\u00a0%', undefined, 0],
    [100, 300, '+200\u00a0%', '3 times more', 2],
    [1, 0, '−100\u00a0%', undefined, -1],
    ['about 400', 100, 'about −75\u00a0%', 'about 4 times less', -0.75],
    ['400 to 500', 100, '−75 to −80\u00a0%', 'about 4.4 times less', -0.775],
    ['over 600', 100, 'at least −83.3\u00a0%', 'at least 6 times less', -0.917],
    [600, 'under 100', 'at least −83.3\u00a0%', 'at least 6 times less', -0.917],
    [100, 'over 400', 'at least +300\u00a0%', 'at least 4 times more', undefined],
    [10_000, 4, '−99.96\u00a0%', '2\u202f500 times less', -0.9996],
    [1e12, 1, '−99.999999\u00a0%', '1\u202f000\u202f000\u202f000\u202f000 times less', -1],
    [10_000_000, 3, '−99.99997\u00a0%', '3\u202f333\u202f333 times less', -1],
  ];
  test.each(cases)('from %j to %j', (before, after, text, ratio, middle) => {
    const change = computeChange(before, after);
    expect(change && formatChange(change)).toBe(text);
    expect(change && formatRatio(change)).toBe(ratio);
    const found = change && middleShare(change);
    if (middle === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(middle, 3);
  });

  test('from nothing, from less than something or from a word is none', () => {
    for (const before of [0, 'under 5', 'lots', -3])
      expect(computeChange(before, 10)).toBeUndefined();
    expect(computeChange(10, 'few')).toBeUndefined();
  });

  test('keeps the order of a range from closest to zero', () => {
    expect(computeChange('400 to 500', 100)?.share).toEqual([100 / 500 - 1, 100 / 400 - 1]);
  });
});
