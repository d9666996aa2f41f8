import { expect, test, vi } from 'vitest';

import { createGenerationCache } from '../../src/content/read/generation-cache.ts';

test('an output is computed once as long as every generation asks for it', () => {
  const cache = createGenerationCache<string>();
  const make = vi.fn(() => 'output');
  for (let generation = 0; generation < 4; generation += 1) {
    expect(cache.getOrCreate('key', make)).toBe('output');
    expect(cache.getOrCreate('key', make)).toBe('output');
    cache.advance();
  }
  expect(make).toHaveBeenCalledOnce();
});

test('an output that a whole generation did not ask for is dropped', () => {
  const cache = createGenerationCache<number>();
  const make = vi.fn(() => make.mock.calls.length);
  expect(cache.getOrCreate('key', make)).toBe(1);
  cache.advance();
  cache.advance();
  expect(cache.getOrCreate('key', make)).toBe(2);
});
