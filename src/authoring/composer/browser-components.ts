import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { transform } from '@astrojs/compiler-rs';
import type { Plugin } from 'vite';

/**
 * Compiles .astro components for a Worker, where Astro itself puts an empty object in their place. Their styles are left out:
 * the site has one stylesheet, and it holds them.
 */
export function browserComponents(): Plugin {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  return {
    name: 'browser-components',
    enforce: 'pre',
    applyToEnvironment: ({ config }) => config.consumer === 'client',
    transform: {
      filter: { id: /\.astro$/ },
      async handler(_code, id) {
        const { code } = transform(await readFile(id, 'utf8'), {
          filename: id,
          // Classes are scoped by this name, so it has to be the one that Astro gives.
          normalizedFilename: id.replace(root, '/'),
          internalURL: 'astro/compiler-runtime',
          scopedStyleStrategy: 'attribute',
          resultScopedSlot: true,
          resolvePath: (specifier) => specifier,
        });
        return {
          code: code.replaceAll(/^import "[^"]*\?astro&type=style[^"]*";$/gm, ''),
          moduleType: 'ts',
        };
      },
    },
  };
}
