/**
 * The service worker. With a network it changes nothing but to keep what passes: every page and every file without a hash in
 * its name comes from the network. Without one it answers from the files of one build, which it took in whole or not at all,
 * and from the pages visited, which are asked for anew when a new build takes over. So an answer never mixes two builds.
 */

/** Paths below the base path, each with the hash of its content (`sha256-` and Base64). Set by src/offline.ts. */
declare const files: Readonly<Record<string, string>>;
/** Hash of the list. */
declare const version: string;

export {};

interface Extended extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Asked extends Extended {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerScope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(name: 'install' | 'activate', listen: (event: Extended) => void): void;
  addEventListener(name: 'fetch', listen: (event: Asked) => void): void;
}

/** TypeScript's types of a page and of a service worker exclude each other. */
const worker = self as unknown as WorkerScope;
const { scope } = worker.registration;

/** The caches of an origin are shared by all its sites, so the name begins with where this one is. */
const ours = `heaplore ${scope} `;
const name = ours + version;

const mostVisited = 50;
/** Milliseconds the network has to begin its answer where a page is kept here. */
const patience = 5000;

worker.addEventListener('install', (event) => event.waitUntil(install()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  if (method !== 'GET' || !url.startsWith(scope)) return;
  event.respondWith(mode === 'navigate' ? answerPage(event) : answerFile(event));
});

async function install(): Promise<void> {
  const cache = await caches.open(name);
  await Promise.all(Object.entries(files).map((file) => keepFile(cache, ...file)));
  await keepSearchIndex(cache);
  await renewVisited(cache);
  await worker.skipWaiting();
}

async function keepFile(cache: Cache, path: string, integrity: string): Promise<void> {
  // A host that is halfway through an update has other bytes; then the earlier worker stays.
  const response = await fetch(scope + path, { integrity, cache: 'no-cache' });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  await cache.put(scope + path, response);
}

/** Search reads many small files, which come as one, zipped: a line of JSON with names and lengths, then their bytes. */
async function keepSearchIndex(cache: Cache): Promise<void> {
  const address = `${scope}offline-search.bin`;
  const pack = await cache.match(address);
  if (!pack) return;
  const unzipped = pack.body?.pipeThrough(new DecompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(unzipped).arrayBuffer());
  const end = bytes.indexOf(10);
  const parts = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as [string, number][];
  let start = end + 1;
  for (const [path, length] of parts) {
    await cache.put(scope + path, new Response(bytes.slice(start, start + length)));
    start += length;
  }
  await cache.delete(address);
}

/** A page that is gone is dropped. One that cannot be reached keeps the earlier worker in place. */
async function renewVisited(cache: Cache): Promise<void> {
  for (const earlier of await earlierCaches())
    for (const { url } of await visitedIn(await caches.open(earlier))) {
      const response = await fetch(url, { cache: 'no-cache' });
      if (!response.ok) continue;
      await cache.put(url, response.clone());
      for (const [, path = ''] of (await response.text()).matchAll(/"([^"]*\/_astro\/[^"]+)"/g)) {
        const address = new URL(path, scope);
        if (!(await cache.match(address))) await cache.add(address);
      }
    }
}

async function takeOver(): Promise<void> {
  await Promise.all((await earlierCaches()).map((earlier) => caches.delete(earlier)));
  await worker.clients.claim();
}

const earlierCaches = async () =>
  (await caches.keys()).filter((other) => other.startsWith(ours) && other !== name);

const visitedIn = async (cache: Cache) => (await cache.keys()).filter(({ url }) => isVisited(url));

/** Exploring and writing need more than their page. */
const isVisited = (url: string) => {
  const path = url.slice(scope.length);
  return path.endsWith('/') && !(path in files) && !/^(?:explore|write)\//.test(path);
};

async function answerPage(event: Asked): Promise<Response> {
  const cache = await caches.open(name);
  const address = event.request.url.replace(/[?#].*/, '');
  const kept = await cache.match(address, { ignoreVary: true });
  try {
    const response = await (kept ? fetchSoon(event.request) : fetch(event.request));
    if (response.ok && isVisited(address))
      event.waitUntil(keepVisited(cache, address, response.clone()));
    return response;
  } catch {
    return kept ?? (await cache.match(`${scope}offline/`)) ?? Response.error();
  }
}

/** Fails if the answer does not begin in time; what has begun may take as long as it needs. */
async function fetchSoon(request: Request): Promise<Response> {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    return await fetch(request, { signal: stop.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function keepVisited(cache: Cache, address: string, response: Response): Promise<void> {
  await cache.put(address, response);
  const oldestFirst = await visitedIn(cache);
  for (const { url } of oldestFirst.slice(0, -mostVisited)) await cache.delete(url);
}

async function answerFile(event: Asked): Promise<Response> {
  const cache = await caches.open(name);
  const { request } = event;
  const isHashed = /\/(?:_astro|pagefind\/index)\//.test(request.url);
  const isPart = isHashed || /\/pagefind\/results\//.test(request.url);
  const kept = await cache.match(request, { ignoreSearch: true, ignoreVary: true });
  if (isHashed && kept) return kept;
  try {
    const response = await fetch(request);
    if (isPart && response.ok) event.waitUntil(cache.put(request.url, response.clone()));
    return response;
  } catch {
    return kept ?? Response.error();
  }
}
