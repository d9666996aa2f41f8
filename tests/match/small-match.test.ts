import { describe, expect, test } from 'vitest';

import { rarity } from '../../src/match/match-index.ts';
import { matchReports, type Match } from '../../src/match/match.ts';
import type { Signature } from '../../src/match/signature.ts';
import type { Report } from '../../src/reports/report.ts';
import { indexOf, reportOf, signatureOf, siteOf } from './made-up.ts';

/** What matches a report if the collection has this incident, some of another program, and these `others`. */
const matchWith = (
  incident: Partial<Signature>,
  report: Partial<Report>,
  others: readonly Partial<Signature>[] = [],
): Match[] =>
  matchReports(
    [reportOf(report)],
    indexOf([
      signatureOf(1, incident),
      ...others.map((other, index) => signatureOf(index + 2, other)),
    ]),
  );

const tierOf = (...args: Parameters<typeof matchWith>) =>
  matchWith(...args).find(({ id }) => id === 1)?.tier;

const inOneStack = ['acme_cache_fill', 'acme_order_load'];

describe('the same fault', () => {
  test('is two rare functions in one stack that holds a quarter of the bytes', () => {
    const stack = siteOf(inOneStack, { bytes: 25 });
    const rest = siteOf(['other_thing_do'], { bytes: 75 });
    expect(tierOf({ stacks: [inOneStack] }, { sites: [stack, rest] })).toBe('same-fault');
  });

  test('is not seen where the stack holds less', () => {
    const stack = siteOf(inOneStack, { bytes: 24 });
    const rest = siteOf(['other_thing_do'], { bytes: 76 });
    expect(tierOf({ stacks: [inOneStack] }, { sites: [stack, rest] })).toBe('same-component');
  });

  test('is not seen where each function is in a stack of its own', () => {
    const sites = inOneStack.map((name) => siteOf([name, `above_${name}_call`], { bytes: 50 }));
    expect(tierOf({ stacks: [inOneStack] }, { sites })).toBe('same-component');
  });

  test('is two rows of one flat list, whose shares are added', () => {
    const rows = [
      siteOf(['acme_cache_fill'], { bytes: 13 }),
      siteOf(['acme_order_load'], { bytes: 13 }),
      siteOf(['other_thing_do'], { bytes: 74 }),
    ];
    expect(tierOf({ stacks: [inOneStack] }, { sites: rows })).toBe('same-fault');
  });

  test('is two rare classes of one histogram', () => {
    const classes = ['com.acme.OrderCache', 'com.acme.CartEntry'];
    const rows = classes.map((name) => ({ name, bytes: 50 }));
    expect(tierOf({ stacks: [classes] }, { classes: rows })).toBe('same-fault');
  });

  test('is not seen where four incidents have the functions', () => {
    const site = siteOf(inOneStack, { bytes: 10 });
    const same = { stacks: [inOneStack] };
    expect(tierOf(same, { sites: [site] }, [same, same])).toBe('same-fault');
    expect(tierOf(same, { sites: [site] }, [same, same, same])).toBeUndefined();
  });

  test('is not seen in functions of a language’s library', () => {
    const stack = ['std::vector::reserve', 'std::string::append'];
    expect(tierOf({ stacks: [stack] }, { sites: [siteOf(stack, { bytes: 10 })] })).toBeUndefined();
  });

  test('is not seen in plain words, which many programs have as names', () => {
    const stack = ['refill', 'rotate'];
    expect(tierOf({ stacks: [stack] }, { sites: [siteOf(stack, { bytes: 10 })] })).toBeUndefined();
  });

  test('is not seen where only the outer frames are the same', () => {
    const inner = ['acme_a_one', 'acme_b_two', 'acme_c_three', 'acme_d_four'];
    const sites = [siteOf(['unlike_this_fn', ...inOneStack], { bytes: 10 })];
    expect(tierOf({ stacks: [[...inner, ...inOneStack]] }, { sites })).toBeUndefined();
    expect(tierOf({ stacks: [[...inner.slice(1), ...inOneStack]] }, { sites })).toBe('same-fault');
  });

  test('counts a function once, however often the stack repeats it', () => {
    const sites = [siteOf(['acme_cache_fill', 'acme_cache_fill'], { bytes: 10 })];
    expect(tierOf({ stacks: [['acme_cache_fill']] }, { sites })).toBe('same-component');
  });
});

