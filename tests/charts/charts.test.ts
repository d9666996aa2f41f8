import { expect, test } from 'vitest';
import { compile, type TopLevelSpec } from 'vega-lite';

import { chartKey, chartsOf, csvOf, type Chart } from '../../src/charts/chart.ts';
import { vegaLiteSpec } from '../../src/charts/vega-lite.ts';
import type { Improvement, Measurement } from '../../src/model/schema.ts';
import {
  growthOf,
  improvementOf,
  lineOf,
  postmortem,
  singleOf,
  sketchOf,
  valuesOf,
  vocabulary,
} from './postmortem.ts';

const chartsFrom = (given: Parameters<typeof postmortem>[0]) =>
  chartsOf(postmortem(given), vocabulary);

function chartFrom(given: Parameters<typeof postmortem>[0]): Chart {
  const [chart] = chartsFrom(given);
  if (!chart) throw new Error('no chart');
  return chart;
}

const ofImprovement = (changes: Partial<Improvement>) =>
  chartFrom({ improvement: [improvementOf(changes)] });
const ofMeasurement = (measurement: Measurement) => chartFrom({ measurements: [measurement] });

/** Spaces that keep a number and its unit together read as plain spaces here. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

const before = lineOf([
  [0, 233],
  [0.67, 448],
  [22, 1180],
]);

test('gives every improvement, measurement and sketch a chart, sketches wherever they stand', () => {
  const charts = chartsFrom({
    improvement: [improvementOf()],
    measurements: [growthOf([before]), singleOf('limit')],
    blocks: [
      { kind: 'html', html: '<p>Text.</p>' },
      { kind: 'element', tag: 'blockquote', attributes: {}, children: [sketchOf()] },
    ],
  });
  expect(charts.map(({ id, kind, provenance }) => [id, kind, provenance])).toEqual([
    ['peak-heap', 'before-after', 'reported'],
    ['rss', 'memory', 'reported'],
    ['limit', 'bars', 'reported'],
    ['shape', 'sketch', 'sketch'],
  ]);
});

test('has no chart of an improvement that was not measured', () => {
  expect(chartsFrom({})).toEqual([]);
});

test('keeps ids apart when an author uses one twice', () => {
  const charts = chartsFrom({ improvement: [improvementOf(), improvementOf(), improvementOf()] });
  expect(charts.map(({ id }) => id)).toEqual(['peak-heap', 'peak-heap-2', 'peak-heap-3']);
});

test('carries title, source, credit and note of the author', () => {
  const chart = ofImprovement({ note: 'Two bots were removed.', provenance: 'measured' });
  expect(chart).toMatchObject({
    title: 'peak heap',
    provenance: 'measured',
    source: 'issue-147',
    credit:
      'graphops/subgraph-radio, Memory leak, https://github.com/graphops/subgraph-radio/issues/147',
    note: 'Two bots were removed.',
  });
});

test("prefers the author's sentence to a computed one", () => {
  expect(ofImprovement({ says: 'Three quarters went.' }).caption).toBe('Three quarters went.');
});

test.each<[title: string, changes: Partial<Improvement>, says: string]>([
  ['a fall', {}, 'Peak heap fell from 38.94 MB to 9.46 MB, 75.7 % less.'],
  [
    'a rise',
    { before: 167.59, after: 186.75 },
    'Peak heap rose from 167.6 MB to 186.8 MB, 11.4 % more.',
  ],
  [
    'a rise to many times as much',
    { before: 10, after: 100 },
    'Peak heap rose from 10 MB to 100 MB, 10x higher.',
  ],
  [
    'values that are about',
    { before: 'about 37_000_000', after: 'about 563_000', unit: 'calls' },
    'Peak heap fell from about 37 million calls to about 563 000 calls, about 98 % less.',
  ],
  [
    'a range',
    { before: '400 to 500', after: 180 },
    'Peak heap fell from 400 to 500 MB to 180 MB, 55 to 64 % less.',
  ],
  [
    'an open value',
    { before: 'over 600', after: 100 },
    'Peak heap fell from over 600 MB to 100 MB, at least 83 % less.',
  ],
  [
    'a direction that is not known',
    { before: 'over 6', after: '20 to 30' },
    'Peak heap went from over 6 MB to 20 to 30 MB.',
  ],
  ['a start at zero', { before: 0, after: 5 }, 'Peak heap went from 0 MB to 5 MB.'],
  [
    'not directly comparable',
    { comparable: false },
    'Peak heap fell from 38.94 MB to 9.46 MB, 75.7 % less, not directly comparable.',
  ],
])('says what a fix did: %s', (_, changes, says) => {
  expect(plain(ofImprovement(changes).caption)).toBe(says);
});

test.each<[title: string, measurement: Measurement, says: string]>([
  ['one line', growthOf([before]), 'Resident memory rose from 233 MB to 1.18 GB in 22 hours.'],
  [
    'one line that comes down again',
    growthOf([
      lineOf([
        [0, 100],
        [1, 900],
        [2, 300],
      ]),
    ]),
    'Resident memory rose from 100 MB to 900 MB and was 300 MB at the end in 2 hours.',
  ],
  [
    'a level line, over calls',
    growthOf(
      [
        lineOf([
          [0, 500],
          [2_900_000, 501],
        ]),
      ],
      { over: 'calls' },
    ),
    'Resident memory stayed near 501 MB over 2 900 000 calls.',
  ],
  [
    'an axis that is not a plain plural',
    growthOf(
      [
        lineOf([
          [0, 1],
          [1, 2],
        ]),
      ],
      { over: 'provider version (4.66.1, 4.67.0)' },
    ),
    'Resident memory rose from 1 MB to 2 MB.',
  ],
  [
    'two lines, with open and rough values',
    growthOf([
      lineOf([
        [0, 'about 200'],
        [3, 'over 900'],
      ]),
      lineOf(
        [
          [0, 210],
          [1, 190],
        ],
        { label: 'after', role: 'after' },
      ),
    ]),
    'Resident memory, before the fix: rose from about 200 MB to over 900 MB in 3 hours; after: fell from 210 MB to 190 MB in 1 hour.',
  ],
  [
    'numbers in a unit too small for them',
    growthOf(
      [
        lineOf([
          [0, 38_100],
          [255, 194_584],
        ]),
      ],
      { unit: 'kB', over: 'seconds' },
    ),
    'Resident memory rose from 38.1 MB to 195 MB in 255 seconds.',
  ],
  [
    'values far apart',
    growthOf(
      [
        lineOf([
          [0, 40],
          [24, 90_000],
        ]),
      ],
      { unit: 'kB' },
    ),
    'Resident memory rose from 40 kB to 90 MB in 24 hours.',
  ],
  [
    'hotspots',
    valuesOf('hotspots', [
      { label: 'OPENSSL_sk_new_reserve', value: 773_090 },
      { label: 'CRYPTO_zalloc', value: 36_611_151 },
    ]),
    'CRYPTO_zalloc accounts for 97.9 % of the 37.4 million allocation calls listed.',
  ],
  [
    'hotspots of which none is most',
    valuesOf('hotspots', [
      { label: 'bytes.makeSlice', value: 8639.9 },
      { label: 'bytes.(*Buffer).grow', value: 8639.9 },
      { label: 'engine.(*Output).Write', value: 8637.8 },
    ]),
    'bytes.makeSlice is the heaviest of the 3 listed, with 8 640 calls.',
  ],
  [
    'one hotspot that is nearly all',
    valuesOf('hotspots', [
      { label: 'calloc', value: 36_628_040 },
      { label: 'strdup', value: 9025 },
    ]),
    'calloc accounts for 99.975 % of the 36.6 million allocation calls listed.',
  ],
  [
    'one hotspot',
    valuesOf('hotspots', [{ label: 'CRYPTO_zalloc', value: 36_611_151 }]),
    'CRYPTO_zalloc accounts for 36.6 million calls.',
  ],
  [
    'a comparison',
    valuesOf(
      'comparison',
      [
        { label: 'glibc', value: 'over 469' },
        { label: 'jemalloc', value: 120 },
        { label: 'musl', value: '200 to 280' },
      ],
      { metric: 'rss', unit: 'MiB' },
    ),
    'Resident memory ranged from 120 MiB (jemalloc) to over 469 MiB (glibc).',
  ],
  ['a limit', singleOf('limit'), 'Memory of the container: 512 MiB (limit).'],
  [
    'a baseline',
    singleOf('baseline', { value: 'about 250' }),
    'Memory of the container: about 250 MiB (baseline).',
  ],
])('says what a measurement shows: %s', (_, measurement, says) => {
  expect(plain(ofMeasurement(measurement).caption)).toBe(says);
});

test.each<[title: string, chart: Chart, columns: string[], rows: string[][]]>([
  [
    'before and after',
    ofImprovement({ before: 'about 37_000_000', after: 'under 563_000', unit: 'calls' }),
    ['', 'Peak heap (calls)'],
    [
      ['before', 'about 37 000 000'],
      ['after', 'under 563 000'],
    ],
  ],
  [
    'lines and a level',
    ofMeasurement(growthOf([before], { levels: [{ label: 'Go heap', value: 'about 33' }] })),
    ['line', 'hours since start', 'Resident memory (MB)'],
    [
      ['before the fix', '0', '233'],
      ['before the fix', '0.67', '448'],
      ['before the fix', '22', '1 180'],
      ['Go heap', '', 'about 33'],
    ],
  ],
  [
    'hotspots, heaviest first, a count not named twice',
    ofMeasurement(
      valuesOf('hotspots', [
        { label: 'b', value: 10 },
        { label: 'a', value: 30 },
      ]),
    ),
    ['site', 'Allocation calls', 'share of the listed'],
    [
      ['a', '30', '75 %'],
      ['b', '10', '25 %'],
    ],
  ],
  ['a sketch', chartFrom({ blocks: [sketchOf()] }), [], []],
])('tabulates %s as stated', (_, chart, columns, rows) => {
  expect(chart.table.columns).toEqual(columns);
  expect(chart.table.rows.map((row) => row.map(plain))).toEqual(rows);
  expect(chart.table.total).toBe(rows.length);
});

const manyRows = Array.from({ length: 200_000 }, (_, x) => [x, x === 2500 ? 9e9 : 1e6 + x]);
const long = chartFrom({
  measurements: [
    growthOf([{ label: 'rss', role: 'before', file: { name: 'rss.csv', x: 'minute', y: 'rss' } }], {
      unit: 'bytes',
    }),
  ],
  tables: { 'rss.csv': { columns: ['minute', 'rss'], rows: manyRows } },
});

test('shortens the table of a long file but neither its peak nor its CSV', () => {
  expect(long.table.total).toBe(200_000);
  expect(long.table.rows.length).toBeLessThanOrEqual(122);
  expect(long.table.rows.map(([, x]) => x)).toContain(plain('2\u202f500').replace(' ', '\u202f'));
  expect(csvOf(long).split('\r\n')).toHaveLength(200_002);
});

test('draws a chart whose file is missing without its line', () => {
  const chart = ofMeasurement(
    growthOf([{ label: 'rss', role: 'before', file: { name: 'rss.csv', x: 'x', y: 'y' } }]),
  );
  expect(chart.table.rows).toEqual([]);
  expect(chart.caption).toBe('Resident memory over hours since start.');
});

test('writes CSV with bounds, quoting what needs it', () => {
  const chart = ofMeasurement(
    growthOf(
      [
        lineOf(
          [
            [0, 'under 220'],
            [1, '250 to 400'],
            [2, 'over 600'],
          ],
          { label: 'build "a", patched' },
        ),
      ],
      { over: 'days' },
    ),
  );
  expect(csvOf(chart)).toBe(
    [
      'line,days,value,low,high,stated,unit',
      '"build ""a"", patched",0,220,,220,under 220,MB',
      '"build ""a"", patched",1,325,250,400,250 to 400,MB',
      '"build ""a"", patched",2,600,600,,over 600,MB',
      '',
    ].join('\r\n'),
  );
});

const everyKind = chartsFrom({
  improvement: [improvementOf()],
  measurements: [
    growthOf([before], { events: [{ at: 3, label: 'deploy' }] }),
    growthOf([
      lineOf([
        [0, 1],
        [1, 90_000],
      ]),
    ]),
    valuesOf('hotspots', [{ label: 'malloc', value: 3 }]),
    singleOf('limit'),
  ],
  blocks: [sketchOf({ mark: 'restart' })],
});

test('offers specs that Vega-Lite compiles without a complaint', () => {
  const complaints: unknown[] = [];
  const complain = (...words: unknown[]) => {
    complaints.push(words);
    return logger;
  };
  const silent = () => logger;
  const logger = { level: silent, error: complain, warn: complain, info: silent, debug: silent };
  for (const chart of everyKind) {
    const spec = vegaLiteSpec(chart.model, chart.caption);
    if (spec) compile(spec as unknown as TopLevelSpec, { logger: logger });
  }
  expect(complaints).toEqual([]);
  expect(everyKind).toHaveLength(6);
});

test('offers specs that stand alone: schema, data, fixed colors, stated values on hover', () => {
  for (const chart of everyKind) {
    const spec = vegaLiteSpec(chart.model, chart.caption);
    if (chart.kind === 'sketch') {
      expect(spec).toBeUndefined();
      continue;
    }
    const text = JSON.stringify(spec);
    expect(spec?.$schema).toBe('https://vega.github.io/schema/vega-lite/v6.json');
    expect(spec?.description).toBe(chart.caption);
    expect(text).not.toContain('var(--');
    expect(text).not.toMatch(/"url"/);
    expect(text).toContain('"tooltip"');
    expect(text).toContain('"stated"');
  }
});

test('tells the same as the drawing: joined points, gaps, runs, unit, start of the axis, fix', () => {
  const specOf = (measurement: Measurement) => {
    const { model, caption } = ofMeasurement(measurement);
    return JSON.parse(JSON.stringify(vegaLiteSpec(model, caption))) as {
      data: {
        values: { line: string; part: number | null; x: number; value: number; stated: string }[];
      };
      layer: {
        mark: { type: string; color?: string };
        data?: { values: object[] };
        encoding: { y: { title: string; scale?: object } };
      }[];
    };
  };
  const xs = [0, 1, 2, 3, 40, 41];
  const spec = specOf(
    growthOf(
      [
        lineOf(xs.map((x) => [x, 9_600_000 + x * 1000])),
        lineOf([[0, 9_601_000], [9, 9_602_000]], { label: 'two readings' }), // prettier-ignore
      ],
      { unit: 'kB', fix: 20 },
    ),
  );
  expect(spec.data.values.map(({ part }) => part)).toEqual([0, 0, 0, 0, 1, 1, null, null]);
  expect(spec.data.values[4]).toMatchObject({ value: 9.64, stated: '9.64\u00a0GB' });
  expect(spec.layer[0]?.encoding.y).toMatchObject({
    title: 'Resident memory (GB), not from zero',
    scale: { zero: false },
  });
  expect(spec.layer.map(({ mark }) => mark.type)).toEqual(['line', 'rule', 'point', 'rule']);
  expect(spec.layer.at(-1)).toMatchObject({
    mark: { color: '#0f766e' },
    data: { values: [{ at: 20, label: 'fix' }] },
  });
  const plainSpec = specOf(growthOf([before]));
  expect(plainSpec.layer.map(({ mark }) => mark.type)).toEqual(['line', 'point']);
  expect(plainSpec.layer[0]?.encoding.y).not.toHaveProperty('scale');
});

test('shows before and after in neutral colors where they cannot be compared, with the words of the caption', () => {
  const specOf = (changes: Partial<Improvement>) => {
    const { model, caption } = ofImprovement(changes);
    return JSON.parse(JSON.stringify(vegaLiteSpec(model, caption))) as {
      data: { values: { role: string; value: number; stated: string }[] };
    };
  };
  const pair = { before: 3_945_352, after: 451_308, unit: 'kB' };
  expect(specOf(pair).data.values.map(({ role, stated }) => [role, plain(stated)])).toEqual([
    ['before', '3.95 GB'],
    ['after', '451 MB'],
  ]);
  const { values } = specOf({ ...pair, comparable: false, note: 'Other traffic.' }).data;
  expect(values.map(({ role }) => role)).toEqual(['other', 'other']);
});

test('says where the fix came in caption, table and CSV', () => {
  const chart = ofMeasurement(growthOf([before], { fix: 12 }));
  expect(plain(chart.caption)).toMatch(/ in 22 hours\. The fix came at 12 hours since start\.$/);
  expect(chart.table.rows.at(-1)).toEqual(['fix', '12', '']);
  expect(chart.table.total).toBe(4);
  expect(csvOf(chart)).toContain('\r\nfix,12,,,,,\r\n');
});

test('lets a reader move along time, and not along bars', () => {
  const textOf = (chart: Chart) => JSON.stringify(vegaLiteSpec(chart.model, chart.caption));
  for (const chart of everyKind)
    if (chart.kind !== 'sketch')
      expect(textOf(chart).includes('"bind":"scales"'), chart.kind).toBe(chart.kind === 'memory');
});

test('has a key that changes with every number and word', () => {
  const keys = [
    ofImprovement({}),
    ofImprovement({ after: 9.47 }),
    ofImprovement({ label: 'peak of the heap' }),
    ofImprovement({ note: 'One run.' }),
    ofImprovement({ comparable: false }),
  ].map(chartKey);
  expect(new Set(keys).size).toBe(5);
  expect(chartKey(ofImprovement({}))).toBe(keys[0]);
});
