import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';

import { checksum, readChecked, writeChecked } from '../../charts/draw/disk-cache.ts';
import type { Folders } from './dist.ts';

/**
 * Pages that a build leaves for the next one. A build takes them into a folder of its own and puts them back when its site is
 * whole, so that a build beside it starts from nothing, and what a stopped one left half done is used by nobody.
 */
const place = ({ cache }: Folders): string => join(cache, 'pages');

/** Gives the folder in which this process finds the pages of the build before, or nothing, if there are none or not all. */
export async function takePages(folders: Folders): Promise<string> {
  const own = join(folders.cache, `pages-${process.pid}`);
  await rm(own, { recursive: true, force: true });
  await rename(place(folders), own).catch(() => mkdir(own));
  const list = readChecked(join(own, listFile));
  await rm(join(own, listFile), { force: true });
  if (list?.toString() !== (await listFiles(own))) {
    await rm(own, { recursive: true });
    await mkdir(own);
  }
  return own;
}

/** Puts the pages where the next build finds them. Of several builds at once the last one to end leaves its own. */
export async function putBackPages(folders: Folders, own: string): Promise<void> {
  writeChecked(join(own, listFile), Buffer.from(await listFiles(own)));
  await rm(place(folders), { recursive: true, force: true });
  // Another build may have put its own there in between; these are as good.
  await rename(own, place(folders)).catch(() => rm(own, { recursive: true, force: true }));
}

const listFile = 'checksums';

/** Every file of the folder with the checksum of its content, so that one missing, added or changed by a single byte shows. */
async function listFiles(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted()
    .map((file) => `${checksum(readFileSync(file)).toString('hex')} ${relative(folder, file)}\n`)
    .join('');
}
