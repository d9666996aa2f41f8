import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { understandFile, understandText, type Understood } from '../../src/find/understand.ts';
import { unpack } from '../../src/reports/text/unpack.ts';

const origin = 'https://example.org';
const kindOf = (text: string): Understood['kind'] => understandText(text, origin).kind;
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe('a text that was typed or pasted', () => {
  it('is nothing if it is empty or white space', () => {
    expect(['', '  ', '\n\t\n'].map(kindOf)).toEqual(['nothing', 'nothing', 'nothing']);
  });

  it('is the id of an incident, however it is written', () => {
    for (const text of ['MEM-7', ' mem 7\n', '#7', 'https://example.org/i/7/'])
      expect(understandText(text, origin), text).toEqual({ kind: 'id', id: 7 });
  });

  it('is an address of an issue, a commit or an advisory', () => {
    expect(understandText('https://github.com/Owner/Name/issues/1#issuecomment-2', origin)).toEqual(
      {
        kind: 'address',
        address: 'https://github.com/owner/name/issues/1',
      },
    );
    expect(kindOf('CVE-2024-12345')).toBe('address');
    expect(kindOf('owner/name#12')).toBe('address');
  });

  it('is words if it is one line of them', () => {
    for (const text of [
      'memory leak in openssl',
      'CRYPTO_zalloc',
      'out of memory',
      'rss grows but heap does not',
      'a word 😀 <b>and</b> markup',
      'OutOfMemoryError',
    ])
      expect(kindOf(text), text).toBe('words');
  });

  it('is a report, and words too, if it is one line that a tool or runtime writes', () => {
    for (const text of [
      'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory',
      'java.lang.OutOfMemoryError: Java heap space in the nightly job',
      'Reached heap limit',
      'Out of memory: Killed process 4242 (worker) total-vm:8000000kB, anon-rss:4000000kB',
      'goroutine 18 [chan receive, 14 minutes]:',
    ])
      expect(understandText(text, origin), text).toEqual({ kind: 'report', withWords: true });
  });

  it('is a report if it has several lines, and words too if it is short', () => {
    expect(understandText('since the upgrade\nthe heap grows', origin)).toEqual({
      kind: 'report',
      withWords: true,
    });
    expect(understandText('one\n'.repeat(1000), origin)).toEqual({
      kind: 'report',
      withWords: false,
    });
    expect(understandText('word '.repeat(1000), origin)).toEqual({
      kind: 'report',
      withWords: false,
    });
  });

  it('is a list of packages if it reads as one', () => {
    expect(kindOf('six==1.16.0\nrequests==2.31.0\n')).toBe('packages');
    expect(kindOf('module example.org/x\n\ngo 1.22\n\nrequire example.org/y v1.2.3\n')).toBe(
      'packages',
    );
  });
});

const filesBelow = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe('a file', () => {
  it('is a list of packages by its content', () => {
    const lists = filesBelow('tests/affected/lists').filter(
      (path) => !path.endsWith('expected.txt'),
    );
    expect(lists.length).toBeGreaterThan(20);
    for (const path of lists)
      expect(understandFile('file', readFileSync(path)).kind, path).toBe('packages');
  });

  it('is a list of packages by its name if the content says nothing', () => {
    expect(understandFile('package-lock.json', bytesOf('{ "name": "cut off')).kind).toBe(
      'packages',
    );
    expect(understandFile('app.log', bytesOf('{ "name": "cut off')).kind).toBe('report');
  });

  it('is a report, whatever tool wrote it', async () => {
    const reports = filesBelow('tests/reports').filter((path) => !/\.(?:ts|json)$/.test(path));
    expect(reports.length).toBeGreaterThan(200);
    for (const path of reports) {
      const bytes = await unpack(readFileSync(path)).catch(() => undefined);
      if (bytes) expect(understandFile('requirements.log', bytes).kind, path).toBe('report');
    }
  });

  it('is an image by its first bytes, whatever its name', () => {
    const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    expect(understandFile('heap.txt', png)).toEqual({ kind: 'image', format: 'PNG' });
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
    expect(understandFile('graph.jpg', jpeg)).toEqual({ kind: 'image', format: 'JPEG' });
    expect(understandFile('graph.png', bytesOf('time,rss\n1,2\n')).kind).toBe('report');
  });
});
