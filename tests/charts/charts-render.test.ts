import { expect, test } from 'vitest';

import { chartsOf, type Chart } from '../../src/charts/chart.ts';
import { renderSvg } from '../../src/charts/render/render.ts';
import { standaloneSvg } from '../../src/charts/render/standalone.ts';
import { textWidth } from '../../src/charts/render/text.ts';
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

const hostile = [
  '<script>alert("x")</script>',
  `"quotes" & 'apostrophes' ]]> --> &amp;`,
  'x'.repeat(400),
  '\u202eذاكرة العملية بعد الإصلاح',
  '内存泄漏修复之前的进程内存占用情况'.repeat(4),
  '🔥 emoji 👩‍👩‍👧‍👦'.repeat(5),
  'url(https://example.org/x) javascript:alert(1)',
  'control \u0007 character',
];

const ramp = lineOf([
  [0, 'about 200'],
  [1, '250 to 400'],
  [2, 'over 600'],
]);

const charts = chartsOf(
  postmortem({
    improvement: [
      improvementOf(),
      improvementOf({ id: 'open', before: 'over 600', after: 'under 10', comparable: false }),
      improvementOf({ id: 'nothing', before: 0, after: 0 }),
    ],
    measurements: [
      growthOf(
        [
          ramp,
          lineOf(
            [
              [0, 210],
              [1, 190],
              [2, 200],
            ],
            { label: 'after', role: 'after' },
          ),
        ],
        {
          events: [{ at: 1, label: 'deploy' }],
          levels: [{ label: 'limit', value: 512 }],
        },
      ),
      growthOf(
        [
          lineOf([
            [5, 1],
            [5, 90_000],
          ]),
        ],
        { id: 'far-apart' },
      ),
      growthOf(
        hostile.map((label, index) =>
          lineOf(
            [
              [0, index],
              [9, 50 + index],
            ],
            { label, role: 'other' },
          ),
        ),
        {
          id: 'hostile-lines',
          label: hostile.join(' '),
          over: hostile.join(' '),
          events: hostile.map((label, at) => ({ at, label })),
          levels: hostile.map((label, value) => ({ label, value })),
        },
      ),
      valuesOf(
        'hotspots',
        hostile.map((label, value) => ({ label, value })),
        { id: 'hostile-sites', note: hostile.join(' ') },
      ),
      valuesOf('comparison', [
        { label: 'gains', value: -30 },
        { label: 'costs', value: 20 },
      ]),
      singleOf('limit'),
    ],
    blocks: [sketchOf({ mark: hostile.join(' ') }), sketchOf({ id: 'odd', shape: 'constructor' })],
  }),
  vocabulary,
);

interface Drawn {
  readonly chart: Chart;
  readonly files: readonly (readonly [name: string, svg: string])[];
}

const drawAll = (): readonly Drawn[] =>
  charts.map((chart) => {
    const { wide, narrow } = renderSvg(chart);
    return {
      chart,
      files: [
        ['wide', wide],
        ['narrow', narrow],
        ['file', standaloneSvg(chart)],
      ],
    };
  });

const drawn = drawAll();

const everyFile = () =>
  drawn.flatMap(({ chart, files }) =>
    files.map(([name, svg]) => ({ name: `${chart.id} ${name}`, svg })),
  );

test('draws every chart in two widths and as a file', () => {
  expect(everyFile()).toHaveLength(charts.length * 3);
  for (const { svg } of everyFile()) expect(svg.length).toBeGreaterThan(200);
});

test('draws the same text every time', () => {
  expect(drawAll()).toEqual(drawn);
});

