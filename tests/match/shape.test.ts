import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { describeShape } from '../../src/match/shapes/shape.ts';
import { readText } from '../../src/reports/read-report.ts';
import type { Series } from '../../src/reports/report.ts';

const MiB = 2 ** 20;

const seriesOf = (
  points: readonly (readonly [number, number])[],
  over: Series['over'] = 'seconds',
  unit: Series['unit'] = 'B',
): Series => ({ name: 'RSS', unit, over, points });

const every = (count: number, pace: number, at: (index: number) => number): Series =>
  seriesOf(Array.from({ length: count }, (_, index) => [index * pace, at(index)]));

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('says', () => {
  test('rate, time and that nothing fell', () => {
    const shape = describeShape(every(561, 60, (index) => 300 * MiB + index * 0.205 * MiB));
    expect(plain(shape.caption)).toBe('RSS climbs 12.3 MiB/h for 9 h 20 min without falling');
    expect(shape).toMatchObject({ growth: 'linear-climb', newMaximumShare: 1, restarts: 0 });
    expect((shape.slopePerHour ?? 0) / MiB).toBeCloseTo(12.3, 6);
  });

  test('figures for each reading, and no rate for each hour, where there is no clock', () => {
    const shape = describeShape(
      seriesOf(
        Array.from({ length: 12 }, (_, index) => [index + 1, (6 + index * 4) * MiB]),
        'sample',
      ),
    );
    expect(plain(shape.caption)).toBe(
      'RSS climbs 4 MiB per reading for 12 readings without falling',
    );
    expect(shape.slopePerHour).toBeUndefined();
    expect(shape.slopePerReading).toBe(4 * MiB);
  });

  test('that the points are too few', () => {
    const shape = describeShape(every(4, 60, (index) => index * MiB));
    expect(shape).toMatchObject({
      growth: undefined,
      caption: 'RSS has 4 points, too few to name a shape',
    });
    expect(shape.slopePerHour).toBeUndefined();
  });

  test('steps with their height and period', () => {
    const shape = describeShape(
      every(100, 60, (index) => (100 + 50 * Math.floor((index + 10) / 20)) * MiB),
    );
    expect(shape).toMatchObject({
      growth: 'staircase',
      steps: { count: 5, meanHeight: 50 * MiB, period: 1200 },
    });
    expect(plain(shape.caption)).toBe(
      'RSS rises in 5 steps of about 50 MiB, about every 20 min, and never comes down',
    );
  });

  test('the period of a sawtooth and the rise of its lows', () => {
    const shape = describeShape(
      every(120, 60, (index) => (100 + Math.floor(index / 20) * 30 + (index % 20) * 5) * MiB),
    );
    expect(shape).toMatchObject({ growth: 'rising-sawtooth', sawtooth: { period: 1200 } });
    expect((shape.sawtooth?.floorSlope ?? 0) / MiB).toBeCloseTo(90, 6);
  });

  test('that lows which do not rise are no growth', () => {
    const shape = describeShape(every(120, 60, (index) => (100 + (index % 20) * 2) * MiB));
    expect(shape).toMatchObject({ growth: undefined });
    expect(shape.caption).toMatch(/lows do not rise$/);
  });

  test('the level of a plateau and since when', () => {
    const shape = describeShape(every(100, 60, (index) => (100 + Math.min(index, 40) * 10) * MiB));
    expect(shape).toMatchObject({ growth: 'climb-to-plateau', plateau: { level: 500 * MiB } });
    expect(shape.plateau?.since).toBeGreaterThan(35 * 60);
    expect(shape.plateau?.since).toBeLessThan(45 * 60);
  });

  test('counts without bytes', () => {
    const shape = describeShape({
      ...every(60, 60, (index) => 10 + index),
      name: 'goroutines',
      unit: 'count',
    });
    expect(plain(shape.caption)).toBe('goroutines climbs 1/min for 59 min without falling');
  });

  test('a series that falls', () => {
    expect(describeShape(every(50, 60, (index) => (500 - index * 5) * MiB))).toMatchObject({
      growth: undefined,
    });
  });
});

/** Memory in MiB that grows from `start` by 10 at each of `count` readings. */
const run = (start: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => start + index * 10);

const shapeOfReadings = (...runs: readonly (readonly number[])[]) => {
  const readings = runs.flat();
  return describeShape(every(readings.length, 60, (index) => (readings[index] ?? 0) * MiB));
};

describe('restarts', () => {
  test('cut the series, and the longest segment between them is described', () => {
    const shape = shapeOfReadings(run(50, 50), run(50, 60), run(50, 50));
    expect(shape).toMatchObject({ growth: 'linear-climb', restarts: 2 });
    expect(plain(shape.caption)).toBe(
      'RSS climbs 10 MiB/min for 59 min without falling, with 2 restarts',
    );
  });

  test.each([
    ['one', [run(50, 60), run(50, 40)], 1],
    ['right after the first reading', [[640], run(50, 60)], 1],
    ['at the last reading', [run(50, 60), [50]], 1],
    ['again during start-up', [run(50, 60), [50, 300, 600], run(50, 60)], 2],
    ['of a process that was older than the recording', [run(200, 50), run(50, 60), run(50, 60)], 2],
    ['at different heights', [run(50, 100), run(50, 31), run(50, 100)], 2],
    ['but no fall part of the way', [run(50, 100), run(50, 90), run(350, 60), run(50, 100)], 2],
    ['but no fall to a first reading far above them', [run(300, 70), run(50, 95), run(280, 70)], 1],
  ] as const)('are counted: %s', (_, runs, restarts) => {
    expect(shapeOfReadings(...runs)).toMatchObject({ growth: 'linear-climb', restarts });
  });

  const lowsThatRiseALittle = [100, 110, 120, 130, 140, 150].map((low) => run(low, 30));
  const collections = Array.from({ length: 8 }, () => run(120, 30));
  const swings = Array.from({ length: 20 }, () => [50, 300, 400]);

  test.each([
    ['lows that rise each time are a sawtooth', lowsThatRiseALittle, 'rising-sawtooth'],
    ['falls to well above the start are collections', [run(20, 40), ...collections], undefined],
    ['falls every few readings are swings', swings, 'high-but-flat'],
  ] as const)('are not seen where %s', (_, runs, growth) => {
    expect(shapeOfReadings(...runs)).toMatchObject({ growth, restarts: 0 });
  });
});

describe('real outputs', () => {
  test.each([
    ['logs/pidstat-r.txt', 'RSS', 'linear-climb'],
    ['logs/top-b.txt', 'RSS', 'linear-climb'],
    ['logs/ps-loop.txt', 'RSS', 'linear-climb'],
    ['logs/proc-status-loop.txt', 'RSS', 'linear-climb'],
    ['tcmalloc/stderr.txt', 'heap in use', 'linear-climb'],
  ] as const)('%s: %s has the shape %s', (file, name, growth) => {
    const { reports } = readText(readFileSync(`tests/reports/${file}`, 'utf8'));
    const series = reports.flatMap((report) => report.series).find((found) => found.name === name);
    expect(series && describeShape(series).growth).toBe(growth);
  });
});
