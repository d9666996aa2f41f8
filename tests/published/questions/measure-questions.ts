import { readFileSync } from 'node:fs';

import { createAnswerer, type Answer } from '../../../src/find/words/answer.ts';
import { buildCollection, createMemorySource } from '../../../src/find/words/memory-index.ts';
import { withoutDrafts } from '../../../src/model/content.ts';
import { content } from '../published.ts';

/** A question, and what answers it. */
export interface Question {
  readonly q: string;
  readonly kind: string;
  /** Slugs of incidents and paths of other pages, any of which answers it. Empty: nothing here does. */
  readonly expect: readonly string[];
}

export interface RankedQuestion extends Question {
  readonly answer: Answer;
  /** Counted from 1 among the incidents or among the other pages; Infinity if it is in neither list. */
  readonly place: number;
}

/** The search is tuned on one half; the other says whether it got better. */
export type Half = 'tuning' | 'test';

const files: Readonly<Record<Half, readonly string[]>> = {
  tuning: ['tuning.json', 'earlier.json'],
  test: ['test.json'],
};

export const readQuestions = (half: Half): readonly Question[] =>
  files[half].flatMap(
    (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as Question[],
  );

const published = withoutDrafts(content);
const slugById = new Map(published.postmortems.map(({ slug, data }) => [data.id, slug]));
const answerTo = createAnswerer(
  createMemorySource(buildCollection(published)),
  'https://example.org',
);

export async function rankQuestions(questions: readonly Question[]): Promise<RankedQuestion[]> {
  const ranked: RankedQuestion[] = [];
  for (const question of questions) {
    const answer = await answerTo({ query: question.q, selection: {}, sort: undefined }, 10);
    ranked.push({ ...question, answer, place: placeIn(answer, question.expect) });
  }
  return ranked;
}

function placeIn({ results, answers }: Answer, expected: readonly string[]): number {
  const slugs = results.map(({ row }) => slugById.get(row.id) ?? '');
  const paths = answers.map(({ path }) => path);
  const places = [slugs, paths]
    .map((list) => list.findIndex((one) => expected.includes(one)) + 1)
    .filter((place) => place > 0);
  return Math.min(Infinity, ...places);
}

/** Share of the questions with an answer whose answer is among the first so many. */
export function success(questions: readonly RankedQuestion[], most: number): number {
  const answerable = questions.filter(({ expect }) => expect.length > 0);
  return answerable.filter(({ place }) => place <= most).length / answerable.length;
}

/** Share of the questions that nothing answers to which the search says so. */
export function honesty(questions: readonly RankedQuestion[]): number {
  const unanswerable = questions.filter(({ expect }) => expect.length === 0);
  return (
    unanswerable.filter(({ answer }) => answer.how === 'none' || answer.how === 'nearest').length /
    unanswerable.length
  );
}

/** The figures of a half as a table, a row for each kind of question. */
export function figureRows(ranked: readonly RankedQuestion[]): readonly (readonly string[])[] {
  const share = (value: number) => (Number.isNaN(value) ? '-' : value.toFixed(2));
  const kinds = [...new Set(ranked.map(({ kind }) => kind))].toSorted();
  return ['all', ...kinds].map((kind) => {
    const those = ranked.filter((one) => kind === 'all' || one.kind === kind);
    const hits = [1, 3, 10].map((most) => share(success(those, most)));
    return [kind, String(those.length), ...hits, share(honesty(those))];
  });
}

export const figureHeads = ['kind', 'n', '@1', '@3', '@10', 'silent where nothing answers'];