describe('a path through a library', () => {
  const library = ['rd_kafka_msg_new', 'rd_kafka_produce'];

  test('is the same component where another program calls it', () => {
    const stacks = [[...library, 'acme_order_load']];
    const sites = [siteOf([...library, 'unlike_this_fn'], { bytes: 10 })];
    expect(tierOf({ stacks }, { sites })).toBe('same-component');
  });

  test('is the same fault where nothing outside of the library is known', () => {
    const sites = [siteOf(library, { bytes: 10 })];
    expect(tierOf({ stacks: [library] }, { sites })).toBe('same-fault');
  });

  test('is the same fault where the incident is about the library', () => {
    const component = [{ id: 'librdkafka', name: 'librdkafka' }];
    const sites = [siteOf([...library, 'unlike_this_fn'], { bytes: 10 })];
    expect(tierOf({ component, stacks: [library] }, { sites })).toBe('same-fault');
  });

  test('is the same component where the incident is about another one', () => {
    const sites = [siteOf([...library, 'unlike_this_fn'], { bytes: 10 })];
    expect(tierOf({ stacks: [library] }, { sites })).toBe('same-component');
  });

  test('is the same fault where the caller belongs to the incident’s program', () => {
    const component = [{ id: 'libcurl', name: 'libcurl' }];
    const sites = [siteOf([...library, 'curl_share_fill'], { bytes: 10 })];
    expect(tierOf({ component, stacks: [library] }, { sites })).toBe('same-fault');
  });
});

describe('messages', () => {
  const first = 'order cache of tenant 1 overflows its quota';
  const second = 'evicting entries of tenant 1 takes too long';
  const asMessages = (...texts: readonly string[]) => ({
    messages: texts.map((text) => ({ text })),
  });

  test('are the same fault where two are repeated, whatever numbers they have', () => {
    const again = [first, second].map((text) => text.replace('1', '2'));
    expect(tierOf({ errors: [first, second] }, asMessages(...again))).toBe('same-fault');
  });

  test('are the same component where one is', () => {
    expect(tierOf({ errors: [first, second] }, asMessages(first, first))).toBe('same-component');
  });

  test('are the same fault where one has the same long numbers', () => {
    const precise = 'order cache of tenant 7395174 overflows its quota';
    expect(tierOf({ errors: [precise] }, asMessages(precise))).toBe('same-fault');
    expect(tierOf({ errors: [precise] }, asMessages(precise.replace('7', '8')))).toBe(
      'same-component',
    );
  });

  test('are found within a longer line', () => {
    const lines = [first, second].map((text) => `[worker] W2: ${text} (giving up)`);
    expect(tierOf({ errors: [first, second] }, asMessages(...lines))).toBe('same-fault');
  });

  test('prove less where three incidents have them', () => {
    const same = { errors: [first, second] };
    expect(tierOf(same, asMessages(first, second), [same])).toBe('same-fault');
    expect(tierOf(same, asMessages(first, second), [same, same])).toBe('same-component');
  });

  test('of fewer than five words prove less', () => {
    const errors = ['order cache overflows twice', 'evicting takes too long'];
    expect(tierOf({ errors }, asMessages(...errors))).toBe('same-component');
    const longer = errors.map((text) => `${text} again`);
    expect(tierOf({ errors: longer }, asMessages(...longer))).toBe('same-fault');
  });

  test('of three words have to be rare, without numbers', () => {
    const same = { notable: ['order cache overflows'] };
    expect(tierOf(same, asMessages('order cache overflows'))).toBe('same-component');
    expect(tierOf(same, asMessages('order cache overflows'), [same, same])).toBeUndefined();
  });

  test('that share a single rare group of words are no match', () => {
    const report = asMessages('nobody overflows its quota of files');
    expect(tierOf({ errors: [first] }, report)).toBeUndefined();
  });

  test('that share two are the same component', () => {
    expect(tierOf({ errors: [first] }, asMessages('hm: cache of tenant 3 overflows'))).toBe(
      'same-component',
    );
  });

  test('of two words are found within a line if they are a whole error', () => {
    const report = asMessages('at noon the frobnicator jammed badly');
    expect(tierOf({ errors: ['frobnicator jammed'] }, report)).toBe('same-component');
    expect(tierOf({ notable: ['frobnicator jammed'] }, report)).toBeUndefined();
  });

  test('that name a rare function are the same component', () => {
    const report = asMessages('panic in acme_cache_fill at noon');
    expect(tierOf({ stacks: [['acme_cache_fill']] }, report)).toBe('same-component');
    expect(tierOf({ names: ['acme_cache_fill'] }, report)).toBeUndefined();
  });
});

