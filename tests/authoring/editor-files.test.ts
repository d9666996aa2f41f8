import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

import { writeEditorFiles } from '../../src/authoring/dev/editor-files.ts';
import { findTerm } from '../../src/model/vocabulary.ts';
import type { JsonSchema } from '../../src/authoring/frontmatter-schemas.ts';
import { collectionRoot, content } from '../collection.ts';
import { startLanguageServer, type LanguageServer } from './language-server.ts';

const postmortem = 'content/postmortems/example-scheduler-waiters/index.mdx';
const withTables = 'content/postmortems/example-tls-client-contexts/index.mdx';
const cause = 'content/causes/never-released.mdx';
const textOf = (file: string): string => readFileSync(join(collectionRoot, file), 'utf8');

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'heaplore editors-')));
  mkdirSync(join(root, 'content'));
  for (const folder of ['content/postmortems', 'content/causes', 'content/guides'])
    cpSync(join(collectionRoot, folder), join(root, folder), { recursive: true });
  writeEditorFiles(root, content.vocabulary);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const generated = (name: string) => join(root, '.astro/collections', name);
const generatedJson = (name: string): JsonSchema =>
  JSON.parse(readFileSync(generated(name), 'utf8')) as JsonSchema;

describe('the schemas for editors', () => {
  test.each([
    ['postmortems', content.postmortems],
    ['causes', content.causes],
    ['guides', content.guides],
  ])('find no fault in any of the %s', (kind, entries) => {
    const validate = new Ajv2020({ strict: false }).compile(
      generatedJson(`${kind}-frontmatter.schema.json`),
    );
    const faulty = entries.flatMap(({ file }) => {
      const [, frontmatter = ''] = /^---\n(.*?)^---$/ms.exec(textOf(file)) ?? [];
      return validate(parse(frontmatter)) ? [] : [{ file, errors: validate.errors }];
    });
    expect(entries).not.toEqual([]);
    expect(faulty).toEqual([]);
  });

  test('are written again only when they changed', () => {
    const files = ['collections.json', 'postmortems-frontmatter.schema.json'].map(generated);
    const times = () => files.map((file) => statSync(file).mtimeMs);
    const before = times();
    writeEditorFiles(root, content.vocabulary);
    expect(times()).toEqual(before);
  });

  test('stay as they are while the words have a fault', () => {
    const before = generatedJson('postmortems-frontmatter.schema.json');
    writeEditorFiles(root, { ...content.vocabulary, layers: [] });
    expect(generatedJson('postmortems-frontmatter.schema.json')).toEqual(before);
  });
});

describe('in an editor with the language server of Astro', () => {
  let server: LanguageServer;
  beforeAll(async () => {
    server = await startLanguageServer(root);
  }, 60_000);
  afterAll(() => server.stop());

  test('frontmatter without faults shows none', async () => {
    for (const file of [postmortem, withTables, cause])
      expect(await server.faults(file, textOf(file))).toEqual([]);
  }, 60_000);

  test('a field and a term that do not exist are faults at their place', async () => {
    const text = textOf(postmortem)
      .replace(/^status: /m, 'staus: ')
      .replace(/^growth: \[.*$/m, 'growth: [steps-upp]');
    const line = (start: string) => text.split('\n').findIndex((line) => line.startsWith(start));
    expect(await server.faults(postmortem, text)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ message: 'Property staus is not allowed.', line: line('staus') }),
        expect.objectContaining({
          message: expect.stringContaining('"steps-up"') as string,
          line: line('growth'),
        }),
        expect.objectContaining({ message: 'Missing property "status".' }),
      ]),
    );
  }, 60_000);

  test('a field and a term say what they mean', async () => {
    const text = textOf(postmortem);
    expect(await server.hover(postmortem, text, 'reported')).toContain('first public report');
    const { definition } = findTerm(content.vocabulary.growth, 'saw');
    expect(await server.hover(postmortem, text, 'saw')).toContain(definition);
  }, 60_000);

  test('terms of the vocabulary are offered', async () => {
    const text = textOf(postmortem).replace(/^cause: .*$/m, 'cause: ');
    expect(await server.completions(postmortem, text, 'cause: ')).toEqual(
      content.vocabulary.causes.map(({ id }) => id).toSorted(),
    );
  }, 60_000);

  test('a postmortem begun while the editor is open is known', async () => {
    const file = 'content/postmortems/begun/index.mdx';
    mkdirSync(join(root, dirname(file)));
    writeFileSync(join(root, file), '');
    writeEditorFiles(root, content.vocabulary);
    server.changed('.astro/collections/collections.json');
    expect(await server.faults(file, '---\nid: 1\n---\n')).not.toEqual([]);
  }, 60_000);
});
