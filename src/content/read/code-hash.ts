import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Changes with our code, with the versions of packages and with Node.js: what was computed from content by other code is not
 * used again. Undefined where the code was bundled, so that nobody can say which it is.
 */
export const codeHash: string | undefined = hashOfCode(join(import.meta.dirname, '../../..'));

function hashOfCode(root: string): string | undefined {
  try {
    const files = ['package-lock.json', ...globSync('src/**/*.ts', { cwd: root }).toSorted()];
    const hash = createHash('sha256').update(process.version);
    for (const file of files) hash.update(readFileSync(join(root, file)));
    return files.length > 1 ? hash.digest('hex') : undefined;
  } catch {
    return undefined;
  }
}
