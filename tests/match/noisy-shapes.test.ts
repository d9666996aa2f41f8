import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { CurveShape } from '../../src/reports/clues.ts';
import { describeShape } from '../../src/match/shapes/shape.ts';
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

const curves: Readonly<Record<CurveShape, Curve>> = {
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

const made = (growth: CurveShape): fc.Arbitrary<Made> =>
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

function draw(growth: CurveShape, options: Made): Series {
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

const growths = Object.keys(curves) as readonly CurveShape[];

describe('made with noise', () => {
  test.each(growths)('%s is recognized in 95 of 100', (growth) => {
    const named = fc
      .sample(made(growth), { numRuns: 100, seed: 11 })
      .map((options) => describeShape(draw(growth, options)).growth);
    const share = named.filter((name) => name === growth).length / named.length;
    const others = named.filter((name) => name !== growth);
    expect(share, `took it for ${others.join(', ')}`).toBeGreaterThanOrEqual(0.95);
  });

  test('the slope is that of the line, noise or not', () => {
    fc.assert(
      fc.property(made('linear-climb'), (options) => {
        const clean =
          describeShape(draw('linear-climb', { ...options, noise: 0 })).slopePerHour ?? 0;
        const noisy = describeShape(draw('linear-climb', options)).slopePerHour ?? 0;
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
          const shape = describeShape(seriesOf(points, over));
          expect(shape.caption).toMatch(/^RSS /);
          expect(shape.newMaximumShare).toBeGreaterThanOrEqual(0);
          expect(shape.newMaximumShare).toBeLessThanOrEqual(1);
        },
      ),
      { numRuns: 200, seed: 5 },
    );
  });
});
