import { didYouMean } from '../../model/fault.ts';
import { CliError } from '../cli-error.ts';

interface Arguments {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly to?: string;
  readonly source?: string;
}

const usage = 'npm run import -- FILE... [--to <slug>] [--after FILE] [--source <id>]';

/** Throws CliError if they name no file, or a flag that is unknown or empty. */
export function readArguments(args: readonly string[]): Arguments {
  const before: string[] = [];
  const after: string[] = [];
  const named: { to?: string; source?: string } = {};
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [, name, inline] = /^--([a-z]+)(?:=(.*))?$/.exec(arg) ?? [];
    if (name === undefined) {
      before.push(arg);
      continue;
    }
    if (name !== 'to' && name !== 'after' && name !== 'source') {
      const guess = didYouMean(name, ['to', 'after', 'source']);
      throw new CliError(`import: there is no flag "--${name}".${guess} ${usage}`, 2);
    }
    const value = inline ?? rest.shift();
    if (value === undefined || value === '')
      throw new CliError(`import: --${name} has no value. ${usage}`, 2);
    if (name === 'after') after.push(value);
    else named[name] = value;
  }
  if (before.length + after.length === 0)
    throw new CliError(`import needs the file of a tool. ${usage}`, 2);
  return { before, after, ...named };
}
