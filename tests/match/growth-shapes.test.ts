import { describe, expect, test } from 'vitest';

import {
  burst,
  climb,
  flat,
  plateau,
  sawtooth,
  staircase,
} from '../../src/match/shapes/growth-shapes.ts';
import { measureSegment, type RunSegment } from '../../src/match/shapes/restarts.ts';

/** Counts, one reading every `pace` seconds from `start` on. */
const segmentOf = (heights: readonly number[], pace = 60, start = 0): RunSegment => {
  const points = heights.map((y, at) => [start + at * pace, y] as const);
  return measureSegment(points, { name: 'objects', unit: 'count', over: 'seconds', points });
};

const plain = (text: string | undefined): string | undefined =>
  text?.replaceAll(/[\u00a0\u202f]/g, ' ');

const level = (height: number, count: number): number[] =>
  Array.from({ length: count }, () => height);

const ramp = (from: number, step: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => from + step * at);

describe('a sawtooth', () => {
  /** Teeth of ten readings that rise from each of these lows by 90. */
  const teeth = (...lows: readonly number[]): RunSegment =>
    segmentOf(lows.flatMap((low) => ramp(low, 10, 10)));

  test('that rises gives its swing, its period and the slope of its lows', () => {
    const found = sawtooth(teeth(100, 150, 200, 250));
    expect(found).toMatchObject({
      growth: 'rising-sawtooth',
      sawtooth: { period: 600, floorSlope: 300 },
    });
    expect(plain(found?.caption)).toBe(
      'rises and falls by 90 every 10 min, and its lows rise 5/min',
    );
  });

  test('has lows that rise by a tenth of the swing at least', () => {
    expect(sawtooth(teeth(100, 102, 104, 106))?.growth).toBeUndefined();
    expect(sawtooth(teeth(100, 104, 108, 112))?.growth).toBe('rising-sawtooth');
  });

  test('has lows that rise by 3 % of their height at least', () => {
    const high = (step: number) =>
      sawtooth(teeth(...[0, 1, 2, 3].map((at) => 1000 + at * step)))?.growth;
    expect(high(9)).toBeUndefined();
    expect(high(11)).toBe('rising-sawtooth');
  });

  test('that does not rise is a swing', () => {
    expect(plain(sawtooth(teeth(100, 100, 100, 100))?.caption)).toBe(
      'swings by 90 every 10 min, and its lows do not rise',
    );
  });

  test('falls twice at least', () => {
    expect(sawtooth(teeth(100, 150))).toBeUndefined();
    expect(sawtooth(teeth(100, 150, 200))?.growth).toBe('rising-sawtooth');
    expect(sawtooth(segmentOf(level(5, 20)))).toBeUndefined();
  });
});

