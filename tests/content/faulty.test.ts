/**
 * Postmortems as authors get them wrong, each with all that `npm run check` says about it beside it. They stand among content
 * without faults: an incident 8 about an LRU cache, a guide, a vocabulary.
 */

import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join, parse } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import type { Term } from '../../src/model/vocabulary.ts';
import { formatFault } from '../../src/model/fault.ts';
import { imageFile } from '../../src/content/mdx/addresses.ts';
import { readContent } from '../../src/content/read/read-content.ts';
import { vocabularyLists } from '../../src/model/vocabulary.ts';
import { change, validText, vocabulary } from './postmortem.ts';

const examples = 'tests/faulty';
const place = 'content/postmortems/example';
let root = '';

const neighbor = change(
  change(validText, 'id: 7', 'id: 8'),
  'sources:\n',
  "evidence:\n  - tool: pprof-heap\n    source: issue-1\n    frames: ['lru.(*Cache).Add', 'api.(*Handler).Lookup', 'api.(*Handler).ServeHTTP']\nsources:\n",
);

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'faulty-'));
  const { causes } = vocabulary;
  const line = ({ id, placeholder }: Term) =>
    `  ${id}: { label: ${id}, definition: It is so.${placeholder ? ', placeholder: true' : ''} }
`;
  const words = vocabularyLists.map(
    (list) => `${list}:
${vocabulary[list].map(line).join('')}`,
  );
  await write('content/vocabulary.yaml', words.join(''));
  for (const { id } of causes)
    await write(`content/causes/${id}.mdx`, `---\nlabel: ${id}\ndefinition: It grows.\n---\n`);
  await write('content/postmortems/lru/index.mdx', neighbor);
});

afterAll(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

const files = await readdir(examples);
const names = files.flatMap((name) => /^(.*)\.mdx$/.exec(name)?.[1] ?? []);

test('there are enough of them', () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
});

test.each(names)('%s', async (name) => {
  await rm(join(root, place), { recursive: true, force: true });
  await mkdir(join(root, place), { recursive: true });
  await cp(`${examples}/${name}.mdx`, join(root, place, 'index.mdx'));
  if (files.includes(`${name}.csv`))
    await cp(`${examples}/${name}.csv`, join(root, place, 'rss.csv'));
  await cp('tests/images/plain.png', join(root, place, 'graph.png'));
  for (const image of files.filter((file) => imageFile.test(file) && parse(file).name === name))
    await cp(join(examples, image), join(root, place, `graph${extname(image)}`));

  const { faults } = await readContent(root);
  expect(faults.length).toBeGreaterThan(0);
  const said = faults.map((fault) =>
    formatFault(fault).replaceAll(`${place}/`, '').replaceAll('content/postmortems/', ''),
  );
  await expect(`${said.join('\n')}\n`).toMatchFileSnapshot(`../faulty/${name}.expected.txt`);
});
