import { runCommand, runProcess, type Command, type Output, type Program } from './commands.ts';

async function openKnowledge(root: string) {
  const [{ readCheckout }, { createKnowledge }] = await Promise.all([
    import('./find/checkout.ts'),
    import('./find/knowledge.ts'),
  ]);
  return createKnowledge(await readCheckout(root));
}

async function openIncidents(root: string) {
  const [{ readCheckout }, { buildPackageIncidents }] = await Promise.all([
    import('./find/checkout.ts'),
    import('../affected/known-packages.ts'),
  ]);
  return buildPackageIncidents((await readCheckout(root)).content);
}

const findIncidents =
  (name: string, root: string): Command['run'] =>
  async (args, { write }) =>
    (await import('./find/find.ts')).find(args, {
      write,
      invocation: `npm run ${name} --`,
      openKnowledge: () => openKnowledge(root),
      isTerminal: process.stdin.isTTY,
    });

/** The commands of a checkout; `root` is the folder with the content that they read and change. */
const commandsIn = (root: string): Readonly<Record<string, Command>> => ({
  start: {
    does: 'build the site with its search index and serve it',
    run: async (args, output) => (await import('./site/start.ts')).start(args, output),
  },
  build: {
    does: 'build the site into dist',
    run: async (args) => (await import('./site/build.ts')).build(args),
  },
  check: {
    does: 'print every fault of the content at once; --fix fixes what needs no decision and records new addresses, --json for machines',
    run: async (args, { write }) =>
      (await import('./content/check.ts')).check(args, { write, root }),
  },
  new: {
    does: 'start a postmortem: asks questions, or takes flags and --yes',
    run: async (args, { write }) =>
      (await import('./content/new.ts')).newPostmortem(args, {
        write,
        isTerminal: process.stdin.isTTY && process.stdout.isTTY,
        today: new Date().toISOString().slice(0, 10),
        root,
      }),
  },
  import: {
    does: 'add the output of a tool to a postmortem: charts, allocation sites, evidence, improvement',
    run: async (args, { write }) =>
      (await import('./content/import.ts')).importFiles(args, { write, root }),
  },
  find: {
    does: 'find incidents for a report, a log or words; --json for machines',
    run: findIncidents('find', root),
  },
  match: { does: 'the same as find', run: findIncidents('match', root) },
  affected: {
    does: 'list the incidents that touch the versions in lock files and bills of materials (FILE or FOLDER, or the current folder); --json, --sarif',
    run: async (args, output) =>
      (await import('./affected/affected.ts')).affected(args, {
        ...output,
        invocation: 'npm run affected --',
        openIncidents: () => openIncidents(root),
      }),
  },
  mcp: {
    does: 'serve the knowledge base to agents (Model Context Protocol, started by a client)',
    run: async (args) => (await import('./find/mcp.ts')).mcp(args, () => openKnowledge(root)),
  },
  action: {
    does: 'bundle the GitHub Action into a folder',
    run: async (args, { write }) =>
      (await import('./package/action.ts')).action(args, { write, root }),
  },
  package: {
    does: 'bundle the npm package into a folder',
    run: async (args, { write }) =>
      (await import('./package/package.ts')).makePackage(args, { write, root }),
  },
  links: {
    does: 'check every link of the built site, and every address ever published',
    run: async (args, output) => (await import('./site/links.ts')).links(args, output),
  },
  test: {
    does: 'lint, types, unit tests, build, links, browser tests; or only the steps named',
    run: async (args, output) => (await import('./site/test.ts')).test(args, output),
  },
});

const checkout = (root: string): Program => ({
  commands: commandsIn(root),
  title: 'Commands of Heaplore:',
  // npm runs these two scripts without the word "run".
  invocation: (name) => (['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${name}`),
});

/** Runs one command on the content below `root`. Resolves to the exit status: 0 fine, 1 faults found, 2 wrong use. */
export const runCli = (
  args: readonly string[],
  output: Output,
  root = process.cwd(),
): Promise<number> => runCommand(checkout(root), args, output);

if (import.meta.main) await runProcess(checkout(process.cwd()));
