import { defineConfig } from 'vitest/config';

import unit from '../../vitest.config.ts';

/** The tests that hold the rooms whose code `npm run mutation` changes. */
export default defineConfig({
  ...unit,
  root: '.',
  test: {
    ...unit.test,
    include: ['tests/{model,match,charts}/**/*.test.ts', 'tests/content/{checks,faulty}.test.ts'],
  },
});
