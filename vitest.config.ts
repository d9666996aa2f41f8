import { defineConfig } from 'vitest/config';

/** Each takes as long as hundreds of the others: `npm run slow` runs them. */
export const slowTests = ['tests/site/incremental.test.ts', 'tests/cli/package.test.ts'];

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: slowTests,
    // One core less, as is usual, leaves half of a small machine idle.
    maxWorkers: '100%',
    // Modules, and what they read of the small collection, are loaded once for each worker and not for each file.
    isolate: false,
    // A run writes no expected result unless asked to with -u: the first one would call right whatever it finds.
    update: 'none',
    // A test that hangs fails; one that shares the cores with other work does not.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    env: { TZ: 'UTC', SITE: 'https://example.org/' },
  },
});