test('a message that names a function of a language’s library is no match', () => {
  const messages = [{ text: 'panic in hyper_acme::Conn_pool and std::collections::Hash_map' }];
  expect(tierOf({ stacks: [['hyper_acme::Conn_pool']] }, { messages })).toBe('same-component');
  expect(tierOf({ stacks: [['std::collections::Hash_map']] }, { messages })).toBeUndefined();
});

describe('the same program', () => {
  const component = [{ id: 'mysql-server', name: 'MySQL' }];
  const facts = [{ key: 'process', value: 'mysqld' }] as const;

  test('is the same component', () => {
    const [match] = matchWith({ component }, { facts });
    expect(match).toMatchObject({
      tier: 'same-component',
      because: [{ kind: 'component', found: 'mysqld', matches: 'MySQL' }],
    });
  });

  test('with two functions of one stack is the same fault, wrappers included and however little they hold', () => {
    const stack = ['CRYPTO_malloc', 'acme_cache_fill'];
    const sites = [siteOf(stack, { bytes: 1 }), siteOf(['other_thing_do'], { bytes: 99 })];
    expect(tierOf({ component, stacks: [stack] }, { facts, sites })).toBe('same-fault');
    expect(tierOf({ stacks: [stack] }, { facts, sites })).toBeUndefined();
  });

  test('with functions that tell nothing is the same component', () => {
    const stack = ['std::vector::reserve', 'std::string::append'];
    const sites = [siteOf(stack, { bytes: 1 })];
    expect(tierOf({ component, stacks: [stack] }, { facts, sites })).toBe('same-component');
  });

  test('is that of the project where no component has the name', () => {
    const [match] = matchWith({ project: 'MySQL Server' }, { facts });
    expect(match?.because).toMatchObject([{ matches: 'MySQL Server' }]);
  });
});

