import { describe, expect, test } from 'vitest';

import { chartsOf } from '../../src/charts/chart.ts';
import {
  renderIncidentMarkdown,
  type MarkdownContext,
} from '../../src/outputs/incident-markdown.ts';
import type { Postmortem } from '../../src/model/content.ts';
import { improvementOf, postmortem, postmortemOf, vocabulary } from '../charts/postmortem.ts';

const entry = postmortem({ improvement: [improvementOf({ id: 'heap', before: 40, after: 10 })] });

const markdown = (
  body: string,
  about: Postmortem = entry,
  around: Partial<MarkdownContext> = {},
): string =>
  renderIncidentMarkdown(about, {
    mdx: `---\nid: 1\n---\n\n${body}\n`,
    vocabulary,
    charts: chartsOf(about, vocabulary),
    relations: [],
    absolute: (path) => `https://example.org${path}`,
    ...around,
  });

describe('the body', () => {
  test('has a chart as a table, with its provenance, its source and its CSV', () => {
    expect(markdown('<BeforeAfter of="heap" />')).toContain(
      [
        '**peak heap** (reported). Peak heap fell from 40 MB to 10 MB, 75 % less.[^issue-147]',
        '',
        '|  | Peak heap (MB) |',
        '| --- | --- |',
        '| before | 40 |',
        '| after | 10 |',
        '',
        'CSV: <https://example.org/i/1/charts/heap.csv>',
      ].join('\n'),
    );
  });

  test('keeps what stands in components and drops the components and comments', () => {
    const text = markdown(
      '{/* a note to the author */}\n\n<Timeline>\n\n- 2024: found\n\n</Timeline>\n\n<Lesson>\n\nFree it.\n\n</Lesson>',
    );
    expect(text).toContain('\n\n- 2024: found\n\nFree it.\n');
    expect(text).not.toMatch(/<(Timeline|Lesson)|note to the author/);
  });

  test('has the title and source of a call stack above its code', () => {
    expect(
      markdown(
        '<CallStack title="Largest loss" source="issue-147">\n\n```text\nmalloc\n```\n\n</CallStack>',
      ),
    ).toContain('**Largest loss**[^issue-147]\n\n```text\nmalloc\n```');
  });

  test('leaves code blocks as they are', () => {
    const code = '```mdx\n<BeforeAfter of="heap" />\n{/* kept */}\n\n\n[a](/b/)\n```';
    expect(markdown(code)).toContain(code);
  });

  test('has full addresses for links inside the site, to a place of the page and to a file beside it', () => {
    const text = markdown(
      '[a](/causes/x/) [b](#fix) ![c](graph.png) [d](https://e.org/f) <Incident id={7} />',
    );
    expect(text).toContain(
      '[a](https://example.org/causes/x/) [b](https://example.org/i/1/#fix) ![c](https://example.org/i/1/graph.png) [d](https://e.org/f) [MEM-7](https://example.org/i/7/)',
    );
  });
});

test('a chart that the body does not show stands behind it', () => {
  const text = markdown('## Summary\n\nGrew.');
  expect(text.indexOf('## Additional figures')).toBeGreaterThan(text.indexOf('Grew.'));
  expect(text).toContain('| before | 40 |');
  expect(markdown('<BeforeAfter of="heap" />')).not.toContain('## Additional figures');
});

test('opens with how to recognize it, how to confirm it, which release fixes it and what to do until then', () => {
  const about = postmortemOf({
    diagnosis: {
      symptoms: ['RSS climbs while `Arc<T>` is flat', 'Vec<u8> grows'],
      confirm: [{ run: 'first\nsecond', see: 'It grows', not: 'It falls' }, { see: 'A log' }],
      workaround: 'Restart it.',
    },
    component: [
      {
        ...{ id: 'openssl', name: 'OpenSSL', package: 'pkg:generic/openssl', note: 'With TLS' },
        affected: [
          { introduced: '1.0.0', fixed: '1.0.4' },
          { introduced: '1.1.0', fixed: '1.1.2' },
        ],
      },
      { id: 'rust', name: 'Rust' },
    ],
    verified: [{ date: '2026-12-01', how: 'read-fix', what: 'https://example.org/pull/1' }],
  });
  const text = markdown('## Summary', about);
  expect(text).toContain(
    [
      '## Do I have this?',
      '- RSS climbs while `Arc<T>` is flat\n- Vec\\<u8> grows',
      '## Confirm',
      '```sh\nfirst\nsecond\n```',
      '- Proof: It grows\n- Against it: It falls',
      '- Proof: A log',
      '## Fixed in',
      '- OpenSSL (pkg:generic/openssl): Upgrade to 1.0.4 or 1.1.2. Affected: 1.0.0 to before 1.0.4, 1.1.0 to before 1.1.2. With TLS.',
      '## Until then',
      'Restart it.',
      '## Key facts',
      '- Id: MEM-1',
    ].join('\n\n'),
  );
  expect(text).toContain('- Checked on 2026-12-01: read the fix, <https://example.org/pull/1>');
});

test('without a diagnosis there is no empty heading', () => {
  expect(markdown('')).toMatch(/^# .*\n\n.*\n\n## Key facts\n/);
});

test('facts have the words for people and the ids for queries', () => {
  const text = markdown('');
  expect(text).toContain('- Cause: Missing free (missing-free). Missing free.');
  expect(text).toContain('- Tool: heaptrack (heaptrack), found the cause');
  expect(text).toContain('- Improvement, peak heap: 40 MB to 10 MB, −75 %[^issue-147]');
});

test('an improvement that was not measured says why', () => {
  const about = postmortemOf({ improvement: { 'not-measured': 'Nobody looked.' } });
  expect(markdown('', about)).toContain('- Improvement: not measured. Nobody looked.');
});

test('evidence is fenced by more backticks than it holds', () => {
  const about = postmortemOf({
    evidence: [{ tool: 'heaptrack', source: 'issue-147', frames: ['malloc', '```'] }],
    errors: ['Killed'],
  });
  expect(markdown('', about)).toContain(
    'heaptrack[^issue-147], stack frames, innermost first:\n\n````text\nmalloc\n```\n````\n\nError messages:\n\n```text\nKilled\n```',
  );
});

test('names every relation with its reason, every reference and every source', () => {
  const about = postmortemOf({ references: ['https://example.com/issues/1'] });
  const text = markdown('', about, {
    relations: [
      { postmortem: postmortemOf({ id: 7, title: 'Arc<T> is kept' }), why: 'Both involve malloc.' },
    ],
  });
  expect(text).toContain(
    '- [MEM-7](https://example.org/i/7.md): Arc\\<T> is kept. Both involve malloc.',
  );
  expect(text).toContain('- <https://example.com/issues/1>');
  expect(text).toMatch(/^\[\^issue-147\]: Memory leak\. .*, issue\. <https:\/\/github/m);
});
