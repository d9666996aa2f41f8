import { expect, test } from 'vitest';

import {
  createLookup,
  idRuns,
  idsIn,
  incidentFiles,
  type KnownIncident,
} from '../../src/authoring/composer/incident-lookup.ts';

const incidents = Array.from({ length: 10_000 }, (_, at): KnownIncident => ({
  ...{ id: at + 1, title: `Title ${at + 1}`, status: 'resolved', slug: `slug-${at + 1}` },
})).filter(({ id }) => id !== 104);
const runs = idRuns(incidents.map(({ id }) => id));
const files = incidentFiles(incidents);

const lookupThat = (asked: number[]) =>
  createLookup(runs, (file) => {
    asked.push(file);
    return Promise.resolve(files.get(file) ?? []);
  });

test('ids are told as runs, whatever their order', () => {
  expect(runs).toEqual([
    [1, 103],
    [105, 10_000],
  ]);
  expect(idRuns([7, 2, 1, 9, 8])).toEqual([
    [1, 2],
    [7, 9],
  ]);
  expect(idsIn(runs)).toEqual(incidents.map(({ id }) => id));
  expect(idRuns([])).toEqual([]);
});

test('every incident is in one file, and no file is large', () => {
  expect([...files.values()].flat()).toEqual(incidents);
  for (const file of files.values()) expect(JSON.stringify(file).length).toBeLessThan(50_000);
});

test('incidents are found by id; each file is loaded once, and none for an id that nobody has', async () => {
  const asked: number[] = [];
  const lookUp = lookupThat(asked);
  const found = await lookUp([1, 2, 9000, 104, 10_001, Number.NaN]);
  expect([...found.values()].map(({ title }) => title)).toEqual([
    'Title 1',
    'Title 2',
    'Title 9000',
  ]);
  expect((await lookUp([3])).get(3)?.slug).toBe('slug-3');
  expect(asked).toEqual([0, 36]);
});

test('a file that cannot be loaded is asked for again', async () => {
  let isDown = true;
  const lookUp = createLookup(runs, (file) =>
    isDown ? Promise.reject(new Error('no network')) : Promise.resolve(files.get(file) ?? []),
  );
  expect(await lookUp([5])).toEqual(new Map());
  isDown = false;
  expect((await lookUp([5])).get(5)?.title).toBe('Title 5');
});
