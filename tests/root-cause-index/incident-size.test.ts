import { expect, test } from 'vitest';

import { incidentSize } from '../../src/root-cause-index/incident-size.ts';
import type { Measurement } from '../../src/model/schema.ts';
import {
  growthOf,
  improvementOf,
  lineOf,
  postmortem,
  valuesOf,
  vocabulary,
} from '../charts/postmortem.ts';

const base = { provenance: 'reported', source: 'issue-147', id: 'x', label: 'x' } as const;
const limit: Measurement = { ...base, kind: 'limit', metric: 'rss', unit: 'GB', value: 64 };

test.each([
  ['nothing stated is unknown', {}, undefined],
  [
    'the larger of before and after',
    { improvement: [improvementOf({ before: 2, after: 5 })] },
    '5\u00a0MB',
  ],
  [
    'the highest point of a line, across units',
    {
      improvement: [improvementOf({ before: 900, after: 5 })],
      measurements: [
        growthOf(
          [
            lineOf([
              [0, 0.5],
              [1, 1.5],
              [2, 1],
            ]),
          ],
          { unit: 'GB' },
        ),
      ],
    },
    '1.5\u00a0GB',
  ],
  [
    'a data file counts',
    {
      measurements: [
        growthOf([{ label: 'before', role: 'before', file: { name: 'rss.csv', x: 'h', y: 'mb' } }]),
      ],
      tables: {
        'rss.csv': {
          columns: ['h', 'mb'],
          rows: [
            [0, 10],
            [1, 80],
            [2, 40],
          ],
        },
      },
    },
    '80\u00a0MB',
  ],
  ['a limit is no size', { measurements: [limit] }, undefined],
  [
    'metrics that are not memory held do not count',
    { improvement: [improvementOf({ metric: 'allocation-calls', unit: 'calls', before: 1e6 })] },
    undefined,
  ],
  [
    'an open end counts by what is known of it',
    {
      measurements: [
        valuesOf('comparison', [{ label: 'a', value: 'over 600' }], { metric: 'rss', unit: 'MB' }),
      ],
    },
    'over 600\u00a0MB',
  ],
  [
    'a long number is told in a larger unit',
    { improvement: [improvementOf({ unit: 'B', before: 52_375_171_672, after: 1 })] },
    '52.4\u00a0GB',
  ],
  [
    'of its own kind',
    { improvement: [improvementOf({ unit: 'KiB', before: 'about 177472', after: 1 })] },
    'about 173\u00a0MiB',
  ],
] as const)('size: %s', (_, given, expected) => {
  expect(incidentSize(postmortem(given), vocabulary)?.text).toBe(expected);
});
