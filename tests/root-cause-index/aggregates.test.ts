import { describe, expect, test } from 'vitest';

import {
  countComponents,
  daysToResolve,
  fixOutcomes,
  formatExcluded,
  formatShareRange,
  memoryChanges,
  findRegressions,
  toolOutcomes,
} from '../../src/root-cause-index/aggregates.ts';
import { formatShare } from '../../src/model/improvement.ts';
import type { Improvement, PostmortemData } from '../../src/model/schema.ts';
import { improvementOf, postmortemOf, vocabulary } from '../charts/postmortem.ts';

type Pair = Partial<Improvement>;

const incident = (...pairs: Pair[]) => postmortemOf({ improvement: pairs.map(improvementOf) });
const unmeasured = postmortemOf({});
const halved: Pair = { before: 100, after: 50 };
const quartered: Pair = { before: 100, after: 25 };
const ended: Pair = { before: 100, after: 0 };
const doubled: Pair = { before: 100, after: 200 };
const otherWorkload: Pair = { ...halved, comparable: false };
const fewerCalls: Pair = { ...halved, metric: 'allocation-calls', unit: 'calls' };

const none = { compared: 0, notComparable: 0, openEnded: 0, notMeasured: 0 };

describe('changes of memory', () => {
  test.each([
    ['no incident', [], none],
    ['one pair has a range and no median', [[halved]], { compared: 1, range: [-0.5, -0.5] }],
    ['two pairs have no median', [[halved], [quartered]], { compared: 2, range: [-0.75, -0.5] }],
    [
      'the median of three is the middle one',
      [[halved], [ended], [quartered]],
      { compared: 3, median: -0.75, range: [-1, -0.5] },
    ],
    [
      'the median of four lies between the middle two',
      [[halved], [doubled], [quartered], [ended]],
      { compared: 4, median: -0.625, range: [-1, 1] },
    ],
    [
      'other workloads are left out',
      [[otherWorkload], [halved]],
      { notComparable: 1, compared: 1, range: [-0.5, -0.5] },
    ],
    ['other metrics are no memory', [[fewerCalls]], { notMeasured: 1 }],
    [
      'the first comparable pair counts',
      [[otherWorkload, fewerCalls, quartered, halved]],
      { compared: 1, range: [-0.75, -0.75] },
    ],
    [
      'an open range counts by the end that is certain',
      [[{ before: 'over 400', after: 100 }, halved]],
      { compared: 1, range: [-0.75, -0.75] },
    ],
    ['a before of zero has no change', [[{ before: 0, after: 10 }, halved]], { openEnded: 1 }],
    [
      'an uncertain direction is no change',
      [[{ before: 100, after: 'over 50' }]],
      { openEnded: 1 },
    ],
    [
      'a closed range counts by its middle',
      [[{ before: 100, after: '40 to 60' }]],
      { compared: 1, range: [-0.5, -0.5] },
    ],
  ] satisfies [string, Pair[][], object][])('%s', (_, incidents, expected) => {
    expect(
      memoryChanges(
        incidents.map((pairs) => incident(...pairs)),
        vocabulary,
      ),
    ).toEqual({
      ...none,
      ...expected,
    });
  });

  test('an incident that was not measured is counted as such', () => {
    expect(memoryChanges([unmeasured], vocabulary)).toEqual({ ...none, notMeasured: 1 });
  });

  test.each([
    [[-0.97, -0.12], '−97 to −12\u00a0%'],
    [[-1, 0.5], '−100 to +50\u00a0%'],
    [[-0.5, -0.5], '−50\u00a0%'],
  ] satisfies [[number, number], string][])('from %j reads %s', (range, text) => {
    expect(formatShareRange(range)).toBe(text);
  });

  test('a single share reads as a change', () => {
    expect(formatShare(-0.7571)).toBe('−76\u00a0%');
  });
});

describe('what a comparison leaves out', () => {
  test.each([
    [{ ...none, compared: 4 }, undefined],
    [{ ...none, openEnded: 1 }, 'Excluded: 1 incident without a computable change.'],
    [
      { ...none, notMeasured: 2, notComparable: 1 },
      'Excluded: 2 incidents without memory figures before and after the fix, 1 not directly comparable.',
    ],
  ])('%j', (changes, text) => {
    expect(formatExcluded(changes)).toBe(text);
  });
});

