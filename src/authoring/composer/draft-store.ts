import type { Draft } from '../draft.ts';

/**
 * The draft in this browser's storage, where it survives reloads and crashes. One tab at a time writes: the browser's lock
 * says which, and a count of changes in the draft itself refuses to overwrite what another tab wrote.
 */
export interface DraftStore {
  /** The kept draft. From then on, this tab may write over it. */
  read(): Draft | undefined;
  /** `elsewhere` if another tab has written since `read`; nothing is overwritten then. */
  write(draft: Draft): 'kept' | 'elsewhere' | 'full';
  /** Fulfilled with whether this tab may write; `onLost` is called when another tab takes over. */
  claim(how: 'ask' | 'take', onLost: () => void): Promise<boolean>;
}

interface Kept {
  readonly change: number;
  readonly draft: Draft;
}

export function openDraftStore(name: string, storage: Storage = localStorage): DraftStore {
  let known = 0;

  const kept = (): Kept | undefined => {
    const text = storage.getItem(name);
    if (text === null) return undefined;
    try {
      const value: unknown = JSON.parse(text);
      return isKept(value) ? value : undefined;
    } catch {
      return undefined; // Somebody else's entry; the next change replaces it.
    }
  };

  return {
    read() {
      const found = kept();
      known = found?.change ?? 0;
      return found?.draft;
    },

    write(draft) {
      if ((kept()?.change ?? 0) !== known) return 'elsewhere';
      try {
        storage.setItem(name, JSON.stringify({ change: known + 1, draft } satisfies Kept));
      } catch {
        return 'full';
      }
      known += 1;
      return 'kept';
    },

    claim: (how, onLost) => claimLock(name, how === 'take', onLost),
  };
}

/** Holds the lock until the tab is gone. Browsers have locks only in safe contexts; without them the count must do. */
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

const isKept = (value: unknown): value is Kept =>
  typeof value === 'object' &&
  value !== null &&
  'change' in value &&
  typeof value.change === 'number' &&
  'draft' in value &&
  isDraft(value.draft);

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  'fields' in value &&
  typeof value.fields === 'object' &&
  value.fields !== null &&
  'body' in value &&
  typeof value.body === 'string' &&
  'tables' in value &&
  Array.isArray(value.tables) &&
  value.tables.every(
    (table: unknown) =>
      typeof table === 'object' &&
      table !== null &&
      typeof Reflect.get(table, 'name') === 'string' &&
      typeof Reflect.get(table, 'text') === 'string',
  );
