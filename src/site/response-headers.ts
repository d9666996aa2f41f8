import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

import type { AstroIntegration } from 'astro';

import { policyHeader } from './content-security-policy.ts';

/** Of what Page.astro puts inline, as a content security policy names it. Everything else comes from files. */
export async function inlineHashes(): Promise<{ script: string; style: string }> {
  const [script, style] = await Promise.all([
    hashOf('../scripts/page-inline.js'),
    hashOf('../styles/layers.css'),
  ]);
  return { script, style };
}

const hashOf = async (path: string) =>
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
 * The file `_headers` as Netlify and Cloudflare read it. Neither needs a rule for the other files: both let them be asked for
 * anew each time, and both would join two values of one header.
 */
export function headersFile(base: string, headers: Readonly<Record<string, string>>): string {
  const rules = [
    rule(`${base}*`, headers),
    ...hashedFolders.map((folder) =>
      rule(`${base}${folder}/*`, { 'Cache-Control': hashedCaching }),
    ),
  ];
  return rules.join('\n');
}

const rule = (path: string, headers: Readonly<Record<string, string>>): string =>
  [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`), ''].join('\n');

/** Puts the file `_headers` at the root of the built site. */
export function headersFileOfSite(): AstroIntegration {
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
        await writeFile(new URL('_headers', dir), headersFile(base, headers));
      },
    },
  };
}
