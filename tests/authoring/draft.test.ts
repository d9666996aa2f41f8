import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { createDraftChecker } from '../../src/authoring/composer/check-draft.ts';
import { newFileAddress, zipFolder } from '../../src/authoring/composer/export.ts';
import { countRemaining } from '../../src/authoring/composer/fault-list.ts';
import { idRuns } from '../../src/authoring/composer/incident-lookup.ts';
import {
  parseDraft,
  draftText,
  emptyDraft,
  chooseSlug,
  listUsedNames,
  type Draft,
} from '../../src/authoring/draft.ts';
import { unzipSync, strFromU8 } from 'fflate';
import { collectionRoot, content } from '../collection.ts';

const [first] = content.postmortems;
if (!first) throw new Error('no content');
const incidents = content.postmortems.map(({ slug, data: { id, title, status } }) => ({
  id,
  title,
  status,
  slug,
}));
/** A check beside the incidents that are known, the way the page's Worker does it. */
function createCheck(known: typeof incidents) {
  const ids = idRuns(known.map(({ id }) => id));
  const check = createDraftChecker({ vocabulary: content.vocabulary, ids, empty: emptyDraft(1) });
  return (draft: Draft, attachments?: Parameters<typeof check>[1]) => {
    const sameId = known.find(({ id }) => id === draft.fields['id']);
    const { result, ...shown } = check(draft, attachments, sameId);
    return { ...result, ...shown };
  };
}
const others = incidents.filter(({ id }) => id !== first.data.id);

/** A postmortem of the collection as a draft. */
function draftOfPostmortem({ file, tables }: (typeof content.postmortems)[number]): Draft {
  const folder = join(collectionRoot, dirname(file));
  const names = Object.keys(tables);
  const read = parseDraft(
    'index.mdx',
    readFileSync(join(collectionRoot, file), 'utf8'),
    names.map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
  );
  if ('faults' in read) throw new Error(`${file} cannot be read`);
  return read.draft;
}

describe('draft', () => {
  test('comes back from its text', () => {
    const draft = draftOfPostmortem(first);
    expect(parseDraft('index.mdx', draftText(draft), draft.tables)).toEqual({ draft });
  });

  test.each([
    ['without frontmatter', '## Summary\n', 'the frontmatter is missing'],
    ['with a bracket that is never closed', '---\n[\n---\n', 'a bracket is never closed'],
    ['with the same field twice', '---\nid: 1\nid: 2\n---\n', 'is listed twice'],
    ['with a list of fields', '---\n- id: 1\n---\n', 'want fields'],
  ])('is not made of a text %s', (_name, text, message) => {
    const read = parseDraft('index.mdx', text, []);
    expect('faults' in read && read.faults[0]?.message).toContain(message);
  });

  test('keeps the name of the folder that it came from', () => {
    expect(chooseSlug({ ...emptyDraft(1), fields: { title: 'New' }, slug: 'old-name' })).toBe(
      'old-name',
    );
  });

  test('takes the name of its folder from the title', () => {
    const titled = (title: string) => ({ ...emptyDraft(1), fields: { title } });
    expect(chooseSlug(titled('RSS of “Redis” grows'))).toBe('rss-of-redis-grows');
    expect(chooseSlug(titled('内存泄漏'))).toBe('untitled');
    expect(chooseSlug(emptyDraft(1))).toBe('untitled');
  });

  test('knows the names that are taken', () => {
    const draft = {
      fields: { improvement: [{ id: 'a' }], measurements: [{ id: 'b' }, {}] },
      body: '<Sketch id="c" shape="burst" />',
      tables: [{ name: 'd.csv', text: '' }],
    };
    expect(listUsedNames(draft)).toEqual(['a', 'b', 'c', 'd.csv']);
  });
});