describe('a burst', () => {
  const jump = (to: number, ...between: readonly number[]): RunSegment =>
    segmentOf([...level(100, 20), ...between, ...level(to, 20)]);

  test('gives both levels and the time between them', () => {
    const found = burst(jump(300));
    expect(found?.growth).toBe('burst');
    expect(plain(found?.caption)).toBe('jumps from 100 to 300 within 1 min');
  });

  test('adds half of the level before', () => {
    expect(burst(jump(150))?.growth).toBe('burst');
    expect(burst(jump(149))).toBeUndefined();
  });

  test('takes 6 % of the time at most', () => {
    // 42 intervals: 6 % are 2.52 of them.
    expect(burst(jump(400, 200, 300))).toBeUndefined();
    expect(burst(jump(400, 250))?.growth).toBe('burst');
    expect(plain(burst(jump(400, 250))?.caption)).toBe('jumps from 100 to 400 within 2 min');
  });

  test('starts where the level is left by a tenth of the height', () => {
    expect(plain(burst(jump(400, 130, 250))?.caption)).toBe('jumps from 100 to 400 within 2 min');
    expect(burst(jump(400, 131, 250))).toBeUndefined();
  });

  test('ends where a tenth of the height is missing', () => {
    expect(plain(burst(jump(400, 250, 370))?.caption)).toBe('jumps from 100 to 400 within 2 min');
    expect(burst(jump(400, 250, 369))).toBeUndefined();
  });

  test('takes one interval where readings are rare', () => {
    const few = [...level(100, 4), ...level(300, 4)];
    expect(burst(segmentOf(few))?.growth).toBe('burst');
  });

  test('comes after three quiet readings', () => {
    expect(burst(segmentOf([...level(100, 3), ...level(300, 20)]))?.growth).toBe('burst');
    expect(burst(segmentOf([...level(100, 2), ...level(300, 20)]))).toBeUndefined();
  });

  test('may fall once', () => {
    const back = [...level(100, 20), ...level(300, 5), ...level(100, 20)];
    expect(burst(segmentOf(back))?.growth).toBe('burst');
    expect(burst(segmentOf([...back, ...level(300, 5), ...level(100, 20)]))).toBeUndefined();
  });

  test('is "at once" where there is no clock', () => {
    const { points, series } = jump(300);
    const found = burst(measureSegment(points, { ...series, over: 'sample' }));
    expect(plain(found?.caption)).toBe('jumps from 100 to 300 at once');
  });

  test('is no level line', () => {
    expect(burst(segmentOf(level(0, 20)))).toBeUndefined();
  });
});

describe('a flat line', () => {
  test('gives its middle and its length', () => {
    const found = flat(segmentOf(level(500, 31)));
    expect(found?.growth).toBe('high-but-flat');
    expect(plain(found?.caption)).toBe('stays at 500 for 30 min');
  });

  test('may rise by 1 %', () => {
    const rising = (by: number) => flat(segmentOf(ramp(1000, by / 10, 11), 1));
    expect(rising(10)?.growth).toBe('high-but-flat');
    expect(rising(11)).toBeUndefined();
  });

  test('may bulge in between, if both ends are level', () => {
    const bulge = [...level(1000, 5), ...level(1100, 10), ...level(1000, 5)];
    expect(flat(segmentOf(bulge))?.growth).toBe('high-but-flat');
  });

  test('may rise as far as noise explains', () => {
    // Readings alternate by 40; the ends are 20 apart.
    const noisy = (by: number) =>
      Array.from({ length: 40 }, (_, at) => 100 + (at % 2) * 40 + (by * at) / 39);
    expect(flat(segmentOf(noisy(20)))?.growth).toBe('high-but-flat');
    expect(flat(segmentOf(noisy(300)))).toBeUndefined();
  });

  test('that falls is no growth', () => {
    const found = flat(segmentOf(ramp(1000, -10, 31)));
    expect(found?.growth).toBeUndefined();
    expect(plain(found?.caption)).toBe('falls from 990 to 710 in 30 min');
  });
});

