import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // `npm run incremental` runs the test of builds after an edit.
    exclude: ['tests/site/**/*.spec.ts', 'tests/site/incremental.test.ts'],
    // One core less, as is usual, leaves half of a small machine idle.
    maxWorkers: '100%',
    // A run writes no expected result unless asked to with -u: the first one would call right whatever it finds.
    update: 'none',
    // A test that hangs fails; one that shares the cores with other work does not.
    testTimeout: 60_000,
    env: { TZ: 'UTC', SITE: 'https://example.org/' },
  },
});
