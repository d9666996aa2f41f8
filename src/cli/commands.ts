import { didYouMean } from '../model/fault.ts';
import { CliError, explainSystemError } from './cli-error.ts';

export interface Output {
  /** What the command was asked for. */
  readonly write: (text: string) => void;
  /** What went wrong. */
  readonly writeError: (text: string) => void;
}

export interface Command {
  readonly does: string;
  /** Resolves to the exit status: 0 fine, 1 faults found. */
  run(args: readonly string[], output: Output): Promise<number>;
}

/** A set of commands, and how a person calls one: `npm run check` in a checkout, `heaplore find` from the package. */
export interface Program {
  readonly commands: Readonly<Record<string, Command>>;
  readonly title: string;
  readonly invocation: (command: string) => string;
}

/** Runs one command. Resolves to the exit status: 0 fine, 1 faults found, 2 wrong use. */
export async function runCommand(
  program: Program,
  args: readonly string[],
  output: Output,
): Promise<number> {
  const [name = 'help', ...rest] = args;
  try {
    if (name === 'help' || name === '--help' || name === '-h') {
      output.write(help(program));
      return 0;
    }
    return await commandNamed(name, program).run(rest, output);
  } catch (error) {
    const failure = error instanceof CliError ? error : explainSystemError(error);
    if (!failure) throw error;
    output.writeError(`heaplore: ${failure.message}\n`);
    return failure.status;
  }
}

/** Runs what this process was called for. */
export async function runProcess(program: Program): Promise<void> {
  process.exitCode = await runCommand(program, process.argv.slice(2), {
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
  });
}

function commandNamed(name: string, { commands, invocation }: Program): Command {
  const names = Object.keys(commands);
  const command = names.includes(name) ? commands[name] : undefined;
  if (command) return command;
  throw new CliError(
    `there is no command "${name}".${didYouMean(name, names)} See "${invocation('help')}".`,
    2,
  );
}

function help({ commands, title, invocation }: Program): string {
  const width = Math.max(...Object.keys(commands).map((name) => invocation(name).length));
  const lines = Object.entries(commands).map(
    ([name, { does }]) => `  ${invocation(name).padEnd(width)}  ${does}`,
  );
  return `${title}\n\n${lines.join('\n')}\n`;
}
