import type { FilesBeside } from './messages.ts';

/**
 * The files beside the draft in this browser's database, which has room for images. The text is kept elsewhere, where it can
 * be written while the page is closed.
 */
export interface FileStore {
  /** None if the browser keeps nothing. */
  read(): Promise<FilesBeside>;
  write(files: FilesBeside): Promise<'kept' | 'full'>;
}

const table = 'files';

export function openFileStore(name: string): FileStore {
  return {
    async read() {
      try {
        const found: unknown = await inDatabase('readonly', (files) => files.get(name));
        return isFiles(found) ? found : new Map();
      } catch {
        return new Map();
      }
    },

    async write(files) {
      try {
        await inDatabase('readwrite', (kept) => kept.put(files, name));
        return 'kept';
      } catch {
        return 'full';
      }
    },
  };
}

/** Does one thing in the database. A private window may have none. */
async function inDatabase(
  mode: IDBTransactionMode,
  run: (files: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const opening = indexedDB.open('composer', 1);
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore(table);
  });
  await settled(opening, 'success', 'error');
  const database = opening.result;
  try {
    const transaction = database.transaction(table, mode);
    const request = run(transaction.objectStore(table));
    await settled(transaction, 'complete', 'abort');
    return request.result;
  } finally {
    database.close();
  }
}

const settled = (target: EventTarget, good: string, bad: string): Promise<void> =>
  new Promise((resolve, reject) => {
    target.addEventListener(good, () => {
      resolve();
    });
    target.addEventListener(bad, () => {
      reject(new Error(bad));
    });
  });

const isFiles = (value: unknown): value is FilesBeside =>
  value instanceof Map &&
  [...value].every(([name, blob]) => typeof name === 'string' && blob instanceof Blob);
