import { findAffected, type AffectedAnswer } from '../affected/find-affected.ts';
import {
  indexPackages,
  type PackageIncident,
  type PackageIndex,
} from '../affected/known-packages.ts';
import { ListError } from '../affected/package-list.ts';
import { decodeList, readPackageList, type ReadList } from '../affected/read-list.ts';

/** Reads lists of packages in a Worker, so that the page stays responsive. Makes no network requests. */

/** What the page tells the Worker: first the incidents, then any number of questions. */
export type ToAffectedWorker =
  | { readonly kind: 'incidents'; readonly incidents: readonly PackageIncident[] }
  | { readonly kind: 'question'; readonly files: readonly GivenFile[] };

export interface GivenFile {
  readonly name: string;
  readonly content: string | Blob;
}

export interface FromAffectedWorker {
  readonly answer: AffectedAnswer;
  /** Files that could not be read, and why, in words for the reader. */
  readonly failed: readonly { readonly file: string; readonly message: string }[];
}

let index: PackageIndex = new Map();

self.addEventListener('message', ({ data }: MessageEvent<ToAffectedWorker>) => {
  if (data.kind === 'incidents') index = indexPackages(data.incidents);
  else void answer(data.files).then((found) => self.postMessage(found));
});

async function answer(files: readonly GivenFile[]): Promise<FromAffectedWorker> {
  const lists: ReadList[] = [];
  const failed: FromAffectedWorker['failed'][number][] = [];
  for (const { name, content } of files)
    try {
      lists.push(readPackageList(name, await textOf(content)));
    } catch (error) {
      if (!(error instanceof ListError)) throw error;
      failed.push({ file: name, message: error.message });
    }
  return { answer: findAffected(lists, index), failed };
}

/** Larger files do not fit into memory as text and as what is read from it. */
const maxBytes = 200 * 2 ** 20;

async function textOf(content: string | Blob): Promise<string> {
  if (typeof content === 'string') return content;
  if (content.size > maxBytes)
    throw new ListError(
      `It is over ${Math.round(maxBytes / 1e6)} MB long. Run the command instead.`,
    );
  try {
    return decodeList(new Uint8Array(await content.arrayBuffer()));
  } catch {
    throw new ListError(
      'The browser cannot read it. If it is a folder, choose the files in it. If it has changed since you chose it, choose it again.',
    );
  }
}
