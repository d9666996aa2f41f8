/**
 * Proves that the engine does not know its collection: runs its tests in a copy of the project that has the content of
 * tests/collection instead. `npx node tests/small-collection.ts` runs the unit tests but those of the published content;
 * with `browser` it builds the copy's site and runs the browser tests there; further arguments go to Vitest or Playwright.
 */

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { collectionRoot } from './collection.ts';

const root = join(import.meta.dirname, '..');
const copy = join(root, '.cache/small-collection');

rmSync(copy, { recursive: true, force: true });
const files = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '-z'],
  {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64e6,
  },
).split('\0');
for (const file of files.filter((name) => name !== '' && !name.startsWith('content/'))) {
  mkdirSync(join(copy, dirname(file)), { recursive: true });
  cpSync(join(root, file), join(copy, file));
}
cpSync(join(collectionRoot, 'content'), join(copy, 'content'), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

const [first, ...rest] = process.argv.slice(2);
const commands =
  first === 'browser'
    ? [
        ['run', 'build'],
        ['run', 'browser', '--', ...rest],
      ]
    : [
        [
          'run',
          'unit',
          '--',
          '--exclude',
          'tests/published/**',
          ...(first ? [first, ...rest] : []),
        ],
      ];
for (const args of commands) {
  const { status } = spawnSync('npm', args, { cwd: copy, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}
