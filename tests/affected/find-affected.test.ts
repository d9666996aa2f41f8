import { describe, expect, test } from 'vitest';

import { formatPackage, upgradeText } from '../../src/affected/answer-text.ts';
import { findAffected } from '../../src/affected/find-affected.ts';
import {
  buildPackageIncidents,
  indexPackages,
  type PackageComponent,
} from '../../src/affected/known-packages.ts';
import { readPackageList } from '../../src/affected/read-list.ts';
import { content } from '../collection.ts';

const incident = (id: number, ...components: readonly Partial<PackageComponent>[]) => ({
  id,
  title: `Incident ${id}`,
  components: components.map((one) => ({
    name: 'Acme',
    package: 'pkg:npm/acme',
    ranges: [],
    ...one,
  })),
});

const ask = (
  incidents: Parameters<typeof indexPackages>[0],
  ...files: readonly (readonly [name: string, text: string])[]
) =>
  findAffected(
    files.map(([name, text]) => readPackageList(name, text)),
    indexPackages(incidents),
  );

const npm = (version: string, name = 'acme') =>
  [
    'package-lock.json',
    `{\n"lockfileVersion": 3,\n"packages": {\n"node_modules/${name}": {\n"version": "${version}"\n}\n}\n}\n`,
  ] as const;

describe('a version in range', () => {
  const branches = incident(7, {
    ranges: [
      { introduced: '1.0.0', fixed: '1.4.2' },
      { introduced: '2.0.0', fixed: '2.0.3' },
      { introduced: '3.0.0', last: '3.1.0' },
      { introduced: '4.0.0' },
    ],
  });

  test.each([
    ['1.2.0', 'Upgrade to 1.4.2 or later.'],
    ['2.0.0', 'Upgrade to 2.0.3 or later.'],
    ['3.1.0', 'Upgrade to a version after 3.1.0.'],
    ['4.5.0', 'No release with a fix is known.'],
  ])('%s: %s', (version, upgrade) => {
    const { inRange, others } = ask([branches], npm(version));
    expect(others).toEqual([]);
    expect(inRange[0]?.packages.map(upgradeText)).toEqual([upgrade]);
  });

  test('stands with its file and line', () => {
    const { inRange } = ask([branches], npm('1.2.0'));
    expect(inRange[0]?.packages[0]?.places).toEqual([{ file: 'package-lock.json', line: 4 }]);
  });

  test('in two files is one version with two places', () => {
    const requirement = incident(8, { package: 'pkg:pypi/acme', ranges: [{ introduced: '0' }] });
    const { inRange } = ask(
      [requirement],
      ['requirements.txt', 'acme==1.0\n'],
      ['requirements-dev.txt', '\nacme==1.0\n'],
    );
    expect(inRange[0]?.packages).toHaveLength(1);
    expect(inRange[0]?.packages[0]?.places).toEqual([
      { file: 'requirements.txt', line: 1 },
      { file: 'requirements-dev.txt', line: 2 },
    ]);
  });

  test('is not upgraded to a release that is affected again', () => {
    const again = incident(9, {
      ranges: [
        { introduced: '1.0.0', fixed: '2.0.0' },
        { introduced: '2.0.0', fixed: '2.1.0' },
      ],
    });
    expect(ask([again], npm('1.5.0')).inRange[0]?.packages[0]?.upgradeTo).toBe('2.1.0');
  });
});

test.each([
  ['another version', npm('1.4.2'), 'other-version'],
  ['a version from a repository', npm('git+ssh://git@example.org/acme.git'), 'no-exact-version'],
])('%s is known, and not in range', (_, file, state) => {
  const { inRange, others } = ask(
    [incident(7, { ranges: [{ introduced: '1.0.0', fixed: '1.4.2' }] })],
    file,
  );
  expect(inRange).toEqual([]);
  expect(others.flatMap(({ packages }) => packages.map((one) => one.state))).toEqual([state]);
});

test('a package whose affected versions nobody knows is known, and not in range', () => {
  const { inRange, others } = ask([incident(7, { unknown: 'Never released.' })], npm('1.0.0'));
  expect(inRange).toEqual([]);
  expect(others[0]?.packages[0]?.state).toBe('unknown-range');
});

test('a package of the same name in another ecosystem is another one', () => {
  const { inRange, others } = ask(
    [incident(7, { package: 'pkg:pypi/acme', ranges: [{ introduced: '0' }] })],
    npm('1.0.0'),
  );
  expect([...inRange, ...others]).toEqual([]);
});

test.each([
  ['pkg:pypi/zope-interface', ['requirements.txt', 'Zope.Interface==1.0\n']],
  [
    'pkg:nuget/Acme.Queue',
    [
      'packages.lock.json',
      '{"version":1,"dependencies":{"net8.0":{"acme.queue":{"type":"Direct","resolved":"1.0.0"}}}}',
    ],
  ],
  ['pkg:golang/example.org/acme/v2', ['go.sum', 'example.org/acme/v2 v2.1.0 h1:AAAA=\n']],
  ['pkg:maven/org.acme/queue', ['tree.txt', '+- org.acme:queue:jar:1.0:compile\n']],
  ['pkg:npm/%40acme/queue', npm('1.0.0', '@acme/queue')],
] as const)('%s is found as its ecosystem spells it', (purl, file) => {
  const known = incident(7, { package: purl, ranges: [{ introduced: '0' }] });
  expect(ask([known], file).inRange).toHaveLength(1);
});

describe('a package of Debian', () => {
  const status = [
    'var/lib/dpkg/status',
    'Package: libacme3\nStatus: install ok installed\nSource: acme\nVersion: 1:3.0.11+dfsg-1~deb12u2\n',
  ] as const;

  test('is found by its source package', () => {
    const glibc = incident(7, { package: 'pkg:deb/debian/acme', ranges: [{ introduced: '0' }] });
    expect(ask([glibc], status).inRange[0]?.packages[0]).toMatchObject({
      name: 'acme',
      version: '1:3.0.11+dfsg-1~deb12u2',
    });
  });

  test('is also what it packs, by the upstream part of its version, and may have the fix', () => {
    const upstream = incident(7, {
      name: 'ACME',
      package: 'pkg:generic/acme',
      ranges: [{ introduced: '3.0.0', fixed: '3.0.12' }],
    });
    const found = ask([upstream], status).inRange[0]?.packages ?? [];
    expect(found.map(formatPackage)).toEqual(['acme 1:3.0.11+dfsg-1~deb12u2 (ACME 3.0.11)']);
    expect(found.map(upgradeText)).toEqual([
      'Upgrade to 3.0.12 or later. The distribution may have the fix in its version already.',
    ]);
  });
});

test('the data hold each package of the collection with its ranges and note', () => {
  const incidents = buildPackageIncidents(content);
  expect(incidents.flatMap(({ components }) => components)).toContainEqual({
    name: 'Example TLS client',
    package: 'pkg:npm/%40example/tls-client',
    ranges: [
      { introduced: '1.0.0', fixed: '1.4.0' },
      { introduced: '2.0.0-beta.1', last: '2.0.0' },
    ],
    note: 'Only where `reuse` is off.',
  });
  expect(incidents.every(({ components }) => components.length > 0)).toBe(true);
});
