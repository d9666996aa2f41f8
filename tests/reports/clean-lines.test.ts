import fc from 'fast-check';
import { globSync, readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { cleanLines } from '../../src/reports/text/clean.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

const clean = (text: string): string =>
  cleanLines(text)
    .map((line) => line.text)
    .join('\n');

const report = [
  'Direct leak of 40 byte(s) in 1 object(s) allocated from:',
  '    #0 0x7f1 in malloc',
  '',
  '    #1 0x7f2 in cache_put',
  'SUMMARY: 40 byte(s) leaked',
];
const text = report.join('\n');
const worn = (prefix: (index: number) => string): string =>
  report.map((line, index) => prefix(index) + line).join('\n');
const pad = (index: number): string => String(index).padStart(2, '0');

describe('takes off', () => {
  test.each<[name: string, given: string]>([
    ['colors', worn(() => '\u001b[1;31m\u001b[K')],
    ['links and cursor movements', `\u001b]8;;http://x\u0007\u001b[2J\u001b[H${text}\u001b(B`],
    ['a byte order mark and Windows line ends', `\uFEFF${report.join('\r\n')}`],
    ['the line ends of old Macs', report.join('\r')],
    ['nested quoting', worn(() => '> > ')],
    ['quoting without blanks between', worn(() => '>> ')],
    ['the indentation of Markdown code', worn(() => '    ')],
    ['line numbers with a bar', worn((index) => `  ${index + 98} | `)],
    ['line numbers with a colon', worn((index) => `${index + 8}: `)],
    ['line numbers with a tab', worn((index) => `   ${index + 8}\t`)],
    ['docker compose', worn(() => 'api-1  | ')],
    ['kubectl logs --prefix', worn(() => '[pod/api-6d4b8/app] ')],
    ['containerd', worn((index) => `2026-11-20T12:00:${pad(index)}.123456789Z stderr F `)],
    ['syslog', worn((index) => `Nov 20 12:00:${pad(index)} host app[12]: `)],
    ['syslog in another language', worn(() => 'апр 28 01:23:30 PC kernel: ')],
    ['journalctl -o short-iso', worn(() => '2026-11-20T12:00:01+0000 host app[12]: ')],
    ['dmesg', worn((index) => `[12345.6789${pad(index)}] `)],
    ['dmesg -r and the caller', worn(() => '<6>[   12.678901][  T123] ')],
    ['dmesg -T', worn(() => '[Thu Dec  7 00:05:14 2017] ')],
    ['dmesg in syslog', worn(() => 'Nov 20 12:00:01 host kernel: [  518.050606] ')],
    ['docker logs -t', worn((index) => `2026-11-20T12:00:${pad(index)}.123456789Z `)],
    ['GitHub Actions', worn(() => 'build\tRun tests\t2026-11-20T12:00:01.1234567Z ')],
    ['klog', worn(() => 'I1120 12:00:01.123456       1 server.go:12] ')],
    ['a logger', worn(() => '2026-11-20 12:00:01,123 ERROR [main] org.example.Cache - ')],
    ['Spring Boot', worn(() => '2026-11-20 12:00:01.123  INFO 1 --- [main] o.e.Cache  : ')],
    ['env_logger', worn(() => '[2026-11-20T12:00:01Z INFO  app::cache] ')],
    ['several at once', worn((index) => `> ${index + 1} | api-1 | 2026-11-20T12:00:01Z `)],
  ])('%s', (_name, given) => {
    expect(clean(given)).toBe(text);
  });

  test('fences, and keeps the numbers of the lines given', () => {
    expect(cleanLines('Seen today:\n```text\nRss: 12 kB\n```\n')).toEqual([
      { number: 1, text: 'Seen today:' },
      { number: 3, text: 'Rss: 12 kB' },
      { number: 5, text: '' },
    ]);
  });

  test('quoting from a part of the text', () => {
    expect(clean(`My answer is below.\n${worn(() => '> ')}\nYes.`)).toBe(
      `My answer is below.\n${text}\nYes.`,
    );
  });

  test('quoting around a prompt', () => {
    expect(clean('> > dumpheap -stat\n> Statistics:\n> MT Count')).toBe(
      '> dumpheap -stat\nStatistics:\nMT Count',
    );
  });

  test('entities of a copied page, unless the text has its own brackets', () => {
    expect(clean('Put &lt;T&gt; &amp;amp; more')).toBe('Put <T> &amp; more');
    expect(clean('<a> &lt;T&gt;')).toBe('<a> &lt;T&gt;');
  });

  test('a single kernel line', () => {
    expect(clean('Nov 20 12:00:01 node-7 kernel: [5.123456] Killed process 7 (java)')).toBe(
      'Killed process 7 (java)',
    );
  });
});

describe('keeps', () => {
  test.each<[name: string, given: string]>([
    ['the process number of Valgrind', '==12== at 0x1: f\n==12== by 0x2: g\n==12== by 0x3: h'],
    ['the unified log of the JVM', '[0.012s][info][gc] GC(0) a\n[0.013s][info][gc] GC(1) b'],
    [
      'the date of the unified log',
      '[2026-11-20T12:00:01.123+0000] GC(0) Pause\n[2026-11-20T12:00:02.123+0000] GC(1) Pause',
    ],
    ['the clock of V8', '[21:0x5f] 41 ms: Scavenge 2 (3)\n[21:0x5f] 43 ms: Scavenge 3 (4)'],
    ['logfmt', 'time=2026-11-20T12:00:01Z level=info\ntime=2026-11-20T12:00:02Z level=info'],
    ['the x axis of a table', '2026-11-20T12:00:01Z 100\n2026-11-20T12:00:02Z 110'],
    [
      'the x axis of a log of one value',
      '2026-11-20T12:00:01Z rss=100 kB\n2026-11-20T12:00:02Z rss=110 kB\n2026-11-20T12:00:03Z rss=90 kB',
    ],
    ['the numbers of a table', '1\t100\n2\t110\n3\t120'],
    ['ranks of a class histogram', '  1:   100  2400  [B\n  2:    90  2000  [C\n  3:    9  200  A'],
    ['ranks of a native stack', ' 1: 0xb78db3 node::A\n 2: 0xb78db4 node::B\n 3: 0xb78db5 node::C'],
    ['a lone greater-than sign', 'a\n> b\nc'],
    ['numbers that do not count up', '4: a\n9: b\n2: c'],
    ['a table with bars', 'heap  | 12 MB\nstack | 1 MB'],
  ])('%s', (_name, given) => {
    expect(clean(given)).toBe(given);
  });

  test('the time of a prefix, as far as it is known', () => {
    const times = (given: string) => cleanLines(given).map(({ time }) => time);
    expect(times('2026-11-20T12:00:01.500Z stderr F x')).toEqual([1795176001.5]);
    expect(times('2026-11-20T13:00:01+0100 host kernel: x')).toEqual([1795176001]);
    expect(times('[Fri Nov 20 12:00:01 2026] x')).toEqual([1795176001]);
    expect(times('[  12.500000] x')).toEqual([12.5]);
    expect(times('Jan  2 00:00:01 host kernel: x')).toEqual([86_401]);
    expect(times('x')).toEqual([undefined]);
  });

  // Reports from public threads wear what their tracker and journal put around them.
  const [, fromThreads = ''] = readFileSync('tests/reports/README.md', 'utf8').split(
    '## Written by hand',
  );
  const samples = globSync('*/*', { cwd: 'tests/reports' }).filter(
    (file) =>
      !/^programs|expected|\.(?:gz|zst|pickle)$/.test(file) &&
      !fromThreads.includes(file) &&
      !fromThreads.includes(file.replace(/\/.*/, '/*')),
  );
  test.each(samples)('what a tool printed: %s', (file) => {
    const given = readFileSync(`tests/reports/${file}`, 'utf8').replaceAll('\r\n', '\n');
    // Indentation that all lines share means nothing to any tool.
    if (file === 'java/jstat-gc.txt') return;
    expect(clean(given)).toBe(given);
  });
});

describe('whatever it is given', () => {
  const wraps: readonly ((line: string, index: number) => string)[] = [
    (line) => `> ${line}`,
    (line, index) => `${index + 1} | ${line}`,
    (line, index) => `${index + 1}: ${line}`,
    (line) => `api-1 | ${line}`,
    (line) => `Nov 20 12:00:01 host kernel: ${line}`,
    (line, index) => `[ 12.${String(index).padStart(6, '0')}] ${line}`,
    (line) => `2026-11-20T12:00:01Z ${line}`,
    (line) => `    ${line}`,
    (line) => `\u001b[31m${line}\u001b[0m`,
    (line) => line,
  ];
  const line = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.constantFrom('', '```', 'a b', '> x', '1 | y', '\u001b[3', '&lt;', '\uFEFF'),
  );
  const pastes = fc
    .array(fc.tuple(fc.array(line, { maxLength: 8 }), fc.subarray([...wraps], { maxLength: 4 })), {
      maxLength: 4,
    })
    .map((blocks) =>
      blocks
        .flatMap(([lines, around]) =>
          lines.map((text, index) => around.reduce((inner, wrap) => wrap(inner, index), text)),
        )
        .join('\n'),
    );

  test('a clean text stays as it is', () => {
    fc.assert(
      fc.property(pastes, (paste) => {
        const once = clean(paste);
        expect(clean(once)).toBe(once);
      }),
    );
  });

  test('a line with text of its own is still there', () => {
    fc.assert(
      fc.property(pastes, (paste) => {
        const marked = paste.split(/\r\n|\n|\r/).map((text, index) => `${text} |mark${index}`);
        const lines = cleanLines(marked.join('\n'));
        for (const [index] of marked.entries())
          expect(lines.find(({ number }) => number === index + 1)?.text).toContain(`mark${index}`);
      }),
    );
  });

  test.each<[name: string, part: string]>([
    ['lines of a report', `${text}\n`],
    ['one endless line', 'a'.repeat(100_000)],
    ['blanks', `${' '.repeat(100_000)}x\n`],
    ['quotes in quotes', `${'> '.repeat(50_000)}\n`],
    ['prefixes in prefixes', `${'a | '.repeat(25_000)}\n`],
    ['escapes without an end', '\u001b['],
    ['digits', `${'1'.repeat(100_000)}\n`],
  ])('10 MB of it take a moment: %s', (_name, part) => {
    const big = part.repeat(Math.ceil(10_000_000 / part.length));
    // Far above what is measured, far below what a slow expression takes.
    expect(cpuSeconds(() => cleanLines(big))).toBeLessThan(3);
  });
});

test('an exception after the level of a log is no logger', () => {
  const line = '2026-11-20 12:00:01 ERROR [main] java.lang.OutOfMemoryError: PermGen space';
  expect(clean(`${line}\n${line}`)).toContain('java.lang.OutOfMemoryError: PermGen space');
});
