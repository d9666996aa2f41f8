import { defineConfig } from 'vitest/config';

/** Builds a small site three times, which takes longer than all unit tests together: `npm run incremental`. */
export default defineConfig({ test: { include: ['tests/site/incremental.test.ts'] } });
