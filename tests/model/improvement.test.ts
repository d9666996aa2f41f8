import { describe, expect, test } from 'vitest';

import {
  certainShare,
  computeChange,
  describeImprovements,
  formatChange,
  formatRatio,
  formatShare,
  improvementShare,
  notMeasuredReason,
  primaryImprovement,
  summarizeImprovement,
} from '../../src/model/improvement.ts';
import type { Improvement } from '../../src/model/schema.ts';
import { postmortemOf } from '../charts/postmortem.ts';

type Value = number | string;

describe('a change', () => {
  type Case = [
    before: Value,
    after: Value,
    change: string,
    ratio: string | undefined,
    share: number,
  ];
  const cases: Case[] = [
    [400, 100, '−75 %', '4x lower', -0.75],
    [38.94, 9.46, '−75.7 %', '4.1x lower', -0.757],
    [38.94, 9.4, '−76 %', '4.1x lower', -0.759],
    [1234, 567, '−54.1 %', '2.2x lower', -0.541],
    [1700, 127, '−93 %', '13x lower', -0.925],
    [0.0389, 0.00946, '−75.7 %', '4.1x lower', -0.757],
    ['1_234', '567', '−54.1 %', '2.2x lower', -0.541],
    [42, 15, '−64 %', '2.8x lower', -0.643],
    [100, 112, '+12 %', '1.1x higher', 0.12],
    [100, 100, '±0 %', undefined, 0],
    [100, 300, '+200 %', '3x higher', 2],
    [1, 0, '−100 %', undefined, -1],
    ['400 to 500', 100, '−75 to −80 %', 'about 4.4x lower', -0.775],
    [10, '15 to 20', '+50 to +100 %', 'about 1.8x higher', 0.75],
    ['20 to 30', 30, '±0 to +50 %', 'about 1.3x higher', 0.25],
    [30, '20 to 30', '±0 to −33 %', 'about 1.2x lower', -1 / 6],
    [10_000, 4, '−99.96 %', '2 500x lower', -0.9996],
    [100_000_000, 38_766, '−99.96 %', '2 580x lower', -0.9996],
    [3, 3714, '+120 000 %', '1 238x higher', 1237],
    [100, 110, '+10 %', '1.1x higher', 0.1],
    [100, 91, '−9 %', undefined, -0.09],
    [1e12, 1, '−99.999999 %', '1 000 000 000 000x lower', -1],
    [10_000_000, 3, '−99.99997 %', '3 333 333x lower', -1],
  ];
  const open: Case[] = [
    ['over 600', 100, 'at least −83 %', 'at least 6x lower', 1 / 6 - 1],
    ['over 600', '50 to 100', 'at least −83 %', 'at least 6x lower', 1 / 6 - 1],
    [600, 'under 100', 'at least −83 %', 'at least 6x lower', 1 / 6 - 1],
    [100, 'over 400', 'at least +300 %', 'at least 4x higher', 3],
    [100, 'over 105', 'at least +5 %', undefined, 0.05],
  ];
  // 358 may be 350 or 360: a third digit of the percentage would be made up.
  const rounded: Case[] = [
    ['about 400', 100, 'about −75 %', 'about 4x lower', -0.75],
    ['about 358', 61.6, 'about −83 %', 'about 5.8x lower', -0.828],
    [358, 'about 61.6', 'about −83 %', 'about 5.8x lower', -0.828],
    ['about 3', 3714, 'about +120 000 %', 'about 1 200x higher', 1237],
    [10_000, 'about 4', 'about −99.96 %', 'about 2 500x lower', -0.9996],
    ['about 400 to 500', 100, 'about −75 to −80 %', 'about 4.4x lower', -0.775],
    ['over 600', 'about 100', 'at least about −83 %', 'at least about 6x lower', 1 / 6 - 1],
    ['about 100', 'over 412', 'at least about +310 %', 'at least about 4.1x higher', 3.12],
  ];
  const plain = (text: string | undefined) => text?.replaceAll(/[\u00a0\u202f]/g, ' ');
  test.each([...cases, ...open, ...rounded])(
    'from %j to %j',
    (before, after, text, ratio, share) => {
      const change = computeChange(before, after);
      expect(plain(change && formatChange(change))).toBe(text);
      expect(plain(change && formatRatio(change))).toBe(ratio);
      expect(change && certainShare(change)).toBeCloseTo(share, 3);
    },
  );

  test('of a share alone, such as a median, is told in the same way', () => {
    expect([-0.757, 0, 0.12].map((share) => plain(formatShare(share)))).toEqual([
      '−76 %',
      '±0 %',
      '+12 %',
    ]);
  });

  test.each<[string, Value, Value]>([
    ['from nothing', 0, 10],
    ['from what may be nothing', 'under 5', 10],
    ['from less than nothing', -3, 10],
    ['from a word', 'lots', 10],
    ['to a word', 10, 'few'],
    ['between ranges that overlap', '10 to 30', 25],
    ['to an open range that holds the value before', 100, 'under 200'],
    ['to the limit of an open range, upwards', 100, 'over 100'],
    ['to the limit of an open range, downwards', 100, 'up to 100'],
    ['between two open ranges', 'over 600', 'over 100'],
  ])('%s is none', (_, before, after) => {
    expect(computeChange(before, after)).toBeUndefined();
  });
});

