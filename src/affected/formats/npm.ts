import { asRecord, asText } from '../json-values.ts';
import { listPackage, type ListedPackage, type ListFormat } from '../package-list.ts';

/**
 * npm's lock file. Version 1 nests `dependencies` by name, version 3 lists `packages` by folder, version 2 has both:
 *
 *     "packages": { "node_modules/ws": { "version": "8.13.0", "resolved": "https://…", "integrity": "sha512-…" } }
 */
export const npmLock: ListFormat = {
  label: 'package-lock.json',
  fileName: /^(?:package-lock|npm-shrinkwrap)\.json$/,
  recognizes: ({ json }) => 'lockfileVersion' in asRecord(json()),
  read: ({ json }) => {
    const { packages, dependencies } = asRecord(json());
    return {
      packages: packages === undefined ? readNested(dependencies) : readFolders(packages),
      unread: [],
    };
  },
};

const installed = 'node_modules/';

function readFolders(packages: unknown): ListedPackage[] {
  return Object.entries(asRecord(packages)).flatMap(([folder, value]) => {
    const { name, version, resolved, link } = asRecord(value);
    // The project itself, and the folders of its workspaces.
    if (!folder.includes(installed) || link === true) return [];
    const called = folder.slice(folder.lastIndexOf(installed) + installed.length);
    return listPackage('npm', asText(name) ?? called, asText(version) ?? asText(resolved), [
      `"${folder}": {`,
    ]);
  });
}

function readNested(dependencies: unknown): ListedPackage[] {
  const packages: ListedPackage[] = [];
  const levels = [dependencies];
  for (let level = levels.pop(); level !== undefined; level = levels.pop())
    for (const [called, value] of Object.entries(asRecord(level))) {
      const { version, dependencies: nested } = asRecord(value);
      const stated = asText(version) ?? '';
      // "string-width-cjs": { "version": "npm:string-width@4.2.3" }
      const [, name = called, exact = stated] = /^npm:(.+)@([^@]+)$/.exec(stated) ?? [];
      packages.push(
        listPackage('npm', name, exact, [`"${called}": {`, 'version": "', `${stated}"`]),
      );
      if (nested !== undefined) levels.push(nested);
    }
  return packages;
}