test('writes nothing that a strict content policy or another chart could trip over', () => {
  for (const { name, svg } of everyFile()) {
    const tags = (svg.match(/<[^>]*>/g) ?? []).join('\n');
    expect(tags, name).not.toMatch(/\s(?:style|id|class|on\w+|(?:xlink:)?href|clip-path)=/);
    expect(tags, name).not.toMatch(/<(?:script|style|image|use|a|foreignObject)\b/);
    expect(tags, name).not.toMatch(/NaN|undefined|Infinity|url\(/);
  }
});

test('escapes every label, so that tags close in the order they open', () => {
  for (const { name, svg } of everyFile()) {
    const open: string[] = [];
    for (const [, slash, tag, end] of svg.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/gi)) {
      if (slash !== '') expect(open.pop(), name).toBe(tag);
      else if (end === '') open.push(tag ?? '');
    }
    expect(open, name).toEqual([]);
    expect(svg.replace(/<\/?[a-z][^<>]*>/gi, ''), name).not.toMatch(/[<\u0007]/);
    expect(svg.replace(/&(?:amp|lt|gt|quot|#\d+);/g, ''), name).not.toContain('&');
  }
});

test('takes page colors and fonts from the stylesheet, and fixed ones for files', () => {
  for (const { name, svg } of everyFile()) {
    const isFile = name.endsWith(' file');
    expect(svg.includes('var(--'), name).toBe(!isFile);
    expect(/"#[0-9a-f]{6}"/.test(svg), name).toBe(isFile);
  }
});

test('is hidden from assistive technology on a page, and named in a file', () => {
  for (const { name, svg } of everyFile()) {
    if (name.endsWith(' file')) expect(svg, name).toMatch(/role="img"><title>[^<]+<\/title><desc>/);
    else expect(svg, name).toMatch(/^<svg viewBox="0 0 (?:680|340) \d+" [^>]*aria-hidden="true">/);
  }
});

test('stays small', () => {
  const points = Array.from({ length: 20_000 }, (_, x): [number, number] => [x, (x * 7919) % 1000]);
  const [long] = chartsOf(postmortem({ measurements: [growthOf([lineOf(points)])] }), vocabulary);
  if (!long) throw new Error('no chart');
  const { wide, narrow } = renderSvg(long);
  expect(wide.length).toBeLessThan(6000);
  expect(narrow.length).toBeLessThan(6000);
});

const wordsOf = (svg: string) => svg.replace(/<[^>]+>/g, ' ').replace(/[\u00a0\u202f]/g, ' ');

test('names source, note and provenance in a file', () => {
  const file = drawn.find(({ chart }) => chart.id === 'peak-heap')?.files[2]?.[1] ?? '';
  expect(wordsOf(file)).toContain(
    'Reported. Source: graphops/subgraph-radio, Memory leak, https://github.com/graphops/subgraph-radio/issues/147',
  );
});

test.each([
  { id: 'peak-heap', words: ['before', '38.94 MB', 'after', '9.46 MB', '−75.7 %'] },
  {
    id: 'open',
    words: ['over 600 MB', 'under 10 MB', 'at least −98 %', 'not directly comparable'],
  },
  { id: 'rss', words: ['Resident memory (MB)', 'before the fix', 'deploy', 'limit, 512 MB'] },
  { id: 'far-apart', words: ['Resident memory (GB)', '90 GB', '1 MB'] },
  { id: 'odd', words: ['sketch, not to scale', 'time', 'memory'] },
])('writes on the drawing what it shows: $id', ({ id, words }) => {
  const files = drawn.find(({ chart }) => chart.id === id)?.files ?? [];
  expect(files).toHaveLength(3);
  for (const [, svg] of files) for (const word of words) expect(wordsOf(svg)).toContain(word);
});

test('draws before solid and after dashed, in lines and in bars', () => {
  for (const id of ['rss', 'peak-heap']) {
    const [[, wide] = ['', '']] = drawn.find(({ chart }) => chart.id === id)?.files ?? [];
    const strokes = wide.match(/<path[^>]*stroke="var\(--(?:before|after)\)"[^>]*>/g) ?? [];
    const dashed = strokes.filter((stroke) => stroke.includes('stroke-dasharray'));
    expect(strokes.length, id).toBeGreaterThan(1);
    expect(dashed, id).toHaveLength(1);
    expect(dashed[0], id).toContain('var(--after)');
  }
});

test('keeps every word inside the drawing', () => {
  for (const { name, svg } of everyFile().filter((file) => !file.name.endsWith(' file'))) {
    const [, , width = 0, height = 0] = (/viewBox="([^"]+)"/.exec(svg)?.[1] ?? '')
      .split(' ')
      .map(Number);
    for (const [x, y] of placesOfText(svg)) {
      expect(x, name).toBeGreaterThanOrEqual(-0.5);
      expect(x, name).toBeLessThanOrEqual(width + 0.5);
      expect(y, name).toBeGreaterThanOrEqual(8);
      expect(y, name).toBeLessThanOrEqual(height);
    }
  }
});

test('breaks or shortens every label that is wider than the drawing', () => {
  for (const { name, svg } of everyFile()) {
    const width = Number(/viewBox="0 0 (\d+)/.exec(svg)?.[1]);
    for (const [, line = ''] of svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)</g))
      expect(textWidth(line.replace(/&\w+;/g, '&'), 11), `${name}: ${line}`).toBeLessThanOrEqual(
        width,
      );
  }
});

/** Where each line of text begins, the moves of the groups around it added up. */
function placesOfText(svg: string): (readonly [number, number])[] {
  const places: (readonly [number, number])[] = [];
  const moves: (readonly [number, number])[] = [];
  let below = 0;
  for (const [tag] of svg.matchAll(/<[^>]+>/g)) {
    const [, dx = '0', dy = '0'] = /translate\(([^,]+),([^)]+)\)/.exec(tag) ?? [];
    const [left, top] = moves.at(-1) ?? [0, 0];
    const number = (name: string) =>
      Number(new RegExp(` ${name}="([^"]+)"`).exec(tag)?.[1] ?? Number.NaN);
    if (tag.startsWith('<text')) below = number('y');
    if (tag.startsWith('<tspan')) below += number('dy');
    if (/^<(?:text|tspan)/.test(tag)) places.push([left + number('x'), top + below]);
    if (tag.startsWith('</g')) moves.pop();
    if (tag.startsWith('<g')) moves.push([left + Number(dx), top + Number(dy)]);
  }
  expect(places.flat().every(Number.isFinite)).toBe(true);
  return places;
}
