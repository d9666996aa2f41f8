import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { listLinkTargets } from '../../src/content/checks/links.ts';
import { content } from './published.ts';

interface Question {
  readonly q: string;
  readonly kind: string;
  /** Folder names of incidents and paths of pages that answer it. */
  readonly expect: readonly string[];
}

const kinds = new Set([
  'words',
  'symbol',
  'error',
  'component',
  'typo',
  'cause',
  'cause-words',
  'guide',
  'guide-words',
  'term',
  'none',
]);

const readHalf = (name: string): readonly Question[] =>
  JSON.parse(
    readFileSync(join(import.meta.dirname, 'questions', `${name}.json`), 'utf8'),
  ) as Question[];

const halves = { tuning: readHalf('tuning'), test: readHalf('test') };
const questions = [...halves.tuning, ...halves.test];
const slugs = new Set(content.postmortems.map(({ slug }) => slug));
const pages = listLinkTargets(content);

/** Whether the questions are about this content. */
const hasQuestions = questions.some(({ expect }) => expect.some((answer) => slugs.has(answer)));

describe.runIf(hasQuestions)('questions', () => {
  test('each is of a known kind, and has answers unless nothing answers it', () => {
    const wrong = questions.filter(
      ({ q, kind, expect }) =>
        !kinds.has(kind) ||
        q.trim() !== q ||
        q === '' ||
        (kind === 'none') !== (expect.length === 0),
    );
    expect(wrong).toEqual([]);
  });

  test('every answer is an incident or a page', () => {
    const unknown = questions.flatMap(({ expect }) =>
      expect.filter((answer) => !slugs.has(answer) && !pages.has(answer)),
    );
    expect(unknown).toEqual([]);
  });

  test('no answer is listed twice for a question', () => {
    const wrong = questions.filter(({ expect }) => new Set(expect).size < expect.length);
    expect(wrong).toEqual([]);
  });

  test('no question is asked twice, in one half or in both', () => {
    const asked = questions.map(({ q }) => q.toLowerCase());
    expect(asked.filter((q, index) => asked.indexOf(q) !== index)).toEqual([]);
  });

  test('every incident that was there when they were written is asked for in words at least twice', () => {
    const asked = questions.filter(({ kind }) => kind === 'words').flatMap(({ expect }) => expect);
    const incidents = [...slugs].filter((slug) => asked.includes(slug));
    const once = incidents.filter((slug) => asked.indexOf(slug) === asked.lastIndexOf(slug));
    expect(once).toEqual([]);
    expect(incidents.length).toBeGreaterThanOrEqual(167);
  });
});
