import { createHash } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

import type { Addition, ReportFile } from '../../authoring/import/addition.ts';
import {
  addToPostmortem,
  readImportedChecksums,
} from '../../authoring/import/add-to-postmortem.ts';
import { importReports } from '../../authoring/import/import-reports.ts';
import { readContent } from '../../content/read/read-content.ts';
import { readReports } from '../../reports/read-report.ts';
import { ReportError } from '../../reports/report.ts';
import { CliError } from '../cli-error.ts';
import { readArguments } from './import-arguments.ts';
import { formatSummary } from './import-summary.ts';
import {
  folder,
  idsIn,
  onlyOpenSlug,
  openTarget,
  refuse,
  sourceIn,
  type Target,
} from './import-target.ts';

export interface ImportIo {
  write(text: string): void;
  /** Where the content is. */
  readonly root: string;
}

/**
 * Puts what tools recorded into a postmortem: `FILE…`, `--after FILE` for what was recorded after the fix, `--to` its folder,
 * `--source` the id under which it was published. A file that was imported before changes nothing. Nothing is written if the
 * result would have a fault or hold a secret. Gives 0; throws CliError otherwise.
 */
export async function importFiles(args: readonly string[], io: ImportIo): Promise<number> {
  const wanted = readArguments(args);
  const read = await Promise.all([
    ...wanted.before.map((file) => readOne(file, 'before')),
    ...wanted.after.map((file) => readOne(file, 'after')),
  ]);
  const { content } = await readContent(io.root);
  const { vocabulary } = content;
  const slug = wanted.to ?? onlyOpenSlug(io.root);
  const target = openTarget(slug, vocabulary, io.root);
  const sums = readImportedChecksums(target.text);
  const files = read.map((file) => ({ ...file, known: sums.has(file.sha256) }));
  if (files.every(({ known }) => known)) {
    io.write(
      `${target.file} already contains ${files.length === 1 ? 'this file' : 'these files'}.\n`,
    );
    return 0;
  }
  const addition = importReports(files, {
    source: sourceIn(target.entry, wanted.source),
    usedNames: [...idsIn(target.entry), ...target.beside],
    vocabulary,
  });
  const text = addToPostmortem(target.text, addition);
  await refuse(text, addition, target, vocabulary);
  writeAll(text, addition, target, io.root);
  io.write(`${formatSummary(addition, files, target, text)}\n`);
  return 0;
}

async function readOne(path: string, role: ReportFile['role']): Promise<ReportFile> {
  const bytes = await readBytes(path);
  const name = basename(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  try {
    const read = await readReports(bytes);
    if (read.reports.length > 0) return { name, sha256, role, read };
    throw new ReportError(
      read.errors[0] ??
        'no report was recognized in it. Provide the complete output of the tool, including its first lines.',
    );
  } catch (error) {
    if (error instanceof ReportError) throw new CliError(`import: ${name}: ${error.message}`, 2);
    throw error;
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const reason =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : String(code);
    throw new CliError(`import: cannot read "${path}" (${reason}).`, 2);
  }
}

/** The data first, then the text that names it, each in one move. */
function writeAll(text: string, { tables }: Addition, { slug, file }: Target, root: string): void {
  const written: string[] = [];
  try {
    for (const table of tables) {
      const path = join(root, folder, slug, table.name);
      writeFileSync(path, table.text, { flag: 'wx' });
      written.push(path);
    }
    writeFileSync(join(root, `${file}.new`), text);
    renameSync(join(root, `${file}.new`), join(root, file));
  } catch (error) {
    for (const path of written) rmSync(path, { force: true });
    throw error;
  }
}
