import { expect, test } from 'vitest';

import { atomOf } from '../src/feed.ts';
import { postmortemOf } from './charts/postmortem.ts';

test('a date known to the month or the year is its first moment', () => {
  const feed = atomOf('Heaplore', '/feed.xml', [
    postmortemOf({ id: 2, reported: '2024-05' }),
    postmortemOf({ id: 1, reported: '2011' }),
  ]);
  expect(feed).toContain('<published>2024-05-01T00:00:00.000Z</published>');
  expect(feed).toContain('<published>2011-01-01T00:00:00.000Z</published>');
  expect(feed).toContain('<id>https://example.org/i/2/</id>');
});

test('a title with markup is text', () => {
  const feed = atomOf('Heaplore', '/feed.xml', [
    postmortemOf({ title: '<script>alert(1)</script> ]]> & more' }),
  ]);
  expect(feed).toContain('&lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp; more');
});

test('at most fifty entries are listed, the first ones', () => {
  const many = Array.from({ length: 60 }, (_, index) => postmortemOf({ id: index + 1 }));
  const feed = atomOf('Heaplore', '/feed.xml', many);
  expect(feed.match(/<entry>/g)).toHaveLength(50);
  expect(feed).toContain('/i/50/');
  expect(feed).not.toContain('/i/51/');
});
