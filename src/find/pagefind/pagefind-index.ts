import type { Places, Postings, SearchIndex } from '../words/search-index.ts';
import { pageIdOf, pageName, parseFacetTable, type IndexFile } from './index-file.ts';
import { joinMeta, readChunks } from './pagefind-meta.ts';

/** The part of Pagefind that is used. */
interface Pagefind {
  search(term: string): Promise<{
    readonly results: readonly {
      /** Id of the incident in digits, or the name of a page. */
      readonly id: string;
      /** Places of the words that were found. */
      readonly words: readonly number[];
    }[];
  }>;
  preload(term: string): Promise<void>;
}

interface PagefindModule {
  createInstance(): Pagefind;
}

/** The index of a built site. Pagefind loads the parts of it in which a word may be when the word is first asked for. */
export async function openPagefindIndex(
  folder: URL,
  file: Promise<IndexFile>,
  spellings: SearchIndex['spellings'],
): Promise<SearchIndex> {
  const pagefind = await startPagefind(folder, file);
  const firstWords = readChunks(await metaOf(await file)).chunks.map(({ from }) => from);
  const { synonyms, idSteps, pages } = await file;
  const ask = async (term: string): Promise<Found> => {
    const { results } = await pagefind.search(term);
    const found = { incidents: new Map<number, number[]>(), pages: new Map<number, number[]>() };
    for (const { id, words } of results) {
      const page = pageIdOf(id);
      const places = words.toSorted((a, b) => a - b);
      if (page === undefined) found.incidents.set(Number(id), places);
      else found.pages.set(page, places);
    }
    return found;
  };
  const whole = keepLatest((word) => ask(pagefindWord(word)));
  const beginning = keepLatest(async (start) => {
    // Pagefind loads the part of the index where the start would be; the words may go on in the next ones.
    const begin = pagefindStart(start);
    const next = firstWords.filter((word) => word.startsWith(begin)).slice(0, maxNext);
    await Promise.all(next.map((word) => pagefind.preload(word)));
    return ask(begin);
  });
  const placesOf = (kind: keyof Found, size: number): Places => ({
    size,
    whole: async (word) => (await whole(word))[kind],
    beginning: async (start) => (await beginning(start))[kind],
  });
  return {
    ...placesOf('incidents', idSteps.length),
    pages: placesOf('pages', pages),
    synonyms,
    spellings,
  };
}

/** Two letters may begin the words of many parts; nobody looks through so many results. */
const maxNext = 12;

interface Found {
  readonly incidents: Postings;
  readonly pages: Postings;
}

/** Words of a long question, and of the same with a letter more. */
const maxKept = 1000;

/** Asks for the same word once. What failed is asked for again. */
function keepLatest(ask: (term: string) => Promise<Found>): typeof ask {
  const known = new Map<string, Promise<Found>>();
  return (term) => {
    const found = known.get(term) ?? ask(term);
    known.set(term, found);
    found.catch(() => known.delete(term));
    const [oldest] = known.keys();
    if (known.size > maxKept && oldest !== undefined) known.delete(oldest);
    return found;
  };
}

/**
 * A word as Pagefind holds it. Pagefind finds all words that begin as asked; with a letter at the end that stands nowhere else
 * it finds one word alone. Where none begins so it would take the longest known beginning, `x` for `xylophone`: no word is the
 * beginning of another with such an end. The plus and number signs are letters for it too, so that it takes no word apart.
 */
export const pagefindWord = (word: string): string => `${pagefindStart(word)}ω`;

const pagefindStart = (start: string): string => start.replaceAll('+', 'π').replaceAll('#', 'σ');

/**
 * Starts Pagefind from its folder, in the thread that calls: a worker, or Node in tests. Pagefind fetches an entry, then by
 * that its meta file and its engine. Of these the first two come from the index file, and the engine is fetched at once.
 */
async function startPagefind(folder: URL, file: Promise<IndexFile>): Promise<Pagefind> {
  const fromNetwork = globalThis.fetch;
  const engine = fromNetwork(new URL(engineFile, folder));
  const handed: readonly (readonly [end: string, answer: () => Promise<Response>])[] = [
    ['/pagefind-entry.json', async () => Response.json((await file).pagefind.entry)],
    ['.pf_meta', async () => new Response(await metaOf(await file))],
    [`/${engineFile}`, () => engine],
  ];
  globalThis.fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input, folder);
    const answer = handed.find(([end]) => pathname.endsWith(end))?.[1];
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

/** Pagefind's engine for a language that it does not know: words come to it as stems. */
export const engineFile = 'wasm.unknown.pagefind';

async function metaOf(file: IndexFile): Promise<Uint8Array<ArrayBuffer>> {
  const zipped = Uint8Array.from(atob(file.pagefind.meta), (letter) => letter.charCodeAt(0));
  const unzipped = new Blob([zipped]).stream().pipeThrough(new DecompressionStream('gzip'));
  const names = [
    ...parseFacetTable(file).ids.map(String),
    ...Array.from({ length: file.pages }, (_, id) => pageName(id)),
  ];
  return joinMeta(new Uint8Array(await new Response(unzipped).arrayBuffer()), names);
}