describe('the same library', () => {
  const component = [
    { id: 'librdkafka', name: 'librdkafka', affected: [{ introduced: '0', fixed: '2.0' }] },
  ];

  test('is the same component where 5 % of what is weighed go through it', () => {
    const sites = [siteOf(['rd_kafka_msg_new'], { bytes: 10 })];
    expect(tierOf({ component }, { sites })).toBe('same-component');
  });

  test('is no match where less does', () => {
    const sites = [
      siteOf(['rd_kafka_msg_new'], { bytes: 0 }),
      ...Array.from({ length: 12 }, (_, at) => siteOf([`unlike_${at}_fn`], { bytes: 100 })),
    ];
    expect(tierOf({ component }, { sites })).toBeUndefined();
  });

  test('names each release with the fix of a component that was fixed in several branches', () => {
    const affected = [
      { introduced: '0', fixed: '1.9.2' },
      { introduced: '2.0', fixed: '2.3.1' },
      { introduced: '3.0', fixed: '3.1' },
      { introduced: '4.0' },
    ];
    const sites = [siteOf(['rd_kafka_msg_new'], { bytes: 10 })];
    const [match] = matchWith(
      { component: [{ id: 'librdkafka', name: 'librdkafka', affected }] },
      { sites },
    );
    expect(match?.fixed).toEqual(['1.9.2, 2.3.1 and 3.1 (librdkafka)']);
  });

  test('names the release with the fix', () => {
    const sites = [siteOf(['rd_kafka_msg_new'], { bytes: 10 })];
    const [match] = matchWith(
      { component: [...component, { id: 'acme', name: 'Acme' }] },
      { sites },
    );
    expect(match?.fixed).toEqual(['2.0 (librdkafka)']);
  });
});

