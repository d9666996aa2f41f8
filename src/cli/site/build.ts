import { existsSync } from 'node:fs';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { CliError } from '../cli-error.ts';
import { makeFolder, placeAside, replaceDist, tidyUp, type Folders } from './dist.ts';
import { putBackPages, takePages } from './page-cache.ts';
import { root, run } from '../run.ts';

const astro = join(root, 'node_modules/astro/bin/astro.mjs');

/** The served site and what is put aside, in this repository. */
export const folders: Folders = { dist: join(root, 'dist'), cache: join(root, '.cache') };

/**
 * Builds the site into dist. It is built aside and takes the place of the previous site only when it is whole, so that a
 * build that fails or is stopped leaves the previous site as it was.
 */
export async function build(args: readonly string[]): Promise<number> {
  if (args.length > 0)
    throw new CliError(`build takes no arguments, but got "${args.join(' ')}".`, 2);
  await tidyUp(folders);
  await checkThatAstroCanWrite();
  const site = placeAside(folders);
  const pages = await takePages(folders);
  const status = await run(process.execPath, [astro, 'build', '--outDir', site], {
    env: { ASTRO_TELEMETRY_DISABLED: '1', CACHE_DIR: pages },
  });
  if (status !== 0) {
    const why = await explainStatus(status);
    // With a fault in the content no page was made, and those of the build before are as they were.
    if (existsSync(site)) await rm(pages, { recursive: true, force: true });
    else await putBackPages(folders, pages);
    await rm(site, { recursive: true, force: true });
    throw new CliError(
      `the site was not built; ${why} Any earlier site in dist is as it was. Run "npm run build" again.`,
    );
  }
  await replaceDist(folders, site);
  await putBackPages(folders, pages);
  return 0;
}

/** Astro keeps its types and its store in these, and meets a refusal with a stack of calls. */
async function checkThatAstroCanWrite(): Promise<void> {
  for (const name of ['.astro', '.cache']) {
    const probe = join(root, name, `.probe-${process.pid}`);
    await makeFolder(join(root, name));
    await writeFile(probe, '');
    await rm(probe);
  }
}

const minFreeBytes = 1e6;

async function explainStatus(status: number): Promise<string> {
  if (status === 128 + 15 || status === 128 + 2) return 'it was stopped.';
  if (status === 128 + 9)
    return 'it was stopped by the system, which is what happens when memory runs out.';
  const { bavail, bsize } = await statfs(folders.cache);
  return bavail * bsize < minFreeBytes
    ? 'the disk is full. Free some space first.'
    : 'see the lines above. Fix the fault first.';
}
