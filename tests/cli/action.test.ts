import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { action } from '../../src/cli/package/action.ts';
import { collectionRoot } from '../collection.ts';

const folder = mkdtempSync(join(tmpdir(), 'action-'));
const job = mkdtempSync(join(tmpdir(), 'job-'));
const summaryFile = join(job, 'summary.md');

interface Description {
  readonly inputs: Readonly<Record<string, { readonly required: boolean }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

const descriptionIn = (place: string): Description =>
  parse(readFileSync(join(place, 'action.yml'), 'utf8')) as Description;

beforeAll(async () => {
  const status = await action([folder], { write: () => undefined, root: collectionRoot });
  expect(status).toBe(0);
  copyFileSync('tests/reports/sanitizer/asan-lsan-openssl.txt', join(job, 'asan.log'));
  writeFileSync(join(job, 'innocent.log'), innocent);
});

afterAll(() => {
  for (const one of [folder, job]) rmSync(one, { recursive: true });
});

const innocent = `2026-01-05T10:00:00.0000000Z ##[group]Run npm test
2026-01-05T10:00:01.0000000Z > example@1.0.0 test
2026-01-05T10:00:02.0000000Z  ✓ cache.test.ts (12 tests) 340ms
2026-01-05T10:00:03.0000000Z  ✓ memory-limit.test.ts (3 tests) 12ms
2026-01-05T10:00:03.0000000Z Tests  15 passed (15), heap used 44 MB
2026-01-05T10:00:04.0000000Z Error: expected 3 to be 4
2026-01-05T10:00:04.0000000Z     at Object.<anonymous> (/home/runner/work/example/sum.test.ts:4:11)
2026-01-05T10:00:04.0000000Z ##[error]Process completed with exit code 1.
`;

/** Runs what action.yml names, in a job of another repository: nothing of ours is in its folder or environment. */
function runAction(files: string, place = folder) {
  rmSync(summaryFile, { force: true });
  const { main } = descriptionIn(place).runs;
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(place, main)], {
    cwd: job,
    env: { INPUT_FILES: files, GITHUB_STEP_SUMMARY: summaryFile },
    encoding: 'utf8',
  });
  const summary = existsSync(summaryFile) ? readFileSync(summaryFile, 'utf8') : '';
  return { status, stdout, stderr, summary };
}

test('a log with a leak report gets the nearest incidents, as warnings and as summary of the job', () => {
  const { status, stdout, stderr, summary } = runAction('asan.log');
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('Read asan.log: LeakSanitizer; see the job summary.\n');
  expect(stdout).toMatch(
    /^::warning title=Same (fault|component)%3A MEM-1::Example TLS client kept/m,
  );
  expect(summary).toContain('### Memory incidents similar to this job’s');
  expect(summary).toContain('/i/1/)');
  expect(summary).toMatch(
    /line \d+: `CRYPTO_zalloc`, the same in the incident, 94.% of the report/,
  );
});

test('an innocent log gets one line and no summary', () => {
  expect(runAction('innocent.log')).toEqual({
    status: 0,
    stdout: 'Read innocent.log: no memory report found.\n',
    stderr: '',
    summary: '',
  });
});

test('takes several files and patterns, one on each line', () => {
  const { stdout } = runAction('innocent.log\n\n*.log\n');
  expect(stdout.match(/^Read /gm)).toHaveLength(2);
});

describe('never fails the job', () => {
  test.each([
    ['no file of that name', 'missing.log', 'there is no file "missing.log".'],
    ['a folder', '.', 'there is no file ".".'],
    ['nothing named', '', '"files" is empty. Name the file that holds the log of the job.'],
  ])('%s', (_, files, message) => {
    const { status, stdout, summary } = runAction(files);
    expect({ status, stdout, summary }).toEqual({
      status: 0,
      stdout: `::warning title=Memory incidents::${message}\n`,
      summary: '',
    });
  });

  test('a branch that has no bundle says which one has', () => {
    const { status, stdout } = runAction('asan.log', '.');
    expect(status).toBe(0);
    expect(stdout).toContain('uses: OWNER/REPOSITORY@action');
  });
});

test('reads the inputs that its description names', () => {
  const { inputs, runs } = descriptionIn('.');
  expect(Object.keys(inputs)).toEqual(['files']);
  expect(runs.using).toBe('node24');
});
