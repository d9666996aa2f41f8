/** What the browser keeps of a draft over reloads and crashes. */

import type { Draft } from '../draft.ts';
import { isRecord } from '../values.ts';
import type { Attachments } from './worker-messages.ts';

/**
 * The draft in this browser's storage. One tab at a time may write: the one that holds the browser's lock. A change number
 * beside the draft keeps a tab from overwriting what another one has written.
 */
export interface DraftStore {
  /** The stored draft. From then on, this tab may overwrite it. */
  read(): Draft | undefined;
  /** Returns `conflict`, and overwrites nothing, if another tab has written since `read`. */
  write(draft: Draft): 'saved' | 'conflict' | 'full';
  /** Resolves to whether this tab may write. `onLost` is called when another tab takes over. */
  claim(how: 'ask' | 'take', onLost: () => void): Promise<boolean>;
}

interface StoredDraft {
  readonly change: number;
  readonly draft: Draft;
}

export function openDraftStore(name: string, storage: Storage = localStorage): DraftStore {
  let lastChange = 0;

  const readStored = (): StoredDraft | undefined => {
    const text = storage.getItem(name);
    if (text === null) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      return isStoredDraft(value) ? value : undefined;
    } catch {
      return undefined; // Not written by this page; the next change replaces it.
    }
  };

  return {
    read() {
      const stored = readStored();
      lastChange = stored?.change ?? 0;
      return stored?.draft;
    },

    write(draft) {
      if ((readStored()?.change ?? 0) !== lastChange) return 'conflict';
      const stored: StoredDraft = { change: lastChange + 1, draft };
      try {
        storage.setItem(name, JSON.stringify(stored));
      } catch {
        return 'full';
      }
      lastChange = stored.change;
      return 'saved';
    },

    claim: (how, onLost) => claimLock(name, how === 'take', onLost),
  };
}

/** Holds the lock until the tab closes. Outside secure contexts browsers have no locks, and the change number has to do. */
function claimLock(name: string, steal: boolean, onLost: () => void): Promise<boolean> {
  if (!('locks' in navigator)) return Promise.resolve(true);
  return new Promise((resolve) => {
    navigator.locks
      .request(name, steal ? { steal } : { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        return lock === null ? undefined : new Promise<never>(() => undefined);
      })
      .catch(onLost);
  });
}

const isStoredDraft = (value: unknown): value is StoredDraft =>
  isRecord(value) && typeof value['change'] === 'number' && isDraft(value['draft']);

const isDraft = (value: unknown): value is Draft =>
  isRecord(value) &&
  isRecord(value['fields']) &&
  typeof value['body'] === 'string' &&
  Array.isArray(value['tables']) &&
  value['tables'].every(
    (table: unknown) =>
      isRecord(table) && typeof table['name'] === 'string' && typeof table['text'] === 'string',
  );

/**
 * The attachments of the draft in this browser's database, which has room for images. The text is in the other storage, which
 * can still be written while the page closes.
 */
export interface AttachmentStore {
  /** Empty if the browser has stored nothing. */
  read(): Promise<Attachments>;
  write(attachments: Attachments): Promise<'saved' | 'full'>;
}

/** The object store in the database. */
const storeName = 'files';

export function openAttachmentStore(name: string): AttachmentStore {
  return {
    async read() {
      try {
        const found: unknown = await inDatabase('readonly', (store) => store.get(name));
        return isAttachments(found) ? found : new Map();
      } catch {
        return new Map();
      }
    },

    async write(attachments) {
      try {
        await inDatabase('readwrite', (store) => store.put(attachments, name));
        return 'saved';
      } catch {
        return 'full';
      }
    },
  };
}

/** Runs one request. A private window may have no database. */
async function inDatabase(
  mode: IDBTransactionMode,
  run: (store: IDBObjectStore) => IDBRequest,
): Promise<unknown> {
  const opening = indexedDB.open('composer', 1);
  opening.addEventListener('upgradeneeded', () => {
    opening.result.createObjectStore(storeName);
  });
  await settle(opening, 'success', 'error');
  const database = opening.result;
  try {
    const transaction = database.transaction(storeName, mode);
    const request = run(transaction.objectStore(storeName));
    await settle(transaction, 'complete', 'abort');
    return request.result;
  } finally {
    database.close();
  }
}

const settle = (target: EventTarget, good: string, bad: string): Promise<void> =>
  new Promise((resolve, reject) => {
    target.addEventListener(good, () => {
      resolve();
    });
    target.addEventListener(bad, () => {
      reject(new Error(bad));
    });
  });

const isAttachments = (value: unknown): value is Attachments =>
  value instanceof Map &&
  [...value].every(([name, blob]) => typeof name === 'string' && blob instanceof Blob);
