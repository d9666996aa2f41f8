import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';
import { parseFrontmatter } from '../../src/content/mdx/frontmatter.ts';
import { createSource } from '../../src/content/mdx/source.ts';

import { parseDraft, draftText } from '../../src/authoring/draft.ts';
import { isRecord } from '../../src/authoring/values.ts';
import { writeFields } from '../../src/authoring/write-fields.ts';
import { collectionRoot, content } from '../collection.ts';

const written = `# The id comes from the ledger.
id: 7
title: 'A: quoted'   # the maintainers' words

# open: which layers?
layer: [runtime, library]
sources:
  # The first report.
  - { id: issue, url: 'https://example.org/1' } # archived
  - id: fix
    url: https://example.org/2
# The end.
`;
const { value } = parseFrontmatter(createSource('index.mdx', `---\n${written}---\n`));
const fields = isRecord(value) ? value : {};

describe('write-fields', () => {
  test('leaves every byte when nothing has changed', () => {
    expect(writeFields(written, fields)).toBe(written);
  });

  test('leaves every postmortem of a collection as it is', () => {
    const texts = content.postmortems.map(({ file }) =>
      readFileSync(join(collectionRoot, file), 'utf8'),
    );
    const changed = texts.filter((text) => {
      const read = parseDraft('index.mdx', text, []);
      return 'faults' in read || draftText(read.draft) !== text;
    });
    expect(texts.length).toBeGreaterThan(5);
    expect(changed).toEqual([]);
  });

  test('changes one field and leaves the others and its comments', () => {
    expect(writeFields(written, { ...fields, title: 'Another' })).toBe(
      written.replace(`'A: quoted'   #`, 'Another #'),
    );
  });

  test('drops the question above a field that is answered', () => {
    expect(writeFields(written, { ...fields, layer: ['kernel'] })).toBe(
      written.replace('# open: which layers?\n', '').replace('[runtime, library]', '[kernel]'),
    );
  });

  test('changes an entry of a list and keeps the comments on all', () => {
    const sources = [
      { id: 'issue', url: 'https://example.org/1' },
      { id: 'fix', url: 'https://example.org/3' },
    ];
    expect(writeFields(written, { ...fields, sources })).toBe(
      written.replace('example.org/2', 'example.org/3'),
    );
  });

  test('takes an entry out and leaves its neighbours', () => {
    const sources = [{ id: 'issue', url: 'https://example.org/1' }];
    const text = writeFields(written, { ...fields, sources });
    expect(text).toContain(
      "  # The first report.\n  - { id: issue, url: 'https://example.org/1' } # archived\n",
    );
    expect(text).not.toContain('fix');
    expect(text).toContain('# The end.\n');
  });

  test('puts a new field behind the one it follows', () => {
    const { id, title, ...rest } = fields;
    expect(writeFields(written, { id, title, summary: 'New', ...rest })).toBe(
      written.replace('\n\n# open', '\nsummary: New\n\n# open'),
    );
  });

  test('takes a field out with its comments', () => {
    const { id, ...rest } = fields;
    expect(id).toBe(7);
    expect(writeFields(written, rest)).toBe(written.replace(/^.*\n.*\n/, ''));
  });

  test('writes fields of its own where nothing was written', () => {
    expect(writeFields('', { id: 1, layer: ['a'] })).toBe('id: 1\nlayer:\n  - a\n');
    expect(writeFields('', {})).toBe('');
  });

  test('keeps fields in braces in braces', () => {
    expect(writeFields('{id: 1, title: a}\n', { id: 1, title: 'b' })).toBe('{id: 1, title: b}\n');
  });
});
