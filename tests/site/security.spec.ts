import { globSync } from 'node:fs';

import { expect, test } from '@playwright/test';

import { built, chartsOf, incidents, incidentWith } from './site.ts';

const charted = incidentWith((incident) => chartsOf(incident).length > 0);
const visits = [
  ...['/', '/causes/', '/search/?q=openssl', '/match/', '/affected/', '/about/'],
  ...incidents()
    .slice(0, 2)
    .map(({ id }) => `/i/${id}/`),
  `/explore/?chart=${charted.id}/${chartsOf(charted)[0]}`,
];

test('pages keep to their content security policy and to their own origin', async ({
  page,
  baseURL,
}) => {
  const origin = new URL(baseURL ?? '').origin;
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !/^(data|blob):/.test(request.url()))
      complaints.push(`${page.url()} asks for ${request.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()} ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()} ${error.message}`));
  for (const path of visits) await page.goto(path, { waitUntil: 'networkidle' });
  expect(complaints).toEqual([]);
});

test('every page has a policy that allows neither inline scripts nor eval', () => {
  const pages = globSync('**/*.html', { cwd: 'dist' });
  expect(pages.length).toBeGreaterThan(visits.length);
  const faults = pages.filter((file) => {
    const html = built(file);
    // A page that only leads on, or is a part of another, runs nothing.
    if (!/<script/.test(html)) return false;
    const policy = /<meta http-equiv="content-security-policy" content="([^"]*)"/i.exec(html)?.[1];
    const scripts = /script-src ([^;]*)/.exec(policy ?? '')?.[1] ?? '';
    return !scripts.includes("'self'") || /'unsafe-inline'|'unsafe-eval'/.test(scripts);
  });
  expect(faults).toEqual([]);
});

test('a script that is slipped into a page does not run', async ({ page }) => {
  await page.goto(`/i/${charted.id}/`);
  const ran = await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "ran"';
    document.head.append(script);
    return document.title === 'ran';
  });
  expect(ran).toBe(false);
});
