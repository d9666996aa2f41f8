import { spawn, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { placeAside, replaceDist, tidyUp, type Folders } from '../../src/cli/site/dist.ts';
import { putBackPages, takePages } from '../../src/cli/site/page-cache.ts';
import { explainSystemError } from '../../src/cli/cli-error.ts';

let root: string;
let folders: Folders;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'heaplore-dist-'));
  folders = { dist: join(root, 'dist'), cache: join(root, '.cache') };
});
afterEach(() => rm(root, { recursive: true }));

async function writeSite(folder: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'index.html'), text);
}

const served = () => readFile(join(folders.dist, 'index.html'), 'utf8');
const aside = () => readdir(folders.cache);

/** The number of a process that has ended. */
const ended = spawnSync(process.execPath, ['--version']).pid;

describe('a site that was built', () => {
  test('takes the place of the previous one and leaves nothing behind', async () => {
    await writeSite(folders.dist, 'old');
    await writeSite(placeAside(folders), 'new');
    await replaceDist(folders, placeAside(folders));
    expect(await served()).toBe('new');
    expect(await aside()).toEqual([]);
  });

  test('takes its place where there was none', async () => {
    await writeSite(placeAside(folders), 'new');
    await replaceDist(folders, placeAside(folders));
    expect(await served()).toBe('new');
  });

  test('is one of ten whole ones when ten builds end at once', async () => {
    await writeSite(folders.dist, 'old');
    const builds = Array.from({ length: 10 }, (_, index) => join(folders.cache, `new-${index}`));
    for (const site of builds) await writeSite(site, site);
    const script = `import { replaceDist } from ${JSON.stringify(join(import.meta.dirname, '../../src/cli/site/dist.ts'))};
      await replaceDist(${JSON.stringify(folders)}, process.argv[1]);`;
    const statuses = await Promise.all(
      builds.map(
        (site) =>
          new Promise((resolve) => {
            spawn(process.execPath, ['--input-type=module', '-e', script, site], {
              stdio: 'inherit',
            }).once('close', resolve);
          }),
      ),
    );
    expect(statuses).toEqual(builds.map(() => 0));
    expect(builds).toContain(await served());
    expect(await aside()).toEqual([]);
  });
});

describe('a build that was stopped', () => {
  test('leaves the previous site, and its half site goes with the next build', async () => {
    await writeSite(folders.dist, 'old');
    await writeSite(join(folders.cache, `site-${ended}`), 'half');
    await tidyUp(folders);
    expect(await served()).toBe('old');
    expect(await aside()).toEqual([]);
  });

  test('between moving the old site away and the new one in, has the old one back', async () => {
    await writeSite(join(folders.cache, `replaced-${ended}`), 'old');
    await writeSite(join(folders.cache, `site-${ended}`), 'new, perhaps half');
    await tidyUp(folders);
    expect(await served()).toBe('old');
    expect(await aside()).toEqual([]);
  });

  test('after the new one is in, has no more of the old one', async () => {
    await writeSite(folders.dist, 'new');
    await writeSite(join(folders.cache, `replaced-${ended}`), 'old');
    await tidyUp(folders);
    expect(await served()).toBe('new');
    expect(await aside()).toEqual([]);
  });
});

test('a build that still runs keeps what it has put aside, and other caches stay', async () => {
  await writeSite(join(folders.cache, `site-${process.pid}`), 'half');
  await writeSite(join(folders.cache, 'charts'), 'drawing');
  await tidyUp(folders);
  expect((await aside()).toSorted()).toEqual(['charts', `site-${process.pid}`]);
});

describe('pages for the next build', () => {
  const left = () => readdir(join(folders.cache, 'pages'));
  const keepPages = async () => {
    await mkdir(folders.cache);
    const pages = await takePages(folders);
    await writeSite(join(pages, 'dist/i/1'), 'a page');
    await writeSite(join(pages, 'dist/i/2'), 'another page');
    await putBackPages(folders, pages);
  };

  test('are found by it, and left by it again', async () => {
    await keepPages();
    const pages = await takePages(folders);
    expect(await readFile(join(pages, 'dist/i/1/index.html'), 'utf8')).toBe('a page');
    await putBackPages(folders, pages);
    expect(await left()).toContain('dist');
    expect(await aside()).toEqual(['pages']);
  });

  test('belong to one of two builds at once; the other starts from nothing', async () => {
    await keepPages();
    const script = `import { takePages } from ${JSON.stringify(join(import.meta.dirname, '../../src/cli/site/page-cache.ts'))};
      await takePages(${JSON.stringify(folders)});
      process.stdout.write(String(process.pid));`;
    const first = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    expect(await readdir(join(folders.cache, `pages-${first.stdout.toString()}`))).toContain(
      'dist',
    );
    expect(await readdir(await takePages(folders))).toEqual([]);
  });

  test('are gone where their build was stopped', async () => {
    await writeSite(join(folders.cache, `pages-${ended}`), 'half');
    await tidyUp(folders);
    expect(await aside()).toEqual([]);
  });

  test.each([
    ['is cut', (page: string) => writeFile(page, 'a pa')],
    ['is missing', (page: string) => rm(page)],
    ['has another byte', (page: string) => writeFile(page, 'a qage')],
  ])('are made anew when one %s', async (_, damage) => {
    await keepPages();
    await damage(join(folders.cache, 'pages/dist/i/1/index.html'));
    expect(await readdir(await takePages(folders))).toEqual([]);
  });
});

test.each([
  ['ENOSPC', 'the disk is full, and /a could not be written. Free some space and run it again.'],
  [
    'EROFS',
    '/a cannot be written, because it is on a read-only file system. Work in a copy that can be written.',
  ],
  [
    'EACCES',
    '/a may not be read or written by you. Change its owner or its permissions, or work in a copy.',
  ],
])('the refusal %s is said in words', (code, words) => {
  const error = Object.assign(new Error(code), { code, path: '/a' });
  expect(explainSystemError(error)).toMatchObject({ message: words, status: 1 });
});

test('an error of our own making is no refusal of the system', () => {
  expect(explainSystemError(new TypeError('x is undefined'))).toBeUndefined();
});
