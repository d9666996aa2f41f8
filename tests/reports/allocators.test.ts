import { globSync, readFileSync } from 'node:fs';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { cleanLines } from '../../src/reports/text/clean.ts';
import { collapsedStacks } from '../../src/reports/formats/native/collapsed-stacks.ts';
import { dockerStats } from '../../src/reports/formats/kernel/docker-stats.ts';
import { free, vmstat } from '../../src/reports/formats/kernel/machine-memory.ts';
import {
  gperftoolsHeap,
  jemallocHeap,
} from '../../src/reports/formats/allocators/heap-profiles.ts';
import {
  heapcheck,
  heapDumps,
  tcmallocStats,
} from '../../src/reports/formats/allocators/gperftools.ts';
import {
  jemallocJson,
  jemallocLeak,
  jemallocStats,
} from '../../src/reports/formats/allocators/jemalloc.ts';
import { jeprofText } from '../../src/reports/formats/allocators/jeprof.ts';
import { mallocInfo, mallocStats } from '../../src/reports/formats/allocators/glibc.ts';
import { mimallocStats } from '../../src/reports/formats/allocators/mimalloc.ts';
import { mtrace, mtraceRaw } from '../../src/reports/formats/allocators/mtrace.ts';
import { pidstat } from '../../src/reports/formats/processes/pidstat.ts';
import { procStatusLoop } from '../../src/reports/formats/processes/proc-status.ts';
import { ps } from '../../src/reports/formats/processes/ps.ts';
import { readText } from '../../src/reports/read-report.ts';
import type { Report, Series, TextFormat } from '../../src/reports/report.ts';
import { table } from '../../src/reports/formats/metrics/number-table.ts';
import { top } from '../../src/reports/formats/processes/top.ts';
import { anyCharacter } from './mutations.ts';
import { cpuSeconds } from '../cpu-seconds.ts';

