import { createServer } from 'node:net';

import { afterEach, expect, test, vi } from 'vitest';

import { runCli } from '../src/cli/main.ts';

afterEach(() => vi.unstubAllEnvs());

async function heaplore(...args: string[]) {
  let written = '';
  let errors = '';
  const status = await runCli(args, {
    write: (text) => void (written += text),
    writeError: (text) => void (errors += text),
  });
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
      'there is no step "unti". Did you mean "unit"? Steps are lint, types, unit, build, browser.',
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
  const { status, written, errors } = await heaplore(...args);
  expect(errors).toBe(`heaplore: ${message}\n`);
  expect(written).toBe('');
  expect(status).toBe(2);
});

test.each(['0', '65536', '80.5', 'http'])('refuses the port %j', async (port) => {
  vi.stubEnv('PORT', port);
  const { status, errors } = await heaplore('start', '--built');
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
  const { status, errors } = await heaplore('start', '--built');
  server.close();
  expect(errors).toContain(`port ${port} is taken`);
  expect(errors).toContain(`PORT=${port + 1} npm start`);
  expect(status).toBe(1);
});

test.each([[], ['help'], ['--help']])('lists every command for %j', async (...args) => {
  const { status, written } = await heaplore(...args);
  expect(written).toMatch(/npm start .+\n[^]*npm run build .+\n[^]*npm test .+\n/);
  expect(status).toBe(0);
});
