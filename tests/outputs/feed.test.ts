import { parseAtomFeed } from 'feedsmith';
import { expect, test } from 'vitest';

import { buildAtomFeed, buildModifiedCsv } from '../../src/outputs/feed.ts';
import { improvementOf, postmortem, postmortemOf } from '../charts/postmortem.ts';

test('a date known to the month or the year is its first moment', () => {
  const feed = buildAtomFeed('Heaplore', '/feed.xml', [
    postmortemOf({ id: 2, reported: '2024-05' }),
    postmortemOf({ id: 1, reported: '2011' }),
  ]);
  expect(feed).toContain('<published>2024-05-01T00:00:00.000Z</published>');
  expect(feed).toContain('<published>2011-01-01T00:00:00.000Z</published>');
  expect(feed).toContain('<id>https://example.org/i/2/</id>');
});

test('a title with markup is text', () => {
  const feed = buildAtomFeed('Heaplore', '/feed.xml', [
    postmortemOf({ title: '<script>alert(1)</script> ]]> & more' }),
  ]);
  expect(feed).toContain('&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp; more');
});

test('at most fifty entries are listed, the first ones', () => {
  const many = Array.from({ length: 60 }, (_, index) => postmortemOf({ id: index + 1 }));
  const feed = buildAtomFeed('Heaplore', '/feed.xml', many);
  expect(feed.match(/<entry>/g)).toHaveLength(50);
  expect(feed).toContain('/i/50/');
  expect(feed).not.toContain('/i/51/');
});

test('a feed reader finds what RFC 4287 asks for, and the text with absolute addresses', () => {
  const feed = parseAtomFeed(
    buildAtomFeed('Heaplore', '/feed.xml', [
      postmortem({
        improvement: [improvementOf()],
        blocks: [
          { kind: 'html', html: '<p>See <a href="/causes/">causes</a>, <code>a[b]]></code>.</p>' },
          { kind: 'source', id: 'issue-147' },
          {
            kind: 'component',
            name: 'BeforeAfter',
            props: { of: 'peak-heap' },
            children: [],
            line: 1,
          },
        ],
      }),
    ]),
  );
  expect(feed.id).toBe('https://example.org/feed.xml');
  expect(feed.updated).toBe('2024-05-01T00:00:00.000Z');
  expect(feed.authors?.[0]?.name).toBe('Heaplore contributors');
  expect(feed.links).toContainEqual({ rel: 'self', href: 'https://example.org/feed.xml' });
  const [entry] = feed.entries ?? [];
  expect(entry?.id).toBe('https://example.org/i/1/');
  expect(entry?.updated).toBe('2024-05-01T00:00:00.000Z');
  const content = JSON.stringify(entry?.content).replaceAll(String.raw`\"`, '"');
  expect(content).toContain('href="https://example.org/causes/"');
  expect(content).toContain('href="https://example.org/i/1/#source-issue-147"');
  expect(content).toContain('src="https://example.org/i/1/charts/peak-heap.svg"');
  expect(content).toContain('a[b]]&gt;');
});

test('a feed holds at most 300 kB of text; later entries are summaries', () => {
  const html = `<p>${'x'.repeat(100_000)}</p>`;
  const many = [1, 2, 3, 4].map((id) => {
    const one = postmortem({ blocks: [{ kind: 'html', html }] });
    return { ...one, data: { ...one.data, id } };
  });
  const feed = buildAtomFeed('Heaplore', '/feed.xml', many);
  expect(feed.length).toBeLessThan(310_000);
  expect(feed.match(/<entry>/g)).toHaveLength(4);
  expect(feed.match(/<summary/g)).toHaveLength(4);
});

test('modified.csv lists the last change first, with quotes where a title needs them', () => {
  const csv = buildModifiedCsv([
    postmortemOf({ id: 1, title: 'Old', reported: '2011' }),
    postmortemOf({ id: 2, title: 'A "leak", twice', reported: '2010', resolved: '2024-05' }),
    postmortemOf({ id: 3, title: 'New', reported: '2024-05-02' }),
  ]);
  expect(csv.split('\r\n')).toEqual([
    'id,url,modified,title,cause',
    '3,https://example.org/i/3/,2024-05-02,New,missing-free',
    '2,https://example.org/i/2/,2024-05,"A ""leak"", twice",missing-free',
    '1,https://example.org/i/1/,2011,Old,missing-free',
    '',
  ]);
});
