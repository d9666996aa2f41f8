import { describe, expect, test } from 'vitest';

import { displayUnit, formatPair, formatQuantity } from '../../src/model/display-unit.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('the unit for values', () => {
  test.each([
    { unit: 'MB', largest: 999, text: 'MB', divisor: 1 },
    { unit: 'MB', largest: 999.6, text: 'GB', divisor: 1000 },
    { unit: 'MB', largest: 1000, text: 'GB', divisor: 1000 },
    { unit: 'kB', largest: 3_945_352, text: 'GB', divisor: 1e6 },
    { unit: 'TB', largest: 50_000, text: 'TB', divisor: 1 },
    { unit: 'GB', largest: 1, text: 'GB', divisor: 1 },
    { unit: 'GB', largest: 0.25, text: 'MB', divisor: 0.001 },
    { unit: 'GB', largest: 0.0005, text: 'kB', divisor: 1e-6 },
    { unit: 'B', largest: 0.05, text: 'B', divisor: 1 },
    { unit: 'MiB', largest: 1000, text: 'MiB', divisor: 1 },
    { unit: 'MiB', largest: 1024, text: 'GiB', divisor: 1024 },
    { unit: 'KiB', largest: 20_480, text: 'MiB', divisor: 1024 },
    { unit: 'bytes', largest: 720, text: 'bytes', divisor: 1 },
    { unit: 'bytes', largest: 20_000, text: 'kB', divisor: 1000 },
    { unit: 'MB/h', largest: 0.05, text: 'kB/h', divisor: 0.001 },
    { unit: 'MB/h/connection', largest: 10_000, text: 'GB/h/connection', divisor: 1000 },
    { unit: 'ns', largest: 17_833, text: 'µs', divisor: 1000 },
    { unit: 's', largest: 0.5, text: 'ms', divisor: 0.001 },
    { unit: 'hours', largest: 2_000_000, text: 'hours', divisor: 1 },
    { unit: '%', largest: 2_000_000, text: '%', divisor: 1 },
    { unit: 'calls', largest: 999_999, text: 'calls', divisor: 1 },
    { unit: 'calls', largest: 1e6, text: 'million calls', divisor: 1e6 },
    { unit: 'calls', largest: 1e9, text: 'billion calls', divisor: 1e9 },
    { unit: 'MB', largest: -5000, text: 'GB', divisor: 1000 },
    { unit: 'MB', largest: 0, text: 'MB', divisor: 1 },
  ])('of up to $largest $unit is $text', ({ unit, largest, text, divisor }) => {
    const display = displayUnit(unit, [0, largest]);
    expect(display.text).toBe(text);
    expect(display.divisor).toBeCloseTo(divisor, 12);
  });

  test.each([
    { values: [], digits: 3 },
    { values: [5], digits: 3 },
    { values: [0, 0], digits: 3 },
    { values: [100, 500], digits: 3 },
    { values: [100, 90], digits: 3 },
    { values: [100, 95], digits: 4 },
    { values: [11_437_000, 11_442_048], digits: 6 },
    { values: [-11_437_000, -11_442_048], digits: 6 },
    { values: [1, 1 + 1e-12], digits: 8 },
  ])('tells $values in $digits digits', ({ values, digits }) => {
    expect(displayUnit('B', values).digits).toBe(digits);
  });
});

describe('a quantity', () => {
  const texts: [input: number | string, unit: string, text: string][] = [
    ['about 358', 'MB', 'about 358 MB'],
    ['over 600', 'MB', 'over 600 MB'],
    ['under 300', 'MB', 'under 300 MB'],
    ['up to 10', 'GB', 'up to 10 GB'],
    ['at least 50', 'MB', 'at least 50 MB'],
    ['20 to 30', 'MB', '20 to 30 MB'],
    [' over 600 ', 'MB', 'over 600 MB'],
    ['a few', 'MB', 'a few MB'],
    [12, '%', '12 %'],
    [38.94, 'MB', '38.94 MB'],
    [276.754, 'kB', '276.8 kB'],
    [3_945_352, 'kB', '3.95 GB'],
    [4_280_049_664, 'B', '4.28 GB'],
    [9830.4, 'MiB', '9.6 GiB'],
    [0.25, 'GB', '250 MB'],
    ['about 0.25', 'GB', 'about 250 MB'],
    ['under 0.3', 'GB', 'under 300 MB'],
    ['at least 38100', 'kB', 'at least 38.1 MB'],
    ['up to 38100', 'kB', 'up to 38.1 MB'],
    ['about 20000 to 30000', 'kB', 'about 20 to 30 MB'],
    ['4000 to 8000', 'MB', '4 to 8 GB'],
    [-38_100, 'kB', '-38.1 MB'],
    [0, 'bytes', '0 bytes'],
    [36_611_151, 'calls', '36.6 million calls'],
    ['about 37_000_000', 'calls', 'about 37 million calls'],
    [924_409, 'tasks', '924 409 tasks'],
    [198.25678, 'methods/s', '198.3 methods/s'],
  ];
  test.each(texts)('of %j %s is %s', (input, unit, text) => {
    expect(plain(formatQuantity(input, unit))).toBe(text);
  });

  test.each([
    { stated: 194_640, text: '195 MB' },
    { stated: 38_100, text: '38.1 MB' },
    { stated: 999, text: '999 kB' },
    { stated: 0, text: '0 MB' },
    { stated: 'over 38100', text: 'over 38.1 MB' },
  ])('shares the unit of others unless it is less than one of it: $text', ({ stated, text }) => {
    const shared = displayUnit('kB', [194_640, 38_100]);
    expect(plain(formatQuantity(stated, 'kB', shared))).toBe(text);
  });

  test('has more digits where others are near', () => {
    const shared = displayUnit('bytes', [11_437_000, 11_442_048]);
    expect(plain(formatQuantity(11_442_048, 'bytes', shared))).toBe('11.442 MB');
  });
});

test.each([
  { pair: [4_321_168, 133_576], unit: 'bytes', texts: ['4.32 MB', '134 kB'] },
  { pair: [12_960, 0], unit: 'bytes', texts: ['13 kB', '0 bytes'] },
  { pair: [1_070_426, 1_070_298], unit: 'B', texts: ['1.07043 MB', '1.0703 MB'] },
  { pair: ['over 1', 'under 0.3'], unit: 'GB', texts: ['over 1 GB', 'under 300 MB'] },
  { pair: ['some', 5], unit: 'MB', texts: ['some MB', '5 MB'] },
])(
  'a pair of $pair $unit is told apart as $texts',
  ({ pair: [before = 0, after = 0], ...rest }) => {
    expect(formatPair(before, after, rest.unit).map(plain)).toEqual(rest.texts);
  },
);
