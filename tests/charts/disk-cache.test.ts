import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { chartsOf } from '../../src/charts/chart.ts';
import { drawCard } from '../../src/charts/draw/card.ts';
import { drawChart } from '../../src/charts/draw/chart.ts';
import { codeHash, importsOf } from '../../src/charts/draw/code-hash.ts';
import { diskCached, readChecked, writeChecked } from '../../src/charts/draw/disk-cache.ts';
import { improvementOf, postmortem, vocabulary } from './postmortem.ts';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'heaplore-cache-'));
});
afterEach(() => rm(cache, { recursive: true }));

/** Changes one bit of a file, not its length. */
async function flip(path: string, at: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[at] = (bytes.at(at) ?? 0) ^ 1;
  await writeFile(path, bytes);
}

describe('a checked file', () => {
  const content = Buffer.from('what was drawn');
  const path = () => join(cache, 'folder/file');
  beforeEach(() => writeChecked(path(), content));

  test('holds what was written, and nothing else is left beside it', async () => {
    expect(readChecked(path())).toEqual(content);
    expect(await readdir(join(cache, 'folder'))).toEqual(['file']);
  });

  test('is missing when any single bit was changed, in its checksum or in its content', async () => {
    const { length } = await readFile(path());
    for (let at = 0; at < length; at += 1) {
      await flip(path(), at);
      expect(readChecked(path()), `byte ${at}`).toBeUndefined();
      await flip(path(), at);
    }
    expect(readChecked(path())).toEqual(content);
  });

  test.each([0, 10, 32, 40])('is missing when it was cut after %i bytes', async (length) => {
    await writeFile(path(), (await readFile(path())).subarray(0, length));
    expect(readChecked(path())).toBeUndefined();
  });

  test('is missing when it was never written', () => {
    expect(readChecked(join(cache, 'other'))).toBeUndefined();
  });
});

test('what is cached is made once, and again when its file is damaged', async () => {
  const path = join(cache, 'file');
  let made = 0;
  const get = async () =>
    (await diskCached(path, () => Buffer.from(`made ${(made += 1)}`))).toString();
  expect([await get(), await get()]).toEqual(['made 1', 'made 1']);
  await flip(path, 35);
  expect([await get(), await get()]).toEqual(['made 2', 'made 2']);
});

const only = async (folder: string): Promise<string> => {
  const names = await readdir(join(cache, folder));
  expect(names).toHaveLength(1);
  return join(cache, folder, names[0] ?? '');
};

test('a chart whose cached file has another byte is drawn again', async () => {
  const [chart] = chartsOf(postmortem({ improvement: [improvementOf()] }), vocabulary);
  if (!chart) throw new Error('no chart');
  const drawn = await drawChart({ chart, cache });
  const file = await only('charts');
  await flip(file, 200);
  expect(await drawChart({ chart, cache })).toEqual(drawn);
  expect(await drawChart({ chart, cache })).toEqual(drawn);
  expect(readChecked(file)).toBeDefined();
});

test('a card whose cached file has another byte is drawn again', async () => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="9" height="9" fill="#b3431e"/></svg>';
  const png = await drawCard({ svg, cache });
  const file = await only('cards');
  await flip(file, 60);
  expect((await drawCard({ svg, cache })).equals(png)).toBe(true);
  expect(readChecked(file)?.equals(png)).toBe(true);
});

describe('the code that a drawing depends on', () => {
  const draw = join(import.meta.dirname, '../../src/charts/draw');
  const named = (entry: string) => {
    const { files, packages } = importsOf(join(draw, entry));
    return { files: files.map((file) => file.replace(/^.*\/src\//, '')), packages };
  };

  test('of a chart reaches through all rooms it imports', () => {
    const { files } = named('chart.ts');
    for (const file of [
      'charts/draw/chart.ts',
      'charts/render/text.ts',
      'charts/render/axis.ts',
      'charts/render/theme.ts',
    ])
      expect(files).toContain(file);
    expect(files.some((file) => file.startsWith('model/'))).toBe(true);
    expect(files.some((file) => file.startsWith('reports/'))).toBe(true);
    expect(files.some((file) => file.startsWith('charts/cards/'))).toBe(false);
  });

  test('of a card is its glyphs, its PNG and the versions of two packages', () => {
    const { files, packages } = named('card.ts');
    expect(files).toContain('charts/cards/glyphs.ts');
    expect(files).toContain('charts/cards/png.ts');
    expect(packages).toEqual(['@resvg/resvg-wasm', 'wawoff2']);
  });

  test('has a hash that changes with a file that is imported by an imported file, and not with a type', async () => {
    const write = (name: string, text: string) => writeFile(join(cache, name), text);
    const entry = join(cache, 'a.ts');
    await write('a.ts', "import type { T } from './type.ts';\nimport {\n  b,\n} from './b.ts';\n");
    await write('b.ts', "import 'node:fs';\nexport { c } from './c.ts';\n");
    await write('c.ts', 'export const c = 1;\n');
    const first = codeHash(entry);
    expect(codeHash(entry)).toBe(first);
    await write('c.ts', 'export const c = 2;\n');
    expect(codeHash(entry)).not.toBe(first);
  });
});
