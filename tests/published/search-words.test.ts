import { expect, test } from 'vitest';

import { buildCollection, createMemoryIndex } from '../../src/find/words/memory-index.ts';
import { understand } from '../../src/find/words/question.ts';
import { rankIncidents } from '../../src/find/words/rank.ts';
import { withoutDrafts } from '../../src/model/content.ts';
import { content } from './published.ts';

const published = withoutDrafts(content);

/** Fields of ids and files, which no page shows as text. */
const unshown = new Set(['id', 'source', 'kind', 'file', 'sha256', 'cause']);

const shownStrings = (value: unknown, field = ''): readonly string[] => {
  if (unshown.has(field)) return [];
  if (typeof value === 'string') return [value.replaceAll(/https?:\/\/\S+/g, '')];
  if (typeof value !== 'object' || value === null) return [];
  const fields = Object.entries(value);
  return fields.flatMap(([key, one]) => shownStrings(one, Array.isArray(value) ? field : key));
};

test('no word that stands in a text is said to be in no incident', async () => {
  const texts = published.postmortems.flatMap(({ data, body }) => [
    ...shownStrings(data),
    body.text,
  ]);
  const words = texts.flatMap(
    (text) => text.match(/(?<![\p{L}\p{N}])\p{L}{2,}(?![\p{L}\p{N}])/gu) ?? [],
  );
  const distinct = [...new Set(words.map((word) => word.toLowerCase()))];
  const index = createMemoryIndex(buildCollection(published));
  const denied: string[] = [];
  for (const word of distinct) {
    const { missing, corrections } = await rankIncidents(understand(word), index);
    denied.push(...[...missing, ...corrections].map(({ text }) => text));
  }
  expect(denied).toEqual([]);
});
