import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'astro/zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { site } from '../../site.config.ts';
import { collectionRoot } from '../collection.ts';

const root = join(import.meta.dirname, '../..');
const program = [join(root, 'src/cli/main.ts'), 'mcp'];

const client = new Client({ name: 'test', version: '1.0.0' });
const protocolFaults: string[] = [];

beforeAll(async () => {
  client.onerror = ({ message }) => protocolFaults.push(message);
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: program, cwd: collectionRoot }),
  );
});

afterAll(async () => {
  await client.close();
});

const call = async (name: string, args: Record<string, unknown>): Promise<CallToolResult> =>
  (await client.callTool({ name, arguments: args })) as CallToolResult;

const textOf = ({ content }: CallToolResult): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');

test('offers search, get and match, all of them read-only', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['search', 'get', 'match']);
  expect(tools.every(({ annotations }) => annotations?.readOnlyHint)).toBe(true);
});

describe('search', () => {
  test('lists no more than asked for', async () => {
    const result = await call('search', { query: 'memory', limit: 2 });
    expect(textOf(result)).toMatch(/^\d+ incidents, the first 2\.\n\nMEM-\d+: /);
    expect(result.structuredContent).toMatchObject({ how: 'all' });
  });

  test('finds by a function name', async () => {
    const result = await call('search', { query: 'CRYPTO_zalloc' });
    expect(result.structuredContent).toMatchObject({
      total: 1,
      incidents: [
        {
          id: 1,
          name: 'MEM-1',
          slug: 'example-tls-client-contexts',
          url: expect.stringMatching(/\/i\/1\/$/) as string,
          fixed: ['1.4.0 (Example TLS client)'],
        },
      ],
    });
  });

  test('narrows by facets, several terms of one being alternatives', async () => {
    const { structuredContent } = await call('search', {
      cause: ['limitless-store'],
      language: ['lang-cpp', 'lang-java'],
      limit: 50,
    });
    const { total, incidents } = structuredContent as {
      total: number;
      incidents: { name: string; cause: string }[];
    };
    expect(total).toBe(2);
    expect(incidents.map(({ name }) => name).toSorted()).toEqual(['MEM-2', 'MEM-7']);
    expect(new Set(incidents.map(({ cause }) => cause))).toEqual(new Set(['limitless-store']));
  });

  test('narrows by the year of the report', async () => {
    const search = async (year: string[]) => {
      const { structuredContent } = await call('search', { year, limit: 50 });
      return structuredContent as { total: number; incidents: { reported: string }[] };
    };
    const { total, incidents } = await search(['2022']);
    expect(total).toBe(3);
    expect(new Set(incidents.map(({ reported }) => reported.slice(0, 4)))).toEqual(
      new Set(['2022']),
    );
    expect((await search(['2022', '2023'])).total).toBe(4);
  });

  test('names the nearest term for one that is unknown', async () => {
    const result = await call('search', { cause: ['limitles-store'] });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('There is no cause "limitles-store".');
    expect(textOf(result)).toContain('limitless-store');
  });

  test('says what to do when nothing is found', async () => {
    const result = await call('search', { query: 'xylophone' });
    expect(result.isError).toBeFalsy();
    expect(textOf(result)).toContain('No incident matches. Try fewer or other words');
  });

  test('refuses what is no number', async () => {
    const result = await call('search', { query: 'leak', limit: 'many' });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('limit');
  });
});

