import { expect, test } from 'vitest';

import { formatFault } from '../src/fault.ts';
import { readContent } from '../src/read-content.ts';

const { content, faults } = await readContent(process.cwd());

test('the content has no faults', () => {
  expect(faults.map(formatFault)).toEqual([]);
});

test('the content survives JSON, which is how it gets into the store', () => {
  expect(JSON.parse(JSON.stringify(content))).toEqual(content);
});

test('postmortems are in the order of their ids', () => {
  const ids = content.postmortems.map(({ data }) => data.id);
  expect(ids.length).toBeGreaterThan(0);
  expect(ids).toEqual(ids.toSorted((a, b) => a - b));
});
