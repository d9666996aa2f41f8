import type { Content } from '../content.ts';
import { formatFault, type Fault } from '../fault.ts';
import { readContent } from '../read-content.ts';
import { CliError } from './cli-error.ts';

export interface CheckIo {
  write(text: string): void;
}

/**
 * Checks all content below the working directory. Prints a line for each fault, then a count; with `--json` only
 * `{ "schemaVersion": 1, "faults": [...] }`. Gives the exit status: 0 without faults, 1 with faults. Throws CliError for wrong use.
 */
export async function check(args: readonly string[], io: CheckIo): Promise<number> {
  const unknown = args.find((arg) => arg !== '--json');
  if (unknown !== undefined) {
    throw new CliError(`check takes no "${unknown}". Its only option is --json.`, 2);
  }
  const { content, faults } = await readContent(process.cwd());
  if (args.includes('--json'))
    io.write(`${JSON.stringify({ schemaVersion: 1, faults }, null, 2)}\n`);
  else io.write(`${[...faults.map(formatFault), formatCount(content, faults)].join('\n')}\n`);
  return faults.length === 0 ? 0 : 1;
}

function formatCount({ postmortems, causes }: Content, faults: readonly Fault[]): string {
  if (faults.length === 0) {
    return `${count(postmortems.length, 'postmortem')}, ${count(causes.length, 'cause')}: no faults.`;
  }
  const files = new Set(faults.map(({ file }) => file));
  return `${count(faults.length, 'fault')} in ${count(files.size, 'file')}.`;
}

const count = (number: number, noun: string): string =>
  `${number} ${noun}${number === 1 ? '' : 's'}`;
