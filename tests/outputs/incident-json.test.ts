import { expect, test } from 'vitest';

import { chartsOf } from '../../src/charts/chart.ts';
import { buildIndexEntry, buildIncidentJson } from '../../src/outputs/incident-json.ts';
import type { Improvement } from '../../src/model/schema.ts';
import { postmortem, vocabulary } from '../charts/postmortem.ts';

const heap: Improvement = {
  id: 'heap',
  label: 'Heap',
  metric: 'peak-heap',
  before: 40,
  after: 10,
  unit: 'MB',
  comparable: true,
  provenance: 'reported',
  source: 'issue-147',
};
const entry = postmortem({ improvement: [heap] });

test('an entry of the index holds the computed change, as text and as a share', () => {
  expect(buildIndexEntry(entry, vocabulary).improvement).toMatchObject([
    { id: 'heap', change: '−75\u00a0%', share: -0.75 },
  ]);
});

test('a range has no single share', () => {
  const ranged = postmortem({ improvement: [{ ...heap, after: '10 to 20' }] });
  expect(buildIndexEntry(ranged, vocabulary).improvement).toMatchObject([{ share: null }]);
});

test('the JSON of an incident names the files of each chart', () => {
  const [chart] = buildIncidentJson(entry, chartsOf(entry, vocabulary), vocabulary).charts;
  expect(chart).toMatchObject({
    id: 'heap',
    url: 'https://example.org/i/1/#chart-heap',
    svg: 'https://example.org/i/1/charts/heap.svg',
    csv: 'https://example.org/i/1/charts/heap.csv',
  });
});
