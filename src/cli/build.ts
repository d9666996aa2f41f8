import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { CliError } from './cli-error.ts';
import { root, run } from './run.ts';

const dist = join(root, 'dist');
const cache = join(root, '.cache');
const astro = join(root, 'node_modules/astro/bin/astro.mjs');

/**
 * Builds the site into dist. It is built aside and takes the place of the previous site only when it is whole, so that a
 * build that fails or is stopped leaves the previous site as it was.
 */
export async function build(args: readonly string[]): Promise<number> {
  if (args.length > 0)
    throw new CliError(`build takes no arguments, but got "${args.join(' ')}".`, 2);
  await mkdir(cache, { recursive: true });
  await removeLeftovers();
  const site = folderOfThisBuild('site');
  const status = await run(process.execPath, [astro, 'build', '--outDir', site], {
    env: { ASTRO_TELEMETRY_DISABLED: '1' },
  });
  if (status !== 0) {
    await rm(site, { recursive: true, force: true });
    throw new CliError(
      'the site was not built; the lines above say why. Any earlier site in dist is as it was. Mend the fault and run "npm run build" again.',
    );
  }
  await replaceDist(site);
  return 0;
}

const folderOfThisBuild = (what: 'site' | 'replaced') => join(cache, `${what}-${process.pid}`);

async function replaceDist(site: string): Promise<void> {
  const replaced = folderOfThisBuild('replaced');
  await rm(replaced, { recursive: true, force: true });
  await rename(dist, replaced).catch(ignoreMissing);
  await rename(site, dist);
  await rm(replaced, { recursive: true, force: true });
}

/** Folders named for a process that has ended are of builds that were stopped. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(cache)) {
    const pid = /^(?:site|replaced)-(\d+)$/.exec(name)?.[1];
    if (pid === undefined || isRunning(Number(pid))) continue;
    await rm(join(cache, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, but belongs to someone else.
    return codeOf(error) === 'EPERM';
  }
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error;
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
