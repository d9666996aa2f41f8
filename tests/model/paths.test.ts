import { describe, expect, test } from 'vitest';

import { site } from '../../site.config.ts';
import { linkHtml, searchPath } from '../../src/model/addresses.ts';
import { incidentsIn, type Block } from '../../src/model/blocks.ts';
import {
  cardPath,
  causeCellPath,
  chartPath,
  guidePath,
  incidentName,
  incidentPath,
  matchPath,
  oembedPath,
  siteCardPath,
  termPath,
} from '../../src/model/paths.ts';

test.each([
  [incidentPath(7), '/i/7/'],
  [chartPath(7, 'rss', 'vl.json'), '/i/7/charts/rss.vl.json'],
  [cardPath(7), '/i/7/card.png'],
  [oembedPath(7), '/i/7/oembed.json'],
  [siteCardPath, '/card.png'],
  [termPath('languages', 'go'), '/languages/go/'],
  [causeCellPath('leak', 'languages', 'go'), '/causes/leak/languages/go/'],
  [guidePath('graphs'), '/guides/graphs/'],
  [searchPath({ q: 'a b', cause: 'leak' }), '/search/?q=a+b&cause=leak'],
])('the path %s is %s', (path, wanted) => {
  expect(path).toBe(wanted);
});

test('an incident is named by the prefix of the site and its number', () => {
  expect(incidentName(7)).toBe(`${site.prefix}-7`);
});

test('the match page gets a text of several lines in its address', () => {
  const { hash, pathname } = new URL(matchPath('a&b\nc d'), 'https://example.org');
  expect(pathname).toBe('/match/');
  expect(new URLSearchParams(hash.slice(1)).get('text')).toBe('a&b\nc d');
});

test('without a base path, links in HTML stay as they are', () => {
  const html = '<a href="/i/1/">x</a>';
  expect(linkHtml(html)).toBe(html);
});

describe('the incidents that a body links to', () => {
  const incident = (id: string): Block => ({
    kind: 'component',
    name: 'Incident',
    props: { id },
    children: [],
    line: 1,
  });

  test('are found at any depth, as often as they are linked to', () => {
    const blocks: Block[] = [
      { kind: 'html', html: '<p>x</p>' },
      { kind: 'source', id: 'issue' },
      { kind: 'heading', depth: 2, id: 'fix', children: [incident('3')] },
      { kind: 'element', tag: 'p', attributes: {}, children: [incident('5'), incident('3')] },
      { kind: 'component', name: 'Lesson', props: {}, children: [incident('8')], line: 1 },
    ];
    expect(incidentsIn(blocks)).toEqual([3, 5, 3, 8]);
  });

  test('are none where a component only has an id', () => {
    const sketch: Block = {
      kind: 'component',
      name: 'Sketch',
      props: { id: '3' },
      children: [],
      line: 1,
    };
    expect(incidentsIn([sketch])).toEqual([]);
  });
});
