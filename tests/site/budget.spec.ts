import { readdirSync, readFileSync, statSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { expect, test } from '@playwright/test';

const incidents = readdirSync('dist/i', { withFileTypes: true }).filter((entry) =>
  entry.isDirectory(),
);
const compressed = (path: string) => gzipSync(readFileSync(path)).length;

test('a postmortem page asks for no script', () => {
  for (const { name } of incidents)
    expect(readFileSync(`dist/i/${name}/index.html`, 'utf8'), name).not.toMatch(/<script[^>]+src=/);
});

test('a postmortem page and its styles are at most 60 kB compressed, fonts 80 kB', () => {
  for (const { name } of incidents) {
    const html = readFileSync(`dist/i/${name}/index.html`, 'utf8');
    const styles = [...html.matchAll(/<link rel="stylesheet" href="([^"]+)"/g)].map(
      ([, href = '']) => href,
    );
    expect(styles.length).toBeGreaterThan(0);
    const bytes =
      compressed(`dist/i/${name}/index.html`) +
      styles.reduce((sum, href) => sum + compressed(`dist${href}`), 0);
    expect(bytes, name).toBeLessThanOrEqual(60_000);
  }
  const fonts = readdirSync('dist/fonts').filter((name) => name.endsWith('.woff2'));
  expect(fonts.length).toBeGreaterThan(0);
  expect(
    fonts.reduce((sum, name) => sum + statSync(`dist/fonts/${name}`).size, 0),
  ).toBeLessThanOrEqual(80_000);
});

test('only the page that explores charts loads Vega', async ({ page }) => {
  const scripts = new Set<string>();
  page.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.add(new URL(request.url()).pathname);
  });
  for (const path of ['/', '/search/', '/causes/']) {
    scripts.clear();
    await page.goto(path, { waitUntil: 'networkidle' });
    const bytes = [...scripts].reduce((sum, name) => sum + statSync(`dist${name}`).size, 0);
    expect(bytes, path).toBeLessThan(120_000);
  }
});
