import { gzipSync, zstdCompressSync } from 'node:zlib';

import { describe, expect, test } from 'vitest';

import { normalizeSymbol } from '../../src/match/symbols.ts';
import { readReports, readText } from '../../src/reports/read-report.ts';
import { ReportError } from '../../src/reports/report.ts';
import { unpack } from '../../src/reports/text/unpack.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

/** No paste may take longer. */
const maxSeconds = 2;

const filled = (part: string, length: number): string =>
  part.repeat(Math.ceil(length / part.length)).slice(0, length);

/** The starts, separators and values of the formats, and what expressions may run over twice. */
const parts = [
  ...[' ', '\t', '\u00a0', 'a', 'a ', '1', '1 ', '1.', '1,', 'a,', 'a;', 'a:', '::', 'a=1 ', '1%'],
  ...['[', '(', ')', '{', '{"a":', '[{', '"', "'", '\\', '|', '>', '> ', '<', '<a>', '&lt;', '`'],
  ...['~', '-', '=', '#', '# ', '*', '/', '$', '->', '0x', '0x1 ', '#0 ', 'at ', ' at a (b:1)'],
  ...['==1== ', 'kB ', '1 B ', 'MB ', '@ 0x1 ', '1: 2 [3: 4] @ ', 'GC(1) ', '1K->1K(1K) ', 'a{b="'],
  ...['12:00:01 ', '2026-11-20 12:00:01 ', '\0', '\ud800', '\u001b[', '\u001b]', '\ufeff', '\r'],
];

const lines = (part: string, length: number, count: number): string =>
  `${filled(part, length)}\n`.repeat(count);

describe('a paste made to take long', () => {
  test.each(parts.map((part) => [JSON.stringify(part), part]))('250,000 times %s', (_, part) => {
    const text = lines(part, part.length, 125_000) + filled(part, part.length * 125_000);
    expect(cpuSeconds(() => readText(text))).toBeLessThan(maxSeconds);
  });

  test.each([
    ['lines of 100,000 characters', 100_000, 1],
    ['lines of 9,000 characters', 9000, 2],
    ['lines of 200 characters', 200, 100],
  ])('%s of every kind at once', (_, length, count) => {
    const text = parts.map((part) => lines(part, length, count)).join('');
    expect(cpuSeconds(() => readText(text))).toBeLessThan(maxSeconds);
  });

  test.each([
    ['blank lines', '\n'.repeat(2_000_000)],
    ['lines of blanks', lines('    ', 4, 400_000)],
    ['Windows blank lines', '\r\n'.repeat(1_000_000)],
    ['lists in lists', '[{"metric":{"a":'.repeat(100_000)],
    ['objects in objects', `{"dhatFileVersion":2,"pps":${'{"a":'.repeat(200_000)}`],
    ['elements in elements', `<valgrindoutput>\n${'<stack><frame>'.repeat(100_000)}`],
    ['quotes in mails', `${'>'.repeat(1000)}\n`.repeat(500)],
    ['HTML', '<div onclick="alert(1)"><script>alert(1)</script>\n'.repeat(40_000)],
  ])('%s', (_, text) => {
    expect(cpuSeconds(() => readText(text))).toBeLessThan(maxSeconds);
  });

  test.each([
    ['a stack of .NET with dots', `   at a.t${'.t+'.repeat(40)}`],
    ['a collection without its end', `${'[GC d'.repeat(1900)}\n`.repeat(100)],
    ['a heap of Go with one long address', `0: 1 [0: 0] @ 0x0${'c'.repeat(9900)}\n`.repeat(100)],
    ['a total of tcmalloc without a number', `MALLOC: ${' '.repeat(9900)}\n`.repeat(100)],
    ['a limit of a cgroup without a number', `memory.max${'\t'.repeat(1e6)}n`],
    ['a frame of the JVM with a gap', `[0x1]1${'\t'.repeat(9900)}[0x0]\n`.repeat(100)],
    ['a frame of the massif printer with a gap', `| ${' \t'.repeat(4900)}x\n`.repeat(100)],
  ])('%s', (_, text) => {
    expect(cpuSeconds(() => readText(text))).toBeLessThan(maxSeconds);
  });

  test('names of functions with gaps, brackets and dots', () => {
    const names = [
      `a${' '.repeat(1000)}(\t${'.'.repeat(1000)}t`,
      `a${' '.repeat(2000)}b`,
      `a (${'.:'.repeat(1000)}`,
    ];
    const work = () => names.map((name) => normalizeSymbol(name));
    expect(cpuSeconds(work)).toBeLessThan(0.1);
  });

  test('a million digits are no number that breaks a sum', () => {
    const { reports } = readText(`VmRSS:\t${'9'.repeat(5000)} kB\nVmHWM:\t${'9'.repeat(300)} kB\n`);
    const numbers = reports.flatMap((report) => report.facts.map(({ value }) => value));
    for (const number of numbers) expect(number).toSatisfy(Number.isFinite);
  });
});

describe('nothing is lost silently', () => {
  test('a line too long for any tool is shown as not read', () => {
    const { unread } = readText(`VmRSS:\t10 kB\n${'a'.repeat(20_000)}\n`);
    expect(unread.map(({ number }) => number)).toEqual([2]);
  });

  test('control characters, half characters and HTML are shown as given', () => {
    const odd = ['a\0b', 'half \ud800', '<img src=x onerror=alert(1)>', '\u0007 bell'];
    expect(readText(odd.join('\n')).unread.map(({ text }) => text)).toEqual(odd);
  });
});

describe('a small file that unpacks to a large one', () => {
  const zeros = new Uint8Array(4_000_000);

  test.each([
    ['gzip', gzipSync(zeros)],
    ['zstd', zstdCompressSync(zeros)],
    ['gzip in gzip', gzipSync(gzipSync(zeros))],
    ['gzip in zstd', zstdCompressSync(gzipSync(zeros))],
  ])('%s is stopped at the limit', async (_, packed) => {
    await expect(unpack(packed, 1_000_000)).rejects.toThrow(/unpacks to more than 1 MiB/);
  });

  test('what is packed more than three times is left packed, and is no report', async () => {
    const packed = [1, 2, 3, 4, 5].reduce((bytes: Uint8Array) => gzipSync(bytes), zeros);
    const { reports } = await readReports(packed);
    expect(reports).toEqual([]);
  });

  test('a damaged one is refused in words', async () => {
    const packed = gzipSync(zeros);
    await expect(readReports(packed.subarray(0, packed.length / 2))).rejects.toThrow(ReportError);
  });
});
