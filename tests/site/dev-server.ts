import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

export interface DevServer {
  /** Without a slash at its end. */
  readonly address: string;
  /** Everything it printed so far. */
  printed(): string;
  stop(): void;
}

/** What "npm run dev" starts, in a copy of the project, at a free port. Resolves when it answers. */
export async function startDevServer(folder: string): Promise<DevServer> {
  const port = await freePort();
  const program = 'node_modules/astro/bin/astro.mjs';
  const server = spawn(process.execPath, [program, 'dev', '--port', String(port)], {
    cwd: folder,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' },
  });
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('Local ')) resolve();
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('exit', () => reject(new Error(`the server ended:\n${printed}`)));
  });
  return {
    address: `http://localhost:${port}`,
    printed: () => printed,
    stop: () => void server.kill(),
  };
}

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
