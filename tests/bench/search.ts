import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { chromium, type Page } from '@playwright/test';

import { findChromium } from '../../src/cli/site/chromium.ts';

export interface SearchCost {
  /** Bodies of everything the site sent until the first results stood, page, styles and worker included, fonts not. */
  readonly bytes: number;
  /** From pressing Enter to the first results, in milliseconds: with nothing loaded but the page. */
  readonly coldMilliseconds: number;
  /** The same one second after the box got the focus, as for a reader who types. */
  readonly firstMilliseconds: number;
  /** The same for queries after that; the median. */
  readonly nextMilliseconds: number;
  /** From the last key of a whole question, the first on a page whose box has had the focus for a second; the median. */
  readonly questionMilliseconds: number;
  /** As `bytes`, for such a question; the median. */
  readonly questionBytes: number;
}

const queries = ['openssl', 'goroutine leak', 'malloc_trim', 'unbounded cache', 'arena'];
const questions = [
  'why does my Go service using grpc leak memory when clients disconnect',
  'java process uses far more memory than its heap limit and is killed',
  'python worker grows with every task until the container is oomkilled',
  'reverse proxy memory climbs after each configuration reload',
  'node process rss rises although the heap snapshot stays small',
];
/** A browser's first run has much else to do. */
const rounds = 5;

/** Searches a built site in Chromium, served with gzip as a static host does. Of several rounds it takes the quickest. */
export async function measureSearch(dist: string): Promise<SearchCost> {
  const sent = { bytes: 0 };
  const server = serve(dist, sent);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/search/`;
  const executablePath = await findChromium(() => undefined);
  const browser = await chromium.launch({
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  /** Each context begins with empty caches. The service worker takes all along, whether or not it is searched. */
  const open = async (use: (page: Page) => Promise<void>) => {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    sent.bytes = 0;
    await page.goto(address, { waitUntil: 'networkidle' });
    await use(page);
    await context.close();
  };
  const [first = '', ...others] = queries;
  const cold: number[] = [];
  const warm: number[] = [];
  const next: number[][] = others.map(() => []);
  const asked: { milliseconds: number; bytes: number }[][] = questions.map(() => []);
  let bytes = 0;
  try {
    for (let round = 0; round < rounds; round += 1) {
      await open(async (page) => {
        cold.push(await search(page, first));
        bytes = sent.bytes;
      });
      await open(async (page) => {
        await prepare(page);
        warm.push(await search(page, first));
        for (const [index, query] of others.entries()) next[index]?.push(await search(page, query));
      });
      for (const [index, question] of questions.entries())
        await open(async (page) => {
          await prepare(page);
          const milliseconds = await search(page, question, 'typed');
          asked[index]?.push({ milliseconds, bytes: sent.bytes });
        });
    }
  } finally {
    await browser.close();
    server.close();
  }
  const best = asked.map((times) => Math.min(...times.map(({ milliseconds }) => milliseconds)));
  return {
    bytes,
    coldMilliseconds: Math.min(...cold),
    firstMilliseconds: Math.min(...warm),
    nextMilliseconds: median(next.map((times) => Math.min(...times))),
    questionMilliseconds: median(best),
    questionBytes: median(asked.map(([one]) => one?.bytes ?? NaN)),
  };
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

async function prepare(page: Page): Promise<void> {
  await page.locator('main form [name="q"]').focus();
  await page.waitForTimeout(1000);
}

/** Milliseconds until the results of a query stand in the page, from pressing Enter or from the last key typed. */
const search = (page: Page, query: string, how = 'entered'): Promise<number> =>
  page.evaluate(
    async ([words, how]) => {
      const form = document.querySelector<HTMLFormElement>('main form');
      const box = form?.querySelector<HTMLInputElement | HTMLTextAreaElement>('[name="q"]');
      const rows = document.querySelector('[data-part="rows"]');
      if (!form || !box || !rows) throw new Error('the search page has no form or no results');
      const changed = new Promise<void>((resolve) => {
        new MutationObserver((_, observer) => {
          if (!rows.querySelector('li')) return;
          observer.disconnect();
          resolve();
        }).observe(rows, { childList: true });
      });
      box.value = words;
      const began = performance.now();
      if (how === 'typed') box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      else form.requestSubmit();
      await changed;
      return performance.now() - began;
    },
    [query, how] as const,
  );

/** Counts here, because the browser does not tell what a worker fetches. */
function serve(dist: string, sent: { bytes: number }): Server {
  const zipped = new Map<string, Buffer>();
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const path = pathname.replace(/\/$/, '/index.html');
    const answer = async () => {
      const body = zipped.get(path) ?? gzipSync(await readFile(join(dist, path)));
      zipped.set(path, body);
      if (extname(path) !== '.woff2') sent.bytes += body.length;
      response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
      response.setHeader('Content-Encoding', 'gzip');
      response.end(body);
    };
    answer().catch(() => {
      response.statusCode = 404;
      response.end();
    });
  });
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
