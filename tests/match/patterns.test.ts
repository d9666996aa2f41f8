import { describe, expect, test } from 'vitest';

import type { ReportTerms } from '../../src/match/match-index.ts';
import { matchReports } from '../../src/match/match.ts';
import { findPatterns } from '../../src/match/patterns.ts';
import type { Signature } from '../../src/match/signature.ts';
import { clues, type Clue } from '../../src/reports/clues.ts';
import type { Fact, Report, Series } from '../../src/reports/report.ts';
import { indexOf, reportOf, signatureOf } from './made-up.ts';

const GiB = 2 ** 30;
const MiB = 2 ** 20;

/** A vocabulary whose cause for each clue has the name of the clue. */
const terms: ReportTerms = {
  components: { 'mysql-server': ['mysqld'] },
  causes: Object.fromEntries((Object.keys(clues) as Clue[]).map((clue) => [clue, [clue]])),
  growth: { 'linear-climb': ['steady'], staircase: ['steps'] },
  languages: { gc: ['c'], 'gc-tool': ['go'], jvm: ['java', 'kotlin'] },
};

const glibc = [{ id: 'glibc', name: 'glibc' }];

/** One incident for each cause. */
const ofEachCause = (Object.keys(clues) as Clue[]).map((cause, at) =>
  signatureOf(at + 1, { cause, component: glibc }),
);

const find = (reports: readonly Report[], signatures: readonly Signature[]) =>
  findPatterns(reports, indexOf(signatures, { terms, others: 0 }));

const causesOf = (facts: readonly Fact[], format = 'made-up') =>
  find([reportOf({ facts }, format)], ofEachCause).map(({ signature }) => signature.cause);

describe('a fact points to a cause', () => {
  test.each<[string, Fact[], Clue[]]>([
    ['eight arenas', [{ key: 'arenas', value: 8 }], ['many-arenas']],
    ['seven arenas: none', [{ key: 'arenas', value: 7 }], []],
    ['1000 goroutines', [{ key: 'goroutines', value: 1000 }], ['many-goroutines']],
    ['999 goroutines: none', [{ key: 'goroutines', value: 999 }], []],
    ['any listeners', [{ key: 'listeners', value: 11 }], ['many-listeners']],
    ['more than 1 GiB of slab', [{ key: 'slab-unreclaimable', value: GiB + 1 }], ['kernel-slab']],
    ['1 GiB of slab: none', [{ key: 'slab-unreclaimable', value: GiB }], []],
    ['metaspace', [{ key: 'oom-kind', value: 'Metaspace' }], ['class-metadata']],
    ['PermGen', [{ key: 'oom-kind', value: 'PermGen space' }], ['class-metadata']],
    ['direct buffers', [{ key: 'oom-kind', value: 'Direct buffer memory' }], ['direct-buffers']],
    ['threads', [{ key: 'oom-kind', value: 'unable to create native thread' }], ['many-threads']],
    ['the Java heap: none', [{ key: 'oom-kind', value: 'Java heap space' }], []],
    ['a number in words: none', [{ key: 'arenas', value: 'many' }], []],
    ['a kind in numbers: none', [{ key: 'oom-kind', value: 1 }], []],
  ])('%s', (_, facts, causes) => {
    expect(causesOf(facts)).toEqual(causes);
  });

  test.each(['rss', 'resident', 'heap-capacity'] as const)(
    '%s of more than twice the live heap, and 256 MiB more',
    (key) => {
      const causes = (taken: number, used: number) =>
        causesOf([
          { key, value: taken },
          { key: 'live-heap', value: used },
        ]);
      expect(causes(601 * MiB, 300 * MiB)).toEqual(['held-by-allocator']);
      expect(causes(600 * MiB, 300 * MiB)).toEqual([]);
      expect(causes(257 * MiB, 1 * MiB)).toEqual([]);
      expect(causes(257 * MiB + 1, 1 * MiB)).toEqual(['held-by-allocator']);
      expect(causesOf([{ key, value: 10 * GiB }])).toEqual([]);
    },
  );

  test('arenas of glibc alone', () => {
    const facts = [{ key: 'arenas', value: 8 }] as const;
    expect(causesOf(facts, 'jemalloc-stats')).toEqual([]);
    expect(causesOf(facts, 'malloc-info')).toEqual(['many-arenas']);
    const of = (id: string) =>
      find(
        [reportOf({ facts })],
        [signatureOf(1, { cause: 'many-arenas', component: [{ id, name: id }] })],
      ).length;
    expect(['glibc', 'gnu-glibc', 'glibc-malloc', 'myglibc', 'glibcx'].map(of)).toEqual([
      1, 1, 1, 0, 0,
    ]);
  });

  test('in words, with its line', () => {
    const reasons = find(
      [
        reportOf({
          facts: [
            { key: 'slab-unreclaimable', value: 1.5 * GiB, at: 4 },
            { key: 'goroutines', value: 1234, at: 5 },
            { key: 'arenas', value: 64, at: 6 },
          ],
        }),
        reportOf({ facts: [{ key: 'listeners', value: 11, at: 7 }] }),
        reportOf({ facts: [{ key: 'oom-kind', value: 'Metaspace', at: 8 }] }),
      ],
      ['kernel-slab', 'many-goroutines', 'many-arenas'].map((cause, at) =>
        signatureOf(at, { cause, component: glibc }),
      ),
    ).map(({ because }) => because);
    expect(reasons).toEqual([
      [{ kind: 'fact', found: '64 malloc arenas', at: 6, matches: clues['many-arenas'] }],
      [{ kind: 'fact', found: '1234 goroutines', at: 5, matches: clues['many-goroutines'] }],
      [
        {
          kind: 'fact',
          found: '1.5 GiB of kernel slab that cannot be reclaimed',
          at: 4,
          matches: clues['kernel-slab'],
        },
      ],
    ]);
  });

  test.each([
    ['many-listeners', { key: 'listeners', value: 11, at: 7 }, '11 listeners'],
    ['class-metadata', { key: 'oom-kind', value: 'Metaspace', at: 8 }, 'Metaspace'],
  ] satisfies [Clue, Fact, string][])('%s in words', (cause, fact, found) => {
    const [match] = find([reportOf({ facts: [fact] })], [signatureOf(1, { cause })]);
    expect(match?.because).toEqual([{ kind: 'fact', found, at: fact.at, matches: clues[cause] }]);
  });

  test('memory kept by the allocator, at the line of what was taken', () => {
    const [match] = find(
      [
        reportOf({
          facts: [
            { key: 'live-heap', value: 1, at: 1 },
            { key: 'heap-capacity', value: GiB, at: 2 },
          ],
        }),
      ],
      [signatureOf(1, { cause: 'held-by-allocator' })],
    );
    expect(match?.because).toEqual([
      {
        kind: 'fact',
        found: 'far more memory taken from the system than in use',
        at: 2,
        matches: clues['held-by-allocator'],
      },
    ]);
  });
});

