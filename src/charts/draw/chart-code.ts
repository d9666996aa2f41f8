import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { engineRoot } from './engine-root.ts';

/** Hash of the code that draws charts, of what it imports and of the versions of all packages. Read once, like the code itself. */
export const chartCode: string = hashFiles([
  'package-lock.json',
  ...globSync(['src/charts/*.ts', 'src/model/*.ts', 'src/reports/text/*.ts'], {
    cwd: engineRoot,
  }).toSorted(),
]);

function hashFiles(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(join(engineRoot, file)));
  return hash.digest('hex');
}
