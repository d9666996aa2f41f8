import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { site } from '../../site.config.ts';
import { makePackage } from '../../src/cli/package/package.ts';
import { collectionRoot } from '../collection.ts';

const work = mkdtempSync(join(tmpdir(), 'package-'));
const project = join(work, 'project');
const command = join(project, 'node_modules/heaplore/dist/heaplore.js');
const readme = readFileSync('src/library/README.md', 'utf8');

/** The package promises to run on Node 20: the oldest on the PATH is taken. */
const node = oldestNode();

beforeAll(async () => {
  const folder = join(work, 'heaplore');
  const status = await makePackage([folder], { write: () => undefined, root: collectionRoot });
  expect(status).toBe(0);
  npm(['pack', folder, '--pack-destination', work], work);
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz')) ?? '';
  mkdirSync(project);
  npm(['install', '--offline', '--registry=http://127.0.0.1:9', join(work, tarball)], project);
  copyFileSync('tests/reports/heaptrack/heaptrack_print.ssl_leak.txt', join(project, 'heap.txt'));
  for (const file of Object.values(samples)) copyFileSync(file, join(project, nameOf(file)));
});

afterAll(() => rmSync(work, { recursive: true }));

const samples = {
  heaptrack: 'tests/reports/heaptrack/heaptrack.ssl_leak.zst',
  pprof: 'tests/reports/go/prometheus-heap.pb.gz',
  jvm: 'tests/reports/java/oom-direct-buffer.txt',
};

const nameOf = (file: string): string => file.replace(/^.*\//, '');

function npm(args: readonly string[], cwd: string): void {
  execFileSync('npm', [...args, '--silent', '--no-audit', '--no-fund'], { cwd, stdio: 'pipe' });
}

function oldestNode(): string {
  const found = (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'node'))
    .filter((file) => existsSync(file))
    .map((file) => ({ file, major: majorOf(file) }))
    .filter(({ major }) => major >= 20)
    .toSorted((a, b) => a.major - b.major);
  return found[0]?.file ?? process.execPath;
}

function majorOf(file: string): number {
  const version = execFileSync(file, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return Number.parseInt(version, 10);
}

function run(args: readonly string[], input?: string) {
  const { status, stdout, stderr } = spawnSync(node, args, {
    cwd: project,
    encoding: 'utf8',
    env: {},
    ...(input !== undefined && { input }),
  });
  return { status, stdout, stderr };
}

const heaplore = (...args: readonly string[]) => run([command, ...args]);

test('installs a command and nothing else', () => {
  expect(
    readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.')),
  ).toEqual(['heaplore']);
  expect(existsSync(join(project, 'node_modules/.bin/heaplore'))).toBe(true);
});

describe('the command', () => {
  test('finds the incidents for a report, under two names', () => {
    const { status, stdout, stderr } = heaplore('find', 'heap.txt');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('heaptrack-print, lines 1 to 4063: 162 stacks');
    expect(stdout).toContain(`${site.url}/i/1/`);
    expect(heaplore('match', 'heap.txt').stdout).toBe(stdout);
  });

  test('lists the incidents that touch the versions in lock files of all formats', () => {
    const folder = join(project, 'lists');
    cpSync('tests/affected/lists', folder, { recursive: true });
    for (const file of readdirSync(folder).filter((name) => !name.endsWith('.expected.txt'))) {
      const { status, stderr } = heaplore('affected', join(folder, file));
      // glibc of the collection is in range in one.
      const expected = file === 'dpkg-status.txt' ? 1 : 0;
      expect({ file, status, stderr }).toEqual({ file, status: expected, stderr: '' });
    }
    const list =
      '{"bomFormat":"CycloneDX","components":[{"purl":"pkg:npm/%40example/tls-client@1.3.0"}]}';
    const { status, stdout } = run([command, 'affected', '--json', '-'], list);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      inRange: [{ id: 1, packages: [{ version: '1.3.0', upgradeTo: '1.4.0' }] }],
    });
  });

  test('finds incidents for what is piped in', () => {
    const { status, stdout } = run(
      [command, 'find', '--json'],
      'java.lang.OutOfMemoryError: Metaspace\n',
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, errors: [] });
  });

  test('finds incidents for words', () => {
    const { status, stdout } = heaplore('find', 'openssl', 'SSL_new');
    expect(status).toBe(0);
    expect(stdout).toContain(`${site.url}/i/1/`);
  });

  test('says what it can do, and which version it is', () => {
    expect(heaplore('--help')).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('heaplore find') as string,
    });
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(heaplore('--version').stdout).toBe(`${version}\n`);
  });

  test.each([
    [['fnid'], 'there is no command "fnid". Did you mean "find"?'],
    [['find', '--jsno'], 'there is no option "--jsno"'],
    [['find', 'missing.txt'], 'there is no file "missing.txt".'],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = heaplore(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(`heaplore: ${message}`);
  });
});

test('an agent searches, reads and matches', async () => {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({ command: node, args: [command, 'mcp'], cwd: project }),
  );
  const call = async (name: string, args: Record<string, unknown>) =>
    JSON.stringify(await client.callTool({ name, arguments: args }));
  expect(await call('search', { query: 'openssl' })).toContain('MEM-1:');
  expect(await call('get', { incident: 'MEM-1' })).toContain('# MEM-1');
  const report = readFileSync(join(project, 'heap.txt'), 'utf8');
  expect(await call('match', { report })).toContain('/i/1/"');
  await client.close();
});

describe('the library', () => {
  test('reads reports of any tool into one type', () => {
    writeFileSync(
      join(project, 'read.mjs'),
      `import { readFile } from 'node:fs/promises';
       import { readReports } from 'heaplore/reports';
       for (const file of process.argv.slice(2)) {
         const { reports: [report] } = await readReports(await readFile(file));
         const [site] = report.sites;
         console.log([report.format, report.sites.length > 0, site?.bytes > 0, report.messages.length].join(' '));
       }`,
    );
    const { stdout, stderr } = run(['read.mjs', ...Object.values(samples).map(nameOf)]);
    expect(stderr).toBe('');
    expect(stdout.split('\n').map((line) => line.split(' ')[0])).toEqual([
      'heaptrack-data',
      'pprof',
      'jvm-out-of-memory',
      '',
    ]);
  });

  const examples = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code);

  test.each(examples)('runs example %# of its README', (code) => {
    writeFileSync(join(project, 'example.mjs'), code);
    const { status, stdout, stderr } = run(['example.mjs']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/CRYPTO_zalloc|same-fault/);
  });

  test('has types that a project with its own settings can check', () => {
    const file = join(project, 'check.ts');
    writeFileSync(
      file,
      `import { createMatcher, type IncidentMatch } from 'heaplore/match';
       import { readText, type Report } from 'heaplore/reports';
       const { reports, unread } = readText('');
       const matches: readonly IncidentMatch[] = createMatcher().match(reports, unread);
       export const bytes = (report: Report): number => report.sites[0]?.bytes ?? 0;
       // @ts-expect-error: sizes are numbers
       export const text: string = bytes(reports[0]);
       export const urls: string[] = matches.map(({ url }) => url);`,
    );
    const program = ts.createProgram([file], {
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      strict: true,
      noEmit: true,
      types: [],
    });
    const faults = ts
      .getPreEmitDiagnostics(program)
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(faults).toEqual([]);
  });
});

test('names the license of every library in it', () => {
  const text = readFileSync(join(work, 'heaplore/THIRD-PARTY.md'), 'utf8');
  expect(text).toMatch(/^## fzstd /m);
  expect(text).toMatch(/^## @modelcontextprotocol\/sdk /m);
});
