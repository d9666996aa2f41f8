import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import mdx from '@astrojs/mdx';
import sitemap from '@astrojs/sitemap';
import { defineConfig } from 'astro/config';

import { site } from './site.config.ts';
import { draftPaths } from './src/authoring/dev/draft-paths.ts';
import { authoring } from './src/authoring/dev/integration.ts';
import {
  directives,
  scriptSources,
  styleSources,
  writeHeadersFile,
  inlineHashes,
} from './src/site/response-headers.ts';
import { drawnCards } from './src/charts/draw/integration.ts';
import { offline } from './src/site/offline.ts';
import { searchIndex } from './src/find/pagefind/integration.ts';

process.env.HEAPLORE_ENGINE = import.meta.dirname;

/** For what Page.astro puts inline; everything else comes from files. */
const inline = await inlineHashes();

const ledger = join(import.meta.dirname, 'content/permalinks.json');
const {
  incidents = {},
  moved = {},
  withdrawn = {},
} = existsSync(ledger) ? JSON.parse(readFileSync(ledger, 'utf8')) : {};
const redirects = [...Object.keys(moved), ...Object.keys(withdrawn)];
/** A page that redirects or was withdrawn, or a list below such a cause or term. */
const isRedirect = (url) => redirects.some((path) => path !== '/' && url.includes(path));

let drafts;
/** Only a build with a sitemap asks, so the files are not read before. */
const isDraft = (url) => {
  drafts ??= draftPaths(import.meta.dirname, { incidents });
  return drafts.some((path) => url.endsWith(path));
};

export default defineConfig({
  site: process.env.SITE_URL ?? site.url,
  base: process.env.BASE_PATH ?? '/',
  trailingSlash: 'always',
  cacheDir: process.env.CACHE_DIR ?? '.cache/astro',
  integrations: [
    mdx(),
    sitemap({
      filter: (url) =>
        !/\/(?:explore|find|offline)\/$/.test(url) && !isRedirect(url) && !isDraft(url),
    }),
    searchIndex(),
    authoring(),
    drawnCards(),
    // After the search index, which it keeps.
    offline(),
    writeHeadersFile(),
  ],
  // Highlighting would need inline styles, which the content security policy forbids.
  markdown: { syntaxHighlight: false },
  build: { inlineStylesheets: 'never', concurrency: 16 },
  vite: {
    build: { cssCodeSplit: false },
    resolve: {
      // For browsers it comes in a form that asks the page, which a Worker does not have.
      alias: {
        'decode-named-character-reference': fileURLToPath(
          import.meta.resolve('decode-named-character-reference'),
        ),
      },
    },
    worker: { format: 'es' },
  },
  devToolbar: { enabled: false },
  experimental: { incrementalBuild: true },
  security: {
    csp: {
      directives: [...directives],
      scriptDirective: { resources: [...scriptSources], hashes: [inline.script] },
      styleDirective: { resources: [...styleSources], hashes: [inline.style] },
    },
  },
});
