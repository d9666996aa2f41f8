import {
  indexFile,
  ordersFile,
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
import type { SearchSource } from '../find/words/search-index.ts';
import { link } from '../model/addresses.ts';

const folder = '/pagefind/';
/** Results kept for the next letter typed, some 4 kB each. */
const maxResults = 500;

/** The files of the site that the search fetches. A failed request is tried again the next time. */
export function searchFiles(): SearchSource {
  const file = once(() => fetchJson<IndexFile>(folder + indexFile));
  const spellings = once(async () => (await (await get(folder + spellingsFile)).text()).split(' '));
  const results = new Map<number, () => Promise<Result>>();
  return {
    index: once(() => openPagefindIndex(new URL(link(folder), location.href), file(), spellings)),
    facets: once(async () => parseFacetTable(await file())),
    orders: once(() => fetchJson<Orders>(folder + ordersFile)),
    rareTerms: once(() => fetchJson<RareTerms>(folder + rareTermsFile)),
    references: (address) =>
      loadPartWith(address, (part) => fetchJson<ReferencePart>(`/search/references/${part}.json`)),
    result: (id) => {
      const load = results.get(id) ?? once(() => fetchJson<Result>(folder + resultFile(id)));
      results.delete(id);
      results.set(id, load);
      const [oldest] = results.keys();
      if (results.size > maxResults && oldest !== undefined) results.delete(oldest);
      return load();
    },
  };
}

const fetchJson = async <T>(path: string): Promise<T> => (await (await get(path)).json()) as T;

async function get(path: string): Promise<Response> {
  const response = await fetch(link(path));
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

function once<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  };
}
