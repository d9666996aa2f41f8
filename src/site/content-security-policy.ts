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
