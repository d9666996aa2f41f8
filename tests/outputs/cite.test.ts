import { expect, test } from 'vitest';

import { buildCitationFacts, buildCitations } from '../../src/outputs/cite.ts';
import { improvementOf, postmortemOf, vocabulary } from '../charts/postmortem.ts';

const title = String.raw`a|b] [c_d* <e> & {f} "g" \h 5%`;
const tail = 'Cause: Missing free. Fix: Replace the dependency. Improvement: not measured.';
const url = 'https://example.org/i/1/';

const textsOf = (data: Parameters<typeof postmortemOf>[0]) =>
  new Map(
    buildCitations(buildCitationFacts(postmortemOf(data).data, vocabulary)).map(
      ({ label, text }) => [label, text],
    ),
  );

test.each([
  ['Markdown', String.raw`[MEM-1](${url}): a\|b\] \[c\_d\* \<e\> \& \{f\} "g" \\h 5%. ${tail}`],
  ['Jira wiki', String.raw`[MEM-1|${url}]: a\|b\] \[c\_d\* <e> & \{f\} "g" \\h 5%. ${tail}`],
  [
    'Slack message format',
    String.raw`<${url}|MEM-1>: a|b] [c_d* &lt;e&gt; &amp; {f} "g" \h 5%. ${tail}`,
  ],
  ['Plain text', `MEM-1: ${title}. ${tail} ${url}`],
  [
    'HTML',
    String.raw`<a href="${url}">MEM-1</a>: a|b] [c_d* &lt;e&gt; &amp; {f} &quot;g&quot; \h 5%. ${tail}`,
  ],
])('%s takes nothing in a title for notation', (label, text) => {
  expect(textsOf({ title }).get(label)).toBe(text);
});

test('BibTeX takes nothing in a title for a command', () => {
  expect(textsOf({ title }).get('BibTeX')).toContain(
    String.raw`title = {{a|b] [c\_d* <e> \& \{f\} "g" \textbackslash{}h 5\%}}`,
  );
});

test('a pair of different workloads says so in every text', () => {
  const improvement = [improvementOf({ comparable: false, note: 'Another machine.' })];
  for (const [label, text] of textsOf({ improvement }))
    expect(text, label).toContain('(not directly comparable)');
});
