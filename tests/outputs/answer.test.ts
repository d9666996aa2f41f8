import { describe, expect, test } from 'vitest';

import { renderOpening, type OpeningOptions } from '../../src/outputs/article/answer.ts';
import type { PostmortemData } from '../../src/model/schema.ts';
import { improvementOf, postmortemOf } from '../charts/postmortem.ts';

const opening = (data: Partial<PostmortemData>, options: Partial<OpeningOptions> = {}): string =>
  renderOpening(postmortemOf(data).data, { numberOf: () => 1, ...options }).html;

const diagnosis = {
  symptoms: ['RSS climbs while `heap_used` stays flat'],
  confirm: [{ run: 'jcmd 1 VM.native_memory', see: '`Arena` grows', not: 'A growing Java heap' }],
  workaround: 'Set `MALLOC_ARENA_MAX=2`',
};
const openssl = { id: 'openssl', name: 'OpenSSL' };
const headings = (html: string) =>
  [...html.matchAll(/<h2 id="(.*?)">(.*?)<\/h2>/g)].map(([, id, text]) => `${id}: ${text}`);
const text = (html: string) => html.replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ');

test('opens with the title and what happened, then: do I have it, confirm, fix, until then, figure, evidence', () => {
  const html = opening({
    diagnosis,
    component: [{ ...openssl, affected: [{ introduced: '1.0.0', fixed: '1.0.4' }] }],
    improvement: [improvementOf()],
    verified: [{ date: '2026-12-01', how: 'read-fix', what: 'https://example.org/pull/1' }],
  });
  const marks = [
    '<h1>Subgraph Radio held 4.7 GB</h1>',
    'OpenSSL allocated without release.',
    'Do I have this?',
    'RSS climbs while <code>heap_used</code> stays flat',
    'Confirm',
    '<pre><code>jcmd 1 VM.native_memory</code></pre>',
    '<code>Arena</code> grows',
    'A growing Java heap',
    'Fixed in',
    'Upgrade to 1.0.4',
    'Affected: 1.0.0 to before 1.0.4',
    'Until then',
    'Set <code>MALLOC_ARENA_MAX=2</code>',
    '38.94',
    'Evidence:',
    'last checked <time datetime="2026-12-01">1 December 2026</time>',
  ];
  const places = marks.map((mark) => html.indexOf(mark));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});

test('what is not known takes no room', () => {
  const html = opening({});
  expect(headings(html)).toEqual([]);
  expect(html).not.toContain('Not measured');
  expect(text(html)).toContain('Evidence: reported');
});

test('backticks are code, and nothing in a diagnosis becomes markup', () => {
  const html = opening({
    diagnosis: { symptoms: ['`<b>` and <script> are text'] },
    component: [{ ...openssl, note: 'Only `-Z`' }],
  });
  expect(html).toContain('<code>&lt;b&gt;</code> and &lt;script&gt; are text');
  expect(html).toContain('Only <code>-Z</code>');
});

describe('the release to take', () => {
  const fix = (component: Partial<PostmortemData['component'][number]>) =>
    text(opening({ component: [{ ...openssl, ...component }] }));

  test('of several branches names each', () => {
    expect(
      fix({
        affected: [
          { introduced: '1.0.0', fixed: '1.0.4' },
          { introduced: '1.1.0', fixed: '1.1.2' },
        ],
      }),
    ).toContain('Upgrade to 1.0.4 or 1.1.2 Affected: 1.0.0 to before 1.0.4, 1.1.0 to before 1.1.2');
  });

  test('is after the last affected where no release has the fix', () => {
    expect(fix({ affected: [{ introduced: '1.0', last: '1.9' }] })).toContain(
      'Upgrade to a release after 1.9',
    );
  });

  test('is not known where a range is open, of all or of one branch', () => {
    expect(fix({ affected: [{ introduced: '1.0' }] })).toContain('No fixed release is known ');
    expect(
      fix({ affected: [{ introduced: '1.0', fixed: '1.4' }, { introduced: '2.0' }] }),
    ).toContain('Upgrade to 1.4 No fixed release is known for 2.0 and later');
  });

  test('is unknown for a reason', () => {
    expect(fix({ affected: { unknown: 'Runs only in the cloud.' } })).toContain(
      'OpenSSL Runs only in the cloud.',
    );
  });
});

test('a heading whose id the body has already gets another one', () => {
  const html = opening({ diagnosis }, { taken: new Set(['confirm']) });
  expect(headings(html)).toEqual([
    'do-i-have-this: Do I have this?',
    'answer-confirm: Confirm',
    'until-then: Until then',
  ]);
});

test('the symbols of an incident lead to the match page, as many as a link can hold', () => {
  const frames = Array.from({ length: 50 }, (_, index) => `frame_${index}`);
  const html = opening({
    diagnosis,
    evidence: [{ tool: 'heaptrack', source: 'issue-147', frames: ['a&b', ...frames] }],
  });
  const address = /href="(\/match\/#[^"]*)"/.exec(html)?.[1] ?? '';
  const lines = new URLSearchParams(address.split('#')[1]).get('text')?.split('\n');
  expect(lines?.slice(0, 2)).toEqual(['a&b', 'frame_0']);
  expect(lines).toHaveLength(12);
});

test('figures that cannot be compared are not told in the colors of better and worse', () => {
  expect(opening({ improvement: [improvementOf()] })).toContain('class="values comparable"');
  expect(
    opening({ improvement: [improvementOf({ comparable: false, note: 'Other load.' })] }),
  ).toContain('class="values"');
});
