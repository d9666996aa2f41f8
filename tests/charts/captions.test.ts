import { describe, expect, test } from 'vitest';

import { captionOf } from '../../src/charts/captions.ts';
import type {
  BarsModel,
  BeforeAfterModel,
  MemoryModel,
  Stated,
} from '../../src/charts/chart-model.ts';

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

type Points = MemoryModel['lines'][number]['points'];

const memory = (lines: readonly Points[], changes: Partial<MemoryModel> = {}): MemoryModel => ({
  kind: 'memory',
  measure: 'Resident memory',
  unit: 'MB',
  over: 'hours since start',
  lines: lines.map((points, index) => ({ label: `build ${index}`, role: 'other', points })),
  events: [],
  levels: [],
  ...changes,
});

const bars = (values: readonly Stated[], changes: Partial<BarsModel> = {}): BarsModel => ({
  kind: 'bars',
  about: 'comparison',
  measure: 'Resident memory',
  unit: 'MB',
  bars: values.map((value, index) => ({ label: `build ${index}`, role: 'other', value })),
  ...changes,
});

const hotspots = (values: readonly Stated[], changes: Partial<BarsModel> = {}) =>
  bars(values, { kind: 'hotspots', about: 'hotspots', measure: 'Live memory', ...changes });

const courseOf = (points: Points, over = 'hours since start') =>
  plain(captionOf(memory([points], { over }), ''));

describe('the caption of one line', () => {
  test.each<{ title: string; points: Points; says: string }>([
    {
      title: 'a peak more than a tenth above both ends',
      points: [
        [0, 100],
        [1, 221],
        [2, 200],
      ],
      says: 'rose from 100 MB to 221 MB and was 200 MB at the end in 2 hours',
    },
    {
      title: 'a peak a tenth above one end',
      points: [
        [0, 100],
        [1, 220],
        [2, 200],
      ],
      says: 'rose from 100 MB to 200 MB in 2 hours',
    },
    {
      title: 'a peak above its start',
      points: [
        [0, 200],
        [1, 221],
        [2, 100],
      ],
      says: 'rose from 200 MB to 221 MB and was 100 MB at the end in 2 hours',
    },
    {
      title: 'a change of one in fifty',
      points: [
        [0, 98],
        [1, 100],
      ],
      says: 'stayed near 100 MB in 1 hour',
    },
    {
      title: 'a fall of one in fifty',
      points: [
        [0, 100],
        [1, 98],
      ],
      says: 'stayed near 98 MB in 1 hour',
    },
    {
      title: 'a change of more than one in fifty',
      points: [
        [0, 97],
        [1, 100],
      ],
      says: 'rose from 97 MB to 100 MB in 1 hour',
    },
    {
      title: 'a fall below zero',
      points: [
        [0, -50],
        [1, -100],
      ],
      says: 'fell from -50 MB to -100 MB in 1 hour',
    },
    {
      title: 'a level that is about',
      points: [
        [0, 'about 100'],
        [1, 'about 100'],
      ],
      says: 'stayed near 100 MB in 1 hour',
    },
    { title: 'a single point', points: [[3, 100]], says: 'stayed near 100 MB' },
    {
      title: 'time that does not begin at zero',
      points: [
        [10, 100],
        [12.5, 200],
      ],
      says: 'rose from 100 MB to 200 MB in 2.5 hours',
    },
  ])('$title', ({ points, says }) => {
    expect(courseOf(points)).toBe(`Resident memory ${says}.`);
  });

  test.each([
    { over: 'days', span: ' in 3 days' },
    { over: 'h', span: ' in 3 h' },
    { over: 'requests', span: ' over 3 requests' },
    { over: 'requests served', span: '' },
    { over: 'build', span: '' },
    { over: 'v2s', span: '' },
    { over: '2 builds', span: '' },
  ])('says how long it runs, over "$over"', ({ over, span }) => {
    const points: Points = [
      [0, 100],
      [3, 200],
    ];
    expect(courseOf(points, over)).toBe(`Resident memory rose from 100 MB to 200 MB${span}.`);
  });
});

