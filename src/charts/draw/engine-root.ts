import { join } from 'node:path';

/** Folder of the engine's package.json. A build bundles pages into other folders, so astro.config.mjs states it. */
export const engineRoot: string =
  process.env['HEAPLORE_ENGINE'] ?? join(import.meta.dirname, '../../..');

/** Folder of drawings that later builds use again. */
export const cacheFolder: string = join(engineRoot, '.cache');
