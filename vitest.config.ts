import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/site/**'],
    env: { TZ: 'UTC', SITE: 'https://example.org/' },
  },
});
