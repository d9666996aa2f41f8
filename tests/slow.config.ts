import { defineConfig } from 'vitest/config';

import unit, { slowTests } from '../vitest.config.ts';

/** Builds a small site three times, packs and installs the npm package, and reads random texts for longer: `npm run slow`. */
export default defineConfig({
  test: {
    ...unit.test,
    include: [...slowTests, 'tests/content/mdx-fuzz.test.ts'],
    exclude: [],
    hookTimeout: 180_000,
    env: { ...unit.test?.env, FUZZ_RUNS: '10000' },
  },
});
