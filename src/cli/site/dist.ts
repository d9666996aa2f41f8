import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { CliError } from '../cli-error.ts';

/** Where the served site is, and where things are put aside. Both on one file system, so that a folder moves in one step. */
export interface Folders {
  readonly dist: string;
  readonly cache: string;
}

/** A place for the site this process builds. It does not exist yet. */
export const placeAside = ({ cache }: Folders): string => join(cache, `site-${process.pid}`);

/**
 * Puts a whole site where the previous one is, by two renames. Of several builds at once the last one to end stays.
 */
export async function replaceDist({ dist, cache }: Folders, site: string): Promise<void> {
  const replaced = join(cache, `replaced-${process.pid}`);
  for (;;) {
    await rm(replaced, { recursive: true, force: true });
    await rename(dist, replaced).catch(ignoreMissing).catch(sayWhyNotMoved);
    try {
      await rename(site, dist);
      break;
    } catch (error) {
      // Another build has put its site there in between.
      if (!['ENOTEMPTY', 'EEXIST'].includes(errorCode(error))) sayWhyNotMoved(error);
    }
  }
  await rm(replaced, { recursive: true, force: true });
}

/**
 * Clears away what builds left that were stopped: folders named for a process that has ended. A site that was stopped in the
 * moment of being replaced is put back.
 */
export async function tidyUp({ dist, cache }: Folders): Promise<void> {
  await makeFolder(cache);
  for (const name of (await readdir(cache)).toSorted()) {
    const { what, pid } = /^(?<what>site|replaced|pages)-(?<pid>\d+)$/.exec(name)?.groups ?? {};
    if (pid === undefined || isRunning(Number(pid))) continue;
    const folder = join(cache, name);
    const isBack = what === 'replaced' && (await moves(folder, dist));
    // What a program of the stopped build still writes goes with the next build.
    if (!isBack)
      await rm(folder, { recursive: true, force: true, maxRetries: 3 }).catch(ignoreFull);
  }
}

/** One level only: with `recursive`, Node calls a read-only file system a missing file. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder).catch((error: unknown) => {
    if (errorCode(error) !== 'EEXIST') throw error;
  });
}

/** A folder never takes the place of one that has something in it. */
const moves = (folder: string, place: string): Promise<boolean> =>
  rename(folder, place).then(
    () => true,
    () => false,
  );

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, but belongs to someone else.
    return errorCode(error) === 'EPERM';
  }
}

function ignoreMissing(error: unknown): void {
  if (errorCode(error) !== 'ENOENT') throw error;
}

function ignoreFull(error: unknown): void {
  if (errorCode(error) !== 'ENOTEMPTY') throw error;
}

function sayWhyNotMoved(error: unknown): never {
  if (!['EXDEV', 'EBUSY'].includes(errorCode(error))) throw error;
  throw new CliError(
    'the site is built, but could not be moved to dist: .cache and dist are on different file systems, or one of them is a mount. Let both be plain folders of the repository.',
  );
}

const errorCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
