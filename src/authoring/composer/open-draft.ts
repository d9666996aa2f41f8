/** From the files of a postmortem, loose, in a folder or in a zip file, to a draft. Pure: the page reads the files. */

import { unzipSync } from 'fflate';

import { formatFault } from '../../model/fault.ts';
import { largestFileBytes, tooLarge } from '../../content/mdx/source.ts';
import { draftOf, type Draft } from '../draft.ts';

export interface FoundFile {
  /** With its folders, as far as they are known: `content/postmortems/redis-frag/index.mdx`, or only `index.mdx`. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

export interface OpenedDraft {
  readonly draft: Draft;
  /** Images and reports beside it. */
  readonly beside: readonly FoundFile[];
  /** What was left out, in sentences. */
  readonly says: readonly string[];
}

/** What cannot be opened. The reasons are for the author. */
export class OpenRefused extends Error {
  override name = 'OpenRefused';
  readonly reasons: readonly string[];

  constructor(reasons: readonly string[]) {
    super(reasons.join('\n'));
    this.reasons = reasons;
  }
}

/** Most that is unpacked of a zip file: a folder of a postmortem has a megabyte or two. */
const mostUnpackedBytes = 64_000_000;
const largestTableBytes = 5_000_000;

/** The postmortem among the files. Throws OpenRefused if there is none, or more than one, or it cannot be read. */
export function openDraft(given: readonly FoundFile[]): OpenedDraft {
  const files = given.flatMap(unpack).filter(({ path }) => !/(?:^|\/)(?:\.|__MACOSX\/)/.test(path));
  const main = findMain(files);
  const folder = folderOf(main.path);
  const near = files.filter((file) => file !== main && folderOf(file.path) === folder);
  const far = files.filter((file) => file !== main && folderOf(file.path) !== folder);
  const read = draftOf(nameOf(main.path), textOf(main, largestFileBytes), near.flatMap(tableOf));
  if ('faults' in read)
    throw new OpenRefused([
      'The fields at the top cannot be read. Mend this in a text editor, then open the file again.',
      ...read.faults.map(formatFault),
    ]);
  const slug = nameOf(folder);
  return {
    draft: { ...read.draft, ...(/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug) && { slug }) },
    beside: near
      .filter(({ path }) => !path.endsWith('.csv'))
      .map(({ path, bytes }) => ({ path: nameOf(path), bytes })),
    says: far.map(({ path }) => `${path} is not in the folder of the postmortem and was left out.`),
  };
}

function findMain(files: readonly FoundFile[]): FoundFile {
  const named = files.filter(({ path }) => nameOf(path) === 'index.mdx');
  const found = named.length > 0 ? named : files.filter(({ path }) => /\.mdx?$/i.test(path));
  const [main, second] = found;
  if (!main)
    throw new OpenRefused([
      'There is no index.mdx in it. A postmortem is a folder with index.mdx and its data files. To import what a tool recorded, drop the unpacked file.',
    ]);
  if (second)
    throw new OpenRefused([
      `There are ${found.length} postmortems in it. Open one: ${found.map(({ path }) => path).join(', ')}.`,
    ]);
  return main;
}

function unpack(file: FoundFile): FoundFile[] {
  if (!/\.zip$/i.test(file.path)) return [file];
  let left = mostUnpackedBytes;
  try {
    const entries = unzipSync(file.bytes, {
      filter({ name, originalSize }) {
        left -= originalSize;
        return left >= 0 && !name.endsWith('/');
      },
    });
    if (left >= 0) return Object.entries(entries).map(([path, bytes]) => ({ path, bytes }));
  } catch {
    throw new OpenRefused([`${nameOf(file.path)} is no zip file that can be read. Pack it again.`]);
  }
  throw new OpenRefused([
    `${nameOf(file.path)} holds more than ${mostUnpackedBytes / 1e6} MB. Open the unpacked folder of the postmortem.`,
  ]);
}

const tableOf = (file: FoundFile) =>
  file.path.endsWith('.csv')
    ? [{ name: nameOf(file.path), text: textOf(file, largestTableBytes) }]
    : [];

function textOf({ path, bytes }: FoundFile, largest: number): string {
  if (bytes.length > largest)
    throw new OpenRefused([`${nameOf(path)}: ${tooLarge(bytes.length, largest)}`]);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new OpenRefused([`${nameOf(path)}: the file is not UTF-8. Save it as UTF-8.`]);
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