const heap: Improvement = {
  id: 'heap',
  label: 'Heap',
  metric: 'heap',
  before: 38.94,
  after: 9.46,
  unit: 'MB',
  comparable: true,
  provenance: 'reported',
  source: 'issue',
};
const rss: Improvement = {
  ...heap,
  id: 'rss',
  label: 'RSS',
  metric: 'rss',
  before: 100,
  after: 25,
};
const unlike = { comparable: false, note: 'Another machine.' };
const dataWith = (...improvement: Improvement[]) => postmortemOf({ improvement }).data;
const notMeasured = postmortemOf({ improvement: { 'not-measured': 'Nobody looked.' } }).data;

describe('improvements as text', () => {
  test('begin with the primary one and keep the order of the author', () => {
    const improvements = [{ ...heap, ...unlike }, { ...heap, id: 'second', ...unlike }, rss];
    expect(describeImprovements(dataWith(...improvements)).map(({ id }) => id)).toEqual([
      'rss',
      'heap',
      'second',
    ]);
  });

  test('have what is known and no empty parts', () => {
    const { id, label, source } = heap;
    const text = { id, label, source, before: '38.94\u00a0MB' };
    const after = (after: Value, more: Partial<Improvement> = {}) =>
      describeImprovements(dataWith({ ...heap, after, ...more }))[0];
    expect(after(9.46, unlike)).toStrictEqual({
      ...text,
      ...unlike,
      after: '9.46\u00a0MB',
      change: '−75.7\u00a0%',
      ratio: '4.1x lower',
    });
    expect(after(38)).toStrictEqual({
      ...text,
      comparable: true,
      after: '38\u00a0MB',
      change: '−2.4\u00a0%',
    });
    expect(after('under 100')).toStrictEqual({
      ...text,
      comparable: true,
      after: 'under 100\u00a0MB',
    });
  });
});

describe('the primary improvement', () => {
  test.each<[string, Improvement[], string]>([
    ['is the first', [heap, rss], 'heap'],
    ['is the first that can be compared', [{ ...heap, ...unlike }, rss], 'rss'],
    [
      'is the first of all if none can be compared',
      [heap, rss].map((one) => ({ ...one, ...unlike })),
      'heap',
    ],
    ['is an open range too', [{ ...heap, before: 'over 600' }, rss], 'heap'],
    ['is one without a computed change too', [{ ...heap, before: 0 }, rss], 'heap'],
  ])('%s', (_, improvements, id) => {
    const data = dataWith(...improvements);
    expect(primaryImprovement(data)?.id).toBe(id);
    expect(describeImprovements(data).map((text) => text.id)[0]).toBe(id);
    expect(describeImprovements(data)).toHaveLength(improvements.length);
  });

  test('among those of one metric follows the same rule', () => {
    const isRss = ({ metric }: Improvement) => metric === 'rss';
    expect(
      primaryImprovement(dataWith(heap, { ...rss, ...unlike }, { ...rss, id: 'second' }), isRss)
        ?.id,
    ).toBe('second');
    expect(primaryImprovement(dataWith(heap), isRss)).toBeUndefined();
  });

  test.each<[string, Improvement[], number | undefined]>([
    ['by its change', [rss], -0.75],
    ['by the end that is certain', [{ ...rss, before: 'at least 50', after: 15 }], -0.7],
    ['not at all if unlike is compared with unlike', [{ ...rss, ...unlike }], undefined],
    ['not at all without a computed change', [{ ...rss, before: 0 }], undefined],
  ])('sorts %s', (_, improvements, share) => {
    const found = improvementShare(dataWith(...improvements));
    if (share === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(share, 9);
  });

  const lines: [string, Partial<Improvement>, string][] = [
    ['exact values', {}, '38.94 MB → 9.46 MB, −75.7 %'],
    ['an open value', { before: 'over 600', after: 100 }, 'over 600 MB → 100 MB, at least −83 %'],
    [
      'a least value',
      { before: 'at least 50', after: 15 },
      'at least 50 MB → 15 MB, at least −70 %',
    ],
    ['a range', { before: '20 to 30', after: 10 }, '20 to 30 MB → 10 MB, −50 to −67 %'],
    ['growth', { before: 10, after: 15 }, '10 MB → 15 MB, +50 %'],
    ['different workloads', unlike, '38.94 MB → 9.46 MB, −75.7 % (not directly comparable)'],
    ['a start at zero', { before: 0, after: 15 }, '0 MB → 15 MB'],
    ['an uncertain direction', { before: '20 to 30', after: 25 }, '20 to 30 MB → 25 MB'],
  ];
  test.each(lines)('with %s is told in one line', (_, change, line) => {
    expect(summarizeImprovement(dataWith({ ...heap, ...change })).replaceAll('\u00a0', ' ')).toBe(
      line,
    );
  });

  test('is none where nothing was measured, and the reason is at hand', () => {
    expect(primaryImprovement(notMeasured)).toBeUndefined();
    expect(improvementShare(notMeasured)).toBeUndefined();
    expect(describeImprovements(notMeasured)).toEqual([]);
    expect(summarizeImprovement(notMeasured)).toBe('not measured');
    expect(notMeasuredReason(notMeasured)).toBe('Nobody looked.');
  });
});
