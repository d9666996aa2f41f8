import { describe, expect, test } from 'vitest';

import { buildNameTable } from '../../src/match/libraries.ts';
import { buildQuery, type QueryLine } from '../../src/match/query.ts';
import { createReport, type Frame, type Report, type Site } from '../../src/reports/report.ts';
import { libraryNames } from './made-up.ts';

const siteOf = (names: readonly string[], rest: Partial<Site> = {}): Site => ({
  kind: 'live',
  frames: names.map((name) => ({ name })),
  ...rest,
});

const reportOf = (parts: Partial<Report>): Report => createReport('made-up', parts);

const names = buildNameTable(libraryNames);

const query = (parts: Partial<Report>): QueryLine[] => buildQuery([reportOf(parts)], [], names);

const massesOf = (lines: readonly QueryLine[]): Record<string, number> =>
  Object.fromEntries(lines.map(({ text, mass }) => [text, mass]));

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The lines' masses as multiples of that of the first: normalizing does not change these. */
const ratios = (lines: readonly QueryLine[]): number[] =>
  lines.map(({ mass }) => mass / (lines[0]?.mass ?? 1));

describe('frames', () => {
  test('of one function are one line, with the shares of all its stacks', () => {
    const lines = query({
      sites: [
        siteOf(['acme_read', 'acme_serve'], { bytes: 300 }),
        siteOf(['acme_write', 'acme_serve'], { bytes: 100 }),
      ],
    });
    expect(lines.map(({ text, share }) => [text, share])).toEqual([
      ['acme_read', 0.75],
      ['acme_serve', 1],
      ['acme_write', 0.25],
    ]);
    const [read, serve, write] = lines.map(({ stacks }) => [...stacks]);
    expect(serve).toEqual([...(read ?? []), ...(write ?? [])]);
    expect(read?.[0]?.[1]).toBe(0.75);
    expect(write?.[0]?.[1]).toBe(0.25);
    expect(read?.[0]?.[0]).not.toBe(write?.[0]?.[0]);
  });

  test('keep their name, line, library and category as first seen', () => {
    const [line] = query({
      sites: [
        {
          kind: 'live',
          frames: [{ name: 'acme_read(int)', at: 4, module: '/usr/lib/libacme.so.1' }],
        },
        {
          kind: 'live',
          frames: [{ name: 'acme_read(int)', at: 9, module: '/usr/lib/libacme.so.1' }],
        },
      ],
    });
    expect(line).toMatchObject({
      kind: 'frame',
      text: 'acme_read(int)',
      at: 4,
      module: '/usr/lib/libacme.so.1',
      category: 'app',
    });
    expect(line?.terms).toContain('mod:acme');
  });

  test('take line and library from a later stack where the first has none', () => {
    const frames: readonly Frame[] = [
      { name: 'acme_read' },
      { name: 'acme_read', at: 9, module: 'libacme.so' },
    ];
    const lines = query({ sites: frames.map((frame) => ({ kind: 'live', frames: [frame] })) });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ at: 9, module: 'libacme.so' });
  });

  test('weigh by category: an allocator nothing, a language’s library little, a wrapper some', () => {
    const lines = query({
      sites: [siteOf(['malloc', 'std::vector::reserve', 'CRYPTO_malloc', 'acme_read', 'main'])],
    });
    const { acme_read: app = 0, ...masses } = massesOf(lines);
    expect(masses['malloc']).toBe(0);
    expect(masses['main']).toBe(0);
    expect((masses['std::vector::reserve'] ?? 0) / app).toBeCloseTo(0.05, 9);
    expect((masses['CRYPTO_malloc'] ?? 0) / app).toBeCloseTo(0.35, 9);
  });

  test('weigh 15 % less with each function of the program below them', () => {
    const lines = query({ sites: [siteOf(['acme_a', 'std::x::y', 'acme_b', 'acme_c'])] });
    const of = massesOf(lines);
    expect((of['acme_b'] ?? 0) / (of['acme_a'] ?? 1)).toBeCloseTo(0.85, 9);
    expect((of['acme_c'] ?? 0) / (of['acme_a'] ?? 1)).toBeCloseTo(0.7225, 9);
  });

  test('weigh by the root of their share, which counts as 2 % at least', () => {
    const lines = query({
      sites: [
        siteOf(['acme_a'], { bytes: 800 }),
        siteOf(['acme_b'], { bytes: 200 }),
        siteOf(['acme_c'], { bytes: 0 }),
      ],
    });
    expect(ratios(lines)[1]).toBeCloseTo(0.5, 9);
    expect(ratios(lines)[2]).toBeCloseTo(Math.sqrt(0.02 / 0.8), 9);
  });

  test('that occur more than once in a stack count once', () => {
    const lines = query({ sites: [siteOf(['acme_walk', 'acme_walk', 'acme_walk'])] });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ mass: 1, share: 1 });
  });

  test('beyond the 64th of a stack are left out', () => {
    const names = Array.from({ length: 70 }, (_, index) => `acme_step_${index}x`);
    expect(query({ sites: [siteOf(names)] }).map(({ text }) => text)).toEqual(names.slice(0, 64));
  });

  test('without a name tell their library alone, as a wrapper does', () => {
    const lines = query({
      sites: [
        {
          kind: 'live',
          frames: [
            { name: '0x7f10', module: 'libacme.so' },
            { name: '???', module: 'libacme.so' },
            { name: '0x7f10' },
            { name: 'see0x7f10', module: 'libacme.so' },
            { name: '0x7f10z', module: 'libacme.so' },
          ],
        },
      ],
    });
    expect(lines.map(({ text, category }) => `${text} ${category}`)).toEqual([
      '0x7f10 wrapper',
      '??? wrapper',
      'see0x7f10 app',
      '0x7f10z app',
    ]);
  });

  test('in a script are looked up by their file too', () => {
    const termsOf = (file: string) =>
      query({ sites: [{ kind: 'live', frames: [{ name: 'send_all', file }] }] })[0]?.terms;
    expect(termsOf('/srv/kombu/base.py')).toContain('tail:base.py');
    expect(termsOf('/srv/kombu/base.py')).toContain('sym:send_all');
    expect(termsOf('/srv/kombu/base.c')).toEqual(termsOf(''));
    expect(termsOf('/srv/kombu/base.pyx')).toEqual(termsOf(''));
  });

  test('between two frames of one library belong to it', () => {
    const lines = query({
      sites: [siteOf(['rd_kafka_msg_new', 'frob_the_knob', 'rd_kafka_produce', 'acme_send'])],
    });
    const libraries = lines.map(({ terms }) => terms.filter((term) => term.startsWith('mod:')));
    expect(libraries).toEqual([['mod:librdkafka'], ['mod:librdkafka'], ['mod:librdkafka'], []]);
  });
});