describe('a curve points to incidents of the same language that grow alike', () => {
  const heights = Array.from({ length: 30 }, (_, at) => [at * 60, at * MiB] as const);
  const series: Series = { name: 'RSS', unit: 'B', over: 'seconds', points: heights };
  const incident = (id: number, parts: Partial<Signature>) => signatureOf(id, parts);
  const steady = { growth: ['steady'], language: ['java'] };
  const idsOf = (format: string, one: Series, signatures: readonly Signature[]) =>
    find([reportOf({ series: [one] }, format)], signatures).map(({ signature }) => signature.id);

  test('and to no others', () => {
    const incidents = [
      incident(1, steady),
      incident(2, { ...steady, language: ['go'] }),
      incident(3, { ...steady, growth: ['steps'] }),
      incident(4, { ...steady, language: ['c', 'kotlin'] }),
    ];
    expect(idsOf('jvm-gc-log', series, incidents)).toEqual([4, 1]);
    expect(idsOf('unheard-of', series, incidents)).toEqual([]);
  });

  test('in the words of the curve', () => {
    const [match] = find([reportOf({ series: [series] }, 'jvm')], [incident(1, steady)]);
    expect(match?.because).toMatchObject([{ kind: 'shape', matches: 'linear-climb' }]);
    expect(match?.because[0]?.found).toMatch(/^RSS climbs/);
  });

  test('if it is one of bytes that grows', () => {
    expect(idsOf('jvm', { ...series, unit: 'count' }, [incident(1, steady)])).toEqual([]);
    const flat = { ...series, points: heights.map(([x]) => [x, 5] as const) };
    expect(idsOf('jvm', flat, [incident(1, { ...steady, growth: ['steady', 'steps'] })])).toEqual(
      [],
    );
  });

  test('of the language with the longest prefix of the format', () => {
    const incidents = [
      incident(1, { ...steady, language: ['c'] }),
      incident(2, { ...steady, language: ['go'] }),
    ];
    expect(idsOf('gc-tool-text', series, incidents)).toEqual([2]);
    expect(idsOf('gc-tool', series, incidents)).toEqual([2]);
    expect(idsOf('gc-other', series, incidents)).toEqual([1]);
    expect(idsOf('gcx', series, incidents)).toEqual([]);
  });

  test('beside a fact, in any language', () => {
    const report = reportOf({ series: [series], facts: [{ key: 'listeners', value: 11 }] });
    const both = incident(1, { growth: ['steady'], cause: 'many-listeners' });
    const curveOnly = incident(2, { growth: ['steady'] });
    const found = find([report], [both, curveOnly]);
    expect(found.map(({ signature }) => signature.id)).toEqual([1]);
    expect(found[0]?.because.map(({ kind }) => kind)).toEqual(['fact', 'shape']);
  });
});

describe('of the incidents that fit', () => {
  const facts = [
    { key: 'listeners', value: 11 },
    { key: 'goroutines', value: 5000 },
  ] as const;
  const cause = 'many-listeners';

  test('three are given, the newest first', () => {
    const incidents = [3, 1, 5, 2, 4].map((id) => signatureOf(id, { cause }));
    const found = find([reportOf({ facts })], incidents);
    expect(found.map(({ signature }) => signature.id)).toEqual([5, 4, 3]);
    expect(found.map(({ score }) => score)).toEqual([0.1, 0.1, 0.1]);
  });

  test('those of the same language come first', () => {
    const incidents = [signatureOf(1, { cause, language: ['java'] }), signatureOf(2, { cause })];
    const found = find([reportOf({ facts }, 'jvm')], incidents);
    expect(found.map(({ signature, score }) => [signature.id, score])).toEqual([
      [1, 0.2],
      [2, 0.1],
    ]);
  });

  test('none is given twice, and all come after better matches', () => {
    const incidents = [
      signatureOf(1, { cause }),
      signatureOf(2, { cause, component: [{ id: 'mysql-server', name: 'MySQL' }] }),
    ];
    const report = reportOf({ facts: [...facts, { key: 'process', value: 'mysqld' }] });
    const matches = matchReports([report], indexOf(incidents, { terms }));
    expect(matches.map(({ id, tier }) => [id, tier])).toEqual([
      [2, 'same-component'],
      [1, 'same-pattern'],
    ]);
  });
});
