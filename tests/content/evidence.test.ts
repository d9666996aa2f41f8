import { expect, test } from 'vitest';

import { checkSameEvidence } from '../../src/content/checks/evidence.ts';
import { formatFault } from '../../src/model/fault.ts';
import { change, entryOf, validText } from './postmortem.ts';

const withFrames = (id: number, frames: readonly string[], more = '') =>
  entryOf(
    change(
      change(validText, 'id: 7', `id: ${id}`),
      'sources:\n',
      `${more}evidence:\n  - { tool: heaptrack, source: issue-1, frames: ${JSON.stringify(frames)} }\nsources:\n`,
    ),
    { slug: `number-${id}` },
  );

const stack = ['malloc', 'grow', 'main'];
const first = withFrames(7, stack);
const faultsOf = (...entries: Parameters<typeof checkSameEvidence>[0]) =>
  checkSameEvidence(entries).map(formatFault);

test('the stack of another postmortem is refused, with space around its frames too', () => {
  expect(faultsOf(first, withFrames(8, ['malloc ', ' grow', 'main']))).toEqual([
    'content/postmortems/number-8/index.mdx:41:49  evidence[0].frames: are those of postmortem 7 (content/postmortems/number-7/index.mdx), and neither names the other. If it is the same incident, keep one; else say under related how they belong together.',
  ]);
});

test('every further postmortem is compared with the first that has the stack', () => {
  expect(faultsOf(first, withFrames(8, stack), withFrames(9, stack))).toEqual([
    expect.stringContaining(
      'number-8/index.mdx:41:49  evidence[0].frames: are those of postmortem 7',
    ),
    expect.stringContaining(
      'number-9/index.mdx:41:49  evidence[0].frames: are those of postmortem 7',
    ),
  ]);
});

test.each([
  ['another stack', withFrames(8, ['malloc', 'grow', 'other'])],
  ['a related postmortem', withFrames(8, stack, 'related:\n  - { id: 7, why: Same. }\n')],
  ['a regression of it', withFrames(8, stack, 'regressionOf: [7]\n')],
])('%s is no fault', (_, other) => {
  expect(faultsOf(first, other)).toEqual([]);
  expect(faultsOf(other, first)).toEqual([]);
});

test('two frames are the same by chance', () => {
  const short = ['malloc', 'main'];
  expect(faultsOf(withFrames(7, short), withFrames(8, short))).toEqual([]);
});

test('a postmortem may show its stack twice', () => {
  expect(faultsOf(first, first)).toEqual([]);
});

test('frames are compared one by one, not as one text', () => {
  const joined = ['malloc', 'grow main', 'exit'];
  const cut = ['malloc', 'grow', 'main exit'];
  expect(faultsOf(withFrames(7, joined), withFrames(8, cut))).toEqual([]);
  expect(faultsOf(withFrames(7, ['ab', 'c', 'd']), withFrames(8, ['a', 'bc', 'd']))).toEqual([]);
});

test('evidence without frames is no stack', () => {
  const without = (id: number) =>
    entryOf(
      change(
        change(validText, 'id: 7', `id: ${id}`),
        'sources:\n',
        'evidence:\n  - { tool: heaptrack, source: issue-1 }\nsources:\n',
      ),
    );
  expect(faultsOf(without(7), without(8))).toEqual([]);
});
