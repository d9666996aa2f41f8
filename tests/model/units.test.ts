import { describe, expect, test } from 'vitest';

import {
  drawnValue,
  formatDate,
  formatDuration,
  isBinaryUnit,
  isPartialDate,
  parseQuantity,
  parseUnit,
} from '../../src/model/units.ts';
import { formatBytes, formatNumber } from '../../src/reports/text/format.ts';

describe('units', () => {
  const known: [text: string, dimension: string, factor: number][] = [
    ['B', 'bytes', 1],
    ['bytes', 'bytes', 1],
    ['kB', 'bytes', 1000],
    ['MB', 'bytes', 1e6],
    ['GiB', 'bytes', 2 ** 30],
    ['MB/h', 'bytes per time', 1e6 / 3600],
    ['GiB/day', 'bytes per time', 2 ** 30 / 86_400],
    ['bytes/request', 'bytes', 1],
    ['MB/h/connection', 'bytes per time', 1e6 / 3600],
    ['MB/connection/h', 'bytes per time', 1e6 / 3600],
    ['kB/request/worker', 'bytes', 1000],
    ['GB/year', 'bytes per time', 1e9 / (365.2425 * 86_400)],
    ['GB/month', 'bytes per time', (12 * 1e9) / (365.2425 * 86_400)],
    ['seconds', 'time', 1],
    ['minutes', 'time', 60],
    ['h', 'time', 3600],
    ['ms', 'time', 0.001],
    ['%', 'share', 0.01],
    ['goroutines', 'count', 1],
    ['calls', 'count', 1],
    ['DOM nodes', 'count', 1],
    ['constructor', 'count', 1],
    ['toString', 'count', 1],
  ];
  test.each(known)('parses %s', (text, dimension, factor) => {
    expect(parseUnit(text)).toEqual({ text, dimension, factor });
  });

  test.each([
    ['MiB', true],
    ['GiB/h', true],
    ['MB', false],
    ['bytes', false],
    ['calls per MiB', false],
  ])('%s counts in powers of 1024: %s', (unit, isBinary) => {
    expect(isBinaryUnit(unit)).toBe(isBinary);
  });

  test.each(['KB', 'K', 'M', 'G', 'mb', 'Gb', '', ' ', 'KB/s', 'MB/h/day', 'MB/', 'MB//h'])(
    'refuses the ambiguous %j',
    (text) => {
      expect(parseUnit(text)).toBeUndefined();
    },
  );
});

describe('quantities', () => {
  const cases: [
    input: number | string,
    low: number,
    high: number,
    about: boolean,
    drawn: number,
  ][] = [
    [358, 358, 358, false, 358],
    ['358', 358, 358, false, 358],
    ['about 358.5', 358.5, 358.5, true, 358.5],
    ['over 600', 600, Infinity, false, 600],
    ['at least 600', 600, Infinity, false, 600],
    ['under 300', 0, 300, false, 300],
    ['up to 10', 0, 10, false, 10],
    ['20 to 30', 20, 30, false, 25],
    ['about 20 to 30', 20, 30, true, 25],
    ['1_000 to 20_000_000', 1000, 20_000_000, false, 10_000_500],
    ['36_611_151', 36_611_151, 36_611_151, false, 36_611_151],
    ['4e6', 4e6, 4e6, false, 4e6],
    [' 12 ', 12, 12, false, 12],
    [-3, -3, -3, false, -3],
    [0, 0, 0, false, 0],
  ];
  test.each(cases)('parse %j', (input, low, high, about, drawn) => {
    const quantity = parseQuantity(input);
    expect(quantity).toEqual({ low, high, about });
    expect(quantity && drawnValue(quantity)).toBe(drawn);
  });

  test.each([
    '',
    'lots',
    '5 MB',
    '30 to 20',
    'over 5 to 6',
    'at least 5 to 6',
    '1,000',
    '0x10',
    'Infinity',
    'NaN',
  ])('are not %j', (input) => {
    expect(parseQuantity(input)).toBeUndefined();
  });
});

describe('formatted', () => {
  const cases: [name: string, found: string, wanted: string][] = [
    ['a number with significant digits', formatNumber(1234.5678), '1\u202f235'],
    ['a small number', formatNumber(0.123456), '0.1235'],
    ['no number', formatNumber(NaN), 'unknown'],
    ['decimal bytes', formatBytes(38_940_000), '38.94\u00a0MB'],
    ['binary bytes', formatBytes(38_940_000, 'binary'), '37.14\u00a0MiB'],
    ['few bytes', formatBytes(12), '12\u00a0B'],
    ['freed bytes', formatBytes(-2_000_000), '-2\u00a0MB'],
    ['an hour and a half', formatDuration(5400), '1.5 hours'],
    ['two days', formatDuration(172_800), '2 days'],
    ['one minute', formatDuration(60), '1 minute'],
    ['almost an hour', formatDuration(3599), '1 hour'],
    ['less than a second', formatDuration(0.25), '0.25 seconds'],
    ['a month in days, because months differ in length', formatDuration(40 * 86_400), '40 days'],
    ['a year in days too', formatDuration(400 * 86_400), '400 days'],
    ['several years', formatDuration(1000 * 86_400), '2.7 years'],
    ['a day', formatDate('2024-05-27'), '27 May 2024'],
    ['a month', formatDate('2024-05'), 'May 2024'],
    ['a year', formatDate('2024'), '2024'],
  ];
  test.each(cases)('%s', (_name, found, wanted) => {
    expect(found).toBe(wanted);
  });
});

describe('dates', () => {
  test.each(['2024', '2024-05', '2024-01', '2024-12', '2024-02-29', '1999-12-31'])(
    'may be %s',
    (text) => {
      expect(isPartialDate(text)).toBe(true);
    },
  );
  test.each([
    '24',
    '2024-13',
    '2024-00',
    '2023-02-29',
    '2024-1-1',
    '2024-05-27T10:00',
    'May 2024',
    '',
  ])('are not %j', (text) => {
    expect(isPartialDate(text)).toBe(false);
  });
});
