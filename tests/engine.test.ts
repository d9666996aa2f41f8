/** The engine does not know its collection: no slug, id, term or cause of content/ stands in src/ as a string. */

import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';
import { parse } from 'yaml';

import { site } from '../site.config.ts';
import { measures, vocabularyLists } from '../src/model/vocabulary.ts';
import { curveShapes } from '../src/reports/clues.ts';
import { textFormats, binaryFormats } from '../src/reports/formats.ts';
import { facts } from '../src/reports/report.ts';

const root = join(import.meta.dirname, '..');
const content = join(root, 'content');

const names = (folder: string): string[] =>
  readdirSync(join(content, folder)).map((name) => name.replace(/\.mdx$/, ''));

const vocabulary = parse(readFileSync(join(content, 'vocabulary.yaml'), 'utf8')) as Record<
  string,
  object
>;
const terms = vocabularyLists.flatMap((list) => Object.keys(vocabulary[list] ?? {}));

/** Words of this collection. */
const foreign = new Set([
  ...terms,
  ...names('causes'),
  ...names('guides'),
  ...names('postmortems'),
]);

const reportWords = [...textFormats, ...binaryFormats].map(({ id }) => id);
const rooms = (...list: string[]): RegExp => new RegExp(`^src/(?:${list.join('|')})/`);

/** Words that the engine has of its own, though the collection may have a term of the same name, and where it may use them. */
const own: readonly { readonly words: readonly string[]; readonly where: RegExp }[] = [
  // Formats, facts and units of reports.
  {
    words: [...reportWords, ...Object.keys(facts), 'count', 'heap'],
    where: rooms('reports', 'match', 'find/report/advice', 'authoring/import'),
  },
  // Runtimes, and formats by the first word of their ids.
  {
    words: ['jvm', 'go', 'node', 'python', 'dotnet', 'ruby', 'macos', 'jemalloc', 'gperftools'],
    where: rooms('find/report/advice'),
  },
  // Styles of stack frames, and the name that tools print where they know none.
  {
    words: ['python', 'ruby', 'php', 'kernel', 'c', 'container', 'unknown'],
    where: rooms('reports'),
  },
  { words: ['jvm'], where: rooms('authoring/import') },
  // A directive of go.mod.
  { words: ['go'], where: rooms('affected/formats') },
  // The code of a warning.
  { words: ['kernel-memory'], where: rooms('reports') },
  // The npm package.
  { words: ['typescript'], where: rooms('cli') },
  // The shapes and measures that terms may stand for.
  { words: curveShapes, where: rooms('reports', 'match', 'charts', 'find/report/advice') },
  {
    words: Object.keys(measures),
    where: rooms('model', 'find/report/advice', 'authoring/import'),
  },
  // Categories of frames.
  {
    words: ['allocator', 'runtime'],
    where: rooms('match', 'find/report', 'scripts', 'authoring/import'),
  },
  // The lists of the vocabulary, a kind of measurement, a kind of unit, a hook for scripts and styles.
  { words: [...vocabularyLists, 'comparison', 'count'], where: /^src\// },
  // Said of an image, a frame or a day that nobody knows.
  { words: ['unknown'], where: rooms('content', 'authoring/import', 'outputs') },
  // A platform of Node, a step of `npm test`, a width in Vega-Lite.
  { words: ['linux', 'browser', 'container'], where: rooms('cli', 'charts') },
  // Examples in messages to authors.
  { words: ['peak-heap', 'staircase'], where: rooms('model') },
  // An example report on the page, by the name of its tool.
  { words: ['heaptrack'], where: /^src\/pages\/match\.astro$/ },
];

const files = globSync('src/**/*.{ts,astro,mdx,js}', { cwd: root }).map((file) =>
  file.replaceAll('\\', '/'),
);

/** String literals and attributes on one line; comments are prose and may tell of any incident. */
function stringsIn(text: string): { readonly line: number; readonly word: string }[] {
  const code = text.replaceAll(/\/\*[^]*?\*\//g, (comment) => comment.replaceAll(/[^\n]/g, ' '));
  return code
    .split('\n')
    .flatMap((line, index) =>
      [...line.replace(/(?:^|\s)\/\/ .*$/, '').matchAll(/(['"`])([^'"`\n]+)\1/g)].map(
        ([, , word = '']) => ({ line: index + 1, word }),
      ),
    );
}

const isOwn = (file: string, word: string): boolean =>
  own.some(({ words, where }) => where.test(file) && words.includes(word));

test('no term, cause, guide or slug of the collection is a string in the source', () => {
  const found = files.flatMap((file) =>
    stringsIn(readFileSync(join(root, file), 'utf8'))
      .filter(({ word }) => foreign.has(word) && !isOwn(file, word))
      .map(({ line, word }) => `${file}:${line} ${word}`),
  );
  expect(found).toEqual([]);
});

/* Terms are left out here: one-word ones are ordinary words, and others serve as examples in comments. */
test('no slug of an incident stands anywhere in the source, comments and names of fields included', () => {
  const slugs = new Set(names('postmortems'));
  const found = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/[a-z\d]+(?:-[a-z\d]+)+/g)]
      .filter(([word]) => slugs.has(word))
      .map(([word]) => `${file} ${word}`),
  );
  expect(found).toEqual([]);
});

test('neither a number of incidents nor the name of one is written in the source', () => {
  const counts = [names('postmortems').length, names('causes').length, terms.length];
  const written = new RegExp(
    `\\b(?:${counts.join('|')}) (?:incidents|postmortems|causes|terms|formats)\\b`,
  );
  const named = new RegExp(`['"\`](?:[^'"\`]* )?${site.prefix}-\\d+`);
  const found = files.flatMap((file) =>
    stringsIn(readFileSync(join(root, file), 'utf8'))
      .filter(({ word }) => written.test(word) || named.test(`'${word}`))
      .map(({ line, word }) => `${file}:${line} ${word}`),
  );
  expect(found).toEqual([]);
});
