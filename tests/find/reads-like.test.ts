import { describe, expect, test } from 'vitest';

import { combine } from '../../src/find/report/combine.ts';
import { answerFamily, areSiblings } from '../../src/find/report/family.ts';
import { inputWords } from '../../src/find/report/input-words.ts';
import type { MatchCatalogue } from '../../src/find/report/match-catalogue.ts';
import type { ReadInput } from '../../src/find/report/read-inputs.ts';
import { findNearest } from '../../src/find/report/nearest.ts';
import { rankByText, type Likeness } from '../../src/find/report/reads-like.ts';
import { createMemoryIndex } from '../../src/find/words/memory-index.ts';
import { fieldNames, type Field } from '../../src/find/words/record-layout.ts';
import type { SearchRecord } from '../../src/find/words/record.ts';
import type { Match, Tier } from '../../src/match/match.ts';
import { readText } from '../../src/reports/read-report.ts';
import { indexOf, signatureOf } from '../match/made-up.ts';

const index = indexOf([signatureOf(1, { title: 'One' }), signatureOf(2), signatureOf(3)]);

const inputOf = (text: string, offset = 0): ReadInput => ({
  name: 'made-up',
  bytes: new TextEncoder().encode(text),
  text,
  read: readText(text),
  offset,
});

const wordsOf = (text: string) => inputWords([inputOf(text)], index);
const formsOf = (text: string) => wordsOf(text).map(({ forms }) => forms);

describe('the words of an input', () => {
  test('are those of prose, by their stems, without stop words, numbers and addresses', () => {
    expect(formsOf('The worker was growing by 12 at 0x7f3a2b1c and 7f3a2b1c9d')).toEqual([
      ['worker'],
      ['grow'],
    ]);
  });

  test('are an identifier as a whole or from one of its parts on, and its parts', () => {
    expect(formsOf('acme_cache_fill')).toEqual([
      ['acmecachefil', 'cachefil'],
      ['acm'],
      ['cach'],
      ['fill'],
    ]);
  });

  test.each(['name="acme",pod="zebra"', '{acme|zebra}', '`acme`;zebra=', "['acme', 'zebra']"])(
    'stand alone in %s',
    (text) => expect(formsOf(text).flat()).toEqual(expect.arrayContaining(['acm', 'zebra'])),
  );

  test('have the line where each is first', () => {
    expect(wordsOf('acme\nzebra acme').map(({ text, at }) => [text, at])).toEqual([
      ['acme', 1],
      ['zebra', 2],
    ]);
  });

  test('have lines that are unique over several inputs', () => {
    const words = inputWords([inputOf('acme'), inputOf('\nzebra', 1000)], index);
    expect(words.map(({ at }) => at)).toEqual([1, 1002]);
  });

  test('are not taken from lines and tokens that are data', () => {
    expect(formsOf(`${'acme '.repeat(3000)}\n${'zebra'.repeat(50)}\nhorse`)).toEqual([['hors']]);
  });

  test('of a binary report are its names, classes and messages', () => {
    const { reports } = readText('');
    const report = {
      ...{ format: 'made-up', series: [], warnings: [] },
      sites: [{ kind: 'live' as const, frames: [{ name: 'acme', module: 'zebra' }] }],
      classes: [{ name: 'horse' }],
      messages: [{ text: 'donkey' }],
      facts: [
        { key: 'command' as const, value: 'mule' },
        { key: 'rss' as const, value: 12 },
      ],
    };
    const binary = { ...inputOf(''), text: undefined, read: { reports: [...reports, report] } };
    const words = inputWords(
      [{ ...binary, read: { ...binary.read, unread: [], errors: [] } }],
      index,
    );
    expect(words.map(({ text, at }) => [text, at])).toEqual(
      ['acme', 'zebra', 'horse', 'donkey', 'mule'].map((name) => [name, undefined]),
    );
  });

  test('of a long input are those that fewest incidents have', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz';
    const noise = [...letters].flatMap((a) => [...letters].map((b) => `word${a}x${b}`));
    const text = [...noise, 'zebra_stripe_7_paint'].join('\n');
    const words = wordsOf(text);
    expect(words).toHaveLength(600);
    expect(words.map((word) => word.text)).toContain('zebra_stripe_7_paint');
  });
});

