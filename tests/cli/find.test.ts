import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

describe('anything else', () => {
  const json = async (...args: string[]) =>
    JSON.parse((await heaplore('find', '--json', ...args)).written) as {
      matches: { id: number; name: string; url: string; tier: string; because: object[] }[];
      answers: { kind: string; url: string }[];
      recognized: object[];
    };

  test.each(['MEM-1', 'mem 1', 'https://github.com/example-org/tls-client/issues/7'])(
    'an id or address is the incident: %s',
    async (query) => {
      const { matches } = await json(query);
      expect(matches[0]).toMatchObject({ id: 1, name: 'MEM-1', tier: 'same-fault' });
      expect(matches[0]?.url).toMatch(/^https?:.*\/i\/1\/$/);
    },
  );

  test('words have matches, with what was found, and other pages', async () => {
    const { matches, answers } = await json('kept', 'by', 'the', 'allocator');
    expect(matches.every(({ tier }) => tier === 'reads-like')).toBe(true);
    expect(matches[0]?.because).toMatchObject([{ kind: 'words' }]);
    expect(answers[0]).toMatchObject({
      kind: 'cause',
      url: expect.stringMatching(/^https?:.*\/causes\/kept-by-allocator\/$/) as string,
    });
  });

  test('words that nothing fits have no match', async () => {
    expect((await json('xylophone')).matches).toEqual([]);
  });

  test('a message on one line is a report', async () => {
    const { recognized } = await json(
      'Out of memory: Killed process 4711 (shop) total-vm:9000000kB, anon-rss:8000000kB, file-rss:0kB',
    );
    expect(recognized).toMatchObject([{ format: 'kernel-oom' }]);
  });

  test('lines whose words hardly fit anything are answered as a report alone', async () => {
    const { written } = await heaplore(
      'find',
      '--json',
      'memory of the saxophone\nrises at zebra xylophone',
    );
    const answer = JSON.parse(written) as { how?: string; unreadLines: number };
    expect(answer.unreadLines).toBe(2);
    expect(answer.how).toBeUndefined();
  });

  test('a file and words are both answered', async () => {
    const { status, written } = await heaplore('find', openssl, 'scheduler');
    expect(status).toBe(0);
    expect(written).toContain('Recognized:\n  heaptrack-print');
    expect(written).toMatch(/\nMEM-\d+: Example scheduler/);
  });

  test('a list of packages names the incidents in range, and the exit status says so', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'list-')), 'package-lock.json');
    const lock = (version: string) =>
      writeFileSync(
        file,
        JSON.stringify({
          lockfileVersion: 3,
          packages: { 'node_modules/@example/tls-client': { version } },
        }),
      );
    lock('1.5.0');
    const other = await heaplore('find', file);
    expect(other.status).toBe(0);
    expect(other.written).toContain('No version is in the range of a known incident.');
    lock('1.3.0');
    const { status, written } = await heaplore('find', '--json', file);
    expect(status).toBe(1);
    expect(JSON.parse(written)).toMatchObject({
      matches: [
        {
          id: 1,
          slug: 'example-tls-client-contexts',
          tier: 'same-component',
          because: [
            {
              kind: 'package',
              found: '@example/tls-client 1.3.0',
              matches: 'Upgrade to 1.4.0 or later.',
            },
          ],
        },
      ],
    });
  });

  test('an image is refused in words', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'image-')), 'graph.png');
    writeFileSync(file, Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'));
    const { status, written, errors } = await heaplore('find', file);
    expect(errors).toBe(
      'heaplore: graph.png is an image (PNG), and text in images is not read. Copy the text of the report, or give the file that the tool wrote.\n',
    );
    expect([status, written]).toEqual([2, '']);
    const both = await heaplore('find', file, openssl);
    expect(both.status).toBe(0);
    expect(both.written).toContain('Could not read: graph.png is an image');
  });
});

describe('a report that no incident matches', () => {
  test('is told with its totals, its heaviest stacks, what it means and what to run', async () => {
    const { written } = await heaplore('find', 'tests/reports/go/goroutine.pb.gz');
    expect(written).toContain('    Process goleak; Goroutines 501\n');
    expect(written).toContain('Stacks, waiting:\n      100 %  500×  main.startWatcher.func1\n');
    expect(written).toMatch(/What this usually means:\n {2}- 501 goroutines, 500 of them/);
    expect(written).toMatch(/Likely causes: .+https?:.+\/causes\//);
    expect(written).toMatch(/What would tell more:\n {2}- .+\n {4}\$ curl -s /);
  });

  test('is told which incidents share words with it, which is no match', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'prose-')), 'issue.txt');
    writeFileSync(
      file,
      'The renderer, the scheduler and the gateway eat memory since Tuesday, whenever a deadline passes or waiters queue.\nYesterday the kitchen crew noticed that everything was eaten again.\nNobody restarted anything, and lunch was spoiled for seventeen colleagues.\n',
    );
    const { written } = await heaplore('find', file);
    expect(written).toContain('\nNo matching incident.\n');
    expect(written).toMatch(
      /\nNo known incident fits\. Nearest by its words:\n {2}MEM-10: Example renderer .+ https?:.+\/i\/10\/\n {4}renderer, deadline, .+\n {4}fixed in 1\.1 /,
    );
    const json = JSON.parse((await heaplore('find', '--json', file)).written) as {
      matches: object[];
      nearest: { because: object[] }[];
    };
    expect(json.matches).toEqual([]);
    expect(json.nearest[0]).toMatchObject({
      id: 10,
      name: 'MEM-10',
      url: expect.stringMatching(/^https?:.*\/i\/10\/$/) as string,
      fixed: ['1.1 (Example renderer)'],
    });
    expect(json.nearest[0]).not.toHaveProperty('tier');
    expect(json.nearest[0]?.because[0]).toEqual({
      ...{ kind: 'word', found: 'renderer', at: 1, matches: 'among the names' },
    });
  });

  test('says what grew between two', async () => {
    const files = ['0001', '0007'].map((name) => `tests/reports/tcmalloc/cache_leak.${name}.heap`);
    const { written } = await heaplore('find', ...files);
    expect(written).toMatch(/Between the two reports grew 0x/);
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
