import { build, type BuildOptions, type Metafile } from 'esbuild';

import { root } from '../run.ts';
import { siteAddress } from '../site-address.ts';

/** Puts code and all that it imports into files that run on Node without anything installed. */
export async function bundle(options: BuildOptions): Promise<Metafile> {
  const { define, ...others } = options;
  const { metafile } = await build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    legalComments: 'inline',
    logLevel: 'error',
    absWorkingDir: root,
    ...others,
    metafile: true,
    define: {
      // As Vite defines them for the site.
      'import.meta.env.BASE_URL': JSON.stringify(new URL(siteAddress('/')).pathname),
      'import.meta.env.SITE': JSON.stringify(new URL(siteAddress('/')).origin),
      ...define,
    },
  });
  return metafile;
}
