/** Files that somebody drops on the page, pastes into it or chooses. */

import type { PlacedFile } from './messages.ts';

/** A folder with more is hardly that of a postmortem. */
const mostFiles = 200;

/** What files are for: to go on with a postmortem, or to add to the draft. */
export type Taken =
  | { readonly kind: 'postmortem'; readonly files: readonly PlacedFile[] }
  | {
      readonly kind: 'additions';
      readonly images: readonly File[];
      readonly reports: readonly File[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/** Calls back with whatever files come. Folders are walked through. */
export function takeFiles(page: HTMLElement, onTaken: (taken: Taken) => void): void {
  const give = (files: readonly PlacedFile[]) => {
    if (files.length > 0) onTaken(sortFiles(files));
  };
  page.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement) || target.type !== 'file') return;
    give([...(target.files ?? [])].map((file) => placed(file, file.webkitRelativePath)));
    target.value = '';
  });
  document.addEventListener('paste', (event) => {
    const { files, types } = event.clipboardData ?? new DataTransfer();
    // Office programs put a picture of the text beside the text.
    if (files.length === 0 || types.includes('text/plain')) return;
    event.preventDefault();
    give([...files].map((file) => placed(file)));
  });
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault();
  });
  document.addEventListener('drop', (event) => {
    if (!event.dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    void filesIn(event.dataTransfer).then(give);
  });
}

/** Sorts files by what they are for, from their names. */
export function sortFiles(files: readonly PlacedFile[]): Taken {
  if (files.length > mostFiles)
    return {
      kind: 'refused',
      reason: `That is more than ${mostFiles} files. Drop the folder of one postmortem, or the files of the tools.`,
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

const placed = (file: File, path = ''): PlacedFile => ({ path: path || file.name, file });

async function filesIn({ items, files }: DataTransfer): Promise<PlacedFile[]> {
  // The list is empty as soon as the event is over, so the entries are taken before anything is waited for.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.every(({ isFile }) => isFile)) return [...files].map((file) => placed(file));
  const found: PlacedFile[] = [];
  for (let entry = entries.shift(); entry && found.length <= mostFiles; entry = entries.shift()) {
    if (entry instanceof FileSystemDirectoryEntry) entries.push(...(await childrenOf(entry)));
    else if (entry instanceof FileSystemFileEntry)
      found.push(placed(await fileOf(entry), entry.fullPath.replace(/^\//, '')));
  }
  return found;
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });

/** The browser hands out the entries of a folder in portions; the empty one is the last. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (portion.length === 0) return children;
    children.push(...portion);
  }
}
