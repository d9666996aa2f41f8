import { describe, expect, test } from 'vitest';

import { runCli } from '../../src/cli/main.ts';
import { collectionRoot } from '../collection.ts';

async function heaplore(...args: string[]) {
  let written = '';
  let errors = '';
  const output = {
    write: (text: string) => void (written += text),
    writeError: (text: string) => void (errors += text),
  };
  const status = await runCli(args, output, collectionRoot);
  return { status, written, errors };
}

const openssl = 'tests/reports/heaptrack/heaptrack_print.ssl_leak.txt';

describe('--json', () => {
  test('prints one object: what was recognized, and the incidents with reasons', async () => {
    const { status, written, errors } = await heaplore('match', '--json', openssl);
    expect(status).toBe(0);
    expect(errors).toBe('');
    const answer = JSON.parse(written) as {
      recognized: unknown[];
      matches: { tier: string; because: unknown[] }[];
    };
    expect(answer).toMatchObject({
      schemaVersion: 1,
      recognized: [{ format: 'heaptrack-print', lines: [1, 4063], warnings: [] }],
      unread: [],
      errors: [],
    });
    expect(new Set(answer.matches.map(({ tier }) => tier))).toEqual(new Set(['same-fault']));
    expect(answer.matches).toContainEqual(
      expect.objectContaining({
        id: 1,
        name: 'MEM-1',
        slug: 'example-tls-client-contexts',
        url: expect.stringMatching(/^https?:.*\/i\/1\/$/) as string,
      }),
    );
    expect(answer.matches.flatMap(({ because }) => because)).toContainEqual({
      kind: 'frame',
      found: 'CRYPTO_zalloc',
      at: 1457,
      matches: 'CRYPTO_zalloc',
      share: 0.91,
    });
  });

  test('has no matches for a healthy program', async () => {
    const { status, written } = await heaplore(
      'match',
      '--json',
      'tests/reports/go/prometheus-heap.pb.gz',
    );
    expect(status).toBe(0);
    expect(JSON.parse(written)).toMatchObject({ recognized: [{ format: 'pprof' }], matches: [] });
  });
});

test('says in a sentence what it found, then why', async () => {
  const { written } = await heaplore('match', openssl);
  expect(written).toContain('Recognized:\n  heaptrack-print, lines 1 to 4063: 162 stacks');
  expect(written).toContain('\nLikely the same fault as MEM-1.\n');
  expect(written).toContain('line 1457: CRYPTO_zalloc (identical), 91 % of the report');
});

test('says when only the component is the same', async () => {
  const { written } = await heaplore('match', 'tests/reports/sanitizer/asan-lsan-openssl.txt');
  expect(written).toMatch(/^The memory is allocated through the same component as in MEM-1, but/m);
});

test('says so if nothing matches', async () => {
  const { status, written } = await heaplore('match', 'LICENSE');
  expect(status).toBe(0);
  expect(written).toContain('We couldn’t recognize this format.');
  expect(written).toContain('No matching incident.');
});

describe('words', () => {
  test('find incidents that have them', async () => {
    const { status, written } = await heaplore('find', 'openssl', 'SSL_new');
    expect(status).toBe(0);
    expect(written).toMatch(/^1 incident\.\n\nMEM-1: /);
    expect(written).toContain('\nfixed in 1.4.0 (Example TLS client)\n');
    expect(written).toContain('/i/1/\n');
  });

  test('give one object with --json', async () => {
    const { written } = await heaplore('find', '--json', 'openssl');
    expect(JSON.parse(written)).toMatchObject({ schemaVersion: 1, how: 'all' });
  });
});

test.each([
  { args: ['--jsno', openssl], message: 'there is no option "--jsno"; the only one is --json.' },
  { args: ['missing.txt'], message: 'there is no file "missing.txt".' },
  { args: ['./missing'], message: 'there is no file "./missing".' },
  { args: ['tests'], message: '"tests" is a folder. Give the file with the report.' },
])('refuses $args', async ({ args, message }) => {
  const { status, written, errors } = await heaplore('match', ...args);
  expect(errors).toBe(`heaplore: ${message}\n`);
  expect(written).toBe('');
  expect(status).toBe(2);
});

test('exits with 2 for a report that cannot be read', async () => {
  const raw = 'tests/reports/heaptrack/heaptrack-raw-uninterpreted.xml_leak.raw.zst';
  const { status, written, errors } = await heaplore('match', raw);
  expect(errors).toContain('heaptrack --interpret');
  expect(written).toBe('');
  expect(status).toBe(2);
});
