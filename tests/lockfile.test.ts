import { readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

interface Package {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
  readonly cpu?: readonly string[];
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

// npm knows no hash of a platform's package that its registry did not offer, so there it trusts the registry.
test('the lock names the content of every package but those of some platforms', () => {
  const unsure = Object.entries(packages).filter(
    ([place, { integrity = '', cpu }]) =>
      place !== '' && cpu === undefined && !integrity.startsWith('sha512-'),
  );
  expect(unsure.map(([place]) => place)).toEqual([]);
});

test('the lock takes no package from anywhere but the registry', () => {
  const elsewhere = Object.values(packages)
    .map(({ resolved }) => resolved)
    .filter((address) => address && !address.startsWith('https://registry.npmjs.org/'));
  expect(elsewhere).toEqual([]);
});

test('only the packages that package.json allows it run a script when they are installed', () => {
  const { allowScripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
    allowScripts: Readonly<Record<string, boolean>>;
  };
  const withScript = Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([place]) => place.replace(/^.*node_modules\//, ''));
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
  expect(withScript.filter((name) => !allowed.includes(name))).toEqual([]);
  expect(allowed.filter((name) => !withScript.includes(name))).toEqual([]);
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
