import { expect, test } from 'vitest';

import { buildArticle, buildOembed, scriptJson } from '../../src/outputs/linked-data.ts';
import { postmortemOf, vocabulary } from '../charts/postmortem.ts';

test('an article names its cause, its dates and its sources by absolute address', () => {
  const { data } = postmortemOf({ resolved: '2024-06-02' });
  expect(buildArticle(data, vocabulary)).toMatchObject({
    '@type': 'TechArticle',
    url: 'https://example.org/i/1/',
    identifier: 'MEM-1',
    datePublished: '2024-05',
    dateModified: '2024-06-02',
    image: 'https://example.org/i/1/card.png',
    keywords: ['Missing free', 'Rust', 'OpenSSL'],
    citation: ['https://github.com/graphops/subgraph-radio/issues/147'],
  });
});

test('JSON in a script element cannot end it', () => {
  const hostile = { title: '</script><script>alert(1)</script><!-- ' };
  expect(scriptJson(hostile)).not.toContain('<');
  expect(JSON.parse(scriptJson(hostile))).toEqual(hostile);
});

test('the oEmbed answer is a link with the card as thumbnail', () => {
  expect(buildOembed(postmortemOf({}).data)).toMatchObject({
    version: '1.0',
    type: 'link',
    title: 'MEM-1: Subgraph Radio held 4.7 GB',
    thumbnail_url: 'https://example.org/i/1/card.png',
    thumbnail_width: 1200,
    thumbnail_height: 630,
  });
});