describe('get', () => {
  test.each([
    'MEM-1',
    'mem 1',
    1,
    '#1',
    '/i/1/',
    `${site.url}/i/1/#fix`,
    `${site.url}/i/1.md`,
    'example-tls-client-contexts',
    'https://github.com/example-org/tls-client/issues/7#issuecomment-1',
  ])('takes %s', async (incident) => {
    expect(textOf(await call('get', { incident }))).toMatch(/^# MEM-1: /);
  });

  test('gives charts as tables', async () => {
    expect(textOf(await call('get', { incident: 'MEM-1' }))).toContain('| 1.3 | 0 | 60 |');
  });

  test('says so when there is no such incident', async () => {
    const result = await call('get', { incident: 'MEM-999999' });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toMatch(/^There is no MEM-999999\. Ids go up to \d+/);
  });

  test('says what it takes when it is given something else', async () => {
    const result = await call('get', { incident: '../../etc/passwd' });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('Give MEM-1, its number, or the address');
  });
});

describe('match', () => {
  test('names the incidents a report is about, in words and as data', async () => {
    const report = readFileSync('tests/reports/heaptrack/heaptrack_print.ssl_leak.txt', 'utf8');
    const result = await call('match', { report });
    expect(textOf(result)).toContain('heaptrack-print');
    expect(result.structuredContent).toMatchObject({
      schemaVersion: 1,
      recognized: [{ format: 'heaptrack-print' }],
    });
    const { matches } = result.structuredContent as { matches: { id: number }[] };
    expect(matches.map(({ id }) => id)).toContain(1);
  });

  const sample = (file: string) => join(root, 'tests/reports', file);
  const sizeOf = (result: CallToolResult) => Buffer.byteLength(JSON.stringify(result));

  test('takes the text by either name', async () => {
    const text = readFileSync(sample('sanitizer/asan-lsan-openssl.txt'), 'utf8');
    const [one, other] = [await call('match', { text }), await call('match', { report: text })];
    expect(one.structuredContent).toEqual(other.structuredContent);
    expect(one.structuredContent).toMatchObject({ recognized: [{ format: 'leak-sanitizer' }] });
  });

  test.each([
    ['heaptrack/heaptrack.ssl_leak.zst', 'heaptrack-data'],
    ['go/heap.pb.gz', 'pprof'],
    ['node/leak.heapsnapshot.gz', 'v8-heap-snapshot'],
    ['valgrind/massif.out.openssl', 'massif'],
  ])('reads the file %s, binary or not', async (file, format) => {
    const result = await call('match', { path: sample(file) });
    expect(result.structuredContent).toMatchObject({ recognized: [{ format }] });
    expect(sizeOf(result)).toBeLessThan(8192);
  });

  test('takes several files as reports of one program', async () => {
    const result = await call('match', {
      path: ['go/heap.pb.gz', 'proc/status-java.txt'].map(sample),
    });
    const { recognized } = result.structuredContent as { recognized: { format: string }[] };
    expect(recognized.map(({ format }) => format)).toEqual(['pprof', 'proc-status']);
  });

  test('has ids and full addresses, meanings and commands', async () => {
    const { structuredContent } = await call('match', {
      path: sample('heaptrack/heaptrack_print.ssl_leak.txt'),
    });
    expect(structuredContent).toMatchObject({
      matches: [{ id: 1, name: 'MEM-1', url: `${site.url}/i/1/` }],
      meanings: [{ rule: 'builds-up' }],
      next: [{ run: expect.stringContaining('<pid>') as string }],
    });
  });

  test('answers a log of 2 MB in 8 kB and repeats little of it', async () => {
    const line = (index: number) =>
      `INFO request ${index} served by worker ${index % 13} q${index}\n`;
    const noise = Array.from({ length: 45_000 }, (_, index) => line(index)).join('');
    const oom = readFileSync(sample('java/oom-java-heap-space.txt'), 'utf8');
    const text = noise.slice(0, 1e6) + oom + noise.slice(1e6);
    expect(text.length).toBeGreaterThan(2e6);
    const result = await call('match', { text });
    expect(sizeOf(result)).toBeLessThan(8192);
    const answer = result.structuredContent as { unread: object[]; unreadLines: number };
    expect(answer.unreadLines).toBeGreaterThan(40_000);
    expect(answer.unread.length).toBeLessThan(6);
    expect(textOf(result)).toContain('unrecognized lines. The first is line 1');
  });

  test.each([
    [{}, 'Give the report: "text" with its text, or "path" with the file.'],
    [{ path: 'nowhere.txt' }, 'there is no file "nowhere.txt".'],
    [{ path: 'content' }, '"content" is a folder.'],
    [{ text: 7 }, 'text'],
    [{ text: '' }, 'text'],
  ])('says what is wrong with %j', async (args, message) => {
    const result = await call('match', args);
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain(message);
    expect(textOf(result)).not.toMatch(/\bat .*\.ts:\d+/);
  });

  test('says so of an image', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'image-')), 'graph.png');
    writeFileSync(path, Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'));
    const result = await call('match', { path });
    expect(textOf(result)).toContain('is an image (PNG), and text in images is not read.');
  });

  test('names the incidents that share words with a text, which is no match', async () => {
    const report =
      'The renderer, the scheduler and the gateway eat memory since Tuesday, whenever a deadline passes or waiters queue.\nYesterday the kitchen crew noticed that everything was eaten again.\nNobody restarted anything, and lunch was spoiled for seventeen colleagues.\n';
    const result = await call('match', { report });
    expect(result.structuredContent).toMatchObject({ matches: [], nearest: [{ id: 10 }, {}] });
    expect(textOf(result)).toContain('Nearest by its words:\n  MEM-10: ');
    expect(sizeOf(result)).toBeLessThan(8192);
  });

  test('has no match for text that is no report', async () => {
    const result = await call('match', { report: 'All tests passed.' });
    expect(result.isError).toBeFalsy();
    expect(result.structuredContent).toMatchObject({ recognized: [], matches: [] });
  });
});

test('malformed requests get the error of the protocol, and the server goes on', async () => {
  await expect(client.callTool({ name: 'nothing', arguments: {} })).resolves.toMatchObject({
    isError: true,
  });
  await expect(
    client.request({ method: 'tools/unheard-of', params: {} }, z.object({})),
  ).rejects.toMatchObject({ code: -32_601 });
  expect((await client.listTools()).tools).not.toEqual([]);
});

test('standard output carries nothing but the protocol', () => {
  expect(protocolFaults).toEqual([]);
});

test('ends when its client closes standard input', async () => {
  const server = spawn(process.execPath, program, {
    cwd: collectionRoot,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  let written = '';
  server.stdout.on('data', (chunk: Buffer) => void (written += chunk.toString()));
  server.stdin.end();
  const status = await new Promise((resolve) => server.once('close', resolve));
  expect(status).toBe(0);
  expect(written).toBe('');
});

test('is started in another folder as the configuration of an agent says', async () => {
  const agent = new Client({ name: 'test', version: '1.0.0' });
  const args = ['--silent', '--prefix', root, 'run', 'mcp'];
  await agent.connect(new StdioClientTransport({ command: 'npm', args, cwd: tmpdir() }));
  expect((await agent.listTools()).tools).not.toEqual([]);
  await agent.close();
});
