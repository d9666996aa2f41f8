import { strFromU8, strToU8, zipSync } from 'fflate';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { withoutField } from '../../src/authoring/composer/draft-form.ts';
import { findReferencedFiles } from '../../src/authoring/composer/composer-state.ts';
import {
  chooseImageName,
  defaultImageOffset,
  insertImage,
} from '../../src/authoring/composer/draft-images.ts';
import { sortFiles } from '../../src/authoring/composer/dropped-files.ts';
import { openDraft, type FoundFile } from '../../src/authoring/composer/open-draft.ts';
import { FilesRefused } from '../../src/authoring/composer/worker-messages.ts';
import { emptyDraft } from '../../src/authoring/draft.ts';
import { importIntoDraft } from '../../src/authoring/import/into-draft.ts';

const main = '---\nid: 7 # ours\ntitle: A\n---\n\n## Summary\n\nIt grew.\n';
const file = (path: string, text = main): FoundFile => ({ path, bytes: strToU8(text) });

/** The reasons why files are refused. */
function reasons(...files: readonly FoundFile[]): readonly string[] {
  try {
    openDraft(files);
    return [];
  } catch (error) {
    if (error instanceof FilesRefused) return error.reasons;
    throw error;
  }
}

describe('open-draft', () => {
  test('takes a folder with its tables, its other files and its name', () => {
    const { draft, attachments, notes } = openDraft([
      file('content/postmortems/a-leak/index.mdx'),
      file('content/postmortems/a-leak/rss.csv', 't,rss\n0,1\n'),
      file('content/postmortems/a-leak/graph.png', 'x'),
      file('content/postmortems/a-leak/.DS_Store', 'x'),
      file('content/vocabulary.yaml', 'x'),
    ]);
    expect(draft.slug).toBe('a-leak');
    expect(draft.fields).toEqual({ id: 7, title: 'A' });
    expect(draft.body).toBe('\n## Summary\n\nIt grew.\n');
    expect(draft.written).toBe('id: 7 # ours\ntitle: A\n');
    expect(draft.tables).toEqual([{ name: 'rss.csv', text: 't,rss\n0,1\n' }]);
    expect(attachments.map(({ path }) => path)).toEqual(['graph.png']);
    expect(notes).toEqual([
      'content/vocabulary.yaml was left out, because it is not in the folder of the postmortem.',
    ]);
  });

  test('takes a zip file, whatever packed it', () => {
    const bytes = zipSync({
      'a-leak/index.mdx': strToU8(main),
      'a-leak/top.txt': strToU8('top'),
      '__MACOSX/a-leak/._index.mdx': strToU8('x'),
    });
    const { draft, attachments } = openDraft([{ path: 'Archive.ZIP', bytes }]);
    expect(draft.slug).toBe('a-leak');
    expect(attachments.map(({ path, bytes: found }) => [path, strFromU8(found)])).toEqual([
      ['top.txt', 'top'],
    ]);
  });

  test('takes a lone file under another name, and leaves its folder open', () => {
    expect(openDraft([file('index (1).mdx')]).draft).not.toHaveProperty('slug');
    expect(openDraft([file('My Leak/index.mdx')]).draft).not.toHaveProperty('slug');
  });

  test.each<[string, FoundFile, string]>([
    ['text that is not UTF-8', { path: 'index.mdx', bytes: new Uint8Array([255]) }, 'not UTF-8'],
    ['more than is read', file('index.mdx', `${main}${'a'.repeat(1e6)}`), 'found 1.0 MB'],
    ['no postmortem', file('rss.csv', 'a'), 'There is no index.mdx in these files.'],
    ['a zip file that is none', file('a.zip', 'PK'), 'a.zip cannot be read as a zip file'],
    [
      'a zip file that holds too much',
      { path: 'a.zip', bytes: zipSync({ 'a.txt': new Uint8Array(65e6) }) },
      'a.zip unpacks to more than 64 MB.',
    ],
  ])('refuses %s', (_name, given, words) => {
    expect(reasons(given).join('\n')).toContain(words);
  });

  test('says every fault of fields that cannot be read, with its line', () => {
    const faulty = '---\ntitle: "a\nid: *b\n---\n';
    const [first, ...rest] = reasons(file('index.mdx', faulty));
    expect(first).toContain('Fix this in a text editor');
    expect(rest[0]).toMatch(/^index\.mdx:2:\d+ {2}the quote is never closed/);
  });
});

