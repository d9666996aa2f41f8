import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';

/**
 * Hash of what draws charts: our code, which imports nothing else of ours, and the versions of all packages. Read once, as
 * the code that runs is.
 */
export const chartCode: string = hashOf([
  'package-lock.json',
  ...globSync('src/charts/*.ts').toSorted(),
  ...['units', 'improvement', 'figure', 'vocabulary'].map((name) => `src/${name}.ts`),
]);

function hashOf(files: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}
