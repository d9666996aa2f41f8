import { readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { shapeOf, type Growth } from '../../src/match/shape.ts';
import { readText } from '../../src/reports/read-report.ts';
import type { Series } from '../../src/reports/report.ts';

const MiB = 2 ** 20;

const seriesOf = (
  points: readonly (readonly [number, number])[],
  over: Series['over'] = 'seconds',
  unit: Series['unit'] = 'B',
): Series => ({ name: 'RSS', unit, over, points });

/** Random numbers that depend on a seed alone. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Made {
  readonly seed: number;
  readonly count: number;
  /** Seconds between two points. */
  readonly pace: number;
  readonly base: number;
  /** Noise as a share of the rise, or of the level where nothing rises. */
  readonly noise: number;
}

/** Values at 0 to 1 of the time; gives the level and what the noise is a share of. */
type Curve = (
  random: () => number,
  made: Made,
) => { readonly at: (t: number) => number; readonly scale: number };

const curves: Readonly<Record<Growth, Curve>> = {
  'linear-climb': (random, { base }) => {
    const rise = base * (0.5 + 4 * random());
    return { at: (t) => base + rise * t, scale: rise };
  },
  'slow-creep': (random, { base }) => {
    const rise = base * (0.1 + 0.3 * random());
    return { at: (t) => base + rise * t, scale: rise };
  },
  staircase: (random, { base }) => {
    const steps = 3 + Math.floor(random() * 5);
    const height = base * (0.2 + random());
    const start = 0.3 + 0.5 * random();
    return { at: (t) => base + height * Math.floor(t * steps + 1 - start), scale: height * 1.5 };
  },
  'rising-sawtooth': (random, { base }) => {
    const teeth = 4 + Math.floor(random() * 5);
    const swing = base * (0.4 + 0.6 * random());
    const rise = swing * (0.8 + random());
    return { at: (t) => base + rise * t + swing * ((t * teeth) % 1), scale: swing };
  },
  'climb-to-plateau': (random, { base }) => {
    const rise = base * (0.8 + 3 * random());
    const knee = 0.25 + 0.3 * random();
    return { at: (t) => base + rise * Math.min(1, t / knee), scale: rise };
  },
  burst: (random, { base }) => {
    const rise = base * (2 + 6 * random());
    const when = 0.3 + 0.5 * random();
    return { at: (t) => base + (t < when ? 0 : rise), scale: rise };
  },
  'high-but-flat': (_, { base }) => ({ at: () => base, scale: base }),
};

const made = (growth: Growth): fc.Arbitrary<Made> =>
  fc.record({
    seed: fc.nat(),
    count: fc.integer({ min: 80, max: 600 }),
    // A creep takes weeks; the others minutes to a day.
    pace:
      growth === 'slow-creep'
        ? fc.integer({ min: 15_000, max: 40_000 })
        : fc.integer({ min: 1, max: 300 }),
    base: fc.integer({ min: 10 * MiB, max: 4096 * MiB }),
    noise: fc.constantFrom(0, 0.002, 0.01, 0.03),
  });

function draw(growth: Growth, options: Made): Series {
  const random = randomOf(options.seed);
  const { at, scale } = curves[growth](random, options);
  const noisy = (t: number) =>
    at(t) + (random() + random() + random() - 1.5) * 2 * options.noise * scale;
  return seriesOf(
    Array.from({ length: options.count }, (_, index) => [
      index * options.pace,
      Math.round(noisy(index / (options.count - 1))),
    ]),
  );
}

const growths = Object.keys(curves) as readonly Growth[];

