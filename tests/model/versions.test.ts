import { describe, expect, test } from 'vitest';

import { formatRange, type VersionRange } from '../../src/model/version-range.ts';
import {
  compareVersions,
  ecosystems,
  isAffected,
  isVersion,
  type Ecosystem,
} from '../../src/model/versions.ts';

/** Each list in ascending order. Debian's as dpkg --compare-versions, Maven's as ComparableVersion of maven-artifact 3.8 has it. */
const ascending: Readonly<Record<Ecosystem, readonly string[]>> = {
  npm: ['0', '0.9.0', '1.0.0-alpha.2', '1.0.0-alpha.10', '1.0.0-rc.1', '1.0.0', '1.2.0', '1.10.0'],
  Go: [
    '0.0.0-20190920000552-128d9db2ba9a',
    '0.14.1',
    '0.15.0-rc1',
    '0.15.0',
    '1.9.0',
    '1.10.0',
    '2.0.0+incompatible',
  ],
  'crates.io': ['0.9.12', '0.10.0-beta.1', '0.10.0', '1.0.0'],
  Hex: ['1.9.0', '1.10.0-rc.0', '1.10.0'],
  PyPI: ['1.0.dev1', '1.0a1', '1.0b2', '1.0rc1', '1.0', '1.0.post1', '1.9', '1.10', '1!0.1'],
  Maven: [
    '1.0-alpha-1',
    '1.0-beta1',
    '1.0-rc1',
    '1.0-SNAPSHOT',
    '1.0',
    '1.0-sp1',
    '1.0.1',
    '1.9',
    '1.10',
    '2.0.0-M2',
    '2.0.0.Final',
    '31.1-android',
    '31.1-jre',
  ],
  NuGet: ['3.1.5', '3.1.6', '8.0.0-preview.2', '8.0.0-rc.1', '8.0.0', '8.0.0.1', '8.0.10'],
  RubyGems: ['2.9', '2.10.0.pre', '2.10.0.rc1', '2.10.0', '2.10.0.1'],
  Packagist: ['1.0.0-dev', '1.0.0-alpha1', '1.0.0-beta2', '1.0.0-RC1', '1.0', '1.0.1', '1.10'],
  Debian: [
    '1.0~~',
    '1.0~rc1',
    '1.0',
    '1.0-1~deb12u1',
    '1.0-1',
    '1.0-1+b1',
    '1.0a',
    '1.0+dfsg-1',
    '1.0.1',
    '1.1.1n-0+deb11u5',
    '1.1.1w-0+deb11u1',
    '1.9',
    '1.10',
    '2.36-9+deb12u7',
    '2.36-9+deb12u14',
    '1:0.5',
  ],
  generic: ['1.1.1', '1.1.1n', '1.1.1w', '3.10.0-514.el7', '3.10.0-957.el7', '8u45', '8u202'],
};

const same: readonly [Ecosystem, string, string][] = [
  ['npm', '1.0.0+build.1', '1.0.0+build.2'],
  ['PyPI', '1.0', '1.0.0'],
  ['PyPI', '1.0rc1', '1.0-rc.1'],
  ['Maven', '1.0', '1.0.0'],
  ['RubyGems', '1.0', '1.0.0'],
  ['Packagist', '1.0', '1.0.0.0'],
  ['Debian', '1.0', '1.00'],
  ['Debian', '0:1.02', '1.2'],
];

describe('the order of', () => {
  test.each(ecosystems)('%s', (ecosystem) => {
    const versions = ascending[ecosystem];
    for (const [at, version] of versions.entries())
      for (const [otherAt, other] of versions.entries())
        expect(compareVersions(ecosystem, version, other), `${version} against ${other}`).toBe(
          Math.sign(at - otherAt),
        );
  });

  test.each(same)('%s has %s and %s as one', (ecosystem, version, other) => {
    expect(compareVersions(ecosystem, version, other)).toBe(0);
    expect(compareVersions(ecosystem, other, version)).toBe(0);
  });

  test('what an ecosystem cannot order never fails', () => {
    for (const ecosystem of ecosystems)
      for (const odd of ['', ' ', 'latest', '1.2', 'workspace:*', '-', '1..2', '9'.repeat(400)])
        expect([-1, 0, 1]).toContain(compareVersions(ecosystem, odd, '1.0.0'));
  });
});