describe('weights of stacks', () => {
  const sharesOf = (...sites: readonly Site[]) => query({ sites }).map(({ share }) => share);

  test('are bytes, however many blocks there are', () => {
    expect(
      sharesOf(
        siteOf(['acme_a'], { bytes: 30, count: 1 }),
        siteOf(['acme_b'], { bytes: 10, count: 900 }),
        siteOf(['acme_c'], { count: 900 }),
      ),
    ).toEqual([0.75, 0.25, 0]);
  });

  test('are counts where no stack has bytes', () => {
    expect(sharesOf(siteOf(['acme_a'], { count: 3 }), siteOf(['acme_b'], { count: 1 }))).toEqual([
      0.75, 0.25,
    ]);
    expect(
      sharesOf(siteOf(['acme_a'], { bytes: 0, count: 3 }), siteOf(['acme_b'], { count: 1 })),
    ).toEqual([0.75, 0.25]);
  });

  test('are equal where there are neither', () => {
    expect(sharesOf(siteOf(['acme_a']), siteOf(['acme_b']))).toEqual([0.5, 0.5]);
    expect(sharesOf(siteOf(['acme_a'], { count: 0 }), siteOf(['acme_b'], { count: 0 }))).toEqual([
      0.5, 0.5,
    ]);
  });

  test('are smaller for what was at the peak, ran out or was allocated in total', () => {
    const kinds = ['leaked', 'live', 'waiting', 'peak', 'victim', 'allocated'] as const;
    const shares = sharesOf(
      ...kinds.map((kind) => siteOf([`acme_${kind}`], { kind, bytes: 100 })),
    ).map((share = 0) => share * 4.7);
    const wanted = [1, 1, 1, 0.7, 0.6, 0.4];
    for (const [at, share] of shares.entries()) expect(share).toBeCloseTo(wanted[at] ?? 0, 9);
  });

  test('of the 300 heaviest alone are seen', () => {
    const sites = Array.from({ length: 310 }, (_, index) => siteOf([`acme_site_${index}x`]));
    expect(query({ sites })).toHaveLength(300);
  });
});

