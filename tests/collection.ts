import { join } from 'node:path';

import { readContent } from '../src/content/read/read-content.ts';

/** A whole project root with a small invented collection, whose words and ids differ from those of the published one. */
export const collectionRoot = join(import.meta.dirname, 'collection');

export const { content, faults } = await readContent(collectionRoot);
