import {
  indexFile,
  ordersFile,
  pageFile,
  parseFacetTable,
  rareTermsFile,
  resultFile,
  spellingsFile,
  type IndexFile,
} from '../find/pagefind/index-file.ts';
import { openPagefindIndex } from '../find/pagefind/pagefind-index.ts';
import type { Orders, RareTerms } from '../find/words/facet-table.ts';
import type { Result } from '../find/words/record.ts';
import { loadPartWith, type ReferencePart } from '../find/words/references.ts';
import type { PageResult, SearchSource } from '../find/words/search-index.ts';
import { link } from '../model/addresses.ts';

const folder = '/pagefind/';
/** Results kept for the next letter typed, some 4 kB each. */
const maxResults = 500;

/** The files of the site that the search fetches. A failed request is tried again the next time. */
export function searchFiles(): SearchSource {
  const file = once(() => fetchJson<IndexFile>(folder + indexFile));
  const spellings = once(async () => (await (await get(folder + spellingsFile)).text()).split(' '));
  return {
    index: once(() => openPagefindIndex(new URL(link(folder), location.href), file(), spellings)),
    facets: once(async () => parseFacetTable(await file())),
    orders: once(() => fetchJson<Orders>(folder + ordersFile)),
    rareTerms: once(() => fetchJson<RareTerms>(folder + rareTermsFile)),
    references: (address) =>
      loadPartWith(address, (part) => fetchJson<ReferencePart>(`/search/references/${part}.json`)),
    result: keepLatest((id) => fetchJson<Result>(folder + resultFile(id))),
    page: keepLatest((id) => fetchJson<PageResult>(folder + pageFile(id))),
  };
}

function keepLatest<T>(load: (id: number) => Promise<T>): (id: number) => Promise<T> {
  const kept = new Map<number, () => Promise<T>>();
  return (id) => {
    const result = kept.get(id) ?? once(() => load(id));
    kept.delete(id);
    kept.set(id, result);
    const [oldest] = kept.keys();
    if (kept.size > maxResults && oldest !== undefined) kept.delete(oldest);
    return result();
  };
}

/** A file of the site by its path from the root. */
export const fetchJson = async <T>(path: string): Promise<T> =>
  (await (await get(path)).json()) as T;

async function get(path: string): Promise<Response> {
  const response = await fetch(link(path)).catch((error: unknown) => {
    throw new LoadError(`${path} did not load`, { cause: error });
  });
  if (!response.ok) throw new LoadError(`${path} answered ${response.status}`);
  return response;
}

/** A file of the site could not be loaded. */
export class LoadError extends Error {
  override name = 'LoadError';
}

/** Loads when it is first called. A failure is forgotten, so that the next call tries again. */
export function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