describe('dropped-files', () => {
  const given = (path: string, type = '') => ({
    path,
    file: new File([], path.slice(path.lastIndexOf('/') + 1), { type }),
  });

  test.each([
    ['a lone file', ['index.mdx']],
    ['a text of any name', ['notes.md']],
    ['a zip file', ['draft.zip']],
    ['a folder', ['a-leak/index.mdx', 'a-leak/README.md', 'a-leak/rss.csv']],
  ])('know a postmortem: %s', (_name, paths) => {
    expect(sortFiles(paths.map((path) => given(path))).kind).toBe('postmortem');
  });

  test('are reports and images otherwise', () => {
    const sorted = sortFiles([
      given('logs/README.md'),
      given('logs/massif.out'),
      given('logs/.DS_Store'),
      given('logs/graph.png', 'image/png'),
    ]);
    expect(sorted.kind === 'additions' && sorted.reports.map(({ name }) => name)).toEqual([
      'README.md',
      'massif.out',
    ]);
    expect(sorted.kind === 'additions' && sorted.images.map(({ name }) => name)).toEqual([
      'graph.png',
    ]);
  });

  test('are refused when they are too many', () => {
    expect(sortFiles(Array.from({ length: 201 }, (_, index) => given(`${index}`))).kind).toBe(
      'refused',
    );
  });
});

describe('an import', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('says what is wrong on a page without https, where browsers compute no sums', async () => {
    vi.stubGlobal('crypto', {});
    const given = { name: 'massif.out', bytes: new Uint8Array([1]), role: 'before' } as const;
    const terms = { home: 'https://example.org', vocabulary: { tools: [], metrics: [] } };
    await expect(importIntoDraft(emptyDraft(1), [given], terms)).rejects.toThrow(
      'Open this page over https, or use "npm run import" in a clone of the repository.',
    );
  });
});

describe('images', () => {
  test.each([
    ['Screen Shot 2024-05-01 at 10.32.png', [], 'screen-shot-2024-05-01-at-10-32.png'],
    ['Speicherverbrauch über Zeit.JPG', [], 'speicherverbrauch-uber-zeit.jpg'],
    ['内存.png', [], 'image.png'],
    ['image.png', ['image.png', 'image-2.png'], 'image-3.png'],
    ['graph', [], 'graph'],
  ])('%s is named %s', (name, taken, wanted) => {
    expect(chooseImageName(name, taken)).toBe(wanted);
  });

  test.each([
    ['the middle of a paragraph', 'One\ntwo\n\nThree\n', 2, 'One\ntwo\n\n![](a.png)\n\nThree\n'],
    ['the end', 'One', 3, 'One\n\n![](a.png)\n'],
    ['an empty text', '', 0, '![](a.png)\n'],
  ])('stand behind the paragraph, from %s', (_name, body, at, wanted) => {
    const { body: text, caret } = insertImage(body, at, 'a.png');
    expect(text).toBe(wanted);
    expect(text.slice(caret - 2, caret + 1)).toBe('![]');
  });

  test('go to the end of the symptoms when nobody says where', () => {
    const body = '\n## Symptoms\n\nIt grew.\n\n## Fix\n\nNone.\n';
    expect(insertImage(body, defaultImageOffset(body), 'a.png').body).toBe(
      '\n## Symptoms\n\nIt grew.\n\n![](a.png)\n\n## Fix\n\nNone.\n',
    );
    expect(defaultImageOffset('No heading')).toBe(10);
  });
});

test('a draft names the tables of its figures and the images of its text', () => {
  const lines = [{ file: { name: 'rss.csv', x: 't' } }, { points: [[0, 1]] }];
  const recorded = [{ file: 'massif.out', sha256: '0' }];
  const draft = {
    fields: { measurements: [{ lines, recorded }], title: 'file' },
    body: '![a](a.png) ![b](./b.png "B") ![](https://example.org/c.png) ![a](a.png)',
    tables: [],
  };
  expect(findReferencedFiles(draft)).toEqual(['rss.csv', 'a.png', 'b.png']);
});

describe('withoutField', () => {
  const fields = { a: 1, list: [{ b: 1, c: 2 }, { b: 3 }] };

  test.each([
    ['a', { list: fields.list }],
    ['list[0].c', { a: 1, list: [{ b: 1 }, { b: 3 }] }],
    ['none', fields],
    ['a.b', fields],
  ])('takes out %s', (path, wanted) => {
    expect(withoutField(fields, path)).toEqual(wanted);
  });
});