describe('outcomes of fixes', () => {
  const withFixes = (fix: string[], ...pairs: Pair[]) =>
    postmortemOf({ fix, ...(pairs.length > 0 && { improvement: pairs.map(improvementOf) }) });

  test('an incident counts for each of its fixes, the most frequent fix first', () => {
    const outcomes = fixOutcomes(
      [withFixes(['upgrade', 'replace-dependency'], halved), withFixes(['replace-dependency'])],
      vocabulary,
    );
    expect(outcomes.map(({ fix, incidents, changes }) => [fix.label, incidents, changes])).toEqual([
      ['Replace the dependency', 2, { ...none, compared: 1, notMeasured: 1, range: [-0.5, -0.5] }],
      ['upgrade', 1, { ...none, compared: 1, range: [-0.5, -0.5] }],
    ]);
  });

  test('of equally frequent fixes the one with more pairs comes first', () => {
    const outcomes = fixOutcomes([withFixes(['alone']), withFixes(['zeal'], halved)], vocabulary);
    expect(outcomes.map(({ fix }) => fix.id)).toEqual(['zeal', 'alone']);
  });
});

describe('outcomes of tools', () => {
  const withTools = (...tools: [string, PostmortemData['tools'][number]['outcome']][]) =>
    postmortemOf({ tools: tools.map(([name, outcome]) => ({ name, outcome })) });

  test('are counted by incident, the tool that found most first', () => {
    const outcomes = toolOutcomes(
      [
        withTools(['massif', 'no-help'], ['heaptrack', 'found-it']),
        withTools(['massif', 'helped'], ['heaptrack', 'found-it']),
        withTools(['pprof', 'found-it']),
      ],
      vocabulary,
    );
    expect(outcomes.map(({ tool, counts }) => [tool.label, counts])).toEqual([
      ['heaptrack', { 'found-it': 2, helped: 0, 'no-help': 0 }],
      ['pprof', { 'found-it': 1, helped: 0, 'no-help': 0 }],
      ['massif', { 'found-it': 0, helped: 1, 'no-help': 1 }],
    ]);
  });

  test('a tool that was tried twice counts once, by its best outcome', () => {
    const [outcome] = toolOutcomes(
      [withTools(['heaptrack', 'no-help'], ['heaptrack', 'found-it'], ['heaptrack', 'helped'])],
      vocabulary,
    );
    expect(outcome?.counts).toEqual({ 'found-it': 1, helped: 0, 'no-help': 0 });
  });
});

test('the component most often at fault comes first, equals by name', () => {
  const withComponents = (...names: string[]) =>
    postmortemOf({ component: names.map((name) => ({ id: name.toLowerCase(), name })) });
  const found = countComponents(
    [withComponents('Zlib', 'glibc'), withComponents('OpenSSL', 'glibc')],
    vocabulary,
  );
  expect(found.map(({ component, incidents }) => [component.label, incidents])).toEqual([
    ['glibc', 2],
    ['OpenSSL', 1],
    ['Zlib', 1],
  ]);
});

describe('days to resolve', () => {
  test.each([
    ['none', [], { n: 0 }],
    ['the same day is zero days', [['2024-05-01', '2024-05-01']], { n: 1, range: [0, 0] }],
    [
      'dates known to the month, or not at all, are left out',
      [
        ['2024-05', '2024-05-09'],
        ['2024-05-01', '2024-06'],
        ['2024-05-01', undefined],
      ],
      { n: 0 },
    ],
    [
      'across a leap day and a year',
      [
        ['2024-02-28', '2024-03-01'],
        ['2023-12-31', '2024-01-01'],
        ['2024-01-01', '2024-01-11'],
      ],
      { n: 3, median: 2, range: [1, 10] },
    ],
  ] satisfies [string, [string, string | undefined][], object][])('%s', (_, dates, expected) => {
    const postmortems = dates.map(([reported, resolved]) =>
      postmortemOf({ reported, ...(resolved !== undefined && { resolved }) }),
    );
    expect(daysToResolve(postmortems)).toEqual(expected);
  });
});

test('regressions are the incidents that point into the list', () => {
  const all = [
    postmortemOf({ id: 4, regressionOf: [9, 1] }),
    postmortemOf({ id: 3, regressionOf: [2] }),
    postmortemOf({ id: 1 }),
  ];
  const listed = all.filter(({ data }) => data.id === 1);
  expect(findRegressions(listed, all).map(({ data }) => data.id)).toEqual([4]);
});
