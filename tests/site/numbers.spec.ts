/** The aggregates of /index.json and the CSV of the causes are what the incidents of /index.json state. */

import { readFileSync } from 'node:fs';

import { expect, test } from '@playwright/test';

import {
  aboutChange,
  carrying,
  computeMemoryChange,
  facetTerms,
  findMedian,
  index,
  sortedIds,
  type Incident,
} from './counting.ts';

test('every term of every facet counts the incidents that carry it', () => {
  const { postmortems, aggregates } = index;
  expect(Object.keys(aggregates.terms).toSorted()).toEqual(Object.keys(facetTerms).toSorted());
  for (const [facet, terms] of Object.entries(aggregates.terms)) {
    const inUse = new Set(postmortems.flatMap((incident) => facetTerms[facet]?.(incident) ?? []));
    expect(new Set(terms.map(({ id }) => id)), facet).toEqual(inUse);
    for (const { id, count, ids } of terms) {
      expect(ids, `${facet} ${id}`).toEqual(sortedIds(carrying(postmortems, facet, id)));
      expect(count, `${facet} ${id}`).toBe(ids.length);
    }
  }
});

test('fixes: medians leave out what cannot be compared, and say how many', () => {
  const { postmortems, aggregates } = index;
  expect(aggregates.memoryChange).toEqual(aboutChange(computeMemoryChange(postmortems)));
  for (const { id, count, memoryChange } of aggregates.fixes) {
    const own = carrying(postmortems, 'fix', id);
    const { compared, notComparable, openEnded, notMeasured } = memoryChange;
    expect(count, id).toBe(own.length);
    expect(memoryChange, id).toEqual(aboutChange(computeMemoryChange(own)));
    expect(compared + notComparable + openEnded + notMeasured, id).toBe(own.length);
  }
  expect(aggregates.fixes.some(({ memoryChange }) => memoryChange.notComparable > 0)).toBe(true);
});

test('tools, components, days and regressions are what the incidents state', () => {
  const { postmortems, aggregates } = index;
  const best = (incident: Incident, tool: string): string => {
    const outcomes = incident.tools.flatMap(({ name, outcome }) => (name === tool ? outcome : []));
    return ['found-it', 'helped', 'no-help'].find((word) => outcomes.includes(word)) ?? '';
  };
  for (const { id, ...counts } of aggregates.tools) {
    const outcomes = carrying(postmortems, 'tool', id).map((incident) => best(incident, id));
    const number = (word: string) => outcomes.filter((outcome) => outcome === word).length;
    expect(counts, id).toEqual({
      count: outcomes.length,
      foundIt: number('found-it'),
      helped: number('helped'),
      noHelp: number('no-help'),
    });
  }
  for (const { id, count, versions } of aggregates.components) {
    const own = carrying(postmortems, 'component', id);
    const stating = own.filter(({ component }) =>
      component.some((part) => part.id === id && (part.affected ?? part.note) !== undefined),
    );
    expect(count, id).toBe(own.length);
    expect(
      versions.map(({ incident }) => incident).toSorted((a, b) => a - b),
      id,
    ).toEqual(sortedIds(stating));
  }
  const days = postmortems
    .filter(({ reported, resolved }) => reported.length === 10 && resolved?.length === 10)
    .map(({ reported, resolved }) => (Date.parse(resolved ?? '') - Date.parse(reported)) / 864e5)
    .toSorted((a, b) => a - b);
  expect(aggregates.daysToResolve).toMatchObject({ n: days.length, median: findMedian(days) });
  expect(aggregates.regressions).toHaveLength(
    postmortems.filter((incident) => (incident as { regressionOf?: number[] }).regressionOf?.length)
      .length,
  );
});

test('causes.csv has a row for every cause, facet and term that occur together', () => {
  const { postmortems } = index;
  const csv = readFileSync('dist/causes.csv', 'utf8');
  const [head = '', ...lines] = csv.trimEnd().split('\r\n');
  const columns = head.split(',');
  const rows = lines.map((line) => {
    const values = line.split(',');
    expect(values, line).toHaveLength(columns.length);
    return Object.fromEntries(columns.map((column, at) => [column, values[at] ?? '']));
  });

  const facets = Object.keys(facetTerms).filter((facet) => facet !== 'cause');
  const wanted = ['all', ...new Set(postmortems.map(({ cause }) => cause))].flatMap((cause) => {
    const own = cause === 'all' ? postmortems : carrying(postmortems, 'cause', cause);
    return facets.flatMap((facet) =>
      [...new Set(own.flatMap((incident) => facetTerms[facet]?.(incident) ?? []))].map(
        (term) => [`${cause} ${facet} ${term}`, carrying(own, facet, term)] as const,
      ),
    );
  });
  const keyOf = (row: Record<string, string>) => `${row['cause']} ${row['facet']} ${row['term']}`;
  expect(rows.map(keyOf).toSorted()).toEqual(wanted.map(([key]) => key).toSorted());

  const own = new Map<string, readonly Incident[]>(wanted);
  for (const row of rows) {
    const incidents = own.get(keyOf(row)) ?? [];
    expect(row['incidents'], keyOf(row)).toBe(String(incidents.length));
    expect(row['ids'], keyOf(row)).toBe(sortedIds(incidents).join(' '));
    if (row['facet'] !== 'fix') continue;
    const { compared, notComparable, median } = computeMemoryChange(incidents);
    expect(row['compared'], keyOf(row)).toBe(String(compared));
    expect(row['not_comparable'], keyOf(row)).toBe(String(notComparable));
    if (median === null) expect(row['median_change'], keyOf(row)).toBe('');
    else expect(Number(row['median_change']), keyOf(row)).toBeCloseTo(median, 9);
  }
});
