import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { findLine, ListError, type ListedPackage } from '../../src/affected/package-list.ts';
import {
  decodeList,
  formatNamed,
  listFormats,
  readPackageList,
  type ReadList,
} from '../../src/affected/read-list.ts';

/** Written by the package managers themselves; tests/affected/README.md says how. */
const lists = join(import.meta.dirname, 'lists');
const samples = readdirSync(lists).filter((name) => !name.endsWith('.expected.txt'));
const sample = (name: string): string => readFileSync(join(lists, name), 'utf8');

/** `npm ws 8.13.0, line 12`, and what was not read. */
function describeList(list: ReadList): string {
  const packages = list.packages.map((one) => {
    const version = one.version ?? `without version (${one.stated ?? ''})`;
    const source = one.source ? ` from ${one.source.name} ${one.source.version}` : '';
    return `${one.ecosystem} ${one.name} ${version}${source}, line ${findLine(list.text, one.at) ?? '?'}`;
  });
  const unread = list.unread.map(
    ({ text, why, line }) => `not read: line ${line ?? '?'}: ${text} (${why})`,
  );
  return [list.format, ...packages, ...unread, ''].join('\n');
}

for (const name of samples)
  describe(name, () => {
    test('gives the packages that it lists, each with its line', async () => {
      const list = readPackageList('pasted text', sample(name));
      await expect(describeList(list)).toMatchFileSnapshot(`lists/${name}.expected.txt`);
    });

    test('is recognized by its content alone, and by one format only', () => {
      const file = { text: sample(name), json: () => tryJson(sample(name)) };
      const recognized = listFormats.filter((format) => format.recognizes(file));
      expect(recognized.map(({ label }) => label)).toHaveLength(1);
    });

    test('gives the same with the line ends of Windows', () => {
      const list = readPackageList('pasted text', sample(name).replaceAll('\n', '\r\n'));
      expect(describeList(list)).toBe(describeList(readPackageList('pasted text', sample(name))));
    });
  });

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

test('every format is read in a sample', () => {
  const read = samples.map((name) => readPackageList('pasted text', sample(name)).format);
  expect(listFormats.map(({ label }) => label).filter((label) => !read.includes(label))).toEqual(
    [],
  );
});

describe('files are told by their name', () => {
  test.each([
    ['package-lock.json', 'package-lock.json'],
    ['app/npm-shrinkwrap.json', 'package-lock.json'],
    ['requirements-dev.txt', 'requirements.txt'],
    ['requirements/base.txt', 'requirements.txt'],
    [String.raw`C:\work\Cargo.lock`, 'Cargo.lock'],
    ['pylock.dev.toml', 'pylock.toml'],
    ['var/lib/dpkg/status', '/var/lib/dpkg/status'],
    ['out/app.cdx.json', 'CycloneDX (JSON)'],
  ])('%s', (path, label) => {
    expect(formatNamed(path)?.label).toBe(label);
  });

  test('and other files are not', () => {
    expect(
      ['package.json', 'Cargo.toml', 'status', 'notes.txt'].map(formatNamed).filter(Boolean),
    ).toEqual([]);
  });
});

const read = (text: string, name = 'pasted text'): readonly ListedPackage[] =>
  readPackageList(name, text).packages.map(({ ecosystem, name, version, stated }) => ({
    ecosystem,
    name,
    ...(version !== undefined && { version }),
    ...(stated !== undefined && { stated }),
  }));

describe('what is no exact version is listed without one', () => {
  test('a range, a repository and nothing in requirements', () => {
    expect(
      read(
        'requests>=2.20\nurllib3\nflask @ git+https://example.org/flask@main\nsix==1.*\n',
        'requirements.txt',
      ),
    ).toEqual([
      { ecosystem: 'PyPI', name: 'requests', stated: '>=2.20' },
      { ecosystem: 'PyPI', name: 'urllib3' },
      { ecosystem: 'PyPI', name: 'flask', stated: '@ git+https://example.org/flask@main' },
      { ecosystem: 'PyPI', name: 'six', stated: '==1.*' },
    ]);
  });

  test('a branch in composer.lock', () => {
    expect(
      read('{"content-hash":"0","packages":[{"name":"acme/queue","version":"dev-main"}]}'),
    ).toEqual([{ ecosystem: 'Packagist', name: 'acme/queue', stated: 'dev-main' }]);
  });

  test('a folder in place of a module, and the lowest Go in go.mod', () => {
    expect(
      read(
        'module example.org/a\n\ngo 1.22\n\nrequire example.org/b v1.2.3\n\nreplace example.org/b => ../b\n',
      ),
    ).toEqual([
      { ecosystem: 'Go', name: 'example.org/b', stated: 'replaced by ../b' },
      { ecosystem: 'Go', name: 'stdlib', stated: '1.22 or later' },
    ]);
  });
});

