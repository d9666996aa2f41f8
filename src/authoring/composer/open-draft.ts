/** Opens a postmortem as a draft: from single files, a folder or a zip file. Pure: the page reads the files. */

import { unzipSync } from 'fflate';

import { formatFault } from '../../model/fault.ts';
import { maxFileBytes, tooLarge } from '../../content/mdx/source.ts';
import { parseDraft, type Draft } from '../draft.ts';
import { FilesRefused } from './worker-messages.ts';

export interface FoundFile {
  /** With its folders, as far as the browser tells them: `content/postmortems/redis-frag/index.mdx`, or only `index.mdx`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface OpenedDraft {
  readonly draft: Draft;
  /** Files in its folder that are not tables, such as images and reports. */
  readonly attachments: readonly FoundFile[];
  /** What was left out, in sentences. */
  readonly notes: readonly string[];
}

/** Larger zip files are refused: the folder of a postmortem has a megabyte or two. */
const maxUnpackedBytes = 64_000_000;
const maxTableBytes = 5_000_000;

/** The postmortem among the files. Throws FilesRefused if there is none, or more than one, or it cannot be read. */
export function openDraft(given: readonly FoundFile[]): OpenedDraft {
  const files = given.flatMap(unpack).filter(({ path }) => !/(?:^|\/)(?:\.|__MACOSX\/)/.test(path));
  const main = findMain(files);
  const folder = folderPath(main.path);
  const near = files.filter((file) => file !== main && folderPath(file.path) === folder);
  const far = files.filter((file) => file !== main && folderPath(file.path) !== folder);
  const read = parseDraft(
    fileName(main.path),
    decodeText(main, maxFileBytes),
    near.flatMap(toTable),
  );
  if ('faults' in read)
    throw new FilesRefused([
      'The fields at the top of the file cannot be read. Fix this in a text editor, then open the file again:',
      ...read.faults.map(formatFault),
    ]);
  const slug = fileName(folder);
  return {
    draft: { ...read.draft, ...(/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) && { slug }) },
    attachments: near
      .filter(({ path }) => !path.endsWith('.csv'))
      .map(({ path, bytes }) => ({ path: fileName(path), bytes })),
    notes: far.map(
      ({ path }) => `${path} was left out, because it is not in the folder of the postmortem.`,
    ),
  };
}

function findMain(files: readonly FoundFile[]): FoundFile {
  const named = files.filter(({ path }) => fileName(path) === 'index.mdx');
  const found = named.length > 0 ? named : files.filter(({ path }) => /\.mdx?$/i.test(path));
  const [main, second] = found;
  if (!main)
    throw new FilesRefused([
      'There is no index.mdx in these files. A postmortem is a folder with index.mdx and its data files. To import profiler output from an archive, unpack it first.',
    ]);
  if (second)
    throw new FilesRefused([
      `There are ${found.length} postmortems in these files. Open one at a time: ${found.map(({ path }) => path).join(', ')}.`,
    ]);
  return main;
}

function unpack(file: FoundFile): FoundFile[] {
  if (!/\.zip$/i.test(file.path)) return [file];
  let left = maxUnpackedBytes;
  try {
    const entries = unzipSync(file.bytes, {
      filter({ name, originalSize }) {
        left -= originalSize;
        return left >= 0 && !name.endsWith('/');
      },
    });
    if (left >= 0) return Object.entries(entries).map(([path, bytes]) => ({ path, bytes }));
  } catch {
    throw new FilesRefused([
      `${fileName(file.path)} cannot be read as a zip file. Create it again.`,
    ]);
  }
  throw new FilesRefused([
    `${fileName(file.path)} unpacks to more than ${maxUnpackedBytes / 1e6} MB. Open only the folder of the postmortem.`,
  ]);
}

const toTable = (file: FoundFile) =>
  file.path.endsWith('.csv')
    ? [{ name: fileName(file.path), text: decodeText(file, maxTableBytes) }]
    : [];

function decodeText({ path, bytes }: FoundFile, largest: number): string {
  if (bytes.length > largest)
    throw new FilesRefused([`${fileName(path)}: ${tooLarge(bytes.length, largest)}`]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FilesRefused([`${fileName(path)}: the file is not UTF-8. Save it as UTF-8.`]);
  }
}

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const folderPath = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
