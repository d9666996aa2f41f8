import { existsSync } from 'node:fs';
import { connect } from 'node:net';

import { preview } from 'astro';

import { build, folders } from './build.ts';
import { CliError } from '../cli-error.ts';
import { tidyUp } from './dist.ts';
import { root } from '../run.ts';

/**
 * Builds the site and serves it until it is stopped. `--built` serves what is in dist. The port is 4321, or PORT in the
 * environment; one that is taken is an error, because the address printed must be the address served.
 */
export async function start(
  args: readonly string[],
  { write }: { readonly write: (text: string) => void },
): Promise<number> {
  const unknown = args.filter((argument) => argument !== '--built');
  if (unknown.length > 0)
    throw new CliError(`start takes only "--built", but got "${unknown.join(' ')}".`, 2);
  const port = portFrom(process.env['PORT']);
  if (await isTaken(port)) throw new CliError(takenMessage(port));

  if (!args.includes('--built')) await build([]);
  else await checkBuilt();

  const server = await preview({
    root,
    logLevel: 'error',
    server: { port },
    vite: { preview: { strictPort: true } },
  });
  const [address = `http://localhost:${port}/`] = server.urls?.local ?? [];
  write(`\nHeaplore is at ${address}\nCtrl-C stops it.\n`);
  await untilStopped();
  await server.stop();
  return 0;
}

/** A build stopped in its last moment may have left the previous site aside. */
async function checkBuilt(): Promise<void> {
  if (!existsSync(folders.dist)) await tidyUp(folders);
  if (!existsSync(folders.dist))
    throw new CliError('there is no site in dist. Run "npm run build" first.');
}

function portFrom(text: string | undefined): number {
  if (text === undefined || text === '') return 4321;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new CliError(`PORT is "${text}", want a number from 1 to 65535.`, 2);
}

const takenMessage = (port: number) =>
  `port ${port} is taken by another program. Stop that, or choose another port: PORT=${port + 1} npm start`;

function isTaken(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: 'localhost', autoSelectFamily: true });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

const untilStopped = () =>
  new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