test('a module of go.mod that another replaces is that other one', () => {
  expect(
    read(
      'module example.org/a\n\nrequire (\n\texample.org/b v1.2.3 // indirect\n\texample.org/c v1.0.0\n)\n\nreplace (\n\texample.org/b v1.2.3 => example.org/fork v1.2.4\n\texample.org/c v0.9.0 => example.org/other v2.0.0\n)\n\ntoolchain go1.22.3\n',
    ),
  ).toEqual([
    { ecosystem: 'Go', name: 'example.org/fork', version: '1.2.4' },
    { ecosystem: 'Go', name: 'example.org/c', version: '1.0.0' },
    { ecosystem: 'Go', name: 'stdlib', version: '1.22.3' },
  ]);
});

test('requirements continue on the next line, and have extras, hashes and conditions', () => {
  expect(
    read(
      'uvicorn[standard] == 0.20.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:01\n# celery==1\npandas==1.2.0 ; python_version < "3.10"  # pinned\n',
      'requirements.txt',
    ),
  ).toEqual([
    { ecosystem: 'PyPI', name: 'uvicorn', version: '0.20.0' },
    { ecosystem: 'PyPI', name: 'pandas', version: '1.2.0' },
  ]);
});

describe('what cannot be read is said', () => {
  test('lines of requirements that lead elsewhere', () => {
    const { unread } = readPackageList(
      'requirements.txt',
      '-r base.txt\n-e .\nsix==1.16.0\n==1\nsix==1.16.0\n',
    );
    expect(unread.map(({ line, why }) => `${line}: ${why}`)).toEqual([
      '1: names another file or folder',
      '2: names another file or folder',
      '4: no name of a package',
    ]);
  });

  test('components without Package URL', () => {
    const { unread } = readPackageList(
      'bom.json',
      '{"bomFormat":"CycloneDX","components":[{"name":"acme","version":"1"},{"purl":"acme@1"}]}',
    );
    expect(unread).toEqual([
      { text: 'acme', why: 'no Package URL' },
      { text: 'acme@1', why: 'a Package URL that cannot be read' },
    ]);
  });

  test('text of no known format, with the formats that are', () => {
    expect(() => readPackageList('notes.txt', 'nothing leaked today')).toThrow(
      /no list of packages.*package-lock\.json.*osv-scanner/s,
    );
  });

  test('a damaged file, with what is wrong in it', () => {
    expect(() => readPackageList('package-lock.json', '{"lockfileVersion": 3,')).toThrow(
      /named like package-lock\.json.*JSON/,
    );
    expect(() =>
      readPackageList('uv.lock', 'requires-python = ">=3"\n[[package]]\nname = \n'),
    ).toThrow(/looks like uv\.lock, but is damaged/);
  });
});

test('text in UTF-16, as PowerShell redirects it, is decoded', () => {
  const bytes = new Uint8Array(Buffer.from('\uFEFFsix==1.16.0\n', 'utf16le'));
  expect(read(decodeList(bytes))).toEqual([{ ecosystem: 'PyPI', name: 'six', version: '1.16.0' }]);
});

describe('whatever the text is, it is read or refused with a message', () => {
  const readOrRefuse = (name: string, text: string) => {
    try {
      for (const one of readPackageList(name, text).packages) expect(one.name).toBeTypeOf('string');
    } catch (error) {
      expect(error).toBeInstanceOf(ListError);
    }
  };
  const names = fc.constantFrom(...samples, 'go.mod', 'status', 'a.txt');

  test('arbitrary text under the name of any format', () => {
    fc.assert(fc.property(names, fc.string({ unit: 'binary' }), readOrRefuse));
  });

  test('arbitrary JSON with the fields of a format', () => {
    const fields = fc.constantFrom(
      ...['lockfileVersion', 'packages', 'dependencies', 'components', 'bomFormat', 'spdxVersion'],
      ...[
        'content-hash',
        '_meta',
        'sbom',
        '@graph',
        'version',
        'externalRefs',
        'purl',
        '__proto__',
      ],
    );
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom('CycloneDX', 'SPDX-2.3', 3, null, true, '1.2.3', 'pkg:npm/%zz@1'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fields, tie('value'), { maxKeys: 5 }),
      ),
    })).value;
    fc.assert(
      fc.property(fc.dictionary(fields, value), (json) =>
        readOrRefuse('package-lock.json', JSON.stringify(json)),
      ),
    );
  });

  test('a sample with a piece cut out or put in', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...samples),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(200),
        fc.string(),
        (name, at, length, inserted) => {
          const text = sample(name);
          const start = Math.floor(at * text.length);
          readOrRefuse(name, text.slice(0, start) + inserted + text.slice(start + length));
        },
      ),
    );
  });
});
