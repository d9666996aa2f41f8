import { describe, expect, test } from 'vitest';

import { backgroundSize, commonTerms } from '../../src/match/background.ts';
import {
  buildMatchIndex,
  componentIds,
  countIncidents,
  rarity,
} from '../../src/match/match-index.ts';
import { noTerms, signatureOf } from './made-up.ts';

const build = (...signatures: Parameters<typeof buildMatchIndex>[0]) =>
  buildMatchIndex(signatures, noTerms);

describe('the strength of a term', () => {
  const strengthOf = (term: string, parts: Parameters<typeof signatureOf>[1]) =>
    build(signatureOf(1, parts)).postings.get(term)?.[1];

  test.each([
    ['a frame', 'sym:acme_fill', { stacks: [['acme_fill']] }, 1],
    ['an error', 'err:cache is full', { errors: ['cache is full'] }, 1],
    ['another line of the evidence', 'err:cache is full', { notable: ['cache is full'] }, 0.8],
    ['a name in the text', 'sym:acme_fill', { names: ['acme_fill'] }, 0.4],
    ['a component', 'mod:acme', { component: [{ id: 'acme', name: 'Acme' }] }, 1],
    ['the project', 'mod:project-1', {}, 1],
    ['two frames: the sum', 'sym:acme_fill', { stacks: [['acme_fill'], ['acme_fill']] }, 2],
    [
      'a frame that is a name too',
      'sym:acme_fill',
      { stacks: [['acme_fill']], names: ['acme_fill'] },
      1.4,
    ],
    [
      'six frames: 4 at most',
      'sym:acme_fill',
      { stacks: [Array.from({ length: 6 }, () => 'acme_fill')] },
      4,
    ],
  ] as const)('of %s', (_, term, parts, strength) => {
    expect(strengthOf(term, parts)).toBe(strength);
  });
});

test('the incidents that have a term are listed in their order', () => {
  const stacks = [['acme_fill']];
  const index = build(signatureOf(7, { stacks }), signatureOf(8), signatureOf(9, { stacks }));
  expect(index.postings.get('sym:acme_fill')).toEqual([0, 1, 2, 1]);
  expect(countIncidents(index, 'sym:acme_fill')).toBe(2);
  expect(countIncidents(index, 'sym:unheard_of')).toBe(0);
});

test('the length of an incident is a multiple of the mean', () => {
  const component = [{ id: 'acme', name: 'Acme' }];
  // One component, two, and three: the mean is two.
  const index = build(
    signatureOf(1, { project: 'Acme', component }),
    signatureOf(2, { project: 'Bird', component }),
    signatureOf(3, { project: 'Cow', component: [...component, { id: 'dog', name: 'Dog' }] }),
  );
  expect(index.lengths).toEqual([0.5, 1, 1.5]);
  expect(build().lengths).toEqual([]);
});

test('the components of an incident are its own and its project, each once', () => {
  const component = [
    { id: 'acme', name: 'Acme' },
    { id: 'bird', name: 'Bird' },
  ];
  expect(componentIds(signatureOf(1, { project: 'The Acme & Co', component }))).toEqual([
    'acme',
    'bird',
    'the-acme-co',
  ]);
  expect(componentIds(signatureOf(1, { project: 'Acme', component }))).toEqual(['acme', 'bird']);
});

describe('rarity', () => {
  const stacks = [['acme_fill']];
  const index = build(signatureOf(1, { stacks }), signatureOf(2, { stacks }), signatureOf(3));
  const size = 3 + backgroundSize;

  test('is the inverse document frequency over the incidents and the background', () => {
    expect(rarity(index, 'sym:acme_fill')).toBeCloseTo(Math.log(1 + (size - 2 + 0.5) / 2.5), 12);
    expect(rarity(index, 'sym:unheard_of')).toBeCloseTo(Math.log(1 + (size + 0.5) / 0.5), 12);
  });

  test('of a function that healthy programs have is that of three incidents', () => {
    const common = [...commonTerms][0] ?? '';
    expect(rarity(index, common)).toBeCloseTo(Math.log(1 + (size - 3 + 0.5) / 3.5), 12);
  });
});

test('the background is the names of functions of healthy programs, and nothing that is part of a name', () => {
  expect(commonTerms.has('sym:oklog.run.Group.Run')).toBe(true);
  expect(commonTerms.has('tail:Group.Run')).toBe(true);
  expect([...commonTerms].filter((term) => !/^(?:sym|tail):/.test(term))).toEqual([]);
  expect(commonTerms.has('sym:')).toBe(false);
});
