/** Files that are dropped on the page, pasted into it or chosen. */

import type { FileAtPath } from './worker-messages.ts';

/** A folder with more files is probably not that of a postmortem. */
const maxFiles = 200;

/** What files are for: a postmortem to open, or additions to the draft. */
export type SortedFiles =
  | { readonly kind: 'postmortem'; readonly files: readonly FileAtPath[] }
  | {
      readonly kind: 'additions';
      readonly images: readonly File[];
      readonly reports: readonly File[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Calls back with all files that come, also with those inside folders. */
export function watchFiles(page: HTMLElement, onFiles: (sorted: SortedFiles) => void): void {
  const report = (files: readonly FileAtPath[]) => {
    if (files.length > 0) onFiles(sortFiles(files));
  };
  page.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
    report([...(target.files ?? [])].map((file) => toFileAtPath(file, file.webkitRelativePath)));
    target.value = '';
  });
  document.addEventListener('paste', (event) => {
    const { files, types } = event.clipboardData ?? new DataTransfer();
    // Office programs put a picture of the text on the clipboard along with the text.
    if (files.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    report([...files].map((file) => toFileAtPath(file)));
  });
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  document.addEventListener('drop', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void listDropped(event.dataTransfer).then(report);
  });
}

/** Tells from the names what files are for. */
export function sortFiles(files: readonly FileAtPath[]): SortedFiles {
  if (files.length > maxFiles)
    return {
      kind: 'refused',
      reason: `That is more than ${maxFiles} files. Drop the folder of one postmortem, or files from your tools.`,
    };
  const isPostmortem = files.some(({ path }) =>
    /(?:^|\/)index\.mdx$|^[^/]*\.(?:mdx?|zip)$/i.test(path),
  );
  if (isPostmortem) return { kind: 'postmortem', files };
  const visible = files.filter(({ path }) => !/(?:^|\/)\./.test(path)).map(({ file }) => file);
  const isImage = ({ type }: File) => type.startsWith('image/');
  return {
    kind: 'additions',
    images: visible.filter(isImage),
    reports: visible.filter((file) => !isImage(file)),
  };
}

const toFileAtPath = (file: File, path = ''): FileAtPath => ({ path: path || file.name, file });

async function listDropped({ items, files }: DataTransfer): Promise<FileAtPath[]> {
  // The browser empties the list when the event is over, so the entries are read before the first await.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.every(({ isFile }) => isFile)) return [...files].map((file) => toFileAtPath(file));
  const found: FileAtPath[] = [];
  for (let entry = entries.shift(); entry && found.length <= maxFiles; entry = entries.shift()) {
    if (entry instanceof FileSystemDirectoryEntry) entries.push(...(await listFolder(entry)));
    else if (entry instanceof FileSystemFileEntry)
      found.push(toFileAtPath(await readFile(entry), entry.fullPath.replace(/^\//, '')));
  }
  return found;
}

const readFile = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });

/** The browser returns the entries of a folder in batches; an empty batch is the last. */
async function listFolder(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (batch.length === 0) return children;
    children.push(...batch);
  }
}
