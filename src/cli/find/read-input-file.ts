import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';

import type { InputFile } from '../../find/report/read-inputs.ts';
import { formatBytes } from '../../reports/text/format.ts';
import { CliError } from '../cli-error.ts';

/** Larger files do not fit into memory once they are unpacked. */
const maxFileBytes = 512 * 2 ** 20;

/** Reads a file of any format. Throws CliError with a message for people if it is missing, a folder or too large. */
export async function readInputFile(file: string): Promise<InputFile> {
  try {
    const stats = await stat(file);
    if (stats.isDirectory())
      throw new CliError(`"${file}" is a folder. Give the file with the report.`, 2);
    if (stats.size > maxFileBytes)
      throw new CliError(
        `"${file}" has ${formatBytes(stats.size, 'binary', 3)}; the limit is ${formatBytes(maxFileBytes, 'binary')}. Give the text that the tool prints for it, or only its end.`,
        2,
      );
    return { name: basename(file), bytes: await readFile(file) };
  } catch (error) {
    if (error instanceof CliError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new CliError(`there is no file "${file}".`, 2);
    throw new CliError(`"${file}" cannot be read (${String(code)}).`, 2);
  }
}