describe('stacks', () => {
  const stacksOf = (lines: readonly QueryLine[]) => lines.map(({ stacks }) => [...stacks.keys()]);

  test('of a flat list are one', () => {
    const [first, second] = stacksOf(query({ sites: [siteOf(['acme_a']), siteOf(['acme_b'])] }));
    expect(first).toEqual(second);
  });

  test('tell the rows of a list from the frames of a stack', () => {
    const isRow = (parts: Partial<Report>) => query(parts).map((line) => line.isRow);
    expect(isRow({ sites: [siteOf(['acme_a']), siteOf(['acme_b'])] })).toEqual([true, true]);
    expect(isRow({ sites: [siteOf(['acme_a']), siteOf(['acme_b', 'acme_c'])] })).toEqual([
      false,
      false,
      false,
    ]);
    expect(isRow({ classes: [{ name: 'com.acme.Order' }] })).toEqual([true]);
    expect(isRow({ messages: [{ text: 'cache of orders overflows' }] })).toEqual([false]);
  });

  test('are numbered over all reports', () => {
    const report = reportOf({ sites: [siteOf(['acme_a', 'acme_b']), siteOf(['acme_c'])] });
    const numbers = stacksOf(
      buildQuery([report, report, reportOf({ sites: [siteOf(['acme_d'])] })], [], names),
    );
    const distinct = new Set(numbers.flat());
    expect(numbers.map(({ length }) => length)).toEqual(numbers.map(() => 1));
    expect(distinct.size).toBe(5);
  });
});

describe('masses', () => {
  test('of a report add up to 1 for its frames and 1 for its classes', () => {
    const lines = query({
      sites: [
        siteOf(['acme_a', 'acme_b', 'acme_c'], { bytes: 10 }),
        siteOf(['acme_d'], { bytes: 10 }),
      ],
      classes: [
        { name: 'com.acme.Order', bytes: 50 },
        { name: 'com.acme.Cart', bytes: 50 },
      ],
    });
    const total = (kind: string) =>
      sum(lines.filter((line) => line.kind === kind).map(({ mass }) => mass));
    expect(total('frame')).toBeCloseTo(1, 9);
    expect(total('class')).toBeCloseTo(1, 9);
  });

  test('that are small stay small', () => {
    const [line] = query({ sites: [siteOf(['CRYPTO_malloc'])] });
    expect(line?.mass).toBeCloseTo(0.35, 9);
  });
});

