import { expect, test } from 'vitest';

import { isBarePackage, parsePackage } from '../../src/model/packages.ts';

test.each([
  ['pkg:npm/undici', 'npm', 'undici'],
  ['pkg:npm/%40types/node', 'npm', '@types/node'],
  [
    'pkg:golang/github.com/Azure/go-autorest/autorest',
    'Go',
    'github.com/Azure/go-autorest/autorest',
  ],
  ['pkg:golang/stdlib', 'Go', 'stdlib'],
  ['pkg:pypi/Typing_Extensions', 'PyPI', 'typing-extensions'],
  ['pkg:pypi/zope.interface', 'PyPI', 'zope-interface'],
  ['pkg:cargo/tokio', 'crates.io', 'tokio'],
  ['pkg:maven/org.apache.lucene/lucene-core', 'Maven', 'org.apache.lucene:lucene-core'],
  ['pkg:nuget/Microsoft.EntityFrameworkCore', 'NuGet', 'Microsoft.EntityFrameworkCore'],
  ['pkg:gem/rails', 'RubyGems', 'rails'],
  ['pkg:composer/laravel/framework', 'Packagist', 'laravel/framework'],
  ['pkg:hex/phoenix', 'Hex', 'phoenix'],
  ['pkg:deb/debian/glibc', 'Debian', 'glibc'],
  ['pkg:deb/ubuntu/glibc', 'generic', 'ubuntu/glibc'],
  ['pkg:generic/node', 'generic', 'node'],
])('%s is of %s: %s', (purl, ecosystem, name) => {
  expect(parsePackage(purl)).toEqual({ ecosystem, name });
});

test.each(['', 'undici', 'npm/undici', 'pkg:npm', 'pkg:maven/lucene-core', 'pkg:npm/%'])(
  '%j is no Package URL',
  (purl) => {
    expect(parsePackage(purl)).toBeUndefined();
    expect(isBarePackage(purl)).toBe(false);
  },
);

test('names a package as such, without version, variant or file', () => {
  expect(isBarePackage('pkg:npm/undici')).toBe(true);
  expect(isBarePackage('pkg:npm/undici@7.0.0')).toBe(false);
  expect(isBarePackage('pkg:gem/nokogiri?platform=java')).toBe(false);
  expect(isBarePackage('pkg:golang/google.golang.org/grpc#balancer')).toBe(false);
});
