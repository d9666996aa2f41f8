import { createHash } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { checkEntry } from '../../src/content/checks/rules.ts';
import type { Table } from '../../src/model/content.ts';
import { formatFault } from '../../src/model/fault.ts';
import {
  addToPostmortem,
  readImportedChecksums,
} from '../../src/authoring/import/add-to-postmortem.ts';
import { importReports } from '../../src/authoring/import/import-reports.ts';
import type { Addition, ReportFile } from '../../src/authoring/import/addition.ts';
import { writePostmortem } from '../../src/authoring/new-postmortem.ts';
import { createPostmortemReader } from '../../src/content/read/read-postmortem.ts';
import { readTable } from '../../src/content/read/read-table.ts';
import { readText } from '../../src/reports/read-report.ts';
import type { Report } from '../../src/reports/report.ts';
import { findSecrets } from '../../src/content/secrets/find-secrets.ts';
import { chartsOf } from '../../src/charts/chart.ts';
import { content } from '../collection.ts';
import { readSample, sampleBytes, samples } from '../reports/read-sample.ts';

/** Known, and refused: no names of functions; a program for Python. */
const refused = [
  'heaptrack/heaptrack-raw-uninterpreted.xml_leak.raw.zst',
  'python/tracemalloc.snapshot.pickle',
];
const accepted = samples.filter((file) => !refused.includes(file));

const { vocabulary } = content;

const empty = writePostmortem(
  { id: 7, title: 'A leak', cause: 'never-released', reported: '2026-11-21' },
  { url: 'https://git.example/kb', vocabulary },
);

const options = { source: 'first-hand', usedNames: [], vocabulary };

async function fileOf(path: string, role: ReportFile['role'] = 'before'): Promise<ReportFile> {
  const sha256 = createHash('sha256').update(sampleBytes(path)).digest('hex');
  return { name: path.split('/').at(-1) ?? '', sha256, role, read: await readSample(path) };
}

const textFile = (text: string, role: ReportFile['role'], name = 'report.txt'): ReportFile => ({
  name,
  sha256: createHash('sha256').update(text).digest('hex'),
  role,
  read: readText(text),
});

