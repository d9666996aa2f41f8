import { describe, expect, test } from 'vitest';

import { renderBody } from '../../src/outputs/article/body.ts';
import type { ArticleContext } from '../../src/outputs/article/context.ts';
import { renderDatasheet, renderSources } from '../../src/outputs/article/facts.ts';
import { markup, raw } from '../../src/outputs/article/markup.ts';
import type { Block } from '../../src/model/blocks.ts';
import { postmortemOf, vocabulary } from '../charts/postmortem.ts';

const hostile = '"><script>alert(1)</script>';

describe('markup', () => {
  test('text cannot become markup, between tags and in attributes', () => {
    expect(markup`<p title="${hostile}">${hostile}</p>`.html).toBe(
      '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;</p>',
    );
  });

  test('lists are joined; undefined and false write nothing, zero and empty text do', () => {
    expect(markup`<p>${[1, 0, '', undefined, false, markup`<br>`]}</p>`.html).toBe('<p>10<br></p>');
  });

  test('a line break in a template writes nothing, one in a value stays', () => {
    const part = raw('<pre>\n  a</pre>');
    expect(
      markup`
      <div>
        ${part}
      </div>
    `.html,
    ).toBe('<div><pre>\n  a</pre></div>');
  });
});

const context = (given: Partial<ArticleContext> = {}): ArticleContext => ({
  marks: new Map(),
  charts: new Map(),
  lead: undefined,
  incidentOf: () => undefined,
  numberOf: () => 2,
  ...given,
});
const html = (text: string): Block => ({ kind: 'html', html: text });

describe('renderBody', () => {
  test('puts source marks and their notes into the paragraph', () => {
    const marks: Block[] = [
      { kind: 'source', id: 'issue' },
      { kind: 'source', id: 'blog' },
    ];
    const [first, second] = marks;
    if (!first || !second) throw new Error('two marks');
    const block: Block = {
      kind: 'element',
      tag: 'p',
      attributes: {},
      children: [html('It grew'), first, second],
    };
    const numbered = new Map([
      [first, { number: 1, note: 'The issue. Example' }],
      [second, { number: 2 }],
    ]);
    expect(renderBody([block], context({ marks: numbered })).html).toBe(
      '<p>It grew<sup class="mark"><a href="#source-issue" aria-label="Source 1">1</a></sup>' +
        '<span class="sidenote" aria-hidden="true"><span>1</span> The issue. Example</span>' +
        '<sup class="mark next"><a href="#source-blog" aria-label="Source 2">2</a></sup></p>',
    );
  });

  test('a heading keeps the fragments under which it was published before', () => {
    const heading: Block = { kind: 'heading', depth: 3, id: 'fix', children: [html('Fix')] };
    const aliases = new Map([['fix', ['remedy']]]);
    expect(renderBody([heading], context({ aliases })).html).toBe(
      '<h3 id="fix"><span id="remedy"></span>Fix</h3>',
    );
  });

  test('props and attributes are escaped', () => {
    const blocks: Block[] = [
      {
        kind: 'component',
        name: 'CallStack',
        props: { title: hostile, source: hostile },
        children: [],
        line: 1,
      },
      { kind: 'element', tag: 'a', attributes: { href: hostile }, children: [] },
    ];
    expect(renderBody(blocks, context()).html).not.toContain('<script');
  });

  test('a chart or incident that nobody knows is left out', () => {
    const component = (name: 'MemoryChart' | 'Incident', props: Record<string, string>): Block => ({
      ...{ kind: 'component', name, props, children: [], line: 1 },
    });
    const blocks = [component('MemoryChart', { of: 'rss' }), component('Incident', { id: '9' })];
    expect(renderBody(blocks, context()).html).toBe('');
  });
});

test('the data sheet leaves out fields that are still to be filled in, and rows without a value', () => {
  const { data } = postmortemOf({ title: 'A leak' });
  const rows = (without: string[]) => [
    ...renderDatasheet(data, vocabulary, { without: new Set(without) }).html.matchAll(
      /<dt>(.*?)<\/dt>/g,
    ),
  ];
  const names = rows(['layer', 'cause']).map(([, name]) => name);
  expect(names).not.toContain('Layer');
  expect(names).not.toContain('Cause');
  expect(names).not.toContain('Follows from');
  expect(names).toContain('Platform');
});

test('sources are targets for their marks', () => {
  const source = { id: 'issue-1', url: 'https://example.org/?a&b', kind: 'pull-request' as const };
  expect(renderSources([{ ...source, title: 'A <leak>', publisher: 'GitHub' }]).html).toBe(
    '<ol class="sources"><li id="source-issue-1"><a href="https://example.org/?a&amp;b">A &lt;leak&gt;</a> ' +
      '<span class="soft">GitHub, pull request</span></li></ol>',
  );
});
