import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { formatNamed } from '../../affected/read-list.ts';
import { ListError } from '../../affected/package-list.ts';
import { CliError } from '../cli-error.ts';

/** A file that could not be read, and why, in words for a person. */
export interface FailedFile {
  readonly file: string;
  readonly message: string;
}

/** What others wrote or a build made; hidden folders are not entered either. */
const notEntered = new Set([
  'node_modules',
  'vendor',
  'target',
  'venv',
  'site-packages',
  '__pycache__',
]);

/** A folder with more than this is not a project: somebody named the wrong one. */
const maxFolders = 50_000;

const maxBytes = 200 * 2 ** 20;

/** The file, or the lock files and bills of materials in the folder, in the order of their paths. */
export async function findListFiles(path: string): Promise<readonly string[]> {
  if (path === '-') return [path];
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new CliError(`there is no file or folder "${path}".`, 2);
  return found.isDirectory() ? searchFolder(path) : [path];
}

async function searchFolder(path: string): Promise<readonly string[]> {
  const found: string[] = [];
  const open = [path];
  let entered = 0;
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    entered += 1;
    if (entered > maxFolders)
      throw new CliError(
        `"${path}" has more than ${maxFolders} folders. Name the folder of one project, or a file.`,
        2,
      );
    for (const entry of await entriesOf(folder)) {
      const inside = join(folder, entry.name);
      if (entry.isDirectory() && !entry.name.startsWith('.') && !notEntered.has(entry.name))
        open.push(inside);
      else if (entry.isFile() && formatNamed(inside)) found.push(inside);
    }
  }
  return withoutSums(found.toSorted(), await modulesWithAllRequired(found));
}

/** Folders that may not be read are passed over, as by other tools that search. */
const entriesOf = async (folder: string): Promise<readonly Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch(() => []);

/** Since Go 1.17 go.mod names all that is built, and go.sum beside it also what is not. */
const withoutSums = (files: readonly string[], complete: ReadonlySet<string>): readonly string[] =>
  files.filter((file) => !(file.endsWith('go.sum') && complete.has(dirname(file))));

async function modulesWithAllRequired(files: readonly string[]): Promise<ReadonlySet<string>> {
  const folders = new Set<string>();
  for (const file of files.filter((one) => one.endsWith('go.mod'))) {
    const [, minor = '0'] = /^go 1\.(\d+)/m.exec(await readFile(file, 'utf8')) ?? [];
    if (Number(minor) >= 17) folders.add(dirname(file));
  }
  return folders;
}

/** Throws ListError for a file that cannot be read. */
export async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > maxBytes)
      throw new ListError(
        `It is ${Math.round(size / 1e6)} MB long; at most ${Math.round(maxBytes / 1e6)} MB are read.`,
      );
    return await readFile(file);
  } catch (error) {
    if (error instanceof ListError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new ListError(`It cannot be read (${code}).`);
  }
}
