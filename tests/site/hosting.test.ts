import { execFileSync, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import {
  policyHeader,
  hashedCaching,
  hashedFolders,
  formatHeadersFile,
  inlineHashes,
  responseHeaders,
} from '../../src/site/response-headers.ts';

const { script, style } = await inlineHashes();
const headers = responseHeaders(policyHeader(script, style));
const guide = await readFile('docs/hosting.md', 'utf8');
const example = (language: string) =>
  new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'ms').exec(guide)?.[1] ?? '';

test('no policy allows inline or evaluated code', () => {
  expect(policyHeader(script, style)).not.toMatch(/'unsafe-(?:inline|eval)'/);
});

test('_headers gives every file the headers, and files named by their content a year', () => {
  const file = formatHeadersFile('/memory/', headers);
  const rules = file.split(/\n(?=\/)/).map((rule) => rule.trim().split('\n  '));
  expect(rules).toEqual([
    ['/memory/*', ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)],
    ...hashedFolders.map((folder) => [`/memory/${folder}/*`, `Cache-Control: ${hashedCaching}`]),
  ]);
});

test.each(['nginx', 'caddyfile'])('the example for %s sets the same headers', (language) => {
  const text = example(language);
  for (const [name, value] of Object.entries(headers))
    expect(text, `${name} in docs/hosting.md`).toContain(`${name} "${value}"`);
  expect(text).toContain(`"${hashedCaching}"`);
});

const hasNginx = (() => {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!hasNginx)('nginx with the example', () => {
  test('answers with the headers, compressed, and with the page for what is not there', async () => {
    await served(async (origin) => {
      const page = await fetch(`${origin}/`);
      for (const [name, value] of Object.entries(headers))
        expect(page.headers.get(name), name).toBe(value);
      expect(page.headers.get('Cache-Control')).toBe('no-cache');
      expect(page.headers.get('Content-Encoding')).toBe('gzip');

      const hashed = await fetch(`${origin}/_astro/page.abc.js`);
      expect(hashed.headers.get('Cache-Control')).toBe(hashedCaching);
      expect(hashed.headers.get('Content-Type')).toMatch(/javascript/);
      expect(hashed.headers.get('X-Content-Type-Options')).toBe('nosniff');

      const json = await fetch(`${origin}/index.json`);
      expect(json.headers.get('Cache-Control')).toBe('no-cache');
      expect(json.headers.get('Content-Encoding')).toBe('gzip');

      const missing = await fetch(`${origin}/nothing/`);
      expect(missing.status).toBe(404);
      expect(await missing.text()).toContain('Page not found');
      expect(missing.headers.get('X-Content-Type-Options')).toBe('nosniff');
    });
  });
});

const filler = 'memory '.repeat(300);

async function served(look: (origin: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'heaplore-hosting-'));
  // nginx started by root works as another user.
  execFileSync('chmod', ['755', folder]);
  const port = await freePort();
  await mkdir(join(folder, 'site/_astro'), { recursive: true });
  await writeFile(join(folder, 'site/index.html'), `<p>${filler}</p>`);
  await writeFile(join(folder, 'site/404.html'), '<p>Page not found</p>');
  await writeFile(join(folder, 'site/_astro/page.abc.js'), `// ${filler}`);
  await writeFile(join(folder, 'site/index.json'), JSON.stringify(filler));
  await writeFile(join(folder, 'nginx.conf'), configuration(folder, port));
  const server = spawn('nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], {
    stdio: 'ignore',
  });
  try {
    await expect.poll(() => isServing(port), { timeout: 5000 }).toBe(true);
    await look(`http://127.0.0.1:${port}`);
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('close', resolve));
    await rm(folder, { recursive: true });
  }
}

const configuration = (folder: string, port: number) => `
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events {}
http {
  types { text/html html; text/javascript js; application/json json; }
  access_log off;
  ${example('nginx')
    .replace('listen 80;', `listen 127.0.0.1:${port};`)
    .replace('/var/www/heaplore', `${folder}/site`)}
}
`;

const isServing = (port: number) =>
  fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
