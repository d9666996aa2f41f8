import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { cp, mkdir, readFile, readdir, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** What one run of a program cost. */
export interface Cost {
  readonly seconds: number;
  /** Most resident memory of the program and all it started, in bytes. Undefined where there is no /proc. */
  readonly peakBytes: number | undefined;
}

const parts = [
  'src',
  'public',
  'site.config.ts',
  'astro.config.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** A copy of the project in `folder`, with the same dependencies, and with the content of another project root or none. */
export async function copyProject(
  root: string,
  folder: string,
  { contentOf }: { readonly contentOf?: string } = {},
): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const part of parts) await cp(join(root, part), join(folder, part), { recursive: true });
  if (contentOf !== undefined)
    await cp(join(contentOf, 'content'), join(folder, 'content'), { recursive: true });
  await symlink(resolve(root, 'node_modules'), join(folder, 'node_modules'));
}

/** Runs a program in a folder and measures it; adds what it prints to output.log there. Throws with its last lines if it fails. */
export async function measure(
  folder: string,
  program: string,
  args: readonly string[],
): Promise<Cost> {
  const began = performance.now();
  const child = spawn(program, args, {
    cwd: folder,
    env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', CI: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(join(folder, 'output.log'), { flags: 'a' });
  let printed = '';
  const keep = (text: Buffer) => {
    printed = (printed + text.toString()).slice(-4000);
    log.write(text);
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  let peak: number | undefined;
  const timer = setInterval(() => {
    void residentBytes(child.pid ?? 0).then((bytes) => {
      if (bytes !== undefined) peak = Math.max(peak ?? 0, bytes);
    });
  }, 250);
  const status = await new Promise((resolve) => child.once('close', resolve));
  clearInterval(timer);
  log.end();
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')} failed in ${folder}:\n${printed}`);
  return { seconds: (performance.now() - began) / 1000, peakBytes: peak };
}

/** Resident memory of a process and its descendants, as /proc states it. */
async function residentBytes(root: number): Promise<number | undefined> {
  const names = await readdir('/proc').catch(() => []);
  const all = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
        return {
          pid: Number(name),
          parent: Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]),
          bytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024,
        };
      }),
  );
  const family = new Set([root]);
  for (let grown = true; grown;) {
    const before = family.size;
    for (const { pid, parent } of all) if (family.has(parent)) family.add(pid);
    grown = family.size > before;
  }
  const found = all.filter(({ pid }) => family.has(pid));
  return found.length === 0 ? undefined : found.reduce((sum, { bytes }) => sum + bytes, 0);
}
