import { pagesOf, type CatalogueFile } from './catalogue-file.ts';
import type { Pagefind } from './engine.ts';
import { joinMeta } from './pagefind-meta.ts';

interface PagefindModule {
  createInstance(): Pagefind & { preload(term: string): Promise<void> };
}

/**
 * Starts Pagefind from its folder, in the thread that calls: a worker, or Node in tests. Pagefind fetches an entry, then by
 * that its meta file and its engine. Of these the first two come from the catalogue, and the engine is fetched at once.
 */
export async function openPagefind(folder: URL, file: Promise<CatalogueFile>): Promise<Pagefind> {
  const fromNetwork = globalThis.fetch;
  const engine = fromNetwork(new URL('wasm.en.pagefind', folder));
  const handed: readonly (readonly [end: RegExp, answer: () => Promise<Response>])[] = [
    [/\/pagefind-entry\.json$/, async () => Response.json((await file).pagefind.entry)],
    [/\.pf_meta$/, async () => new Response(await metaOf(await file))],
    [/\/wasm\.en\.pagefind$/, () => engine],
  ];
  globalThis.fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, folder);
    const answer = handed.find(([end]) => end.test(pathname))?.[1];
    return answer ? answer() : fromNetwork(input, init);
  };
  try {
    const address = new URL('pagefind.js', folder).href;
    const [script] = await Promise.all([
      import(/* @vite-ignore */ address) as Promise<PagefindModule>,
      file,
      engine,
    ]);
    const pagefind = script.createInstance();
    // For no words it fetches nothing, but waits until the engine runs.
    await pagefind.preload('');
    return pagefind;
  } finally {
    globalThis.fetch = fromNetwork;
  }
}

async function metaOf(file: CatalogueFile): Promise<Uint8Array<ArrayBuffer>> {
  const zipped = Uint8Array.from(atob(file.pagefind.meta), (letter) => letter.charCodeAt(0));
  const unzipped = new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'));
  return joinMeta(new Uint8Array(await new Response(unzipped).arrayBuffer()), pagesOf(file));
}