/** A record with these words in its fields. */
const recordOf = (id: number, fields: Partial<Record<Field, string>>): SearchRecord => ({
  row: { id } as SearchRecord['row'],
  fields: Object.fromEntries(
    fieldNames.map((name) => [name, fields[name] === undefined ? [] : [fields[name]]]),
  ) as unknown as SearchRecord['fields'],
  sections: [],
});

const others = Array.from({ length: 20 }, (_, at) =>
  recordOf(100 + at, {
    rest: `${'common '.repeat(3)} other${'abcdefghijklmnopqrstuvwxyz'[at] ?? ''}`,
  }),
);

const rank = (text: string, ...records: readonly SearchRecord[]) =>
  rankByText(
    wordsOf(text),
    createMemoryIndex({ records: [...records, ...others], pages: [], synonyms: [] }),
  );

describe('the ranking by full text', () => {
  test('has the incident with the rarest words first', async () => {
    const [first, second] = await rank(
      'common acme',
      recordOf(1, { rest: 'acme' }),
      recordOf(2, { rest: 'common' }),
    );
    expect(first?.id).toBe(1);
    expect(second?.score).toBeLessThan(first?.score ?? 0);
  });

  test('has a word of the title before one of the text', async () => {
    const ranked = await rank(
      'acme',
      recordOf(1, { rest: 'acme' }),
      recordOf(2, { title: 'acme' }),
    );
    expect(ranked.map(({ id }) => id)).toEqual([2, 1]);
  });

  test('says which words, most telling first, and where they stand', async () => {
    const [first] = await rank('common acme', recordOf(1, { title: 'common', code: 'acme' }));
    expect(first?.words.map(({ word, field }) => [word.text, field])).toEqual([
      ['acme', 'code'],
      ['common', 'title'],
    ]);
  });

  test('counts an identifier once, as the longest part that stands anywhere', async () => {
    const words = async (text: string) =>
      (await rank('acme_cache_fill', recordOf(1, { code: text })))[0]?.words.length;
    expect(await words('cache_fill')).toBe(3);
    expect(await words('acme_cache_fill')).toBe(4);
  });

  test('takes words of reports of any program for common', async () => {
    const [plain] = await rank('acme', recordOf(1, { rest: 'acme' }));
    const [report] = await rank('goroutine', recordOf(1, { rest: 'goroutine' }));
    expect(report?.score).toBeLessThan(plain?.score ?? 0);
    expect(report?.evidence).toBe(0);
  });

  test('is strong where an incident stands out, and weak where several tie', async () => {
    const [alone] = await rank('acme zebra', recordOf(1, { title: 'acme zebra' }));
    const [tied] = await rank(
      'acme zebra',
      recordOf(1, { title: 'acme zebra' }),
      recordOf(2, { title: 'acme zebra' }),
    );
    expect(alone?.strength).toBeGreaterThan(2 * (tied?.strength ?? 0));
  });

  test('is the weaker the more of the input is about something else', async () => {
    const noise = ' horse donkey mule pony camel llama alpaca';
    const [pure] = await rank('acme zebra', recordOf(1, { title: 'acme zebra' }));
    const [mixed] = await rank(`acme zebra${noise}`, recordOf(1, { title: 'acme zebra' }));
    expect(mixed?.strength).toBeLessThan(0.6 * (pure?.strength ?? 0));
  });

  test('says how much of the input an incident has, and how much of that tells', async () => {
    const text = 'acme goroutine horse donkey';
    const [first] = await rank(text, recordOf(1, { title: 'acme', rest: 'goroutine' }));
    const { score = 0, amount = 0, share = 0, tellingShare = 0 } = first ?? {};
    expect(share).toBeCloseTo(amount / 4);
    expect(tellingShare).toBeGreaterThan(share / 2);
    expect(tellingShare).toBeLessThan(share);
    const [same] = await rank('acme', recordOf(1, { title: 'acme', rest: 'goroutine' }));
    expect(same?.tellingShare).toBe(same?.share);
    expect(same?.score).toBeLessThan(score);
  });

  test('is empty where no word stands in any incident', async () => {
    expect(await rank('zebra')).toEqual([]);
  });
});

