import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, test, vi } from 'vitest';

import { runCli } from '../../src/cli/main.ts';
import { collectionRoot } from '../collection.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

async function heaplore(args: readonly string[], root = collectionRoot) {
  let written = '';
  let errors = '';
  const output = {
    write: (text: string) => void (written += text),
    writeError: (text: string) => void (errors += text),
  };
  const status = await runCli(args, output, root);
  return { status, written, errors };
}

test.each([
  {
    title: 'names the nearest command when one is misspelled',
    args: ['biuld'],
    message: 'there is no command "biuld". Did you mean "build"? See "npm run help".',
  },
  {
    title: 'suggests nothing when no command is near',
    args: ['constructor'],
    message: 'there is no command "constructor". See "npm run help".',
  },
  {
    title: 'names the nearest step of the tests',
    args: ['test', 'unti'],
    message:
      'there is no step "unti". Did you mean "unit"? Steps are lint, types, unit, slow, build, links, browser.',
  },
  {
    title: 'refuses an argument that build does not know',
    args: ['build', '--fast'],
    message: 'build takes no arguments, but got "--fast".',
  },
  {
    title: 'refuses an argument that start does not know',
    args: ['start', '--prot=80'],
    message: 'start takes only "--built", but got "--prot=80".',
  },
])('$title', async ({ args, message }) => {
  const { status, written, errors } = await heaplore(args);
  expect(errors).toBe(`heaplore: ${message}\n`);
  expect(written).toBe('');
  expect(status).toBe(2);
});

test.each(['0', '65536', '80.5', 'http'])('refuses the port %j', async (port) => {
  vi.stubEnv('PORT', port);
  const { status, errors } = await heaplore(['start', '--built']);
  expect(errors).toBe(`heaplore: PORT is "${port}", want a number from 1 to 65535.\n`);
  expect(status).toBe(2);
});

test('says what to do when the port is taken', async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve) =>
    server.listen(0, 'localhost', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    }),
  );
  vi.stubEnv('PORT', String(port));
  const { status, errors } = await heaplore(['start', '--built']);
  server.close();
  expect(errors).toContain(`port ${port} is taken`);
  expect(errors).toContain(`PORT=${port + 1} npm start`);
  expect(status).toBe(1);
});

test.each([[], ['help'], ['--help']])('lists every command for %j', async (...args) => {
  const { status, written } = await heaplore(args);
  expect(written).toMatch(
    /npm start .+\n[^]*npm run build .+\n[^]*npm run check .+\n[^]*npm test .+\n/,
  );
  expect(status).toBe(0);
});

test('check exits with 1 and lists every fault of a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'heaplore-'));
  const slug = 'example-cache-without-bound';
  const collection = join(collectionRoot, 'content');
  const file = join(folder, 'content/postmortems', slug, 'index.mdx');
  await cp(join(collection, 'vocabulary.yaml'), join(folder, 'content/vocabulary.yaml'));
  await mkdir(join(folder, 'content/causes'), { recursive: true });
  for (const name of await readdir(join(collection, 'causes'))) {
    // Without their bodies, which name incidents that are not in the folder.
    const [frontmatter] = (await readFile(join(collection, 'causes', name), 'utf8')).split(
      '\n---\n',
    );
    await writeFile(join(folder, 'content/causes', name), `${frontmatter}\n---\n`);
  }
  await cp(join(collection, 'postmortems', slug), join(folder, 'content/postmortems', slug), {
    recursive: true,
  });
  const text = await readFile(file, 'utf8');
  await writeFile(
    file,
    text
      .replace(/^cause: .*$/m, 'cause: never-relased')
      .replace(/^status: .*$/m, 'state: resolved'),
  );
  const { status, written, errors } = await heaplore(['check'], folder);
  await rm(folder, { recursive: true });

  expect(written).toContain('cause: unknown term "never-relased". Did you mean "never-released"?');
  expect(written).toContain('there is no field "state". Did you mean "status"?');
  expect(written.trimEnd().split('\n').at(-1)).toMatch(/^3 faults in 1 file\./);
  expect(errors).toBe('');
  expect(status).toBe(1);
});
