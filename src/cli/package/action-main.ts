/** The GitHub Action: what runs in a job of another repository, bundled with all it needs. Never fails the job. */

import { appendFile, glob, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { buildJobSummary } from '../../outputs/job-summary.ts';
import { answerReports, createMatcher } from '../../find/report/matcher.ts';
import { readInputs } from '../../find/report/read-inputs.ts';
import type { InputFile } from '../../find/report/read-inputs.ts';
import type { MatchCatalogue } from '../../find/report/match-catalogue.ts';
import { createMemorySource, type SearchCollection } from '../../find/words/memory-index.ts';
import { formatNotice } from '../content/annotation.ts';

/** What `incidents.json` beside the action's code holds. */
export interface BundledIncidents {
  readonly catalogue: MatchCatalogue;
  readonly collection: SearchCollection;
}

/** Of a longer file the end is read, where a run says why it died. */
const maxBytes = 60e6;

try {
  await run();
} catch (error) {
  warn(error instanceof Error ? error.message : String(error));
}

async function run(): Promise<void> {
  const patterns = (process.env['INPUT_FILES'] ?? '').split(/\r?\n/).map((line) => line.trim());
  const given = await filesAt(patterns.filter(Boolean));
  if (given.length === 0) return;
  const { catalogue, collection } = JSON.parse(
    await readFile(join(import.meta.dirname, 'incidents.json'), 'utf8'),
  ) as BundledIncidents;
  const matcher = createMatcher(catalogue, createMemorySource(collection));
  const { markdown, notices, log } = buildJobSummary(
    await answerReports(await readInputs(given), matcher),
  );
  for (const line of log) say(line);
  for (const { level, title, message } of notices) say(formatNotice(level, title, message));
  const summary = process.env['GITHUB_STEP_SUMMARY'];
  if (markdown !== '' && summary !== undefined) await appendFile(summary, markdown);
}

async function filesAt(patterns: readonly string[]): Promise<InputFile[]> {
  if (patterns.length === 0) warn('"files" is empty. Name the file that holds the log of the job.');
  const given = new Map<string, InputFile>();
  for (const pattern of patterns) {
    let isFound = false;
    for await (const name of glob(pattern)) {
      const bytes = await readEnd(name);
      if (bytes) given.set(name, { name, bytes });
      isFound ||= bytes !== undefined;
    }
    if (!isFound) warn(`there is no file "${pattern}".`);
  }
  return [...given.values()];
}

/** Undefined for a folder. */
async function readEnd(name: string): Promise<Uint8Array | undefined> {
  await using file = await open(name);
  const stats = await file.stat();
  if (!stats.isFile()) return undefined;
  const length = Math.min(stats.size, maxBytes);
  const { buffer, bytesRead } = await file.read({
    buffer: new Uint8Array(length),
    position: stats.size - length,
  });
  return buffer.subarray(0, bytesRead);
}

function warn(message: string): void {
  say(formatNotice('warning', 'Memory incidents', message));
}

function say(line: string): void {
  process.stdout.write(`${line.replaceAll(/[\r\n]+/g, ' ')}\n`);
}
