import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

import { expect, test, type Page } from '@playwright/test';

import { answer, ask, drop, status } from './box.ts';
import { faultsOf, incidents, reportedIncident } from './site.ts';

const { incident: reported, symbol, report } = reportedIncident();
const [visited, other] = incidents().map(({ id }) => `/i/${id}/`) as [string, string];

/** The built site on an address of its own, which is not localhost, so that pages bring the service worker. */
interface Host {
  readonly origin: string;
  /** Files by path that stand in for those of the build. */
  readonly changed: Map<string, string>;
  stop(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const built = (path: string) => readFileSync(`dist${path}`);

async function host(): Promise<Host> {
  const changed = new Map<string, string>();
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site');
    const path = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
    try {
      const body = changed.get(path) ?? built(path);
      response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
      response.end(body);
    } catch {
      response.statusCode = 404;
      response.end('nothing here');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    origin: `http://127.0.0.1:${port}`,
    changed,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const cacheNames = (page: Page) => page.evaluate(() => caches.keys());

/** Opens the home page and waits until its worker has everything. */
async function visitFirst(page: Page, { origin }: Host): Promise<void> {
  await page.goto(`${origin}/`);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (!navigator.serviceWorker.controller)
      await new Promise((resolve) =>
        navigator.serviceWorker.addEventListener('controllerchange', resolve, { once: true }),
      );
  });
}

test('without a network, search finds, match matches, and a visited postmortem opens', async ({
  page,
}) => {
  const site = await host();
  await visitFirst(page, site);
  await page.goto(`${site.origin}${visited}`);
  const title = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  await expect
    .poll(() => page.evaluate(async (path) => (await caches.match(path)) !== undefined, visited))
    .toBe(true);
  await site.stop();

  await test.step('search finds', async () => {
    await page.goto(`${site.origin}/search/?q=${symbol}`);
    await expect(
      page.getByRole('main').getByRole('link', { name: reported.title }),
    ).toHaveAttribute('href', `/i/${reported.id}/`);
  });

  await test.step('match matches, and reads lock files', async () => {
    await page.goto(`${site.origin}/match/`);
    await page.locator('find-page[data-ready]').waitFor();
    await ask(page, report);
    await expect(status(page)).toContainText(reported.name);
    await drop(page, 'requirements.txt', 'six==1.16.0\n');
    await expect(answer(page)).toContainText('1 package in requirements.txt');
    await page.goto(`${site.origin}/affected/`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Am I affected?');
  });

  await test.step('a visited postmortem opens with its styles', async () => {
    await page.goto(`${site.origin}${visited}?from=tracker`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
    const family = await page.evaluate(() => getComputedStyle(document.body).fontFamily);
    expect(family).toContain('B612');
  });

  await test.step('another says what is there', async () => {
    await page.goto(`${site.origin}${other}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are offline');
    await expect(page.getByRole('main').getByRole('link')).toHaveText([
      'Search',
      'Match',
      'Affected',
      'Home',
      title.trim(),
    ]);
    await expect(page.getByText('Only earlier searches work offline')).toBeHidden();
    expect(page.url()).toBe(`${site.origin}${other}`);
    expect(await faultsOf(page)).toEqual([]);
  });
});

test.describe('a new build', () => {
  const version = /(?<=")[0-9a-f]{16}(?=")/;
  const worker = built('/offline-worker.js').toString();
  const notice = built('/offline/index.html').toString();
  const newNotice = notice.replaceAll('You are offline', 'No network');
  const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

  test('takes the place of the earlier one, and visited pages come anew', async ({ page }) => {
    const site = await host();
    await visitFirst(page, site);
    await page.goto(`${site.origin}${visited}`);
    await expect
      .poll(() => page.evaluate(async (path) => !!(await caches.match(path)), visited))
      .toBe(true);

    site.changed.set('/offline/index.html', newNotice);
    site.changed.set(
      `${visited}index.html`,
      built(`${visited}index.html`)
        .toString()
        .replace(/<h1[^]*?<\/h1>/, '<h1>Corrected</h1>'),
    );
    site.changed.set(
      '/offline-worker.js',
      worker.replace(version, '0123456789abcdef').replace(hashOf(notice), hashOf(newNotice)),
    );
    await page.goto(`${site.origin}/`);
    await expect
      .poll(() => cacheNames(page), { timeout: 20_000 })
      .toEqual([`heaplore ${site.origin}/ 0123456789abcdef`]);
    await site.stop();

    await page.goto(`${site.origin}${visited}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Corrected');
    await page.goto(`${site.origin}${other}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('No network');
  });

  test('that is only half there leaves the earlier one', async ({ page }) => {
    const site = await host();
    await visitFirst(page, site);
    const names = await cacheNames(page);
    site.changed.set('/offline/index.html', newNotice);
    site.changed.set('/offline-worker.js', worker.replace(version, '0123456789abcdef'));
    const failed = page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      const next = await registration?.update().then((updated) => updated.installing);
      return new Promise((resolve) =>
        next?.addEventListener('statechange', () => resolve(next.state)),
      );
    });
    expect(await failed).toBe('redundant');
    await site.stop();
    await page.goto(`${site.origin}${other}`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are offline');
    expect(names).toHaveLength(1);
  });
});

test('a postmortem page and localhost bring no worker', async ({ page }) => {
  const site = await host();
  await page.goto(`${site.origin}${visited}`, { waitUntil: 'networkidle' });
  const registered = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  expect(await registered()).toBe(0);
  await site.stop();
  await page.goto('/', { waitUntil: 'networkidle' });
  expect(await registered()).toBe(0);
});

test('the worker takes at most 560 kB compressed, an index of at most 3 MB, and no postmortem', () => {
  const worker = built('/offline-worker.js').toString();
  const paths = [...worker.matchAll(/"([^"]*)":"sha256-/g)].map(([, path = '']) => path);
  expect(paths).toContain('search/');
  expect(paths.filter((path) => /^(?:i|causes)\//.test(path))).toEqual([]);
  const shell = paths
    .filter((path) => path !== 'offline-search.bin')
    .map((path) => gzipSync(built(`/${path.replace(/\/$|^$/, '$&index.html')}`)).length);
  expect(shell.reduce((sum, bytes) => sum + bytes, gzipSync(worker).length)).toBeLessThan(560_000);
  expect(built('/offline-search.bin').length).toBeLessThanOrEqual(3e6);
});
