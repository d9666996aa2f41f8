import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Folders } from './dist.ts';
import { folderSize } from './folder-size.ts';

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
  const sum = await readFile(join(own, sumFile), 'utf8').catch(() => undefined);
  await rm(join(own, sumFile), { force: true });
  if (sum !== (await sumOf(own))) {
    await rm(own, { recursive: true });
    await mkdir(own);
  }
  return own;
}

/** Puts the pages where the next build finds them. Of several builds at once the last one to end leaves its own. */
export async function putBackPages(folders: Folders, own: string): Promise<void> {
  await writeFile(join(own, sumFile), await sumOf(own));
  await rm(place(folders), { recursive: true, force: true });
  // Another build may have put its own there in between; these are as good.
  await rename(own, place(folders)).catch(() => rm(own, { recursive: true, force: true }));
}

const sumFile = 'sum.txt';

/** Tells whether a file is missing, was added, cut or emptied. To read them all would take as long as to make them. */
async function sumOf(folder: string): Promise<string> {
  const { files, bytes } = await folderSize(folder);
  return `${files} files, ${bytes} bytes\n`;
}
