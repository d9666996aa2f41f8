import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { parseBytes, parseCount, parseDecimal, parseHex } from '../../src/reports/text/numbers.ts';

describe('a count', () => {
  test.each([
    ['0', 0],
    ['1048576', 1048576],
    ['1,048,576', 1048576],
    ['1.048.576', 1048576],
    ['1 048 576', 1048576],
    ['1\u00a0048\u202f576', 1048576],
    ["1'048'576", 1048576],
    ['12,34,567', 1234567],
    ['+230', 230],
    ['-230', -230],
    [' 42 ', 42],
    [String(Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER],
  ])('%j is %d', (text, value) => {
    expect(parseCount(text)).toBe(value);
  });

  test.each([undefined, '', '-', 'none', '1.5', '12,3', '1,2,3', '4 KiB', '0x10', '9'.repeat(20)])(
    '%j is none',
    (text) => {
      expect(parseCount(text)).toBeUndefined();
    },
  );

  test('counts what a page or a block holds', () => {
    expect(parseCount('3', 4096)).toBe(12288);
    expect(parseCount('9007199254740991', 4096)).toBeUndefined();
  });
});

describe('a decimal number', () => {
  test.each([
    ['53', 53],
    ['53.1', 53.1],
    ['53,1', 53.1],
    ['-152.6', -152.6],
    ['.5', 0.5],
    ['1.5e9', 1.5e9],
    ['1.234', 1.234],
    ['15,145', 15145],
    ['1,234.5', 1234.5],
    ['1.234,5', 1234.5],
    ['1\u202f234,5', 1234.5],
    ['948,28', 948.28],
  ])('%j is %d', (text, value) => {
    expect(parseDecimal(text)).toBe(value);
  });

  test.each([undefined, '', '.', 'NaN', 'Infinity', '1.2.3', '1e400', '5 MB', '--'])(
    '%j is none',
    (text) => {
      expect(parseDecimal(text)).toBeUndefined();
    },
  );
});

describe('bytes', () => {
  test.each([
    ['12', '', 12],
    ['12', 'bytes', 12],
    ['12', 'B', 12],
    ['1.5', 'K', 1536],
    ['1.5', 'kB', 1536],
    ['1', 'MiB', 2 ** 20],
    ['2', 'g', 2 ** 31],
    ['-3', 'KiB', -3072],
    ['1,5', 'GiB', 1.5 * 2 ** 30],
  ])('%s %s is %d where the tool counts in 1024', (amount, unit, bytes) => {
    expect(parseBytes(amount, unit)).toBe(bytes);
  });

  test.each([
    ['948.28', 'K', 948280],
    ['1.5', 'MB', 1_500_000],
    ['1', 'MiB', 2 ** 20],
    ['1', 'Ki', 1024],
  ])('%s %s is %d where the tool counts in 1000', (amount, unit, bytes) => {
    expect(parseBytes(amount, unit, 1000)).toBe(bytes);
  });

  test('are none where the amount is no number or the size is not exact', () => {
    expect(parseBytes('', 'MB')).toBeUndefined();
    expect(parseBytes(undefined, 'MB')).toBeUndefined();
    expect(parseBytes('9999', 'PiB')).toBeUndefined();
  });
});

test('hexadecimal digits are a number with or without a prefix', () => {
  expect([parseHex('64'), parseHex('0x64'), parseHex('0X64')]).toEqual([100, 100, 100]);
  expect([undefined, '', '0x', 'g', 'f'.repeat(16)].map(parseHex)).toEqual(
    Array(5).fill(undefined),
  );
});

test('whatever the text, the result is finite and exact, or undefined', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,-+eE \u202f_kMGi') }), (text) => {
      for (const value of [parseCount(text), parseBytes(text, 'M'), parseHex(text)])
        expect(value === undefined || Number.isSafeInteger(value)).toBe(true);
      expect(Number.isFinite(parseDecimal(text) ?? 0)).toBe(true);
    }),
  );
});

test('what a computer prints in any locale is read back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -1e12, max: 1e12 }),
      fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'en-IN'),
      (value, locale) => {
        const printed = new Intl.NumberFormat(locale).format(value);
        expect(parseCount(printed.replace('\u2212', '-'))).toBe(value);
      },
    ),
  );
});
