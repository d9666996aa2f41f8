import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { chromium } from '@playwright/test';

import { CliError } from '../cli-error.ts';
import { root, run } from '../run.ts';

const playwright = join(root, 'node_modules/@playwright/test/cli.js');
const isRoot = process.getuid?.() === 0;

/**
 * Finds a Chromium for the browser tests, and gets one if there is none. In this order: the one CHROMIUM_PATH names,
 * Playwright's own, a download of that, one installed on this machine, the package of Debian. Undefined means Playwright's
 * own, which it finds by itself.
 */
export async function findChromium(write: (text: string) => void): Promise<string | undefined> {
  const named = process.env['CHROMIUM_PATH'];
  if (named) return await checkNamed(named);
  if (existsSync(chromium.executablePath())) return undefined;
  write('There is no Chromium of Playwright here. Downloading it.\n');
  if (await download()) return undefined;
  const installed = (await findInstalled()) ?? (await installDebianPackage(write));
  if (installed === undefined) throw new CliError(noBrowser);
  write(`The download failed. Testing with ${installed}.\n`);
  return installed;
}

async function checkNamed(path: string): Promise<string> {
  if (await runs(path)) return path;
  throw new CliError(
    `CHROMIUM_PATH is "${path}", but that is no program that runs. Correct it, or unset it to have one found.`,
  );
}

/** Five attempts of at most five seconds each where the network lets nothing through; a real download may take its time. */
async function download(): Promise<boolean> {
  const install = (what: 'install' | 'install-deps') =>
    run(process.execPath, [playwright, what, 'chromium'], {
      quiet: true,
      limitSeconds: 300,
      env: { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '5000' },
    });
  if ((await install('install')) !== 0) return false;
  // The libraries a browser needs are often missing on a server.
  if (process.platform === 'linux' && isRoot) await install('install-deps');
  return await runs(chromium.executablePath());
}

const candidates = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** Ubuntu's chromium-browser is a script that only says to install a snap, so each candidate is run. */
async function findInstalled(): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(':');
  const paths = candidates.flatMap((name) =>
    name.startsWith('/') ? [name] : folders.map((folder) => join(folder, name)),
  );
  for (const path of paths) if (existsSync(path) && (await runs(path))) return path;
  return undefined;
}

async function installDebianPackage(write: (text: string) => void): Promise<string | undefined> {
  if (!isRoot || !existsSync('/usr/bin/apt-get')) return undefined;
  write('Playwright offers no download here. Installing the package chromium with apt-get.\n');
  const apt = (...args: string[]) =>
    run('apt-get', args, {
      quiet: true,
      limitSeconds: 300,
      env: { DEBIAN_FRONTEND: 'noninteractive' },
    });
  await apt('update');
  await apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation');
  return await findInstalled();
}

const runs = async (program: string) =>
  (await run(program, ['--version'], { quiet: true, limitSeconds: 20 })) === 0;

const noBrowser =
  'there is no Chromium for the browser tests, and none could be downloaded. Install Chromium or Google Chrome ' +
  '(Debian: "apt-get install chromium"; Ubuntu: the package from https://www.google.com/chrome/), or set CHROMIUM_PATH ' +
  'to one. Then run "npm test -- build browser".';
