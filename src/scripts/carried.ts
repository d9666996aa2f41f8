import type { GivenContent } from './find-messages.ts';

/**
 * What was pasted into or dropped on the box of another page, on its way to the page that answers. src/scripts/page-inline.js puts
 * it into a database of this browser, because it may be long or a file, and its key into the storage of this tab. It never enters
 * an address. The few lines of a link come in its fragment, which no server sees.
 */

const database = 'heaplore';
const store = 'carried';
const keyName = 'heaplore:carried';

/** What was carried here, once. Undefined if nothing was, or the browser keeps nothing. */
export async function takeCarried(): Promise<readonly GivenContent[] | undefined> {
  const key = takeKey();
  if (key === undefined) return undefined;
  try {
    const opened = await finished(indexedDB.open(database));
    const carried = opened.transaction(store, 'readwrite').objectStore(store);
    const given: unknown = await finished(carried.get(key));
    await finished(carried.clear());
    opened.close();
    return Array.isArray(given) ? given.flatMap(toContent) : undefined;
  } catch {
    return undefined;
  }
}

function takeKey(): string | undefined {
  try {
    const key = sessionStorage.getItem(keyName) ?? undefined;
    sessionStorage.removeItem(keyName);
    return key;
  } catch {
    return undefined;
  }
}

const toContent = (one: unknown): GivenContent | readonly never[] => {
  if (typeof one === 'string') return textContent(one);
  return one instanceof File ? { name: one.name, content: one } : [];
};

export const textContent = (text: string): GivenContent => ({ name: 'pasted text', content: text });

const finished = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () =>
      reject(new Error('the database of the browser refused', { cause: request.error }));
  });

/** The text of a link to the match page. */
export const textInFragment = (fragment: string): string | undefined =>
  new URLSearchParams(fragment.replace(/^#/, '')).get('text') ?? undefined;
