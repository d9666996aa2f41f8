import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';

import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';

import { site } from '../../site.config.ts';

// All content is read, which takes long on a busy machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const client = new Client({ name: 'test', version: '1.0.0' });
const protocolFaults: string[] = [];

beforeAll(async () => {
  client.onerror = ({ message }) => protocolFaults.push(message);
  // As the configuration of an agent says it, from another folder.
  const args = ['--silent', '--prefix', process.cwd(), 'run', 'mcp'];
  await client.connect(new StdioClientTransport({ command: 'npm', args, cwd: tmpdir() }));
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
  test('finds by a function name', async () => {
    const result = await call('search', { query: 'CRYPTO_zalloc', limit: 2 });
    expect(textOf(result)).toMatch(/^\d+ incidents, the first 2\.\n\nMEM-\d+: /);
    expect(result.structuredContent).toMatchObject({ how: 'all' });
  });

  test('narrows by facets, several terms of one being alternatives', async () => {
    const { structuredContent } = await call('search', {
      cause: ['allocator-retention'],
      language: ['go', 'ruby'],
      limit: 50,
    });
    const { total, incidents } = structuredContent as {
      total: number;
      incidents: { cause: string }[];
    };
    expect(total).toBe(incidents.length);
    expect(total).toBeGreaterThan(0);
    expect(new Set(incidents.map(({ cause }) => cause))).toEqual(new Set(['allocator-retention']));
  });

  test('narrows by the year of the report', async () => {
    const search = async (year: string[]) => {
      const { structuredContent } = await call('search', { year, limit: 50 });
      return structuredContent as { total: number; incidents: { reported: string }[] };
    };
    const { incidents } = await search(['2023']);
    expect(incidents.length).toBeGreaterThan(0);
    expect(new Set(incidents.map(({ reported }) => reported.slice(0, 4)))).toEqual(
      new Set(['2023']),
    );
    const { total } = await search(['2022', '2023']);
    expect(total).toBeGreaterThan((await search(['2023'])).total);
  });

  test('names the nearest term for one that is unknown', async () => {
    const result = await call('search', { cause: ['unbounded-cahe'] });
    expect(result.isError).toBe(true);
    expect(textOf(result)).toContain('There is no cause "unbounded-cahe".');
    expect(textOf(result)).toContain('unbounded-cache');
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
    'subgraph-radio-openssl',
    'https://github.com/graphops/subgraph-radio/issues/147#issuecomment-1',
  ])('takes %s', async (incident) => {
    expect(textOf(await call('get', { incident }))).toMatch(/^# MEM-1: /);
  });

  test('gives charts as tables', async () => {
    expect(textOf(await call('get', { incident: 'MEM-1' }))).toContain('| before | 38.94 |');
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

  test('has no match for text that is no report', async () => {
    const result = await call('match', { report: 'All tests passed.' });
    expect(result.isError).toBeFalsy();
    expect(result.structuredContent).toMatchObject({ recognized: [], matches: [] });
  });
});

test('standard output carries nothing but the protocol', () => {
  expect(protocolFaults).toEqual([]);
});

test('ends when its client closes standard input', async () => {
  const server = spawn('npm', ['--silent', 'run', 'mcp'], { stdio: ['pipe', 'pipe', 'ignore'] });
  let written = '';
  server.stdout.on('data', (chunk: Buffer) => void (written += chunk.toString()));
  server.stdin.end();
  const status = await new Promise((resolve) => server.once('close', resolve));
  expect(status).toBe(0);
  expect(written).toBe('');
});
