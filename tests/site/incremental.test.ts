import { execFile } from 'node:child_process';
import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { copyProject } from '../bench/project.ts';
import { collectionRoot } from '../collection.ts';
import { putBackPages, takePages } from '../../src/cli/site/page-cache.ts';

const root = join(import.meta.dirname, '../..');
let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'heaplore-incremental-'));
  await copyProject(root, project, { contentOf: collectionRoot });
});
afterAll(() => rm(project, { recursive: true, force: true }));

test('a build after an edit makes again what shows it, and gives what a build from nothing gives', async () => {
  await build();
  const titled = await pagesWith('Example TLS client kept');
  expect(titled).toContain('i/1/index.html');
  expect(titled.length, 'others list it as related').toBeGreaterThan(1);

  const file = join(project, 'content/postmortems/example-tls-client-contexts/index.mdx');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(/^title: .*$/m, 'title: Renamed'));
  await markKeptPages();
  await build();
  expect(await pagesWith('Renamed')).toEqual(titled);
  const kept = await pagesWith(mark);
  expect(kept).toContain('i/5/index.html');
  expect(kept.filter((page) => titled.includes(page))).toEqual([]);

  const incremental = await filesIn(join(project, 'dist'));
  await rm(join(project, '.cache'), { recursive: true });
  await build();
  const cold = await filesIn(join(project, 'dist'));
  expect([...incremental.keys()]).toEqual([...cold.keys()]);
  for (const [name, bytes] of cold)
    expect(incremental.get(name)?.toString('latin1').replace(mark, plain), name).toBe(
      bytes.toString('latin1'),
    );
}, 180_000);

/** A page that was kept begins with the mark. */
const plain = '<!DOCTYPE html>';
const mark = '<!DOCTYPE HTML>';

/** Puts a mark into the pages that Astro keeps for the next build, and records their new checksums. */
async function markKeptPages(): Promise<void> {
  const folders = { cache: join(project, '.cache'), dist: join(project, 'dist') };
  const pages = await takePages(folders);
  for (const [name, bytes] of await filesIn(join(pages, 'dist'), 'i/*/index.html'))
    await writeFile(join(pages, 'dist', name), bytes.toString().replace(plain, mark));
  await putBackPages(folders, pages);
}

async function build(): Promise<void> {
  await promisify(execFile)(process.execPath, ['src/cli/main.ts', 'build'], {
    cwd: project,
    maxBuffer: 50e6,
  });
}

/** Names of the pages of incidents that have a text in them. */
async function pagesWith(text: string): Promise<string[]> {
  const pages = await filesIn(join(project, 'dist'), 'i/*/index.html');
  return [...pages].flatMap(([name, html]) => (html.includes(text) ? [name] : []));
}

/** Every file in a folder, by name. */
async function filesIn(folder: string, pattern = '**/*'): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for await (const entry of glob(pattern, { cwd: folder, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(relative(folder, path), await readFile(path));
  }
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
