import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';

/** The repository's folder, where every program runs. */
export const root = join(import.meta.dirname, '../..');

export interface RunOptions {
  /** Added to our own environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Keeps what the program prints to itself. */
  readonly quiet?: boolean;
  /** The program is stopped after this long, and counts as failed. */
  readonly limitSeconds?: number;
}

/**
 * Runs a program in the repository's folder and resolves to its exit status. A program that cannot be started has 127; one
 * that was stopped has 128 and the number of the signal. Stopping us stops the program.
 */
export function run(
  program: string,
  args: readonly string[],
  { env = {}, quiet = false, limitSeconds }: RunOptions = {},
): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: quiet ? 'ignore' : ['ignore', 'inherit', 'inherit'],
      ...(limitSeconds === undefined ? {} : { timeout: limitSeconds * 1000 }),
    });
    const stop = () => child.kill('SIGTERM');
    process.once('SIGTERM', stop);
    const finish = (status: number) => {
      process.removeListener('SIGTERM', stop);
      resolve(status);
    };
    child.once('error', () => finish(127));
    child.once('close', (status, signal) =>
      finish(status ?? 128 + (signal ? constants.signals[signal] : 0)),
    );
  });
}