/** Each format and the samples it reads. */
const formats: readonly (readonly [TextFormat, RegExp])[] = [
  [mallocInfo, /^glibc\/malloc_info/],
  [mallocStats, /^glibc\/malloc_stats/],
  [mtrace, /^glibc\/mtrace-report/],
  [mtraceRaw, /^glibc\/mtrace\.raw/],
  [jemallocJson, /^jemalloc\/stats_print\.json/],
  [jemallocStats, /^jemalloc\/stats_print.*\.txt/],
  [jemallocLeak, /^jemalloc\/prof_leak/],
  [jemallocHeap, /^jemalloc\/.*\.heap$/],
  [gperftoolsHeap, /^tcmalloc\/.*\.heap$|^go\/.*heap-debug1/],
  [heapcheck, /^tcmalloc\/heapcheck/],
  [heapDumps, /^tcmalloc\/stderr/],
  [jeprofText, /^jemalloc\/jeprof-text|^tcmalloc\/google-pprof/],
  [tcmallocStats, /^tcmalloc\/(?:malloc-extension|ceph)/],
  [mimallocStats, /^mimalloc\//],
  [pidstat, /^logs\/pidstat/],
  [top, /^logs\/top/],
  [ps, /^logs\/ps-(?:aux-)?loop/],
  [vmstat, /^logs\/vmstat/],
  [free, /^logs\/free/],
  [dockerStats, /^docker\//],
  [procStatusLoop, /^logs\/proc-status/],
  [collapsedStacks, /collapsed/],
  [table, /^tables\/|^logs\/ps-date-rss/],
];

/** Tables of tools that have a format of their own, which comes before the table. */
const tablesOfTools = /^java\/jstat|^logs\/pidstat|^logs\/mprofile|^python\/psrecord|csv$/;

const root = 'tests/reports';
const samples = globSync('*/*', { cwd: root })
  .filter((file) => !file.startsWith('programs/') && !file.endsWith('.expected.txt'))
  .toSorted();
const textOf = (file: string): string => readFileSync(`${root}/${file}`, 'utf8');
const textSamples = samples.filter((file) => !textOf(file).slice(0, 4096).includes('\u0000'));
const cleanSamples = textSamples.map((file) => ({ file, lines: cleanLines(textOf(file)) }));

const reportsOf = (text: string): readonly Report[] => readText(text).reports;
const only = (text: string): Report => {
  const [report, ...others] = reportsOf(text);
  if (!report || others.length > 0) throw new Error(`not one report: ${others.length}`);
  return report;
};
const factOf = (report: Report, key: string) =>
  report.facts.find((fact) => fact.key === key)?.value;
const codesOf = (report: Report) => report.warnings.map(({ code }) => code);
const seriesNamed = (report: Report, name: string): Series => {
  const found = report.series.find((series) => series.name === name);
  if (!found) throw new Error(`no series ${name}`);
  return found;
};

describe.each(formats)('$id', (format, own) => {
  test('reads its samples and no other', () => {
    const read = cleanSamples.flatMap(({ file, lines }) =>
      format.read(lines).length > 0 ? [file] : [],
    );
    const known = format === table ? new RegExp(`${own.source}|${tablesOfTools.source}`) : own;
    expect(read.filter((file) => !known.test(file))).toEqual([]);
    expect(read).toEqual(
      expect.arrayContaining(
        textSamples.filter((file) => own.test(file) && !file.startsWith('go/')),
      ),
    );
  });

  test('its hint matches every sample it reads', () => {
    for (const file of textSamples.filter((name) => own.test(name) && !name.startsWith('go/')))
      expect(format.prefilter.test(textOf(file)), file).toBe(true);
  });

  test('survives any damage', () => {
    const mine = textSamples.filter((file) => own.test(file) && textOf(file).length < 60_000);
    fc.assert(
      fc.property(
        fc.constantFrom(...mine),
        fc.array(fc.tuple(fc.nat(), fc.nat(5), fc.string({ unit: anyCharacter, maxLength: 12 }))),
        (file, changes) => {
          const lines = textOf(file).split('\n');
          for (const [seed, kind, noise] of changes) damage(lines, seed, kind, noise);
          for (const { report, consumed } of format.read(cleanLines(lines.join('\n')))) {
            expect(consumed.length).toBeGreaterThan(0);
            checkNumbers(report);
          }
        },
      ),
      { numRuns: 30, seed: 7 },
    );
  });
});

function damage(lines: string[], seed: number, kind: number, noise: string): void {
  const at = seed % Math.max(1, lines.length);
  const line = lines[at] ?? '';
  if (kind === 0) lines.splice(at, 1 + (seed % 7));
  else if (kind === 1) lines.splice(at, 0, line);
  else if (kind === 2) lines[at] = line.slice(0, seed % (line.length + 1));
  else if (kind === 3)
    lines[at] = line.replaceAll(/\d+/g, (digits) => digits.repeat(40)).slice(0, 10_000);
  else if (kind === 4) lines[at] = line.replaceAll(/\d+/g, '-1');
  else lines[at] = `${line.slice(0, seed % (line.length + 1))}${noise}${line}`;
}

function checkNumbers({ sites, facts, series }: Report): void {
  const numbers = [
    ...sites.flatMap(({ bytes, count }) => [bytes ?? 0, count ?? 0]),
    ...facts.flatMap(({ value }) => (typeof value === 'number' ? value : [])),
    ...series.flatMap(({ unit, points }) =>
      points.map(([, y]) => (unit === 'count' ? Math.abs(y) : y)),
    ),
  ];
  for (const number of numbers) expect(number).toBeGreaterThanOrEqual(0);
  for (const { points } of series) {
    const xs = points.map(([x]) => x);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  }
}

describe('a fragment', () => {
  test('malloc_info cut before its totals sums the arenas that are there', () => {
    const cut = textOf('glibc/malloc_info.xml').split('\n').slice(0, 90).join('\n');
    expect(factOf(only(cut), 'heap-capacity')).toBe(2_027_520 + 2_019_328);
    expect(factOf(only(cut), 'arenas')).toBe(3);
  });

  test('malloc_stats cut before its total sums the arenas', () => {
    const cut = textOf('glibc/malloc_stats.txt').split('\n').slice(0, 9).join('\n');
    expect(factOf(only(cut), 'live-heap')).toBe(1_226_576 + 1_012_240 + 3_032_928);
  });

  test('mallinfo2 alone gives the same totals as malloc_stats', () => {
    const line = textOf('glibc/malloc_stats.txt').trimEnd().split('\n').at(-1) ?? '';
    expect(factOf(only(line), 'live-heap')).toBe(5_271_744);
    expect(factOf(only(line), 'heap-capacity')).toBe(8_093_696);
  });

  test('one line of jemalloc statistics, indented, is enough', () => {
    const line = textOf('jemalloc/stats_print.txt')
      .split('\n')
      .find((text) => text.startsWith('Allocated'));
    const report = only(`    ${line ?? ''}`);
    expect(factOf(report, 'live-heap')).toBe(28_532_424);
    expect(factOf(report, 'retained')).toBe(6_033_408);
  });

  test('jemalloc JSON without its beginning or its end, or indented, has the same totals', () => {
    const text = textOf('jemalloc/stats_print.json');
    const start = text.indexOf('"stats":{"allocated"');
    for (const part of [
      text.slice(start, start + 2000),
      text.slice(0, start + 2000),
      JSON.stringify(JSON.parse(text.slice(0, text.lastIndexOf('}') + 1)), null, 2),
    ])
      expect(factOf(only(part), 'resident')).toBe(32_043_008);
  });

  test('rows of jeprof without the total keep their megabytes', () => {
    const rows = textOf('tcmalloc/google-pprof-text.txt').split('\n').slice(1, 4).join('\n');
    expect(only(rows).sites[0]?.bytes).toBe(Math.round(12.3 * 2 ** 20));
  });

  test('rows of ps aux as grep leaves them make a loop', () => {
    const rows = textOf('logs/ps-aux-loop.txt')
      .split('\n')
      .filter((line) => line.includes('cache_leak'));
    const report = only(rows.join('\n'));
    expect(seriesNamed(report, 'RSS').points).toHaveLength(10);
    expect(factOf(report, 'process')).toBe('cache_leak');
  });

  test('rows of top as grep leaves them make a loop', () => {
    const rows = textOf('logs/top-b.txt')
      .split('\n')
      .filter((line) => line.includes('cache_leak'));
    expect(seriesNamed(only(rows.join('\n')), 'RSS').points[0]).toEqual([1, 7380 * 1024]);
  });

  test('rows of pidstat without a heading are read as pidstat -r', () => {
    const rows = textOf('logs/pidstat-r.txt').split('\n').slice(4, 8).join('\n');
    expect(seriesNamed(only(rows), 'RSS').points.at(-1)).toEqual([3, 28_088 * 1024]);
  });
});

describe('two reports with prose between', () => {
  const prose = '\nAnd this is what it prints after a day, with the fix:\n\n';
  test.each([
    'glibc/malloc_info.xml',
    'glibc/mtrace.raw.txt',
    'glibc/mtrace-report.txt',
    'jemalloc/stats_print.txt',
    'jemalloc/jeprof-text.txt',
    'jemalloc/jeprof.cache_leak.21239.0.f.heap',
    'tcmalloc/cache_leak.0001.heap',
    'tcmalloc/malloc-extension-stats.txt',
    'mimalloc/stats-2.1.txt',
  ])('%s twice gives two equal reports and leaves the prose', (file) => {
    const text = textOf(file);
    const { reports, unread } = readText(`${text}${prose}${text}`);
    expect(reports).toHaveLength(2);
    expect(reports[0]?.facts.map(({ value }) => value)).toEqual(
      reports[1]?.facts.map(({ value }) => value),
    );
    expect(unread.map((line) => line.text)).toContain(prose.trim());
  });
});

describe('foreign lines inside', () => {
  test.each([
    'jemalloc/stats_print.txt',
    'tcmalloc/cache_leak.0007.heap',
    'logs/pidstat-r.txt',
    'logs/top-b.txt',
  ])('%s is read the same and the log lines stay', (file) => {
    const text = textOf(file);
    const log = 'INFO [worker-3] request handled, cache size is fine';
    const { reports, unread } = readText(text.replaceAll(/\n(?=.*\d)/g, `\n${log}\n`));
    expect(reports).toHaveLength(1);
    expect(reports[0]?.facts.map(({ value }) => value)).toEqual(
      only(text).facts.map(({ value }) => value),
    );
    expect(unread.map((line) => line.text)).toContain(log);
  });
});

describe('totals', () => {
  test('the stacks of a gperftools profile add up to its first line', () => {
    for (const file of ['0001', '0007', '0008']) {
      const text = textOf(`tcmalloc/cache_leak.${file}.heap`);
      const [, stated] = /^heap profile:\s+\d+:\s+(\d+)/.exec(text) ?? [];
      const sum = only(text).sites.reduce((bytes, site) => bytes + (site.bytes ?? 0), 0);
      expect(sum).toBe(Number(stated));
    }
  });

  test('a jemalloc profile scaled up is what jeprof says it is', () => {
    const jeprof = only(textOf('jemalloc/jeprof-collapsed.txt'));
    const raw = only(textOf('jemalloc/jeprof.cache_leak.21239.0.f.heap'));
    const weights = (report: Report) => report.sites.map(({ bytes }) => bytes ?? 0);
    for (const [index, bytes] of weights(raw).entries())
      expect(bytes).toBe(weights(jeprof)[index] ?? 0);
  });

  test('a sampled profile of tcmalloc (heap_v2) is scaled up as pprof does, one of all blocks is not', () => {
    const profile = (source: string) =>
      only(
        `heap profile:      2:     2000 [     5:     5000] @ ${source}\n     2:     2000 [     5:     5000] @ 0x401136 0x401180\n`,
      );
    const { sites, facts, warnings } = profile('heap_v2/524288');
    expect(sites.map(({ count, bytes }) => [count, bytes])).toEqual([[1049, 1_049_576]]);
    expect(facts.map(({ key, value }) => [key, value])).toEqual([['live-heap', 1_049_576]]);
    expect(warnings.map(({ code }) => code)).toContain('sampled');
    const all = profile('heapprofile');
    expect(all.sites.map(({ count, bytes }) => [count, bytes])).toEqual([[2, 2000]]);
    expect(all.warnings.map(({ code }) => code)).not.toContain('sampled');
  });

  test('collapsed stacks keep the weight of every line', () => {
    const text = textOf('heaptrack/flamegraph-collapsed-allocations.ssl_leak.txt');
    const sum = text
      .split('\n')
      .reduce((all, line) => all + Number(/ (\d+)$/.exec(line)?.[1] ?? 0), 0);
    const read = only(text).sites.reduce((all, { count }) => all + (count ?? 0), 0);
    expect(read).toBe(sum);
  });

  test('addresses get the module they lie in', () => {
    const [site] = only(textOf('tcmalloc/cache_leak.0008.heap')).sites;
    expect(site?.frames[0]?.module).toMatch(/cache_leak$/);
    expect(site?.frames[2]?.module).toMatch(/libc\.so\.6$/);
  });
});

describe('clocks', () => {
  const row = (time: string, rss: number) =>
    `${time}        0     22695   1083.00      0.00   13852   ${rss}   0.04  app`;

  test('a clock that goes backwards has passed midnight', () => {
    const text = [row('23:59:50', 10_000), row('00:00:10', 10_100), row('00:00:30', 10_200)].join(
      '\n',
    );
    expect(seriesNamed(only(text), 'RSS').points.map(([x]) => x)).toEqual([0, 20, 40]);
  });

  test('twelve hours are told apart by AM and PM', () => {
    const text = [
      row('11:59:50 AM', 10_000),
      row('12:00:10 PM', 10_100),
      row('01:00:10 PM', 10_200),
    ].join('\n');
    expect(seriesNamed(only(text), 'RSS').points.map(([x]) => x)).toEqual([0, 20, 3620]);
  });

  test('pidstat -H and -h print Unix time', () => {
    const text = [row('1795217769', 10_000), row('1795217779', 10_100)].join('\n');
    expect(seriesNamed(only(text), 'RSS')).toMatchObject({
      over: 'epoch',
      points: [
        [1_795_217_769, 10_240_000],
        [1_795_217_779, 10_342_400],
      ],
    });
  });

  test('a date before each row of ps is its time', () => {
    const text =
      'Fri Nov 20 23:36:09 UTC 2026\n  PID   RSS COMMAND\n    7  1000 app\nFri Nov 20 23:36:19 UTC 2026\n  PID   RSS COMMAND\n    7  1100 app\n';
    expect(seriesNamed(only(text), 'RSS')).toMatchObject({
      over: 'epoch',
      points: [
        [1_795_217_769, 1_024_000],
        [1_795_217_779, 1_126_400],
      ],
    });
  });

  test('etime counts days, hours and minutes', () => {
    const text =
      '  PID     ELAPSED   RSS COMMAND\n    7       59:59  1000 app\n    7    01:00:09  1100 app\n    7  1-00:00:00  1200 app\n';
    expect(seriesNamed(only(text), 'RSS').points.map(([x]) => x)).toEqual([3599, 3609, 86_400]);
  });
});

describe('units', () => {
  test('top prints KiB, or m, g and t', () => {
    const rows = ['900000', '1.2g', '1.5g'].map(
      (res) => `22695 root      20   0   4.1g   ${res}   2616 S   0.0   0.0   0:00.01 app`,
    );
    expect(seriesNamed(only(rows.join('\n')), 'RSS').points.map(([, y]) => y)).toEqual([
      900_000 * 1024,
      Math.round(1.2 * 2 ** 30),
      1.5 * 2 ** 30,
    ]);
  });

  test.each([
    ['16384000      8000000', 'B', 'assumed-unit'],
    ['24105      8000', 'B', 'assumed-unit'],
    ['262144      80000', 'count', 'unknown-unit'],
    ['31      8', 'count', 'unknown-unit'],
    ['31Gi      8.5Gi', 'B', undefined],
  ])('free with a total and use of %s gives %s', (start, unit, code) => {
    const text = `               total        used        free      shared  buff/cache   available\nMem:   ${start}   100   8   100   100\n`;
    const report = only(`${text}${text}`);
    expect(report.series[0]?.unit).toBe(unit);
    expect(codesOf(report).filter((name) => name.endsWith('unit'))).toEqual(
      code === undefined ? [] : [code],
    );
  });

  test('docker prints MiB in 1024 and, in old versions, MB in 1000', () => {
    expect(factOf(only(textOf('docker/stats.jsonl')), 'rss')).toBe(Math.round(3.046 * 2 ** 20));
    expect(factOf(only(textOf('docker/stats-1.12.txt')), 'rss')).toBe(12_500_000);
  });

  test('a table whose heading names no unit says so and shows the numbers as they are', () => {
    const report = only(textOf('tables/iterations.csv'));
    expect(codesOf(report)).toContain('unknown-unit');
    expect(report.series[0]).toMatchObject({ unit: 'count', name: 'rss' });
  });
});

describe('advice', () => {
  test('an allocator export as the heaviest place means no symbols', () => {
    expect(codesOf(only(textOf('jemalloc/jeprof-text.txt')))).toContain('no-symbols');
    expect(codesOf(only(textOf('jemalloc/jeprof-collapsed.txt')))).toContain('no-symbols');
    expect(codesOf(only(textOf('tcmalloc/google-pprof-text.txt')))).not.toContain('no-symbols');
  });

  test('free lists larger than use mean retention', () => {
    expect(codesOf(only(textOf('tcmalloc/malloc-extension-stats.txt')))).toContain('retention');
    expect(codesOf(only(textOf('tcmalloc/ceph-heap-stats.txt')))).not.toContain('retention');
  });

  test('a single ps is no series, and says so', () => {
    const report = only(textOf('logs/ps-aux-loop.txt').split('\n').slice(0, 4).join('\n'));
    expect(report.series).toEqual([]);
    expect(codesOf(report)).toContain('one-reading');
  });

  test('a single /proc status is left to its own format', () => {
    expect(procStatusLoop.read(cleanLines(textOf('proc/status-java.txt')))).toEqual([]);
  });
});

describe('ordinary files', () => {
  const files = globSync([
    '*.md',
    '*.json',
    '*.mjs',
    'docs/*.md',
    'src/**/*.{ts,astro,css,js}',
    'tests/*/*.ts',
    'tests/collection/content/**/*.{mdx,yaml,csv}',
  ]).filter((file) => !file.includes('tests/reports/'));

  test('no table and no stacks are found in source, prose or Markdown, only in CSV data', () => {
    const hits = files.filter((file) => {
      const lines = cleanLines(readFileSync(file, 'utf8'));
      return [table, collapsedStacks].some((format) => format.read(lines).length > 0);
    });
    expect(hits.filter((file) => !file.endsWith('.csv'))).toEqual([]);
    expect(hits).toContain(
      'tests/collection/content/postmortems/example-tls-client-contexts/rss.csv',
    );
  });

  test('a Markdown table, a style sheet and a list of numbers in code are no tables', () => {
    for (const text of [
      '| time | rss |\n|---|---|\n| 1 | 2 |\n| 2 | 3 |\n| 3 | 4 |\n| 4 | 5 |\n| 5 | 6 |\n',
      'a { top: 0; left: 0 }\nb{margin:0;padding: 0\nc{a:b;c:d 0\nd{a:b;c:d 1\n',
      'const xs = [\n  1, 2,\n  2, 3,\n  3, 4,\n  4, 5,\n  5, 6,\n];\n',
      'In 2019, 3 of 4 were slow; in 2020 5\nIn 2021, 3 of 4 were slow; in 2022 5\n',
    ])
      expect(reportsOf(text)).toEqual([]);
  });
});

describe('hostile text', () => {
  test.each([
    ['blanks', ' '.repeat(100_000)],
    ['semicolons', ';'.repeat(100_000)],
    ['digits', '1 '.repeat(50_000)],
    ['commas', '1,'.repeat(50_000)],
    ['one digit and blanks', `1${' '.repeat(100_000)}x`],
    ['frames', `${'a;'.repeat(50_000)} `],
    ['capitals', 'RSS '.repeat(25_000)],
    ['braces', `{"jemalloc":${'{'.repeat(100_000)}`],
    ['zeros', `MALLOC: ${'0'.repeat(100_000)}`],
  ])('a line of 100,000 %s is read quickly', (_, line) => {
    const lines = cleanLines(`${line}\n`.repeat(5));
    const text = lines.map((one) => one.text).join('\n');
    const seconds = cpuSeconds(() => {
      for (const [format] of formats) {
        format.prefilter.test(text);
        format.read(lines);
      }
    });
    expect(seconds).toBeLessThan(1.5);
  });
});