describe('a staircase', () => {
  const stairs = (...heights: readonly number[]): RunSegment =>
    segmentOf(heights.flatMap((height) => level(height, 10)));

  test('gives the number of its steps, their mean height and their period', () => {
    const found = staircase(stairs(100, 200, 320, 400));
    expect(found).toMatchObject({
      growth: 'staircase',
      steps: { count: 3, meanHeight: 100, period: 600 },
    });
    expect(plain(found?.caption)).toBe(
      'rises in 3 steps of about 100, about every 10 min, and never comes down',
    );
  });

  test('has two steps at least', () => {
    expect(staircase(stairs(100, 200, 300))?.steps?.count).toBe(2);
    expect(staircase(stairs(100, 300))).toBeUndefined();
  });

  test('may take two readings for a step, which count as one', () => {
    const heights = [...level(100, 10), 140, ...level(200, 10), 240, ...level(300, 10)];
    expect(staircase(segmentOf(heights))?.steps).toEqual({
      count: 2,
      meanHeight: 100,
      period: 660,
    });
    const slower = [...level(100, 10), 130, 160, ...level(200, 10), 240, ...level(300, 10)];
    expect(staircase(segmentOf(slower))).toBeUndefined();
  });

  test('has landings of three intervals at least', () => {
    const landing = (count: number) =>
      staircase(segmentOf([...level(100, 10), ...level(200, count), ...level(300, 10)]))?.growth;
    expect(landing(4)).toBe('staircase');
    expect(landing(3)).toBeUndefined();
  });

  test('rises by its steps: 70 % of the way at least', () => {
    // Between the steps it creeps by 3.5 or by 4 at each reading.
    const creeping = (step: number) =>
      [0, 1, 2].flatMap((at) => ramp(100 + at * (100 + 10 * step), step, 10));
    expect(staircase(segmentOf(creeping(3.5)))?.growth).toBe('staircase');
    expect(staircase(segmentOf(creeping(4)))).toBeUndefined();
  });

  test('never falls', () => {
    expect(staircase(stairs(100, 300, 200, 400, 600))).toBeUndefined();
  });
});

describe('a plateau', () => {
  test('gives its level, since when it is held, and for how long', () => {
    const found = plateau(segmentOf([...ramp(100, 10, 20), ...level(300, 21)], 60, 6000));
    expect(found).toMatchObject({ growth: 'climb-to-plateau', plateau: { level: 300 } });
    // Within 7 % of the gain of 200: 286, which the median of three readings reaches at the 18th.
    expect(found?.plateau?.since).toBe(6000 + 18 * 60);
    expect(plain(found?.caption)).toBe('climbs from 115 to 300 and has stayed there for 22 min');
  });

  test('is held for a quarter of the time at least', () => {
    const held = (climbing: number) =>
      plateau(
        segmentOf([...ramp(100, 10, climbing), ...level(100 + climbing * 10, 41 - climbing)]),
      );
    expect(held(28)?.growth).toBe('climb-to-plateau');
    expect(held(37)).toBeUndefined();
  });

  test('does not rise in that quarter by more than 8 % of the gain', () => {
    const drifting = (by: number) =>
      plateau(segmentOf([...ramp(100, 20, 20), ...ramp(500, by / 20, 21)]))?.growth;
    expect(drifting(10)).toBe('climb-to-plateau');
    expect(drifting(200)).toBeUndefined();
  });

  test('is higher than the start', () => {
    expect(plateau(segmentOf(level(100, 20)))).toBeUndefined();
    expect(plateau(segmentOf([...ramp(500, -10, 20), ...level(300, 21)]))).toBeUndefined();
  });
});

describe('a climb', () => {
  const day = 86_400;

  test('gives its rate, its length, and whether it falls', () => {
    expect(plain(climb(segmentOf(ramp(100, 5, 31))).caption)).toBe(
      'climbs 5/min for 30 min without falling',
    );
    const dented = [...ramp(100, 5, 20), ...ramp(120, 5, 20)];
    expect(plain(climb(segmentOf(dented)).caption)).toMatch(/^climbs [\d.]+\/min for 39 min$/);
  });

  test('that would take a week to double the memory is a creep', () => {
    const growth = (perDay: number) => climb(segmentOf(ramp(700, perDay, 10), day));
    expect(growth(100)).toMatchObject({ growth: 'slow-creep' });
    expect(plain(growth(100).caption)).toBe('creeps up 100/day for 9 days without falling');
    expect(growth(101)).toMatchObject({ growth: 'linear-climb' });
  });

  test('is no creep where there is no clock, or nothing rises', () => {
    const { points, series } = segmentOf(ramp(700, 1, 10), day);
    expect(climb(measureSegment(points, { ...series, over: 'sample' })).growth).toBe(
      'linear-climb',
    );
    expect(climb(segmentOf(level(700, 10), day)).growth).toBe('linear-climb');
  });
});
