import { link } from '../../model/addresses.ts';
import type { Catalogue, Orders, RareTerms } from './catalogue.ts';
import {
  catalogueFile,
  ordersFile,
  rareTermsFile,
  readCatalogue,
  type CatalogueFile,
} from './catalogue-file.ts';
import type { Pagefind } from './engine.ts';
import { openPagefind } from './open-pagefind.ts';
import { loadPartWith, type ReferencePart } from './references.ts';
import { resultFile, type Result } from './result.ts';

/** What the search fetches, each when it is first needed. A failed request is tried again the next time. */
export interface SearchFiles {
  readonly catalogue: () => Promise<Catalogue>;
  readonly orders: () => Promise<Orders>;
  readonly rareTerms: () => Promise<RareTerms>;
  readonly pagefind: () => Promise<Pagefind>;
  /** The part of the references in which an address is. */
  readonly references: (address: string) => Promise<ReferencePart>;
  readonly result: (id: number) => Promise<Result>;
}

const folder = '/pagefind/';
/** Results kept for the next letter typed, some 4 kB each. */
const mostResults = 500;

export function searchFiles(): SearchFiles {
  const file = once(() => fetchJson<CatalogueFile>(folder + catalogueFile));
  const results = new Map<number, () => Promise<Result>>();
  return {
    catalogue: once(async () => readCatalogue(await file())),
    orders: once(() => fetchJson<Orders>(folder + ordersFile)),
    rareTerms: once(() => fetchJson<RareTerms>(folder + rareTermsFile)),
    references: (address) =>
      loadPartWith(address, (part) => fetchJson<ReferencePart>(`/search/references/${part}.json`)),
    pagefind: once(() => openPagefind(new URL(link(folder), location.href), file())),
    result: (id) => {
      const load = results.get(id) ?? once(() => fetchJson<Result>(folder + resultFile(id)));
      results.delete(id);
      results.set(id, load);
      const [oldest] = results.keys();
      if (results.size > mostResults && oldest !== undefined) results.delete(oldest);
      return load();
    },
  };
}

async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(link(path));
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
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
