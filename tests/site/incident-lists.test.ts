import { expect, test } from 'vitest';

import type { Postmortem } from '../../src/model/content.ts';
import { buildAtomFeed } from '../../src/outputs/feed.ts';
import {
  listCellFeeds,
  listTermFeeds,
  listCells,
  listTerms,
} from '../../src/site/incident-lists.ts';
import { firstPage, furtherPages, rowsPerPage } from '../../src/site/list-pages.ts';
import { emptyLedger } from '../../src/model/ledger.ts';
import type { Collection } from '../../src/model/collection.ts';
import { indexCharts } from '../../src/root-cause-index/index-charts.ts';
import { improvementOf, postmortemOf, vocabulary } from '../charts/postmortem.ts';

/** Incidents that all have the same terms, so that every list is as long as it can be. */
const collectionOf = (count: number): Collection => {
  const postmortems = Array.from({ length: count }, (_, at) =>
    postmortemOf({
      id: count - at,
      growth: ['staircase'],
      fix: ['replace-dependency'],
      tools: [{ name: 'heaptrack', outcome: 'found-it' }],
      improvement: [improvementOf({ before: 100, after: at % 100 })],
      ...(at + 1 < count && { regressionOf: [count - at - 1] }),
    }),
  );
  return {
    ...{ vocabulary, postmortems, causes: [], guides: [], symptoms: [], permalinks: emptyLedger },
    ...{ drafts: [], digestOf: ({ slug }) => slug },
    byId: new Map(postmortems.map((postmortem) => [postmortem.data.id, postmortem])),
  };
};
const many = collectionOf(1000);

test('every incident of a long list is on one of its pages, newest first', () => {
  const lists = [...listTerms(many), ...listCells(many)].filter(
    ({ postmortems }) => postmortems.length > 0,
  );
  expect(lists.map(({ path }) => path)).toEqual(
    expect.arrayContaining([
      '/causes/missing-free/',
      '/tools/heaptrack/',
      '/causes/missing-free/layers/library/',
    ]),
  );
  const idsOf = (postmortems: readonly Postmortem[]) => postmortems.map(({ data }) => data.id);
  for (const { path, postmortems } of lists) {
    const pages = [firstPage(path, postmortems), ...furtherPages(path, postmortems)];
    expect(pages, path).toHaveLength(1000 / rowsPerPage);
    expect(idsOf(pages.flatMap(({ rows }) => rows)), path).toEqual(idsOf(many.postmortems));
  }
});

test('a chart of the index has as many marks at a thousand incidents as at two hundred', () => {
  const sizesAt = (count: number) =>
    indexCharts(collectionOf(count)).flatMap(({ charts }) =>
      charts.map(({ id, table }) => [id, table.rows.length]),
    );
  expect(sizesAt(1000)).toEqual(sizesAt(201));
  expect(sizesAt(1000)).toContainEqual(['improvement-per-fix', 1]);
});

test('a feed of a thousand incidents is no longer than one of fifty', () => {
  for (const { props } of [...listTermFeeds(many), ...listCellFeeds(many)]) {
    const feed = buildAtomFeed(props.title, `${props.path}feed.xml`, props.postmortems);
    expect(feed.match(/<entry>/g)?.length ?? 0, props.path).toBeLessThanOrEqual(50);
  }
});
