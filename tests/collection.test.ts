/** The collection that tests run on is valid, and has an example of everything that content can have. */

import { expect, test } from 'vitest';

import { checkRecorded } from '../src/content/permalinks/checks.ts';
import type { Block } from '../src/model/blocks.ts';
import { componentNames } from '../src/model/content-components.ts';
import { formatFault } from '../src/model/fault.ts';
import { withoutDrafts } from '../src/model/content.ts';
import { postmortemSchema } from '../src/model/schema.ts';
import { outcomes, provenances, shapeOfTerm, statuses } from '../src/model/vocabulary.ts';
import { curveShapes } from '../src/reports/clues.ts';
import { content, faults } from './collection.ts';

function componentsIn(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block) => {
    if (block.kind === 'html' || block.kind === 'source') return [];
    const below = componentsIn(block.children);
    return block.kind === 'component' ? [block.name, ...below] : below;
  });
}

const incidents = content.postmortems.map(({ data }) => data);
const measurements = incidents.flatMap(({ measurements = [] }) => measurements);
const improvements = incidents.flatMap(({ improvement }) =>
  Array.isArray(improvement) ? improvement : [],
);

test('has no faults, and its ledger is complete', () => {
  expect(faults.map(formatFault)).toEqual([]);
  expect(checkRecorded(withoutDrafts(content)).map(formatFault)).toEqual([]);
});

test('uses every field of the frontmatter', () => {
  const used = new Set(incidents.flatMap((data) => Object.keys(data)));
  expect(
    Object.keys(postmortemSchema(content.vocabulary).shape).filter((key) => !used.has(key)),
  ).toEqual([]);
});

test.each([
  ['status', Object.keys(statuses), incidents.map(({ status }) => status)],
  [
    'outcome',
    Object.keys(outcomes),
    incidents.flatMap(({ tools }) => tools.map((tool) => tool.outcome)),
  ],
  ['provenance', Object.keys(provenances), measurements.map(({ provenance }) => provenance)],
  [
    'kind of measurement',
    ['limit', 'baseline', 'comparison', 'hotspots', 'growth', 'regression'],
    measurements.map(({ kind }) => kind),
  ],
  ['shape of a curve', curveShapes, content.vocabulary.growth.map(shapeOfTerm)],
  [
    'component',
    componentNames,
    content.postmortems.flatMap(({ body }) => componentsIn(body.blocks)),
  ],
])('has every %s', (_, all, used) => {
  expect(all.filter((one) => !(used as readonly unknown[]).includes(one))).toEqual([]);
});

test.each(['about', 'over', 'under', 'up to', 'to'])('has figures with "%s"', (word) => {
  const figures = improvements.flatMap(({ before, after }) => [before, after]).map(String);
  expect(figures.filter((figure) => figure.split(/ ?[\d.]+ ?/).includes(word))).not.toEqual([]);
});

test('has charts from files, an image, a draft, and addresses that moved or were withdrawn', () => {
  const { reserved, moved, withdrawn } = content.permalinks ?? {};
  expect(content.postmortems.some(({ tables }) => Object.keys(tables).length > 0)).toBe(true);
  expect(content.postmortems.some(({ body }) => body.images.length > 0)).toBe(true);
  expect(content.postmortems.length - withoutDrafts(content).postmortems.length).toBe(1);
  expect(improvements.some(({ comparable }) => !comparable)).toBe(true);
  expect([
    reserved?.length,
    Object.keys(moved ?? {}).length,
    Object.keys(withdrawn ?? {}).length,
  ]).toEqual([1, 2, 1]);
});
