import { describe, expect, test } from 'vitest';

import { compareDebian } from '../../src/model/debian-version.ts';

/* Examples of deb-version(7), and what `dpkg --compare-versions` says. */
describe('a version of Debian', () => {
  test.each([
    ['a tilde before the end', '1.0~rc1', '1.0'],
    ['a tilde before another tilde and a letter', '1.0~~', '1.0~a'],
    ['the end before a letter', '1.0', '1.0a'],
    ['a letter before a sign', '1.0a', '1.0+'],
    ['digits by their value', '1.9', '1.10'],
    ['digits that no number holds', '1.20240101120000000001', '1.20240101120000000002'],
    ['the epoch before all else', '9.9', '1:1.0'],
    ['an epoch of two digits', '9:1.0', '10:1.0'],
    ['the revision last', '1.0-2', '1.0-10'],
    ['no revision before one', '1.0', '1.0-1'],
    ['the last hyphen begins the revision', '1.0-2-9', '1.0-3-1'],
    ['upstream before revision', '1.0-9', '1.1-1'],
    ['a part that is longer', '1.0', '1.0.1'],
    ['text after equal text', '1.0+dfsg', '1.0+dfsg1'],
  ])('orders %s: %s < %s', (_, lower, higher) => {
    expect(Math.sign(compareDebian(lower, higher))).toBe(-1);
    expect(Math.sign(compareDebian(higher, lower))).toBe(1);
  });

  test.each([
    ['0:1.0', '1.0'],
    ['1.0-0', '1.0'],
    ['1.01', '1.1'],
  ])('takes %s and %s for equal', (one, two) => {
    expect(compareDebian(one, two)).toBe(0);
    expect(compareDebian(two, one)).toBe(0);
  });
});