describe('made with noise', () => {
  test.each(growths)('%s is recognized in 95 of 100', (growth) => {
    const named = fc
      .sample(made(growth), { numRuns: 100, seed: 11 })
      .map((options) => shapeOf(draw(growth, options)).growth);
    const share = named.filter((name) => name === growth).length / named.length;
    const others = named.filter((name) => name !== growth);
    expect(share, `took it for ${others.join(', ')}`).toBeGreaterThanOrEqual(0.95);
  });

  test('the slope is that of the line, noise or not', () => {
    fc.assert(
      fc.property(made('linear-climb'), (options) => {
        const clean = shapeOf(draw('linear-climb', { ...options, noise: 0 })).slopePerHour ?? 0;
        const noisy = shapeOf(draw('linear-climb', options)).slopePerHour ?? 0;
        expect(Math.abs(noisy - clean) / clean).toBeLessThan(0.05);
      }),
      { numRuns: 20, seed: 3 },
    );
  });

  test('any numbers give words and finite figures', () => {
    const numbers = fc.array(fc.tuple(fc.double(), fc.double()), { maxLength: 60 });
    fc.assert(
      fc.property(
        numbers,
        fc.constantFrom<Series['over'][]>('seconds', 'sample', 'instructions'),
        (points, over) => {
          const shape = shapeOf(seriesOf(points, over));
          expect(shape.says).toMatch(/^RSS /);
          expect(shape.newMaximumShare).toBeGreaterThanOrEqual(0);
          expect(shape.newMaximumShare).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });
});

const every = (count: number, pace: number, at: (index: number) => number): Series =>
  seriesOf(Array.from({ length: count }, (_, index) => [index * pace, at(index)]));

const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('says', () => {
  test('rate, time and that nothing fell', () => {
    const shape = shapeOf(every(561, 60, (index) => 300 * MiB + index * 0.205 * MiB));
    expect(plain(shape.says)).toBe('RSS climbs 12.3 MiB/h for 9 h 20 min without a fall');
    expect(shape).toMatchObject({ growth: 'linear-climb', newMaximumShare: 1, restarts: 0 });
    expect((shape.slopePerHour ?? 0) / MiB).toBeCloseTo(12.3, 6);
  });

  test('figures for each reading, and no rate for each hour, where there is no clock', () => {
    const shape = shapeOf(
      seriesOf(
        Array.from({ length: 12 }, (_, index) => [index + 1, (6 + index * 4) * MiB]),
        'sample',
      ),
    );
    expect(plain(shape.says)).toBe(
      'RSS climbs 4 MiB for each reading for 12 readings without a fall',
    );
    expect(shape.slopePerHour).toBeUndefined();
    expect(shape.slopePerReading).toBe(4 * MiB);
  });

  test('that the points are too few', () => {
    const shape = shapeOf(every(4, 60, (index) => index * MiB));
    expect(shape).toMatchObject({
      growth: undefined,
      says: 'RSS has 4 points, too few to name a shape',
    });
    expect(shape.slopePerHour).toBeUndefined();
  });

  test('steps with their height and period', () => {
    const shape = shapeOf(
      every(100, 60, (index) => (100 + 50 * Math.floor((index + 10) / 20)) * MiB),
    );
    expect(shape).toMatchObject({
      growth: 'staircase',
      steps: { count: 5, meanHeight: 50 * MiB, period: 1200 },
    });
    expect(plain(shape.says)).toBe(
      'RSS rises in 5 steps of about 50 MiB, about every 20 min, and does not come down',
    );
  });

  test('the period of a sawtooth and the rise of its lows', () => {
    const shape = shapeOf(
      every(120, 60, (index) => (100 + Math.floor(index / 20) * 30 + (index % 20) * 5) * MiB),
    );
    expect(shape).toMatchObject({ growth: 'rising-sawtooth', sawtooth: { period: 1200 } });
    expect((shape.sawtooth?.floorSlope ?? 0) / MiB).toBeCloseTo(90, 6);
  });

  test('that lows which do not rise are no growth', () => {
    const shape = shapeOf(every(120, 60, (index) => (100 + (index % 20) * 2) * MiB));
    expect(shape).toMatchObject({ growth: undefined });
    expect(shape.says).toMatch(/lows do not rise$/);
  });

  test('the level of a plateau and since when', () => {
    const shape = shapeOf(every(100, 60, (index) => (100 + Math.min(index, 40) * 10) * MiB));
    expect(shape).toMatchObject({ growth: 'climb-to-plateau', plateau: { level: 500 * MiB } });
    expect(shape.plateau?.since).toBeGreaterThan(35 * 60);
    expect(shape.plateau?.since).toBeLessThan(45 * 60);
  });

  test('restarts, and the shape between them', () => {
    const shape = shapeOf(every(150, 60, (index) => (50 + (index % 50) * 10) * MiB));
    expect(shape).toMatchObject({ growth: 'linear-climb', restarts: 2 });
    expect(shape.says).toMatch(/fell back to its start 2 times$/);
  });

  test('counts without bytes', () => {
    const shape = shapeOf({
      ...every(60, 60, (index) => 10 + index),
      name: 'goroutines',
      unit: 'count',
    });
    expect(plain(shape.says)).toBe('goroutines climbs 1/min for 59 min without a fall');
  });

  test('a series that falls', () => {
    expect(shapeOf(every(50, 60, (index) => (500 - index * 5) * MiB))).toMatchObject({
      growth: undefined,
    });
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
    expect(series && shapeOf(series).growth).toBe(growth);
  });
});
