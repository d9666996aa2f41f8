import { createHash } from 'node:crypto';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';

import type { AstroIntegration } from 'astro';
import { transform } from 'esbuild';

/** What is read without a network even if it was never visited; the scripts and styles they name come with them. */
const pages = ['', 'search/', 'match/', 'affected/', 'offline/'];
const data = [
  'favicon.svg',
  'pagefind/catalogue.json',
  'pagefind/orders.json',
  'pagefind/pagefind.js',
  'pagefind/rare-terms.json',
  'pagefind/spellings.txt',
  'pagefind/wasm.unknown.pagefind',
];
/** What grows with the incidents is not taken along if it is more bytes: readers then have the parts they used. */
const maxPackBytes = 3e6;

/** Puts the service worker of the built site beside its pages, with the list of the files that it keeps. */
export function offline(): AstroIntegration {
  return {
    name: 'offline',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const pack = await searchPack(dir);
        if (pack.length <= maxPackBytes) await writeFile(new URL(packFile, dir), pack);
        const paths = await offlinePaths(dir);
        if (pack.length <= maxPackBytes) paths.push(packFile);
        const files = await hashFiles(dir, paths);
        await writeFile(new URL('offline-worker.js', dir), await workerCode(files));
        logger.info(`offline-worker.js keeps ${paths.length} files`);
      },
    },
  };
}

const packFile = 'offline-search.bin';

async function offlinePaths(dir: URL): Promise<string[]> {
  const fonts = (await readdir(new URL('fonts/', dir))).filter((name) => name.endsWith('.woff2'));
  const references = (await readdir(new URL('search/references/', dir))).map(
    (name) => `search/references/${name}`,
  );
  return [
    ...pages,
    ...data,
    ...(await keepIfSmall(dir, ['signatures.json', 'affected.json'])),
    ...(await keepIfSmall(dir, references)),
    ...fonts.map((name) => `fonts/${name}`),
    ...(await findBundledFiles(dir, pages.map(filePath))),
  ].toSorted();
}

/** All of the files, or none if together they are too large. */
async function keepIfSmall(dir: URL, paths: readonly string[]): Promise<readonly string[]> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(new URL(path, dir))).size));
  return sizes.reduce((sum, size) => sum + size, 0) <= maxPackBytes ? paths : [];
}

/** Bundled files that one of `paths` names, or that such a file names in turn. */
async function findBundledFiles(dir: URL, paths: readonly string[]): Promise<string[]> {
  const bundled = (await readdir(new URL('_astro/', dir))).toSorted();
  const found = new Set<string>();
  const unread = [...paths];
  for (let path = unread.pop(); path !== undefined; path = unread.pop()) {
    const text = await readFile(new URL(path, dir), 'utf8');
    for (const name of bundled) {
      const file = `_astro/${name}`;
      if (found.has(file) || !text.includes(name)) continue;
      found.add(file);
      unread.push(file);
    }
  }
  return [...found];
}

const filePath = (path: string) => (path === '' || path.endsWith('/') ? `${path}index.html` : path);

async function hashFiles(dir: URL, paths: readonly string[]): Promise<Record<string, string>> {
  const entries = paths.map(async (path) => {
    const bytes = await readFile(new URL(filePath(path), dir));
    return [path, `sha256-${createHash('sha256').update(bytes).digest('base64')}`] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The parts of the search index in one zipped file; the worker says how it is read. */
async function searchPack(dir: URL): Promise<Buffer> {
  const names: [path: string, length: number][] = [];
  const parts: Buffer[] = [];
  for (const folder of ['pagefind/results/', 'pagefind/index/'])
    for (const name of (await readdir(new URL(folder, dir))).toSorted()) {
      const bytes = await readFile(new URL(folder + name, dir));
      names.push([folder + name, bytes.length]);
      parts.push(bytes);
    }
  return gzipSync(Buffer.concat([Buffer.from(`${JSON.stringify(names)}\n`), ...parts]));
}

async function workerCode(files: Readonly<Record<string, string>>): Promise<string> {
  const source = await readFile(new URL('./offline-worker.ts', import.meta.url), 'utf8');
  const list = JSON.stringify(files);
  const version = createHash('sha256').update(source).update(list).digest('hex').slice(0, 16);
  const { code } = await transform(source, {
    loader: 'ts',
    format: 'iife',
    minify: true,
    define: { files: list, version: JSON.stringify(version) },
  });
  return code;
}
