import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';

import { chartsOf } from '../../src/charts/chart.ts';
import { runCli } from '../../src/cli/main.ts';
import { redirectJson } from '../../src/outputs/redirect-outputs.ts';
import { buildAggregates } from '../../src/root-cause-index/index-numbers.ts';
import { buildJsonSchema, outputSchemas } from '../../src/outputs/schemas.ts';
import { buildIndexEntry, buildIncidentJson } from '../../src/outputs/incident-json.ts';
import { referencesOf } from '../../src/find/words/references.ts';
import { collectionRoot, content } from '../collection.ts';

type Name = keyof typeof outputSchemas;

const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });

/** What is wrong with a value, as it is after a journey through JSON. Fields that no schema describes are wrong too. */
function faultsOf(name: Name, value: unknown): unknown {
  const validate = ajv.compile(buildJsonSchema(name, { closed: true }));
  validate(JSON.parse(JSON.stringify(value)));
  return validate.errors?.slice(0, 3) ?? [];
}

const { postmortems, vocabulary } = content;

test('/i/<n>.json of every incident is as its schema says', () => {
  const list = { type: 'array', items: buildJsonSchema('incident', { closed: true }) };
  const validate = ajv.compile(list);
  const all = postmortems.map((one) =>
    buildIncidentJson(one, chartsOf(one, vocabulary), vocabulary),
  );
  validate(JSON.parse(JSON.stringify(all)));
  expect(validate.errors?.slice(0, 3) ?? []).toEqual([]);
});

test('/index.json is as its schema says', () => {
  const index = {
    schemaVersion: 2,
    generated: '2026-01',
    aggregates: buildAggregates(content),
    postmortems: postmortems.map((one) => buildIndexEntry(one, vocabulary)),
  };
  expect(faultsOf('index', index)).toEqual([]);
  expect(faultsOf('index', { ...index, generated: 'today' })).toMatchObject([
    { instancePath: '/generated', keyword: 'pattern' },
  ]);
});

test('/references.json is as its schema says', () => {
  expect(faultsOf('references', referencesOf(postmortems))).toEqual([]);
});

test('/permalinks.json is as its schema says', () => {
  expect(faultsOf('permalinks', content.permalinks)).toEqual([]);
});

test('an incident that moved or was withdrawn has a place in the schema of incidents', () => {
  const about = { path: '/i/5/', name: 'MEM-5', fragments: [] };
  const withdrawal = { title: 'It was none', date: '2026-01-02', reason: 'No leak.' };
  expect(
    faultsOf('incident', redirectJson({ ...about, redirect: { kind: 'moved', to: '/i/9/' } })),
  ).toEqual([]);
  expect(
    faultsOf('incident', redirectJson({ ...about, redirect: { kind: 'withdrawn', withdrawal } })),
  ).toEqual([]);
});

test.each([
  'tests/reports/heaptrack/heaptrack_print.ssl_leak.txt',
  'tests/reports/go/prometheus-heap.pb.gz',
  'package.json',
])('what match prints of %s is as its schema says', async (file) => {
  let written = '';
  const output = { write: (text: string) => void (written += text), writeError: () => undefined };
  await runCli(['match', '--json', file], output, collectionRoot);
  expect(faultsOf('match', JSON.parse(written))).toEqual([]);
});

describe('a published schema', () => {
  test('lets a field pass that it does not know, because one may be added', () => {
    const references = { ...referencesOf([]), later: true };
    expect(ajv.compile(buildJsonSchema('references'))(references)).toBe(true);
    expect(faultsOf('references', references)).toMatchObject([{ keyword: 'additionalProperties' }]);
    expect(JSON.stringify(buildJsonSchema('index'))).not.toContain('"additionalProperties":false');
  });

  test.each(Object.keys(outputSchemas) as Name[])('%s refuses another schemaVersion', (name) => {
    const validate = ajv.compile(buildJsonSchema(name));
    validate({ schemaVersion: 0 });
    expect(validate.errors).toContainEqual(
      expect.objectContaining({ instancePath: '/schemaVersion', keyword: 'const' }),
    );
  });
});
