import { beforeAll, describe, expect, test } from 'vitest';

import {
  rankQuestions,
  readQuestions,
  success,
  type RankedQuestion,
} from './questions/measure-questions.ts';
import { content } from './published.ts';

const slugs = new Set(content.postmortems.map(({ slug }) => slug));
const questions = readQuestions('tuning');

/** Whether the questions are about this content. */
const hasQuestions = questions.some(({ expect: answers }) => answers.some((one) => slugs.has(one)));

/** Least shares of the tuning half whose answer is among the first three, a little below what is reached. */
const floors: Readonly<Record<string, number>> = {
  words: 0.95,
  symbol: 0.97,
  error: 0.9,
  component: 0.96,
  typo: 0.96,
  cause: 1,
  'cause-words': 0.8,
  term: 0.9,
};

describe.runIf(hasQuestions)('the search finds what is asked for', () => {
  let ranked: readonly RankedQuestion[] = [];
  beforeAll(async () => {
    ranked = await rankQuestions(questions);
  }, 120_000);

  test.each(Object.entries(floors))('%s: at least %d among the first three', (kind, floor) => {
    const those = ranked.filter((one) => one.kind === kind);
    expect(success(those, 3)).toBeGreaterThanOrEqual(floor);
  });

  test('every guide and every cause first by its exact title', async () => {
    const titles = [
      ...content.guides.map(({ data, id }) => ({ title: data.title, path: `/guides/${id}/` })),
      ...content.causes.map(({ data, id }) => ({ title: data.label, path: `/causes/${id}/` })),
      ...content.symptoms.map(({ data, id }) => ({ title: data.title, path: `/start/${id}/` })),
    ];
    const asked = await rankQuestions(
      titles.map(({ title, path }) => ({ q: title, kind: 'title', expect: [path] })),
    );
    const others = asked
      .filter(({ answer, expect: [path] }) => answer.answers[0]?.path !== path)
      .map(({ q, answer }) => `${q}: ${answer.answers[0]?.path ?? 'nothing'}`);
    expect(others).toEqual([]);
  });
});
