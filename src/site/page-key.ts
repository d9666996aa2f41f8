import { createHash } from 'node:crypto';

/**
 * The `cacheKey` of a page: a build makes the page again when it differs from the one of the build before. `shown` is all
 * data that the page shows, or digests of it. Astro adds the code of the page, its settings and the versions of packages.
 */
export const pageKey = (...shown: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(shown)).digest('base64url');