const likeness = (id: number, parts: Partial<Likeness> = {}): Likeness => ({
  id,
  score: 10,
  strength: 1,
  evidence: 0.5,
  amount: 2,
  share: 0.5,
  tellingShare: 0.5,
  words: [
    {
      word: { text: 'acme', at: 3, forms: ['acm'] },
      worth: 2,
      isCommon: false,
      field: 'title',
    },
  ],
  ...parts,
});

const match = (
  id: number,
  tier: Tier,
  kind: Match['because'][number]['kind'] = 'frame',
): Match => ({
  ...{ id, tier, slug: `incident-${id}`, title: '', score: 1, unmatched: [], fixed: [] },
  because: [{ kind, found: 'a', matches: 'b' }],
});

const tiersOf = (...args: [readonly Match[], readonly Likeness[] | undefined]) =>
  combine(...args, index).map(({ id, tier }) => [id, tier]);

describe('matches and full text together', () => {
  test('an incident that only the text is like reads like it, by its words and their places', () => {
    expect(combine([], [likeness(1)], index)).toEqual([
      {
        ...{ id: 1, slug: 'incident-1', title: 'One', tier: 'reads-like', score: 10 },
        because: [{ kind: 'word', found: 'acme', at: 3, matches: 'in the title' }],
        ...{ unmatched: [], fixed: [] },
      },
    ]);
  });

  test('a word that is found as a whole and by its parts is one reason', () => {
    const [word] = likeness(1).words;
    const words = word ? [word, { ...word, field: 'code' as const }, word] : [];
    expect(combine([], [likeness(1, { words })], index)[0]?.because).toEqual([
      { kind: 'word', found: 'acme', at: 3, matches: 'in the title' },
    ]);
  });

  test.each([
    ['does not stand out', { strength: 0.4 }],
    ['has no word that tells', { evidence: 0.05 }],
  ])('one that %s is not shown', (_, weak) => {
    expect(tiersOf([], [likeness(1, weak)])).toEqual([]);
  });

  test('the next are shown if they come near, at most three', () => {
    const scores = [10, 7, 5];
    const all = scores.map((score, at) => likeness(at + 1, { score }));
    expect(tiersOf([], all)).toEqual([
      [1, 'reads-like'],
      [2, 'reads-like'],
    ]);
    const equal = [1, 2, 3, 1000].map((id) => likeness(id));
    expect(tiersOf([], equal)).toHaveLength(3);
  });

  test('an incident is in the list once', () => {
    expect(tiersOf([match(1, 'same-fault')], [likeness(1)])).toEqual([[1, 'same-fault']]);
  });

  test.each([
    ['component', 0.35, 0.3],
    ['message', 0.25, 0.15],
  ] as const)('the same component by a %s alone needs words too', (kind, enough, less) => {
    const matches = [match(1, 'same-component', kind)];
    expect(tiersOf(matches, [likeness(1, { strength: enough })])).toEqual([[1, 'same-component']]);
    expect(tiersOf(matches, [likeness(1, { strength: less })])).toEqual([]);
    expect(tiersOf(matches, [])).toEqual([]);
  });

  test('the same component by a function does not', () => {
    expect(tiersOf([match(1, 'same-component')], [])).toEqual([[1, 'same-component']]);
  });

  test('are in the order of the tiers, and within one of the text', () => {
    const matches = [
      match(1, 'same-fault'),
      match(2, 'same-component'),
      match(3, 'same-component'),
    ];
    const likenesses = [likeness(1000), likeness(3, { score: 5 }), likeness(2, { score: 4 })];
    expect(tiersOf(matches, likenesses)).toEqual([
      [1, 'same-fault'],
      [3, 'same-component'],
      [2, 'same-component'],
      [1000, 'reads-like'],
    ]);
  });

  test('without a full text the matches are the answer', () => {
    const matches = [match(1, 'same-component', 'component')];
    expect(combine(matches, undefined, index)).toEqual(matches);
  });
});