/** What the check says of a postmortem with an addition, and the postmortem. */
function checked(text: string, { tables }: Addition) {
  const read = Object.fromEntries(
    tables.map(({ name, text: csv }) => [name, readTable(name, csv).table]),
  );
  const whole = Object.entries(read).filter((pair): pair is [string, Table] => !!pair[1]);
  const { entry, faults } = createPostmortemReader(vocabulary)({
    file: 'x/index.mdx',
    slug: 'x',
    text,
    beside: tables.map(({ name }) => name),
    tables: Object.fromEntries(whole),
  });
  const more = entry ? checkEntry(entry, { knownIds: undefined }) : [];
  const bad = tables.flatMap(({ name, text: csv }) => readTable(name, csv).faults);
  return { postmortem: entry?.postmortem, faults: [...faults, ...more, ...bad].map(formatFault) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The sums of what the lists of a report weigh. */
function weightsOf({ sites, classes }: Report): number[] {
  const kinds = [...new Set(sites.map(({ kind }) => kind))];
  const lists = [...kinds.map((kind) => sites.filter((site) => site.kind === kind)), classes];
  return lists.flatMap((list) => [
    sum(list.map(({ bytes = 0 }) => bytes)),
    sum(list.map(({ count = 0 }) => count)),
  ]);
}

describe.each(accepted)('%s', (path) => {
  test('becomes part of a postmortem that passes the check, with the totals of the file', async () => {
    const file = await fileOf(path);
    const addition = importReports([file], options);
    const text = addToPostmortem(empty, addition);
    const { postmortem, faults } = checked(text, addition);
    expect(faults).toEqual([]);
    expect(findSecrets(text)).toEqual([]);
    expect(addition.tables.flatMap((table) => findSecrets(table.text))).toEqual([]);
    if (!postmortem) throw new Error('no postmortem');

    const { reports } = file.read;
    const series = reports.flatMap((report) => report.series);
    for (const chart of chartsOf(postmortem, vocabulary)) {
      if (chart.model.kind === 'memory')
        for (const { points } of chart.model.lines) {
          const ys = points.map(([, y]) => Number(y));
          const ends = [ys.at(0), ys.at(-1), Math.max(...ys), Math.min(...ys)];
          const of = series.map((one) => one.points.map(([, y]) => y));
          expect(
            of.map((all) => [all.at(0), all.at(-1), Math.max(...all), Math.min(...all)]),
          ).toContainEqual(ends);
        }
      if (chart.model.kind === 'hotspots') {
        const total = sum(chart.model.bars.map(({ value }) => Number(value)));
        expect(reports.flatMap(weightsOf)).toContain(total);
      }
    }
    const isDrawn = series.some(({ points }) => points.length > 1);
    const weighs = reports.some((report) =>
      report.sites.some(({ kind, bytes, count }) => kind !== 'victim' && (bytes ?? count ?? 0) > 0),
    );
    const kinds = addition.measurements.map(({ kind }) => kind);
    expect(kinds.includes('growth')).toBe(isDrawn);
    if (weighs) expect(kinds).toContain('hotspots');
    if (addition.measurements.length + addition.evidence.length > 0)
      expect(readImportedChecksums(text)).toEqual(new Set([file.sha256]));
  });
});

describe('an import', () => {
  test('computes what the fix did from a file before and one after', () => {
    const files = [
      textFile(leakSummary(4096, 4), 'before', 'before.txt'),
      textFile(leakSummary(1024, 1), 'after', 'after.txt'),
    ];
    const addition = importReports(files, options);
    expect(addition.improvement).toMatchObject([
      {
        id: 'leaked',
        metric: 'on-heap',
        before: 4096,
        after: 1024,
        unit: 'B',
        source: 'first-hand',
      },
    ]);
    expect(addition.tags).toContainEqual({
      section: 'Results',
      text: '<BeforeAfter of="leaked" />',
    });
    const text = addToPostmortem(empty, addition);
    expect(checked(text, addition).faults).toEqual([]);
    expect(text).not.toContain('# open: what the fix did');
    expect(text).toContain('# open: the same workload before and after?');
  });

  test('draws before and after in one chart, and says when the runs differ in length', () => {
    const rows = (count: number, step: number) =>
      `seconds,rss_bytes\n${Array.from({ length: count }, (_, x) => `${x},${1e6 + x * step}`).join('\n')}\n`;
    const addition = importReports(
      [textFile(rows(60, 1000), 'before', 'a.csv'), textFile(rows(20, 10), 'after', 'b.csv')],
      options,
    );
    const [growth] = addition.measurements;
    expect(growth?.kind === 'growth' && growth.lines.map(({ role }) => role)).toEqual([
      'before',
      'after',
    ]);
    expect(addition.tables).toHaveLength(2);
    expect(addition.improvement).toMatchObject([
      { comparable: false, note: expect.stringContaining('differ in length') as string },
    ]);
    expect(checked(addToPostmortem(empty, addition), addition).faults).toEqual([]);
  });

  test('keeps the peaks of a long series', () => {
    const rows = Array.from({ length: 50_000 }, (_, x) => `${x},${x === 31_234 ? 9e9 : 1e6 + x}`);
    const addition = importReports(
      [textFile(`seconds,rss_bytes\n${rows.join('\n')}\n`, 'before')],
      options,
    );
    const [table] = addition.tables;
    expect(table?.text.split('\n').length).toBeLessThan(1100);
    expect(table?.text).toContain('9000000000');
    expect(addition.measurements[0]?.note).toMatch(/^Of 50000 readings \d+ are kept/);
  });

  test('replaces what names people and machines, and says where it stood', () => {
    const report = leakSummary(4096, 4).replaceAll('/src/leak.c', '/home/jdoe/leak.c');
    const named = report.replace('in make (', 'in make@10.2.3.4:80 (');
    const addition = importReports([textFile(named, 'before')], options);
    expect(JSON.stringify(addition.evidence)).not.toMatch(/jdoe|10\.2\.3\.4/);
    expect(addition.replaced.map(({ line, secret }) => [line, secret.kind])).toContainEqual([
      7,
      'IP address',
    ]);
  });

  test('adds nothing twice, but compares with what was added before', () => {
    const before = textFile(leakSummary(4096, 4), 'before', 'before.txt');
    const after = textFile(leakSummary(1024, 1), 'after', 'after.txt');
    const addition = importReports([{ ...before, isImported: true }, after], options);
    expect(addition.evidence).toEqual([]);
    expect(addition.measurements.map(({ id }) => id)).toEqual(['leaked-sites-after']);
    expect(addition.improvement).toHaveLength(1);
  });
});

const leakSummary = (bytes: number, blocks: number): string => `
=================================================================
==7==ERROR: LeakSanitizer: detected memory leaks

Direct leak of ${bytes} byte(s) in ${blocks} object(s) allocated from:
    #0 0x7f in malloc (/lib/liblsan.so.0+0x1)
    #1 0x55 in make (/src/leak.c:12)
    #2 0x56 in main (/src/leak.c:20)

SUMMARY: LeakSanitizer: ${bytes} byte(s) leaked in ${blocks} allocation(s).
`;
