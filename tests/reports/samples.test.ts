import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { readText, type ReadReports } from '../../src/reports/read-report.ts';
import { facts, ReportError, type Report, type Site } from '../../src/reports/report.ts';
import { isText, readSample, sampleBytes, samples, samplesFolder } from './read-sample.ts';

// Lists of symbols, as nm prints them: input of the demangler, not of any reader.
const noEvidence = new Set([
  'rust/mangled-itanium-cpp.txt',
  'rust/mangled-legacy-all.txt',
  'rust/mangled-legacy.txt',
  'rust/mangled-v0-all.txt',
  'rust/mangled-v0.txt',
]);

test.each([...noEvidence])('%s is no report', async (file) => {
  const { reports, errors } = await readSample(file);
  expect([reports, errors]).toEqual([[], []]);
});

const evidence = samples.filter((file) => !noEvidence.has(file));

describe.each(evidence)('%s', (file) => {
  test('is read as what it is, every line accounted for', async () => {
    const { reports, unread, errors } = await readOrRefuse(file);
    reports.forEach(checkReport);
    const lines = [
      ...reports.map(summarize),
      ...errors.map((error) => `error: ${error}`),
      ...unread.map(({ number, text }) => `not read, line ${number}: ${text}`),
    ];
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot(
      join(samplesFolder, `${file}.expected.txt`),
    );
  });
});

/** A file that is known but refused as a whole counts as its error. */
async function readOrRefuse(file: string): Promise<ReadReports> {
  try {
    return await readSample(file);
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    return { reports: [], unread: [], errors: [error.message] };
  }
}

/** Nothing that a reader of reports may rely on is broken. */
function checkReport({ sites, facts: stated, series }: Report): void {
  for (const { frames, bytes, count } of sites) {
    expect(frames.length).toBeGreaterThan(0);
    for (const { name } of frames) expect(name.trim()).not.toBe('');
    if (bytes !== undefined) expect(bytes).toBeGreaterThanOrEqual(0);
    if (count !== undefined) expect(count).toBeGreaterThanOrEqual(0);
  }
  const weights = sites.flatMap(({ bytes }) => bytes ?? []);
  expect(weights).toEqual(weights.toSorted((a, b) => b - a));
  for (const { value } of stated) if (typeof value === 'number') expect(value).not.toBeNaN();
  for (const { points } of series) {
    expect(points.length).toBeGreaterThan(0);
    const xs = points.map(([x]) => x);
    expect(xs).toEqual(xs.toSorted((a, b) => a - b));
  }
}

/** What a person would note of a report, one line for each thing. */
function summarize(report: Report): string {
  const { format, lines, sites, classes, messages, series, warnings } = report;
  return [
    `${format}${lines ? `, lines ${lines.join(' to ')}` : ''}`,
    ...report.facts.map(({ key, value }) => `  ${facts[key].label}: ${value}`),
    `  sites: ${sites.length}`,
    ...sites.slice(0, 5).map((site) => `    ${formatSite(site)}`),
    ...(classes.length > 0 ? [`  classes: ${classes.length}`] : []),
    ...classes
      .slice(0, 5)
      .map(({ name, bytes, count }) => `    ${bytes ?? '?'} B in ${count ?? '?'} ${name}`),
    ...messages.map(({ text, at }) => `  message, line ${at ?? '?'}: ${text}`),
    ...series.map(
      ({ name, unit, over, points }) =>
        `  series ${name} in ${unit} over ${over}: ${points.length} points from ${points[0]?.join(', ')} to ${points.at(-1)?.join(', ')}, at most ${points.reduce((most, [, y]) => Math.max(most, y), -Infinity)}`,
    ),
    ...warnings.map(({ code, text }) => `  ${code}: ${text}`),
  ].join('\n');
}

const formatSite = ({ kind, bytes, count, frames }: Site): string =>
  `${kind} ${bytes ?? '?'} B ×${count ?? '?'}: ${frames
    .slice(0, 8)
    .map(({ name }) => name)
    .join(' < ')}${frames.length > 8 ? ` … (${frames.length})` : ''}`;

const copies: Readonly<Record<string, (text: string) => string>> = {
  'Windows line endings': (text) => text.replaceAll('\n', '\r\n'),
  'terminal colors': (text) => text.replaceAll(/^(.+)$/gm, '\u001b[31m$1\u001b[0m'),
  'mail quoting': (text) => text.replaceAll(/^/gm, '> '),
  'Markdown fences': (text) => `\`\`\`text\n${text}\n\`\`\`\n`,
};

const outline = ({ reports }: ReadReports, shift = 0) =>
  reports.map(({ format, sites, lines }) => ({
    format,
    sites: sites.length,
    first: lines && lines[0] - shift,
  }));

test.each(evidence.filter((file) => isText(sampleBytes(file))))(
  '%s is read the same however it was copied',
  (file) => {
    const text = new TextDecoder().decode(sampleBytes(file));
    const plain = outline(readText(text));
    for (const [name, copy] of Object.entries(copies)) {
      const shift = name === 'Markdown fences' ? 1 : 0;
      expect(outline(readText(copy(text)), shift), name).toEqual(plain);
    }
  },
);