describe('an answer', () => {
  test('names the incident, what they have in common and what they do not', () => {
    const sites = [
      siteOf(['acme_cache_fill(int)', 'acme_order_load', 'malloc', 'unlike_this_fn'], {
        bytes: 2,
      }),
      siteOf(['unlike_that_fn'], { bytes: 1 }),
    ];
    expect(matchWith({ stacks: [inOneStack] }, { sites })).toEqual([
      {
        id: 1,
        slug: 'incident-1',
        title: 'Incident 1',
        tier: 'same-fault',
        score: expect.any(Number) as number,
        because: [
          {
            kind: 'frame',
            found: 'acme_cache_fill(int)',
            matches: 'acme_cache_fill',
            at: undefined,
            share: 0.667,
          },
          {
            kind: 'frame',
            found: 'acme_order_load',
            matches: 'acme_order_load',
            at: undefined,
            share: 0.667,
          },
        ],
        unmatched: [
          { found: 'unlike_this_fn', at: undefined, share: 0.667 },
          { found: 'unlike_that_fn', at: undefined, share: 0.333 },
        ],
        fixed: [],
      },
    ]);
  });

  test('has the score to three decimals', () => {
    const [match] = matchWith({ stacks: [inOneStack] }, { sites: [siteOf(inOneStack)] });
    expect(match?.score).toBeGreaterThan(0);
    expect(match?.score).toBe(Number(match?.score.toFixed(3)));
  });

  test('is empty for a report that has nothing in common with any incident', () => {
    expect(matchWith({ stacks: [inOneStack] }, { sites: [siteOf(['unlike_this_fn'])] })).toEqual(
      [],
    );
    expect(matchWith({ stacks: [inOneStack] }, {})).toEqual([]);
  });

  test('gives reasons of equal text once, and at most eight', () => {
    const message = 'order cache of tenant 1 overflows its quota';
    const messages = [message, message].map((text, at) => ({ text, at }));
    expect(matchWith({ errors: [message] }, { messages })[0]?.because).toMatchObject([{ at: 0 }]);
    const stack = Array.from({ length: 12 }, (_, at) => `acme_step_${at}_do`);
    const [match] = matchWith({ stacks: [stack] }, { sites: [siteOf(stack)] });
    expect(match?.because.map(({ found }) => found)).toEqual(stack.slice(0, 8));
  });

  test('gives the strongest reason first: a message that is repeated, then a rare function', () => {
    const message = 'order cache of tenant 1 overflows its quota';
    const [match] = matchWith(
      { errors: [message], stacks: [inOneStack] },
      { messages: [{ text: message }], sites: [siteOf(inOneStack)] },
    );
    expect(match?.because.map(({ kind }) => kind)).toEqual(['message', 'frame', 'frame']);
  });

  test('lists five functions that the incident does not have, heaviest first', () => {
    const names = Array.from({ length: 7 }, (_, at) => `unlike_${at}_fn`);
    const sites = [
      siteOf(inOneStack, { bytes: 900 }),
      ...names.map((name, at) => siteOf([name], { bytes: 10 * (at + 1) })),
    ];
    const [match] = matchWith({ stacks: [inOneStack] }, { sites });
    expect(match?.unmatched.map(({ found }) => found)).toEqual(names.slice(2).toReversed());
  });

  test('has at most ten incidents, the same fault first, then by score', () => {
    const sites = [siteOf(['rd_kafka_msg_new', ...inOneStack], { bytes: 10 })];
    const library = { component: [{ id: 'librdkafka', name: 'librdkafka' }] };
    const matches = matchWith(library, { sites }, [
      { stacks: [inOneStack] },
      ...Array.from({ length: 12 }, () => library),
    ]);
    expect(matches).toHaveLength(10);
    expect(matches[0]).toMatchObject({ id: 2, tier: 'same-fault' });
    expect(matches.slice(1).map(({ tier }) => tier)).toEqual(
      Array.from({ length: 9 }, () => 'same-component'),
    );
  });

  test('has the incident first that shares the most', () => {
    const all = [...inOneStack, 'acme_cart_load', 'acme_user_load'];
    const matches = matchWith({ stacks: [all.slice(0, 2)] }, { sites: [siteOf(all)] }, [
      { stacks: [all] },
      { stacks: [all.slice(0, 3)] },
    ]);
    expect(matches.map(({ id }) => id)).toEqual([2, 3, 1]);
    const scores = matches.map(({ score }) => score);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  test('has the same fault before a higher score', () => {
    const text = 'order cache overflows twice';
    const inner = ['unlike_a_fn', 'unlike_b_fn', 'unlike_c_fn', 'unlike_d_fn'];
    const report = { messages: [{ text }], sites: [siteOf([...inner, ...inOneStack])] };
    const [first, second] = matchWith({ errors: [text] }, report, [{ stacks: [inOneStack] }]);
    expect([first?.id, second?.id]).toEqual([2, 1]);
    expect(second?.score).toBeGreaterThan(first?.score ?? Infinity);
  });

  test('does not miss the best of many incidents, and keeps the order of equal ones', () => {
    const library = { component: [{ id: 'librdkafka', name: 'librdkafka' }] };
    const sites = [siteOf(['rd_kafka_msg_new', ...inOneStack], { bytes: 10 })];
    const others = [...Array.from({ length: 50 }, () => library), { stacks: [inOneStack] }];
    const ids = matchWith(library, { sites }, others).map(({ id }) => id);
    expect(ids).toEqual([52, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('is scored by mass, kind and rarity of the shared terms, strength and length of the incident', () => {
    const incident = signatureOf(1, { component: [{ id: 'mysql-server', name: 'MySQL' }] });
    const index = indexOf([incident]);
    const report = reportOf({ facts: [{ key: 'process', value: 'mysqld' }] });
    const [length = 0] = index.lengths;
    const weight = 0.2 * 0.8 * rarity(index, 'mod:mysql-server');
    expect(matchReports([report], index)[0]?.score).toBeCloseTo(
      (weight * 2.2) / (1 + 1.2 * (0.5 + 0.5 * length)),
      3,
    );
  });

  test('lists the classes that the incident does not have, but no messages', () => {
    const [match] = matchWith(
      { stacks: [['com.acme.OrderCache', 'com.acme.CartEntry']] },
      {
        classes: ['com.acme.OrderCache', 'com.acme.CartEntry', 'com.acme.UserList'].map((name) => ({
          name,
        })),
        messages: [{ text: 'order cache overflows twice' }],
      },
    );
    expect(match?.because.map(({ kind }) => kind)).toEqual(['class', 'class']);
    expect(match?.unmatched).toEqual([
      { found: 'com.acme.UserList', at: undefined, share: undefined },
    ]);
  });
});
