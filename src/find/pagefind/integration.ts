import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import type { AstroIntegration } from 'astro';

import { withoutDrafts } from '../../model/content.ts';
import { readContent } from '../../content/read/read-content.ts';
import { buildSearchIndex } from './build-index.ts';

/**
 * Puts the search under `pagefind/`: in a build as files, in development from memory, made when first asked for and again
 * after the content changed. Made from the content, not from pages, so both are the same, and a build makes it in a thread
 * of its own while Astro makes the pages.
 */
export function searchIndex(): AstroIntegration {
  let root = '';
  let base = '/';
  let thread: IndexThread | undefined;
  return {
    name: 'search-index',
    hooks: {
      'astro:config:done': ({ config }) => {
        root = fileURLToPath(config.root);
        base = config.base.replace(/\/?$/, '/');
      },

      'astro:build:start': () => {
        thread = startThread(root);
      },

      'astro:build:done': async ({ dir, logger }) => {
        const files = await (thread?.files() ?? filesFor(root));
        for (const [path, content] of files) {
          const file = fileURLToPath(new URL(`pagefind/${path}`, dir));
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, content);
        }
        logger.info(`wrote ${files.size} files to pagefind/`);
      },

      'astro:server:setup': ({ server, logger }) => {
        let files: ReturnType<typeof filesFor> | undefined;
        server.watcher.on('all', (_event, path) => {
          if (path.startsWith(`${root}content${sep}`)) files = undefined;
        });
        server.middlewares.use((request, response, next) => {
          const path = pathIn(request.url ?? '', base);
          if (path === undefined) return next();
          files ??= filesFor(root);
          files
            .then((all) => {
              const content = all.get(path);
              response.statusCode = content ? 200 : 404;
              response.setHeader('Content-Type', typeOf(path));
              response.setHeader('Cache-Control', 'no-store');
              response.end(content);
            })
            .catch((error: unknown) => {
              files = undefined;
              logger.error(String(error));
              response.statusCode = 500;
              response.end();
            });
        });
      },
    },
  };
}

type Files = ReadonlyMap<string, Uint8Array>;

interface IndexThread {
  files(): Promise<Files>;
}

/** Keeps the program running only once its files are waited for: a build that failed needs no search. */
function startThread(root: string): IndexThread {
  const worker = new Worker(new URL('./index-thread.ts', import.meta.url), { workerData: root });
  worker.unref();
  const made = new Promise<Files>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the thread of the search index ended early')));
  });
  // A failure shows when the files are waited for.
  made.catch(() => undefined);
  return {
    files() {
      worker.ref();
      return made;
    },
  };
}

async function filesFor(root: string): Promise<Files> {
  const { content } = await readContent(root);
  return buildSearchIndex(withoutDrafts(content));
}

/** The part of a request's address after `pagefind/`. Vite has taken the base path off, or not, by the order of its plugins. */
function pathIn(url: string, base: string): string | undefined {
  const { pathname } = new URL(url, 'http://localhost');
  const prefix = [`${base}pagefind/`, '/pagefind/'].find((start) => pathname.startsWith(start));
  return prefix === undefined ? undefined : pathname.slice(prefix.length);
}

const typeOf = (path: string): string => {
  if (path.endsWith('.js')) return 'text/javascript';
  return path.endsWith('.json') ? 'application/json' : 'application/octet-stream';
};