const nearestTo = (matches: readonly Match[], likenesses: readonly Likeness[]) =>
  findNearest(matches, likenesses, index).map(({ id }) => id);

describe('the nearest incidents', () => {
  test('are named with their words and fixes, without a tier', () => {
    expect(findNearest([], [likeness(1)], index)).toEqual([
      {
        ...{ id: 1, slug: 'incident-1', title: 'One', fixed: [] },
        because: [{ kind: 'word', found: 'acme', at: 3, matches: 'in the title' }],
      },
    ]);
  });

  test('are at most three, none much further than the first', () => {
    expect(
      nearestTo(
        [],
        [1, 2, 3, 1000].map((id) => likeness(id)),
      ),
    ).toEqual([1, 2, 3]);
    expect(nearestTo([], [likeness(1), likeness(2, { score: 5 })])).toEqual([1]);
  });

  test.each(['same-fault', 'same-component', 'reads-like'] as const)(
    'are none where an incident is found: %s',
    (tier) => expect(nearestTo([match(3, tier)], [likeness(1)])).toEqual([]),
  );

  test('stand beside those that only have similar totals, each once', () => {
    expect(nearestTo([match(1, 'same-pattern')], [likeness(1), likeness(2)])).toEqual([2]);
  });

  test.each([
    ['few words', { amount: 1 }],
    ['little of the input', { share: 0.03 }],
    ['only words of all reports', { tellingShare: 0.01 }],
  ])('are none where the first has %s', (_, weak) => {
    expect(nearestTo([], [likeness(1, weak), likeness(2)])).toEqual([]);
  });

  test('are none for a text without words', () => {
    expect(nearestTo([], [])).toEqual([]);
  });
});

describe('siblings', () => {
  const component = [{ id: 'acme', name: 'Acme' }];
  const signatures = [
    signatureOf(1, { component }),
    signatureOf(2, { component }),
    signatureOf(3, { component, cause: 'another' }),
    signatureOf(4, { component: [{ id: 'zebra', name: 'Zebra' }] }),
  ].map((signature) => ({ ...signature, figure: '' }));
  const catalogue = {
    signatures,
    terms: { causes: {}, growth: {}, languages: {} },
    labels: { causes: { 'made-up-cause': 'Made up' }, fixes: {}, growth: {} },
  };
  const family = (first: Match, likenesses: readonly Likeness[]) =>
    answerFamily([first], likenesses, catalogue as unknown as MatchCatalogue);
  const alike = [1, 2, 3, 4].map((id) => likeness(id));

  test('have the same cause in a component that both have', () => {
    const [one, ...others] = signatures;
    expect(others.map((other) => one && areSiblings(one, other))).toEqual([true, false, false]);
  });

  test('that a report is as near to are answered by their cause', () => {
    expect(family(match(1, 'reads-like'), alike)).toEqual([
      {
        ...{ kind: 'cause', id: 'made-up-cause', title: 'Made up', path: '/causes/made-up-cause/' },
        summary: 'The cause of MEM-1, MEM-2, to which the text is about as near.',
        incidents: [1, 2],
      },
    ]);
  });

  test('are not where one is nearer, alone, or the same fault', () => {
    expect(family(match(1, 'reads-like'), [likeness(1), likeness(2, { score: 7 })])).toEqual([]);
    expect(family(match(4, 'reads-like'), alike)).toEqual([]);
    expect(family(match(1, 'same-fault'), alike)).toEqual([]);
    expect(answerFamily([], alike, catalogue as unknown as MatchCatalogue)).toEqual([]);
  });

  test('need not stand out from each other', async () => {
    const records = [recordOf(1, { title: 'acme zebra' }), recordOf(2, { title: 'acme zebra' })];
    const memory = createMemoryIndex({ records: [...records, ...others], pages: [], synonyms: [] });
    const words = wordsOf('acme zebra');
    const [stranger] = await rankByText(words, memory);
    const [sibling] = await rankByText(words, memory, () => true);
    expect(sibling?.strength).toBeGreaterThan(2 * (stranger?.strength ?? 0));
  });
});