test('a version is one that its ecosystem can order', () => {
  const cases: readonly [Ecosystem, string, boolean][] = [
    ['npm', '1.10', false],
    ['npm', '0', true],
    ['Go', '0.15.0', true],
    ['PyPI', '3.12.0rc1', true],
    ['PyPI', '3.12 and later', false],
    ['RubyGems', '3.1.a', true],
    ['RubyGems', 'a.3', false],
    ['NuGet', '8.0.0-rc.1', true],
    ['NuGet', 'next', false],
    ['Debian', '1:2.36-9+deb12u7', true],
    ['Debian', 'bookworm', false],
    ['generic', '1.1.1w', true],
    ['generic', 'unreleased', false],
    ['generic', 'before 2.0', false],
  ];
  for (const [ecosystem, text, wanted] of cases)
    expect(isVersion(ecosystem, text), `${ecosystem} ${text}`).toBe(wanted);
});

describe('affected', () => {
  const branches: readonly VersionRange[] = [
    { introduced: '6.0.0', fixed: '6.22.0' },
    { introduced: '7.0.0', last: '7.13.2' },
    { introduced: '9.0.0' },
  ];
  test.each([
    ['5.9.9', false],
    ['6.0.0', true],
    ['6.21.9', true],
    ['6.22.0-rc.1', true],
    ['6.22.0', false],
    ['7.13.2', true],
    ['7.13.3', false],
    ['8.0.0', false],
    ['9.0.0', true],
    ['100.0.0', true],
    ['latest', false],
  ])('is %s: %s', (version, wanted) => {
    expect(isAffected('npm', version, branches)).toBe(wanted);
  });

  test('is every version from 0 on', () => {
    expect(isAffected('npm', '0.0.0-alpha.1', [{ introduced: '0' }])).toBe(true);
  });
});

test('a range reads as people say it', () => {
  expect(
    [
      { introduced: '3.10.0', fixed: '3.10.11' },
      { introduced: '3.10.0', last: '3.10.10' },
      { introduced: '3.10.0' },
      { introduced: '3.10.0', last: '3.10.0' },
      { introduced: '0', fixed: '3.10.11' },
      { introduced: '0', last: '3.10.10' },
      { introduced: '0' },
    ].map(formatRange),
  ).toEqual([
    '3.10.0 to before 3.10.11',
    '3.10.0 to 3.10.10',
    '3.10.0 and later',
    'only 3.10.0',
    'before 3.10.11',
    'up to 3.10.10',
    'all releases',
  ]);
});

describe.each([
  ['NuGet', 'release 1.0'],
  ['NuGet', '1.0 beta'],
  ['Debian', 'version 1.0'],
  ['Debian', '1.0 or so'],
  ['Debian', 'a:1.0'],
  ['npm', '1.0'],
] as const)('for %s', (ecosystem, text) => {
  test(`"${text}" is no version of it and affected by nothing`, () => {
    expect(isVersion(ecosystem, text)).toBe(false);
    expect(isAffected(ecosystem, text, [{ introduced: '0' }])).toBe(false);
  });
});

test('an epoch of Debian may have several digits', () => {
  expect(isVersion('Debian', '20211016:1.0')).toBe(true);
});

test('Composer fills up a version of any length before it compares', () => {
  const equal = (version: string, other: string) =>
    compareVersions('Packagist', version, other) === 0;
  expect(equal('1.10', '1.10.0')).toBe(true);
  expect(equal('12', '12.0.0.0')).toBe(true);
  expect(equal('1.10-RC1', '1.10.0.0-RC1')).toBe(true);
  expect(equal('1.2.3.4.5', '1.2.3.4')).toBe(false);
});
