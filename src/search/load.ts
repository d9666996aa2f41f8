import { link } from '../addresses.ts';
import type { Catalogue } from './catalogue.ts';
import type { Pagefind } from './engine.ts';
import { readFragment, type Fragment } from './fragment.ts';
import { partWith, type ReferencePart } from './reference-parts.ts';

/** What the search page fetches, each when it is first needed. A failed request is tried again the next time. */
export interface SearchFiles {
  readonly catalogue: () => Promise<Catalogue>;
  readonly pagefind: () => Promise<Pagefind>;
  /** The part of the references in which an address is. */
  readonly references: (address: string) => Promise<ReferencePart>;
  readonly fragment: (name: string) => Promise<Fragment>;
}

export function searchFiles(): SearchFiles {
  return {
    catalogue: once(() => fetchJson<Catalogue>('/pagefind/catalogue.json')),
    references: (address) =>
      partWith(address, (part) => fetchJson<ReferencePart>(`/find/references/${part}.json`)),
    pagefind: once(async () => {
      const address = link('/pagefind/pagefind.js');
      const pagefind = (await import(/* @vite-ignore */ address)) as PagefindModule;
      await pagefind.init();
      return pagefind;
    }),
    fragment: async (name) => {
      const response = await fetchFile(`/pagefind/fragment/${name}.pf_fragment`);
      const unzipped = response.body?.pipeThrough(new DecompressionStream('gzip'));
      return readFragment(await new Response(unzipped).text());
    },
  };
}

type PagefindModule = Pagefind & { init(): Promise<void> };

async function fetchFile(path: string): Promise<Response> {
  const response = await fetch(link(path));
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response;
}

const fetchJson = async <T>(path: string): Promise<T> =>
  (await (await fetchFile(path)).json()) as T;

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