describe('the caption of several lines', () => {
  const rise = (to: Stated): Points => [
    [0, 10],
    [1, to],
  ];

  test('tells the course of each of up to four, and passes over one without points', () => {
    expect(plain(captionOf(memory([rise(20), [], rise(30), rise(40), rise(50)]), ''))).toBe(
      'Resident memory, build 0: rose from 10 MB to 20 MB in 1 hour; build 2: rose from 10 MB to 30 MB in 1 hour; build 3: rose from 10 MB to 40 MB in 1 hour; build 4: rose from 10 MB to 50 MB in 1 hour.',
    );
  });

  test('tells the lowest and the highest end of five', () => {
    const lines = [rise(50), rise('about 20'), rise(30), rise(90), rise(40)];
    expect(plain(captionOf(memory(lines), ''))).toBe(
      'Resident memory of 5 lines ended between about 20 MB (build 1) and 90 MB (build 3).',
    );
  });

  test('is in the unit that suits the level too', () => {
    const model = memory([rise(5000)], { levels: [{ label: 'limit', value: 12_000 }], unit: 'MB' });
    expect(
      plain(
        captionOf(
          {
            ...model,
            lines: memory([
              [
                [0, 1000],
                [1, 5000],
              ],
            ]).lines,
          },
          '',
        ),
      ),
    ).toBe('Resident memory rose from 1 GB to 5 GB in 1 hour.');
  });

  test('says what would run along both axes where there is no point', () => {
    expect(captionOf(memory([[]]), '')).toBe('Resident memory over hours since start.');
  });
});

describe('the caption of before and after', () => {
  const captionFrom = (before: Stated, after: Stated, comparable = true) => {
    const model: BeforeAfterModel = {
      ...{ kind: 'before-after', measure: 'Peak heap', unit: 'MB', comparable },
      ...{ before, after },
    };
    return plain(captionOf(model, ' peak heap. '));
  };

  test.each<[Stated, Stated, string]>([
    [10, 30, 'rose from 10 MB to 30 MB, 200 % more'],
    [10, 31, 'rose from 10 MB to 31 MB, 3.1x higher'],
    [10, 5, 'fell from 10 MB to 5 MB, 50 % less'],
    [10, 10, 'went from 10 MB to 10 MB'],
    ['10 to 12', 12, 'went from 10 to 12 MB to 12 MB'],
    [12, '12 to 14', 'went from 12 MB to 12 to 14 MB'],
  ])('from %s to %s', (before, after, says) => {
    expect(captionFrom(before, after)).toBe(`Peak heap ${says}.`);
  });
});

describe('the caption of bars', () => {
  test.each<{ values: Stated[]; says: string }>([
    {
      values: [30, 10, 'about 20'],
      says: 'Resident memory ranged from 10 MB (build 1) to 30 MB (build 0).',
    },
    { values: [30], says: 'Resident memory was 30 MB (build 0).' },
    { values: [30, 30, 30], says: 'Resident memory was 30 MB in all 3.' },
    { values: [], says: 'Memory by build.' },
  ])('of $values', ({ values, says }) => {
    expect(plain(captionOf(bars(values), 'memory by build'))).toBe(says);
  });

  test.each<{ values: Stated[]; says: string }>([
    { values: [], says: 'Live memory by site.' },
    { values: [50, 50], says: 'build 0 accounts for 50 % of the 100 MB listed.' },
    { values: [49, 26, 25], says: 'build 0 is the heaviest of the 3 listed, with 49 MB.' },
    { values: ['80', 20], says: 'build 0 accounts for 80 % of the 100 MB listed.' },
    { values: [80, 'about 20'], says: 'build 0 accounts for about 80 % of the 100 MB listed.' },
    { values: [0, 0], says: 'build 0 accounts for 0 MB.' },
    { values: ['over 80'], says: 'build 0 accounts for over 80 MB.' },
  ])('of hotspots of $values', ({ values, says }) => {
    expect(plain(captionOf(hotspots(values), ''))).toBe(says);
  });

  test('names what was counted by its measure, unless the measure is of another unit', () => {
    const counted = (measure: string) =>
      plain(captionOf(hotspots([80, 20], { unit: 'calls', measure }), ''));
    expect(counted('Allocation calls')).toMatch(/of the 100 allocation calls listed\.$/);
    expect(counted('Recalls')).toMatch(/of the 100 calls listed\.$/);
  });
});

test('the caption of a sketch is its title as a sentence', () => {
  expect(captionOf({ kind: 'sketch', shape: undefined }, ' before the fix. ')).toBe(
    'Before the fix.',
  );
  expect(captionOf({ kind: 'sketch', shape: undefined }, 'version 1.2')).toBe('Version 1.2.');
});
