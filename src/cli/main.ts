import { didYouMean } from '../model/fault.ts';
import { CliError } from './cli-error.ts';
import { wordsForSystemError } from './system-error.ts';

export interface Output {
  /** What the command was asked for. */
  readonly write: (text: string) => void;
  /** What went wrong. */
  readonly writeError: (text: string) => void;
}

interface Command {
  readonly does: string;
  /** Resolves to the exit status: 0 fine, 1 faults found. */
  run(args: readonly string[], output: Output): Promise<number>;
}

const commands: Readonly<Record<string, Command>> = {
  start: {
    does: 'build the site with its search index and serve it',
    run: async (args, output) => (await import('./start.ts')).start(args, output),
  },
  build: {
    does: 'build the site into dist',
    run: async (args) => (await import('./build.ts')).build(args),
  },
  check: {
    does: 'print every fault of the content at once; --fix mends what needs no decision and records new addresses, --json for machines',
    run: async (args, output) => (await import('./check.ts')).check(args, output),
  },
  new: {
    does: 'begin a postmortem: asks, or takes flags and --yes',
    run: async (args, { write }) =>
      (await import('./new.ts')).newPostmortem(args, {
        write,
        isTerminal: process.stdin.isTTY && process.stdout.isTTY,
        today: new Date().toISOString().slice(0, 10),
        root: process.cwd(),
      }),
  },
  import: {
    does: 'put what a tool recorded into a postmortem: charts, sites, evidence, improvement',
    run: async (args, { write }) =>
      (await import('./import.ts')).importFiles(args, { write, root: process.cwd() }),
  },
  match: {
    does: 'find the incidents that a report or log is about; --json for machines',
    run: async (args, output) => (await import('./match.ts')).match(args, output),
  },
  mcp: {
    does: 'serve the knowledge base to agents (Model Context Protocol, started by a client)',
    run: async (args) => (await import('./mcp.ts')).mcp(args),
  },
  action: {
    does: 'put the GitHub Action, with all it needs, into a folder',
    run: async (args, output) => (await import('./action.ts')).action(args, output),
  },
  links: {
    does: 'check every link of the built site, and every address ever published',
    run: async (args, output) => (await import('./links.ts')).links(args, output),
  },
  test: {
    does: 'lint, types, unit tests, build, links, browser tests; or only the steps named',
    run: async (args, output) => (await import('./test.ts')).test(args, output),
  },
};

/** Runs one command. Resolves to the exit status: 0 fine, 1 faults found, 2 wrong use. */
export async function runCli(args: readonly string[], output: Output): Promise<number> {
  const [name = 'help', ...rest] = args;
  try {
    if (name === 'help' || name === '--help') {
      output.write(help());
      return 0;
    }
    return await commandNamed(name).run(rest, output);
  } catch (error) {
    const failure = error instanceof CliError ? error : wordsForSystemError(error);
    if (!failure) throw error;
    output.writeError(`heaplore: ${failure.message}\n`);
    return failure.status;
  }
}

function commandNamed(name: string): Command {
  const names = Object.keys(commands);
  const command = names.includes(name) ? commands[name] : undefined;
  if (command) return command;
  throw new CliError(
    `there is no command "${name}".${didYouMean(name, names)} See "npm run help".`,
    2,
  );
}

function help(): string {
  const lines = Object.entries(commands).map(
    ([name, { does }]) => `  ${commandLine(name).padEnd(16)}${does}`,
  );
  return `Commands of Heaplore:\n\n${lines.join('\n')}\n`;
}

// npm runs these two scripts without the word "run".
const commandLine = (name: string) =>
  ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`;

if (import.meta.main)
  process.exitCode = await runCli(process.argv.slice(2), {
    write: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
  });
