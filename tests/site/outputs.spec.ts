import { expect, test } from '@playwright/test';

interface Index {
  schemaVersion: number;
  generated: string;
  postmortems: { id: number; url: string; improvement: { id: string; change: string | null }[] }[];
}

test('index.json and the JSON of an incident agree', async ({ request }) => {
  const index = (await (await request.get('/index.json')).json()) as Index;
  expect(index.schemaVersion).toBe(2);
  const first = index.postmortems.find(({ id }) => id === 1);
  expect(first?.improvement.find(({ id }) => id === 'peak-heap')?.change).toBe('−75.7\u00a0%');
  const one = (await (await request.get('/i/1.json')).json()) as {
    charts: { id: string; csv?: string }[];
  };
  const withNumbers = one.charts.filter(({ csv }) => csv !== undefined);
  expect(withNumbers.length).toBeGreaterThan(0);
  for (const { id } of withNumbers)
    for (const ending of ['svg', 'csv', 'vl.json'])
      expect((await request.get(`/i/1/charts/${id}.${ending}`)).status(), `${id}.${ending}`).toBe(
        200,
      );
});

test('the Markdown of an incident holds its charts as tables and no component', async ({
  request,
}) => {
  const text = await (await request.get('/i/1.md')).text();
  expect(text).toContain('| 38.94 |');
  expect(text).toContain('[^issue-147]: Investigate memory usage.');
  expect(text).not.toMatch(/^<(?!http)/m);
});

test('the JSON Schema knows the terms of the vocabulary', async ({ request }) => {
  const schema = JSON.stringify(await (await request.get('/schema/postmortem.json')).json());
  expect(schema).toContain('"unbounded-cache"');
  expect(schema).toContain('"additionalProperties":false');
});

test('the feed is Atom with an entry for each of the newest incidents', async ({ request }) => {
  const feed = await (await request.get('/feed.xml')).text();
  expect(feed).toContain('<feed xmlns="http://www.w3.org/2005/Atom">');
  const index = (await (await request.get('/index.json')).json()) as Index;
  expect(feed.match(/<entry>/g)).toHaveLength(Math.min(50, index.postmortems.length));
});
