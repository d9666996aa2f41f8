import { lstatSync, readdirSync, readFileSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, sep } from 'node:path';

import type { Table } from '../../model/content.ts';
import { didYouMean, type Fault } from '../../model/fault.ts';
import { imageFile } from '../mdx/addresses.ts';
import { maxFileBytes, tooLarge } from '../mdx/source.ts';
import type { PostmortemFile } from './read-postmortem.ts';
import { readTable } from './read-table.ts';
import { refuseImageBytes, refuseImageSize } from '../checks/images.ts';
import { checkSecrets, textFile } from '../checks/secrets.ts';

/** Largest data file beside a postmortem: it is drawn as a chart and offered for download. */
const maxTableBytes = 5_000_000;

export interface TextFile {
  /** Path from the repository's root, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** Takes each fault that is found while files are read. */
type Report = (fault: Fault) => void;

/** A file's text. Undefined, and a fault, if it is missing, too large, not UTF-8, or a link that leads out of its folder. */
export function readText(
  root: string,
  file: string,
  report: Report,
  maxBytes = maxFileBytes,
): string | undefined {
  const path = join(root, file);
  const size = fileSize(path);
  const refusal = refuseFile(path, size, maxBytes);
  if (refusal !== undefined) {
    report({ file, message: refusal });
    return undefined;
  }
  const bytes = readFileSync(path);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const line = bytes.subarray(0, firstBadByte(bytes)).filter((byte) => byte === 10).length + 1;
    report({ file, line, message: 'the file is not UTF-8. Save it as UTF-8.' });
    return undefined;
  }
}

/** Whether there is anything by that name. */
export const hasFile = (root: string, file: string): boolean =>
  lstatSync(join(root, file), { throwIfNoEntry: false }) !== undefined;

/** Undefined for what is no ordinary file: reading a pipe or a device may never end. */
function fileSize(path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() ? stat.size : undefined;
}

function refuseFile(path: string, size: number | undefined, largest: number): string | undefined {
  if (size === undefined) return 'there is no such file. Create it.';
  if (size > largest) return tooLarge(size, largest);
  return leadsElsewhere(path)
    ? 'the file is a link that leads out of its folder. Put the file itself there.'
    : undefined;
}

const leadsElsewhere = (path: string): boolean =>
  lstatSync(path).isSymbolicLink() &&
  !realpathSync(path).startsWith(realpathSync(join(path, '..')) + sep);

/** Where the text stops being UTF-8, found by halving. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isUtf8(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // In a stream, a character may end in the next piece.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The guides in a folder, by name. */
export function readGuideFiles(
  root: string,
  folder: 'content/causes' | 'content/guides' | 'content/symptoms',
  report: Report,
): (TextFile & { id: string })[] {
  return list(join(root, folder)).flatMap((entry) => {
    if (!entry.name.endsWith('.mdx')) return [];
    const file = `${folder}/${entry.name}`;
    const id = entry.name.slice(0, -'.mdx'.length);
    if (!isKebab(id)) report({ file, message: wantKebab('file', id) });
    const text = readText(root, file, report);
    return text === undefined ? [] : [{ file, id, text }];
  });
}

/** The postmortems with the tables beside them, by name of their folder. */
export function readPostmortemFiles(root: string, report: Report): PostmortemFile[] {
  const folder = 'content/postmortems';
  return list(join(root, folder)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory()) {
      return readPostmortemFolder(root, path, entry.name, report);
    }
    if (/\.mdx?$/.test(entry.name)) {
      const slug = entry.name.replace(/\.mdx?$/, '');
      report({
        file: path,
        message: `a postmortem is a folder. Move the file to ${folder}/${slug}/index.mdx.`,
      });
    }
    return [];
  });
}

function readPostmortemFolder(
  root: string,
  path: string,
  slug: string,
  report: Report,
): PostmortemFile[] {
  if (leadsElsewhere(join(root, path))) {
    report({
      file: path,
      message: 'the folder is a link that leads elsewhere. Put the folder itself there.',
    });
    return [];
  }
  const entries = list(join(root, path));
  if (entries.length === 0) return [];
  const file = `${path}/index.mdx`;
  if (!isKebab(slug)) report({ file, message: wantKebab('folder', slug) });
  const beside = entries.map(({ name }) => name).filter((name) => name !== 'index.mdx');
  if (beside.length === entries.length) {
    report({
      file,
      message: `index.mdx is missing.${didYouMean('index.mdx', beside)} The postmortem is written there.`,
    });
    return [];
  }
  for (const entry of entries.filter(
    (entry) => entry.isSymbolicLink() && !entry.name.endsWith('.csv') && entry.name !== 'index.mdx',
  )) {
    const refusal = refuseFile(
      join(root, path, entry.name),
      fileSize(join(root, path, entry.name)),
      Infinity,
    );
    if (refusal !== undefined) report({ file: `${path}/${entry.name}`, message: refusal });
  }
  const tables = readTables(root, path, beside, report);
  for (const { name } of entries.filter((entry) => entry.isFile() && textFile.test(entry.name))) {
    const reportText = readText(root, `${path}/${name}`, report, maxTableBytes);
    if (reportText !== undefined) checkSecrets(`${path}/${name}`, reportText).forEach(report);
  }
  for (const { name } of entries.filter((entry) => entry.isFile() && imageFile.test(entry.name))) {
    const refusal = refuseImageAt(join(root, path, name));
    if (refusal !== undefined) report({ file: `${path}/${name}`, message: refusal });
  }
  const text = readText(root, file, report);
  return text === undefined ? [] : [{ file, slug, text, beside, tables }];
}

/** What is too large is not read. */
const refuseImageAt = (path: string): string | undefined =>
  refuseImageSize(fileSize(path) ?? 0) ?? refuseImageBytes(readFileSync(path));

function readTables(
  root: string,
  path: string,
  beside: readonly string[],
  report: Report,
): Record<string, Table> {
  const tables: Record<string, Table> = {};
  for (const name of beside.filter((name) => name.endsWith('.csv'))) {
    const file = `${path}/${name}`;
    const text = readText(root, file, report, maxTableBytes);
    if (text === undefined) continue;
    checkSecrets(file, text).forEach(report);
    const { table, faults } = readTable(file, text);
    faults.forEach(report);
    if (table) tables[name] = table;
  }
  return tables;
}

/** What is in a folder, in the same order on every machine. Hidden files are none of ours. */
function list(path: string): Dirent[] {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const isKebab = (name: string): boolean => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name);

const wantKebab = (what: string, found: string): string =>
  `want lower-case words joined by hyphens as the name of the ${what} (found "${found}"). Rename it.`;
