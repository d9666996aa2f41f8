import { readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';

import { formatFault } from '../../src/model/fault.ts';
import { checkRecorded } from '../../src/content/permalinks/checks.ts';
import { formatLedger } from '../../src/content/permalinks/ledger.ts';
import { readContent } from '../../src/content/read/read-content.ts';

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

test('the ledger holds every address and is laid out as it is written', async () => {
  expect(checkRecorded(content).map(formatFault)).toEqual([]);
  expect(content.permalinks && formatLedger(content.permalinks)).toBe(
    await readFile('content/permalinks.json', 'utf8'),
  );
});

test('no reserved id was ever given', () => {
  for (const id of content.permalinks?.reserved ?? [])
    expect(content.permalinks?.incidents[id]).toBeUndefined();
});