describe('check-draft', () => {
  test('says of a complete postmortem what the check says: nothing', () => {
    const check = createCheck(others);
    const ownImages = first.body.images.length > 0;
    expect(ownImages).toBe(false);
    expect(check(draftOfPostmortem(first)).faults).toEqual([]);
  });

  test('refuses an id that is taken', () => {
    const { faults, isPublished } = createCheck(incidents)(draftOfPostmortem(first));
    expect(isPublished).toBe(false);
    expect(faults.map(({ message }) => message)).toEqual([
      `Another postmortem has the id 1. Use 1, the next free one. To edit that postmortem, open its folder ${first.slug}.`,
    ]);
  });

  test('takes a postmortem in its own folder for what it is', () => {
    const draft = { ...draftOfPostmortem(first), slug: first.slug };
    const { faults, isPublished, folder } = createCheck(incidents)(draft);
    expect(faults).toEqual([]);
    expect(isPublished).toBe(true);
    expect(folder).toBe(`content/postmortems/${first.slug}`);
  });

  test('knows the files beside it, and looks through those that are text', () => {
    const draft = draftOfPostmortem(first);
    const shown = { ...draft, body: `${draft.body}\n\n![The graph](graph.png)\n` };
    expect(createCheck(others)(shown).faults.map(({ message }) => message)).toEqual([
      'there is no file "graph.png" beside the postmortem.',
    ]);
    const attachments = [{ name: 'graph.png' }, { name: 'top.txt', text: 'mail a.b@gmail.com' }];
    expect(
      createCheck(others)(shown, attachments).faults.map(({ file, line }) => [file, line]),
    ).toEqual([[expect.stringContaining('/top.txt'), 1]]);
  });

  test('says why a file beside it cannot be published', () => {
    const attachments = [{ name: 'graph.png', refusal: 'the image is too large.' }];
    const { faults, folder } = createCheck(others)(draftOfPostmortem(first), attachments);
    expect(faults).toEqual([{ file: `${folder}/graph.png`, message: 'the image is too large.' }]);
  });

  test('lists the open points', () => {
    const draft = draftOfPostmortem(first);
    const { open } = createCheck(others)({
      ...draft,
      body: `${draft.body}\n{/* open: since when? */}\n`,
    });
    expect(open.map(({ text }) => text)).toEqual(['since when?']);
  });

  test('finds secrets before they are published', () => {
    const draft = draftOfPostmortem(first);
    const { faults } = createCheck(others)({
      ...draft,
      body: `${draft.body}\n\nMail a.b@gmail.com.\n`,
    });
    expect(faults.map(({ message }) => message)).toEqual([
      expect.stringContaining('"a.b@gmail.com" must not be published'),
    ]);
  });

  test('says of a text that is too large only that', () => {
    const { faults, postmortem } = createCheck(others)({
      ...emptyDraft(999),
      body: 'a'.repeat(1e6),
    });
    expect(faults.map(({ message }) => message)).toEqual([
      'the file is too large (found 1.0 MB, want at most 1 MB). Put less into it.',
    ]);
    expect(postmortem.body.blocks).toEqual([]);
  });

  test('shows what there is of an empty draft', () => {
    const { postmortem, gaps, faults } = createCheck(incidents)(emptyDraft(999));
    expect(gaps.has('title') && gaps.has('sources')).toBe(true);
    expect(gaps.has('related')).toBe(false);
    expect(postmortem.body.headings[0]?.text).toBe('Summary');
    expect(faults.length).toBeGreaterThan(10);
  });

  test('counts what is left to do by field and section', () => {
    const check = createCheck(others);
    expect(countRemaining(check(emptyDraft(999)))).toBe('15 fields and 8 sections');
    const { fields, ...draft } = draftOfPostmortem(first);
    const partial = {
      ...draft,
      fields: { ...fields, title: undefined, tools: [{}, {}] },
      body: `${draft.body}\n## More\n`,
    };
    const image = { name: 'graph.png', refusal: 'the image is too large.' };
    expect(countRemaining(check(partial, [image]))).toBe(
      '2 fields, 1 section, and 1 other problem',
    );
    expect(countRemaining(check({ ...draft, fields }, [image]))).toBe('1 problem');
  });

  test('keeps the good entries of a list beside a bad one', () => {
    const draft = draftOfPostmortem(first);
    const { measurements } = draft.fields;
    const list: readonly unknown[] = Array.isArray(measurements) ? measurements : [];
    const { postmortem, gaps } = createCheck(others)({
      ...draft,
      fields: { ...draft.fields, measurements: [...list, { id: 'half' }] },
    });
    expect(gaps).toEqual(new Set(['measurements']));
    expect(postmortem.data.measurements?.map(({ id }) => id)).toEqual(
      first.data.measurements?.map(({ id }) => id),
    );
  });

  test.each([
    ['a list in the place of a text', { title: ['a'] }],
    ['a text in the place of a list', { sources: 'a', measurements: 'b', layer: 'c' }],
    ['nothing in the place of a group', { project: null, component: [null] }],
    ['a field that does not exist', { wrong: 1, __proto__: { a: 1 } }],
  ])('can be shown with %s', (_name, fields) => {
    const { postmortem } = createCheck(incidents)({ ...emptyDraft(999), fields });
    expect(postmortem.data.layer.length).toBe(1);
  });
});

describe('hand-over', () => {
  const handed = {
    folder: 'content/postmortems/a',
    files: [
      { name: 'index.mdx', text: '---\n---\né' },
      { name: 'rss.csv', text: 'a,b\n' },
    ],
  };

  test('packs the folder with its path', () => {
    const files = Object.entries(unzipSync(zipFolder(handed)));
    expect(files.map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
      ['content/postmortems/a/index.mdx', '---\n---\né'],
      ['content/postmortems/a/rss.csv', 'a,b\n'],
    ]);
  });

  test('fills in the new file of the host', () => {
    const found = newFileAddress('https://github.com/x/y', handed);
    const url = new URL('address' in found ? found.address : '');
    expect(url.pathname).toBe('/x/y/new/main');
    expect(url.searchParams.get('filename')).toBe('content/postmortems/a/index.mdx');
    expect(url.searchParams.get('value')).toBe('---\n---\né');
  });

  test('says by how much a text is too long for an address', () => {
    const long = { ...handed, files: [{ name: 'index.mdx', text: 'a'.repeat(9000) }] };
    const found = newFileAddress('https://github.com/x/y', long);
    expect('tooLong' in found && found.tooLong).toBeGreaterThan(1000);
  });
});
