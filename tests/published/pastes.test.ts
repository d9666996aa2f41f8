import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import {
  content,
  hasPastes,
  incidentOfPaste,
  pastesFolder,
  readPastes,
  root,
} from './published.ts';

const folders = [pastesFolder, join(pastesFolder, 'fresh')];
const kinds: ReadonlySet<string> = new Set(['report', 'log', 'prose', 'mixture']);
const slugs = new Map(content.postmortems.map(({ data, slug }) => [data.id, slug]));

test('no thread is in both sets', () => {
  const [first, fresh] = folders.map((folder) => readPastes(folder).map(({ source }) => source));
  expect(fresh?.filter((source) => first?.includes(source))).toEqual([]);
});

describe.runIf(hasPastes).each(folders)('%s', (folder) => {
  const cases = readPastes(folder);
  const pastes = cases.map(({ file }) => ({
    file,
    text: readFileSync(`${folder}/${file}`, 'utf8'),
  }));

  test('every paste is listed once, in the order of its file name', () => {
    const files = ['known', 'unknown'].flatMap((kind) =>
      readdirSync(`${folder}/${kind}`).map((name) => `${kind}/${name}`),
    );
    expect(cases.map(({ file }) => file)).toEqual(files.toSorted());
  });

  test('a known paste is named after its incident, and an unknown one has none', () => {
    const wrong = cases.filter(({ file, incident }) => {
      const slug = incidentOfPaste(file);
      return slug === undefined
        ? incident !== null
        : incident === null || slugs.get(incident) !== slug;
    });
    expect(wrong).toEqual([]);
  });

  test('every case says where it is from, what it is and why', () => {
    const wrong = cases.filter(
      ({ source, format, note, frames, kind }) =>
        !/^https:\/\/\S+$/.test(source) ||
        format === '' ||
        note === '' ||
        typeof frames !== 'boolean' ||
        !kinds.has(kind),
    );
    expect(wrong).toEqual([]);
  });

  test('an unknown fault, and no other, is near to known ones or far from them', () => {
    const wrong = cases.filter(({ incident, near }) =>
      incident === null ? typeof near !== 'boolean' : near !== undefined,
    );
    expect(wrong).toEqual([]);
  });

  test('no paste is there twice', () => {
    const files = new Map<string, string>();
    const twice = pastes.filter(({ file, text }) => {
      const other = files.get(squeeze(text));
      files.set(squeeze(text), file);
      return other !== undefined;
    });
    expect(twice.map(({ file }) => file)).toEqual([]);
  });

  test('no paste is empty or longer than 60 KB', () => {
    const wrong = pastes.filter(({ text }) => text.trim() === '' || text.length > 60_000);
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });

  test.each([
    ['an e-mail address', /[\w.+-]+@[a-z\d-]+\.(?:com|org|net|io|de|dev)\b/i],
    ['a shell prompt with a name', /\b(?!user@hostname-1:)[a-z][\w-]*@[a-z][\w.-]*:\S*[$#] /],
    ['a home folder', /\/(?:home|Users)\/(?!user\b|ubuntu\b|path\b|node\b|runner\b)[\w.-]+/],
    [
      'an address',
      /(?<![\d.v-]|version )(?!127\.|0\.0\.0\.0|192\.0\.2\.|2\.2\.0\.0)(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/,
    ],
    ['a token', /\b(?:gh[pousr]_\w{20}|github_pat_|AKIA[A-Z\d]{16}|xox[abp]-|eyJ[\w-]{20})/],
  ])('no paste gives away %s', (_, secret) => {
    const found = pastes.flatMap(({ file, text }) => {
      const hit = secret.exec(text)?.[0];
      return hit === undefined ? [] : [`${file}: ${hit}`];
    });
    expect(found).toEqual([]);
  });

  // What the index was built from says nothing about how well a stranger's paste is found.
  test('no paste is the evidence of an incident', () => {
    const stories = content.postmortems.map(({ data, slug }) => ({
      id: data.id,
      text: squeeze(readFileSync(join(root, 'content/postmortems', slug, 'index.mdx'), 'utf8')),
      notable: (data.evidence ?? []).flatMap(({ notable = [] }) => notable).map(squeeze),
    }));
    const taken = cases.flatMap(({ file, incident }, index) => {
      const paste = pastes[index]?.text ?? '';
      const lines = paste.split('\n').map(squeeze).filter(isTelling);
      return stories
        .flatMap(({ id, text, notable }) => [
          ...lines.filter((line) => id === incident && text.includes(line)),
          ...notable.filter(
            (quote) => isTelling(quote) && lines.some((line) => line.includes(quote)),
          ),
        ])
        .map((line) => `${file}: ${line}`);
    });
    expect(taken).toEqual([]);
  });
});

/** A short line, or one without a figure, such as the message of a runtime, may stand in any report. */
function isTelling(line: string): boolean {
  return line.length >= 24 && /\d/.test(line);
}

function squeeze(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
