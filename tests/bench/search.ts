import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { chromium } from '@playwright/test';

import { findChromium } from '../../src/cli/chromium.ts';

export interface SearchCost {
  /** Everything that crosses the network until the first results stand, page and styles included, fonts not. */
  readonly bytes: number;
  /** From pressing Enter to the first result, in milliseconds: of the first query, which loads the engine. */
  readonly firstMilliseconds: number;
  /** The same for queries after that; the median. */
  readonly nextMilliseconds: number;
}

const queries = ['openssl', 'goroutine leak', 'malloc_trim', 'unbounded cache', 'arena'];

/** Searches a built site in Chromium, served with gzip as a static host does. */
export async function measureSearch(dist: string): Promise<SearchCost> {
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(
      /\/$/,
      '/index.html',
    );
    readFile(join(dist, path)).then(
      (content) => {
        response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
        response.setHeader('Content-Encoding', 'gzip');
        response.end(gzipSync(content));
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const executablePath = await findChromium(() => undefined);
  const browser = await chromium.launch({
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  try {
    const page = await browser.newPage();
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    const fonts = new Set<string>();
    let bytes = 0;
    session.on('Network.responseReceived', ({ requestId, type }) => {
      if (type === 'Font') fonts.add(requestId);
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (!fonts.has(requestId)) bytes += encodedDataLength;
    });
    await page.goto(`http://127.0.0.1:${port}/search/`, { waitUntil: 'networkidle' });
    const times: number[] = [];
    let firstBytes = 0;
    for (const query of queries) {
      times.push(
        await page.evaluate(async (words) => {
          const form = document.querySelector<HTMLFormElement>('main form');
          const box = form?.querySelector<HTMLInputElement>('input[name="q"]');
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
          form.requestSubmit();
          await changed;
          return performance.now() - began;
        }, query),
      );
      if (firstBytes === 0) firstBytes = bytes;
    }
    const [first = NaN, ...next] = times;
    const sorted = next.toSorted((a, b) => a - b);
    return {
      bytes: firstBytes,
      firstMilliseconds: first,
      nextMilliseconds: sorted[Math.floor(sorted.length / 2)] ?? NaN,
    };
  } finally {
    await browser.close();
    server.close();
  }
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
