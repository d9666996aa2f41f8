import { existsSync } from 'node:fs';

import { expect, test } from '@playwright/test';

import { built, charts, chartsOf, incidents, incidentWith } from './site.ts';

const incident = incidentWith((one) => chartsOf(one).length > 0);

test('the JSON of an incident says what index.json says of it', () => {
  for (const indexed of incidents()) {
    const own = JSON.parse(built(`i/${indexed.id}.json`)) as Record<string, unknown>;
    expect(own, indexed.name).toMatchObject({ schemaVersion: 2, ...indexed });
  }
});

test('every chart with numbers is there as a picture, as numbers and as a specification', () => {
  const missing = incidents()
    .flatMap((one) => chartsOf(one).map((id) => `i/${one.id}/charts/${id}`))
    .flatMap((chart) => ['svg', 'csv', 'vl.json'].map((ending) => `${chart}.${ending}`))
    .filter((file) => !existsSync(`dist/${file}`));
  expect(missing).toEqual([]);
});

test('the Markdown of an incident holds its charts as tables, its sources as notes, and no component', () => {
  const text = built(`i/${incident.id}.md`);
  for (const { title } of charts(incident)) expect(text).toContain(title);
  const [first] = chartsOf(incident);
  const numbers = built(`i/${incident.id}/charts/${first}.csv`).trim().split('\r\n').slice(1);
  expect(text.match(/^\| .* \|$/gm)?.length).toBeGreaterThanOrEqual(numbers.length);
  for (const { id, title } of incident.sources) expect(text).toContain(`[^${id}]: ${title}`);
  expect(text).not.toMatch(/^<(?!http)/m);
});

test('the JSON Schema knows the terms of the vocabulary and no field that is not', () => {
  const schema = built('schema/postmortem.json');
  for (const { cause, fix } of incidents())
    for (const term of [cause, ...fix]) expect(schema).toContain(`"${term}"`);
  expect(schema).toMatch(/"additionalProperties":\s*false/);
});

test('the feed is Atom with an entry for each of the newest incidents', () => {
  const feed = built('feed.xml');
  expect(feed).toContain('<feed xmlns="http://www.w3.org/2005/Atom">');
  expect(feed.match(/<entry>/g)).toHaveLength(Math.min(50, incidents().length));
});
