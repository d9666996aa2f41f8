import { describe, expect, test } from 'vitest';

import {
  chooseUnit,
  displayUnit,
  formatPartShare,
  formatStated,
  measureIn,
  needsLogScale,
  writeStated,
} from '../../src/charts/stated.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('the unit of an axis', () => {
  test.each([
    { unit: 'MB', largest: 9999, text: 'MB', divisor: 1 },
    { unit: 'MB', largest: 10_000, text: 'GB', divisor: 1000 },
    { unit: 'kB', largest: 1_999_000, text: 'MB', divisor: 1000 },
    { unit: 'kB', largest: 2_000_000, text: 'GB', divisor: 1e6 },
    { unit: 'TB', largest: 50_000, text: 'TB', divisor: 1 },
    { unit: 'GB', largest: 0.1, text: 'GB', divisor: 1 },
    { unit: 'GB', largest: 0.05, text: 'MB', divisor: 0.001 },
    { unit: 'GB', largest: 0.001, text: 'MB', divisor: 0.001 },
    { unit: 'GB', largest: 0.0005, text: 'kB', divisor: 1e-6 },
    { unit: 'B', largest: 0.05, text: 'B', divisor: 1 },
    { unit: 'KiB', largest: 20_480, text: 'MiB', divisor: 1024 },
    { unit: 'MiB', largest: 0.05, text: 'KiB', divisor: 1 / 1024 },
    { unit: 'bytes', largest: 20_000, text: 'kB', divisor: 1000 },
    { unit: 'MB/h', largest: 0.05, text: 'kB/h', divisor: 0.001 },
    { unit: 'MB/h/connection', largest: 10_000, text: 'GB/h/connection', divisor: 1000 },
    { unit: 'calls', largest: 999_999, text: 'calls', divisor: 1 },
    { unit: 'hours', largest: 2_000_000, text: 'hours', divisor: 1 },
    { unit: 'MB', largest: -5, text: 'MB', divisor: 1 },
  ])('for up to $largest $unit is $text', ({ unit, largest, text, divisor }) => {
    const display = displayUnit(unit, largest);
    expect(display).toMatchObject({ text, values: true });
    expect(display.divisor).toBeCloseTo(divisor, 12);
  });

  test('counts millions and billions, and leaves single values as they are', () => {
    expect(displayUnit('calls', 1e6)).toEqual({
      text: 'million calls',
      divisor: 1e6,
      values: false,
    });
    expect(displayUnit('calls', 999e6).text).toBe('million calls');
    expect(displayUnit('calls', 1e9)).toEqual({
      text: 'billion calls',
      divisor: 1e9,
      values: false,
    });
  });

  test('suits the largest value or level, below zero too', () => {
    expect(chooseUnit('MB', [1, 100], []).text).toBe('MB');
    expect(chooseUnit('MB', [1000, 100], [12_000]).text).toBe('GB');
    expect(chooseUnit('MB', [-12_000, 100], []).text).toBe('GB');
  });

  test('is as stated on a log scale', () => {
    expect(chooseUnit('kB', [40, 90_000], [])).toEqual({ text: 'kB', divisor: 1, values: true });
  });
});

test.each([
  { values: [1, 200], log: false },
  { values: [1, 201], log: true },
  { values: [201, 50, 1], log: true },
  { values: [0, 201], log: false },
  { values: [-1, 201], log: false },
  { values: [500], log: false },
  { values: [], log: false },
])('needs a log scale for $values: $log', ({ values, log }) => {
  expect(needsLogScale(values)).toBe(log);
});

test.each([
  { stated: 'up to 38100', text: 'up to 38.1 MB' },
  { stated: 'at least 38100', text: 'over 38.1 MB' },
  { stated: 'about 20000 to 30000', text: 'about 20 to 30 MB' },
  { stated: ' about 38100', text: 'about 38.1 MB' },
  { stated: 1_234_567, text: '1 235 MB' },
  { stated: -38_100, text: '-38.1 MB' },
])('writes $stated kB as $text', ({ stated, text }) => {
  expect(plain(formatStated(stated, 'kB', displayUnit('kB', 194_640)))).toBe(text);
});

test('writes a single value in its own unit where the axis has it, or counts millions', () => {
  expect(plain(formatStated('about 1234.5678', 'MB', displayUnit('MB', 2000)))).toBe(
    'about 1 234.5678 MB',
  );
  expect(plain(formatStated(36_611_151, 'calls', displayUnit('calls', 4e7)))).toBe(
    '36 611 151 calls',
  );
});

test.each([
  { stated: 1234.5678, text: '1 234.5678' },
  { stated: 'over 1e6', text: 'over 1 000 000' },
  { stated: '2_000.50', text: '2 000.50' },
  { stated: ' about 12000 to 13000 ', text: 'about 12 000 to 13 000' },
])('copies $stated as $text', ({ stated, text }) => {
  expect(plain(writeStated(stated))).toBe(text);
});

test.each([
  { measure: 'Resident memory', unit: 'MB', shown: '', text: 'Resident memory' },
  { measure: 'Size in MB', unit: 'MB', shown: 'MB', text: 'Size in MB (MB)' },
  { measure: 'Allocations', unit: 'calls', shown: 'calls', text: 'Allocations (calls)' },
  { measure: 'Calls', unit: 'Calls', shown: 'Calls', text: 'Calls' },
])('names $measure in "$shown" as $text', ({ measure, unit, shown, text }) => {
  expect(measureIn({ measure, unit }, shown)).toBe(text);
});

test.each([
  { share: 1, text: '100 %' },
  { share: 0.99975, text: '99.975 %' },
  { share: 0.99, text: '99 %' },
  { share: 0.98765, text: '98.8 %' },
  { share: 0.0123456, text: '1.23 %' },
])('writes a share of $share as $text', ({ share, text }) => {
  expect(plain(formatPartShare(share))).toBe(text);
});