describe('classes', () => {
  test('weigh by the root of their share of the bytes', () => {
    const lines = query({
      classes: [
        { name: 'com.acme.Order', bytes: 80, at: 3 },
        { name: 'com.acme.Cart', bytes: 20 },
        { name: 'com.acme.Empty' },
      ],
    });
    expect(lines.map(({ share }) => share)).toEqual([0.8, 0.2, 0]);
    expect(ratios(lines)).toEqual([1, 0.5, 0]);
    expect(lines[0]).toMatchObject({
      kind: 'class',
      text: 'com.acme.Order',
      at: 3,
      category: 'app',
    });
    expect(lines[0]?.terms).toContain('tail:acme.Order');
  });

  test('weigh the same where no bytes are known, and have no share', () => {
    const lines = query({ classes: [{ name: 'com.acme.Order' }, { name: 'com.acme.Cart' }] });
    expect(lines.map(({ share }) => share)).toEqual([undefined, undefined]);
    expect(ratios(lines)).toEqual([1, 1]);
    expect(lines.map(({ stacks }) => [...stacks.values()])).toEqual([[0.5], [0.5]]);
    expect(
      query({ classes: Array.from({ length: 4 }, (_, at) => ({ name: `java.util.X${at}` })) })[0]
        ?.mass,
    ).toBeCloseTo(0.5 * 0.05, 9);
  });

  test('of a language’s library tell little', () => {
    const lines = query({
      classes: [
        { name: 'com.acme.Order', bytes: 50 },
        { name: 'java.util.HashMap', bytes: 50 },
      ],
    });
    expect(ratios(lines)[1]).toBeCloseTo(0.05, 9);
  });

  test('of one histogram form a stack; the 300 heaviest count', () => {
    const classes = Array.from({ length: 310 }, (_, at) => ({ name: `com.acme.Kind${at}` }));
    const lines = query({ classes });
    expect(lines).toHaveLength(300);
    expect(new Set(lines.flatMap(({ stacks }) => [...stacks.keys()])).size).toBe(1);
  });
});

describe('messages', () => {
  test('have the weight 1 together, and no stack', () => {
    const lines = query({ messages: [{ text: 'cache of orders overflows again', at: 7 }] });
    expect(lines).toMatchObject([
      { kind: 'message', text: 'cache of orders overflows again', at: 7, mass: 1, category: 'app' },
    ]);
    expect(lines[0]?.stacks.size).toBe(0);
    expect(lines[0]?.terms).toContain('err:cache of orders overflows again');
  });

  test('are looked up by pairs of words too, so that they are found within a longer line', () => {
    const [line] = query({ messages: [{ text: 'cache of orders overflows' }] });
    expect(line?.terms).toContain('run:cache of');
    expect(line?.terms).toContain('run:orders overflows');
  });

  test('that every program prints weigh a tenth, without pairs', () => {
    const [line] = query({ messages: [{ text: 'fatal error: out of memory' }] });
    expect(line).toMatchObject({ mass: 0.1, category: 'runtime' });
    expect(line?.terms.filter((term) => term.startsWith('run:'))).toEqual([]);
  });
});

describe('the program', () => {
  test('is looked up by its component', () => {
    const lines = query({
      facts: [
        { key: 'process', value: 'mysqld', at: 2 },
        { key: 'command', value: '/usr/bin/prometheus --web', at: 3 },
        { key: 'rss', value: 5 },
      ],
    });
    expect(lines).toEqual([
      {
        kind: 'process',
        text: 'mysqld',
        at: 2,
        terms: ['mod:mysql-server'],
        mass: 0.2,
        category: 'app',
        stacks: new Map(),
        isRow: false,
      },
      {
        kind: 'process',
        text: '/usr/bin/prometheus --web',
        at: 3,
        terms: ['mod:prometheus'],
        mass: 0.2,
        category: 'app',
        stacks: new Map(),
        isRow: false,
      },
    ]);
  });
});

describe('lines that no format recognized', () => {
  test('are messages of half the weight', () => {
    const lines = buildQuery([], [{ number: 12, text: 'cache of orders overflows' }], names);
    expect(lines).toMatchObject([{ kind: 'message', at: 12, mass: 0.5 }]);
  });

  test('are left out where a report took them for a message', () => {
    const report = reportOf({ messages: [{ text: 'cache of orders overflows', at: 12 }] });
    const unread = [
      { number: 12, text: 'cache of orders overflows' },
      { number: 13, text: 'and again' },
    ];
    expect(buildQuery([report], unread, names).map(({ at }) => at)).toEqual([12, 13]);
  });

  test('count up to the 400th', () => {
    const unread = Array.from({ length: 420 }, (_, number) => ({ number, text: 'order lost' }));
    expect(buildQuery([], unread, names)).toHaveLength(400);
  });
});
