import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { Ajv } from 'ajv';
import { afterAll, describe, expect, test } from 'vitest';

import { runCli } from '../../src/cli/main.ts';
import { collectionRoot } from '../collection.ts';

const work = mkdtempSync(join(tmpdir(), 'affected-'));
afterAll(() => rmSync(work, { recursive: true }));

async function affected(...args: string[]) {
  let written = '';
  let errors = '';
  const output = {
    write: (text: string) => void (written += text),
    writeError: (text: string) => void (errors += text),
  };
  const status = await runCli(['affected', ...args], output, collectionRoot);
  return { status, written, errors };
}

/** A project of its own for each test. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(work, 'project-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const npmLock = (version: string): string =>
  JSON.stringify(
    {
      lockfileVersion: 3,
      packages: {
        '': {},
        'node_modules/@example/tls-client': { version },
        'node_modules/ws': { version: '8.0.0' },
      },
    },
    null,
    2,
  );

const goMod = 'module example.org/a\n\ngo 1.22\n\nrequire example.org/b v1.0.0\n';

describe('a version in range', () => {
  const folder = project({ 'package-lock.json': npmLock('1.3.0') });

  test('is printed with the incident, the place, the range and what to upgrade to, and gives 1', async () => {
    const { status, written, errors } = await affected(folder);
    expect(errors).toBe('');
    expect(status).toBe(1);
    expect(written).toContain(
      `${join(folder, 'package-lock.json')}: 2 packages (package-lock.json)`,
    );
    expect(written).toMatch(/^MEM-1: /m);
    expect(written).toContain('@example/tls-client 1.3.0 is in range: 1.0.0 to before 1.4.0');
    expect(written).toContain(`${join(folder, 'package-lock.json')}:5`);
    expect(written).toContain('Upgrade to 1.4.0 or later.');
    expect(written).toContain('Only where `reuse` is off.');
    expect(written).toContain('/i/1/');
    expect(written).toContain('not yet a leak');
  });

  test('is one object with --json', async () => {
    const { status, written } = await affected(folder, '--json');
    expect(status).toBe(1);
    expect(JSON.parse(written)).toMatchObject({
      schemaVersion: 1,
      inRange: [
        {
          id: 1,
          name: 'MEM-1',
          url: '/i/1/',
          packages: [
            {
              ecosystem: 'npm',
              name: '@example/tls-client',
              version: '1.3.0',
              state: 'in-range',
              range: { introduced: '1.0.0', fixed: '1.4.0' },
              upgradeTo: '1.4.0',
              package: 'pkg:npm/%40example/tls-client',
              places: [{ line: 5 }],
            },
          ],
        },
      ],
      others: [],
      files: [{ format: 'package-lock.json', packages: 2, withoutVersion: [], unread: [] }],
      errors: [],
    });
  });

  test('is a SARIF log as the schema wants it', async () => {
    const broken = project({ 'package-lock.json': npmLock('1.3.0'), 'go.sum': 'nothing\n' });
    const { status, written } = await affected(broken, '--sarif');
    expect(status).toBe(1);
    const log: unknown = JSON.parse(written);
    expect(sarifFaults(log)).toEqual([]);
    expect(log).toMatchObject({
      runs: [
        {
          tool: { driver: { name: 'Heaplore', rules: [{ id: 'MEM-1' }] } },
          results: [
            { ruleId: 'MEM-1', locations: [{ physicalLocation: { region: { startLine: 5 } } }] },
          ],
          invocations: [{ executionSuccessful: false }],
        },
      ],
    });
  });
});

/** Draft 4 names the schema's own address `id`; nothing else of it is another in the draft that is compiled. */
function sarifFaults(log: unknown): unknown[] {
  const text = readFileSync('tests/affected/sarif-2.1.0-rtm.5.json', 'utf8');
  const schema = JSON.parse(text) as Record<string, unknown>;
  delete schema['$schema'];
  delete schema['id'];
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    validateFormats: false,
    unicodeRegExp: false,
  });
  const validate = ajv.compile(schema);
  validate(log);
  return validate.errors ?? [];
}

test('the schema of SARIF refuses what is no log', () => {
  expect(sarifFaults({ version: '2.1.0', runs: [{ results: [{}] }] })).not.toEqual([]);
});

test('without a version in range the status is 0, and the versions that are known are named', async () => {
  const { status, written } = await affected(project({ 'package-lock.json': npmLock('1.4.0') }));
  expect(status).toBe(0);
  expect(written).toContain('No version is in the range of a known incident.');
  expect(written).toMatch(
    /MEM-1 {2}@example\/tls-client 1\.4\.0: affected 1\.0\.0 to before 1\.4\.0/,
  );
});

describe('a folder', () => {
  test('is searched, but not what others wrote or a build made', async () => {
    const folder = project({
      'app/package-lock.json': npmLock('1.4.0'),
      'node_modules/a/package-lock.json': npmLock('1.3.0'),
      'vendor/a/package-lock.json': npmLock('1.3.0'),
      'target/package-lock.json': npmLock('1.3.0'),
      '.git/package-lock.json': npmLock('1.3.0'),
      'package.json': '{}',
    });
    const { status, written } = await affected(folder);
    expect(status).toBe(0);
    expect(written.match(/packages \(/g)).toHaveLength(1);
  });

  test('with a go.mod that names all modules needs no go.sum', async () => {
    const sum = 'example.org/c v1.0.0 h1:AAAA=\n';
    const { written } = await affected(project({ 'go.mod': goMod, 'go.sum': sum }));
    expect(written).not.toContain('go.sum');
    const old = goMod.replace('1.22', '1.16');
    const { written: both } = await affected(project({ 'go.mod': old, 'go.sum': sum }));
    expect(both).toContain('go.sum');
  });

  test('without a lock file is wrong use', async () => {
    const { status, errors } = await affected(project({ 'notes.txt': 'a' }));
    expect(status).toBe(2);
    expect(errors).toMatch(/no lock file or bill of materials.*package-lock\.json/);
  });
});

test('all files that cannot be read are said at once, the others are read, and the status is 2', async () => {
  const folder = project({
    'package-lock.json': npmLock('1.4.0'),
    'a/Cargo.lock': 'nothing',
    'b/package-lock.json': '{"lockfileVersion": 3,',
  });
  const { status, written, errors } = await affected(folder);
  expect(status).toBe(2);
  expect(written).toContain('2 packages');
  expect(errors).toContain(`${join(folder, 'a/Cargo.lock')}: `);
  expect(errors).toContain(`${join(folder, 'b/package-lock.json')}: `);
});

test.each([
  [['no/such/folder'], 'there is no file or folder "no/such/folder"'],
  [['--yaml'], 'there is no option "--yaml"'],
  [['--json', '--sarif'], 'give --json or --sarif, not both'],
])('%j is wrong use', async (args, message) => {
  const { status, errors } = await affected(...args);
  expect(status).toBe(2);
  expect(errors).toContain(message);
});

test('a file of no known format is wrong use, with the formats that are known', async () => {
  const folder = project({ 'notes.txt': 'nothing leaked today' });
  const { status, errors } = await affected(join(folder, 'notes.txt'));
  expect(status).toBe(2);
  expect(errors).toMatch(/notes\.txt: .*Cargo\.lock.*osv-scanner/);
});

test('reads standard input', () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['src/cli/main.ts', 'affected', '--json', '-'],
    { input: '+- org.acme:queue:jar:1.0:compile\n', encoding: 'utf8' },
  );
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    files: [{ file: 'standard input', format: 'mvn dependency:tree', packages: 1 }],
  });
});
