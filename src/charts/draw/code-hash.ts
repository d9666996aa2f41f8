import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Hash of a source file and of everything it imports, directly or not: the text of our files, the versions of packages, and
 * Node.js, whose ICU data decides how text is split and compared.
 */
export function codeHash(entry: string): string {
  const { files, packages } = importsOf(entry);
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(readFileSync(file));
  for (const name of packages) hash.update(`${name} ${versionOf(name)}`);
  return hash.digest('hex');
}

/** Our files that `entry` runs, itself included, and the packages they use, each in the order of their names. */
export function importsOf(entry: string): {
  readonly files: readonly string[];
  readonly packages: readonly string[];
} {
  const files = new Set([entry]);
  const packages = new Set<string>();
  // A set also visits what is added to it on the way.
  for (const file of files)
    for (const [, from = ''] of readFileSync(file, 'utf8').matchAll(imported)) {
      if (from.startsWith('.')) files.add(join(dirname(file), from));
      else if (!from.startsWith('node:')) packages.add(nameOf(from));
    }
  return { files: [...files].toSorted(), packages: [...packages].toSorted() };
}

/** Static imports and exports, but those of types, which do not run. */
const imported = /^(?:(?:import|export)(?!\s+type\b)\s[\w\s{},*$]*?\bfrom|import)\s+'([^']+)'/gm;

const nameOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** A package need not export its package.json, so it is looked for above the file that it does export. */
function versionOf(name: string): string {
  let folder = createRequire(import.meta.url).resolve(name);
  while (!folder.endsWith(join('node_modules', name))) folder = dirname(folder);
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
}
