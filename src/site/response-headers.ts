import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import type { AstroIntegration } from 'astro';

/** Of what Page.astro puts inline, as a content security policy names it. Everything else comes from files. */
export async function inlineHashes(): Promise<{ script: string; style: string }> {
  const [script, style] = await Promise.all([
    hashFile('../scripts/page-inline.js'),
    hashFile('../styles/layers.css'),
  ]);
  return { script, style };
}

const hashFile = async (path: string) =>
  `sha256-${createHash('sha256')
    .update(await readFile(new URL(path, import.meta.url)))
    .digest('base64')}` as const;

/** What every answer of a host should carry. */
export const responseHeaders = (policy: string): Readonly<Record<string, string>> => ({
  'Content-Security-Policy': policy,
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'X-Content-Type-Options': 'nosniff',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
});

/** Folders whose files have the hash of their content in their name. */
export const hashedFolders = ['_astro', 'pagefind/index'] as const;
export const hashedCaching = 'public, max-age=31536000, immutable';

/**
 * The file `_headers` as Netlify and Cloudflare read it. Neither needs a formatRule for the other files: both let them be asked for
 * anew each time, and both would join two values of one header.
 */
export function formatHeadersFile(base: string, headers: Readonly<Record<string, string>>): string {
  const rules = [
    formatRule(`${base}*`, headers),
    ...hashedFolders.map((folder) =>
      formatRule(`${base}${folder}/*`, { 'Cache-Control': hashedCaching }),
    ),
  ];
  return rules.join('\n');
}

const formatRule = (path: string, headers: Readonly<Record<string, string>>): string =>
  [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''].join('\n');

/** Puts the file `_headers` at the root of the built site. */
export function writeHeadersFile(): AstroIntegration {
  let base = '/';
  return {
    name: 'response-headers',
    hooks: {
      'astro:config:done': ({ config }) => {
        base = config.base.replace(/\/?$/, '/');
      },
      'astro:build:done': async ({ dir }) => {
        const { script, style } = await inlineHashes();
        const headers = responseHeaders(policyHeader(script, style));
        await writeFile(new URL('_headers', dir), formatHeadersFile(base, headers));
      },
    },
  };
}

/**
 * What a page may load and run: only what the site itself serves. Pages carry it in a meta element, to which Astro adds the
 * hashes of what it writes; hosts that can set headers send it too, because a meta element covers only what follows it.
 */
export const directives = [
  "default-src 'none'",
  "connect-src 'self'",
  "font-src 'self'",
  "img-src 'self' data:",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
] as const;

/** Pagefind is WebAssembly; the second permits compiling it and no other evaluation. */
export const scriptSources = ["'self'", "'wasm-unsafe-eval'"] as const;
export const styleSources = ["'self'"] as const;

/** The policy as a header, which alone can refuse to be shown in a frame. Hashes are `sha256-` and Base64. */
export const policyHeader = (scriptHash: string, styleHash: string): string =>
  [
    ...directives,
    `script-src ${[...scriptSources, `'${scriptHash}'`].join(' ')}`,
    `style-src ${[...styleSources, `'${styleHash}'`].join(' ')}`,
    "frame-ancestors 'none'",
  ].join('; ');
