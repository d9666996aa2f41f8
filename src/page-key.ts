import { createHash } from 'node:crypto';

import { chartCode } from './drawing/chart-code.ts';

/**
 * The `cacheKey` of a page: a build makes the page again when it differs from the one of the build before. `shown` is all
 * data that the page shows, or digests of it. Astro adds the code that it bundles, its settings and the versions of packages;
 * the code that draws charts runs outside of its bundle and is added here.
 */
export const pageKey = (...shown: readonly unknown[]): string =>
  createHash('sha256').update(chartCode).update(JSON.stringify(shown)).digest('base64url');
