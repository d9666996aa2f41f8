import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

interface Package {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
  packages: Readonly<Record<string, Package>>;
};

// npm leaves out a platform's package that its registry did not offer when the lock was written, and then npm ci fails.
test('the lock lists the packages of every platform', () => {
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name, version]) => isMissing(place, name, version))
      .map(([name, version]) => `${name}@${version}`),
  );
  expect(missing).toEqual([]);
});

function isMissing(place: string, name: string, version: string): boolean {
  const found = folders(place)
    .map((folder) => packages[`${folder}node_modules/${name}`])
    .find((entry) => entry !== undefined);
  const isExact = /^\d/.test(version);
  return found === undefined || (isExact && found.version !== version);
}

/** The folders in which Node looks for what a package requires, innermost first. */
function folders(place: string): string[] {
  const parts = place.split('node_modules/');
  return parts
    .map((_, index) => parts.slice(0, parts.length - index).join('node_modules/'))
    .map((folder, index) => (index === 0 ? `${folder}/` : folder));
}
