import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';

import { didYouMean } from '../../model/fault.ts';
import { findChromium } from './chromium.ts';
import { CliError } from '../cli-error.ts';
import { root, run } from '../run.ts';

interface Counts {
  readonly passed: number;
  readonly failed: number;
}

interface Step {
  readonly name: string;
  /** Added to `npm run <name>`. */
  readonly args?: readonly string[];
  /** What to type after a failure. */
  readonly fix: string;
  /** Without these, the step cannot run. */
  readonly needs?: string;
  /** Where the runner writes its result, and how to count in it. Without one, the step counts as one test. */
  readonly result?: { readonly file: string; count(json: unknown): Counts };
  environment?(write: (text: string) => void): Promise<Record<string, string>>;
}

const unitResult = '.cache/unit.json';

const steps: readonly Step[] = [
  { name: 'lint', fix: 'npm run fix' },
  { name: 'types', fix: 'npm run types' },
  {
    name: 'unit',
    fix: 'npm run unit',
    args: ['--', '--reporter=default', '--reporter=json', `--outputFile.json=${unitResult}`],
    result: {
      file: unitResult,
      count: (json) => ({
        passed: numberAt(json, 'numPassedTests'),
        failed: numberAt(json, 'numFailedTests'),
      }),
    },
  },
  { name: 'slow', fix: 'npm run slow' },
  { name: 'build', fix: 'npm run build' },
  { name: 'links', fix: 'npm run check', needs: 'build' },
  {
    name: 'browser',
    fix: 'npm test -- build browser',
    needs: 'build',
    result: {
      file: '.cache/browser.json',
      count: (json) => ({
        passed: numberAt(json, 'stats', 'expected'),
        failed: numberAt(json, 'stats', 'unexpected') + numberAt(json, 'stats', 'flaky'),
      }),
    },
    environment: browserEnvironment,
  },
];

/**
 * Runs every step, also after one that failed, and ends with the number of tests that passed and failed. With names of steps,
 * runs only those.
 */
export async function test(
  args: readonly string[],
  { write }: { readonly write: (text: string) => void },
): Promise<number> {
  const counts: Counts[] = [];
  const failed: Step[] = [];
  for (const step of stepsNamed(args)) {
    if (failed.some(({ name }) => name === step.needs)) {
      write(`\n=== ${step.name}: not run, because ${step.needs} failed\n`);
      counts.push({ passed: 0, failed: 1 });
      continue;
    }
    write(`\n=== ${step.name}\n`);
    const result = await runStep(step, write);
    counts.push(result);
    if (result.failed > 0) failed.push(step);
  }
  write(summary(counts, failed));
  return failed.length === 0 ? 0 : 1;
}

function stepsNamed(names: readonly string[]): readonly Step[] {
  const known = steps.map(({ name }) => name);
  for (const name of names)
    if (!known.includes(name))
      throw new CliError(
        `there is no step "${name}".${didYouMean(name, known)} Steps are ${known.join(', ')}.`,
        2,
      );
  return names.length === 0 ? steps : steps.filter(({ name }) => names.includes(name));
}

async function runStep(step: Step, write: (text: string) => void): Promise<Counts> {
  const { name, args = [], result } = step;
  if (result) await rm(join(root, result.file), { force: true });
  const env = await step.environment?.(write);
  const status = await run('npm', ['run', '--silent', name, ...args], env ? { env } : {});
  if (!result) return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  const counts = result.count(await readResult(result.file));
  // A runner also fails when a file does not load, which no count of tests shows.
  return status === 0 ? counts : { ...counts, failed: Math.max(1, counts.failed) };
}

function summary(counts: readonly Counts[], failed: readonly Step[]): string {
  const sum = (key: keyof Counts) => counts.reduce((total, count) => total + count[key], 0);
  const total = `${sum('passed')} passed, ${sum('failed')} failed`;
  const [first] = failed;
  if (!first) return `\n${total}\n`;
  const names = failed.map(({ name }) => name).join(', ');
  return `\nFailed: ${names}\n${total}\nRun "${first.fix}".\n`;
}

async function browserEnvironment(write: (text: string) => void): Promise<Record<string, string>> {
  const path = await findChromium(write);
  return { PORT: String(await freePort()), ...(path === undefined ? {} : { CHROMIUM_PATH: path }) };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, 'localhost', () => {
      const address = server.address();
      server.close(() => resolve(address && typeof address === 'object' ? address.port : 4329));
    });
  });
}

/** Undefined when the runner stopped before it wrote its result. */
async function readResult(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(root, file), 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function numberAt(json: unknown, ...keys: readonly string[]): number {
  let value = json;
  for (const key of keys)
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof value === 'number' ? value : 0;
}
