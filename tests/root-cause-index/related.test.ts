import { describe, expect, test } from 'vitest';

import type { Postmortem } from '../../src/model/content.ts';
import { createRelations, listSymbols } from '../../src/root-cause-index/related.ts';
import type { PostmortemData } from '../../src/model/schema.ts';
import type { Term, Vocabulary } from '../../src/model/vocabulary.ts';
import { postmortemOf } from '../charts/postmortem.ts';

const term = (id: string, label: string): Term => ({ id, label, definition: '' });
const placeholder = (id: string): Term => ({ ...term(id, id), placeholder: true });
const vocabulary: Vocabulary = {
  causes: [term('missing-free', 'Missing free'), term('unbounded-cache', 'Unbounded cache')],
  layers: [term('library', 'Library'), term('kernel', 'Kernel')],
  languages: [term('c', 'C'), term('rust', 'Rust'), placeholder('unknown')],
  platforms: [],
  growth: [],
  fixes: [
    term('free-explicitly', 'Free explicitly'),
    term('replace-dependency', 'Replace it'),
    placeholder('none-yet'),
  ],
  tools: [],
  metrics: [],
};

const frames = (...list: string[]): Partial<PostmortemData> => ({
  evidence: [{ tool: 'heaptrack', source: 'issue-147', frames: list }],
});

/** An incident that has nothing but its cause, layer and language in common with the others. */
const incident = (id: number, changes: Partial<PostmortemData> = {}): Postmortem =>
  postmortemOf({
    id,
    cause: 'missing-free',
    layer: ['library'],
    language: ['c'],
    fix: ['none-yet'],
    component: [{ id: `own-${id}`, name: `Own ${id}` }],
    ...changes,
  });

const openssl = { component: [{ id: 'openssl', name: 'OpenSSL' }] };

/** The relations of the first incident, as `id: why`. */
function relationsOfFirst(...postmortems: readonly [Postmortem, ...Postmortem[]]): string[] {
  return createRelations({ postmortems, vocabulary })(postmortems[0]).map(
    ({ postmortem, why }) => `${postmortem.data.id}: ${why}`,
  );
}

describe('what relates two incidents', () => {
  const freed = { fix: ['free-explicitly'] };
  test.each<[string, Partial<PostmortemData>, Partial<PostmortemData>, string[]]>([
    ['a component', openssl, openssl, ['2: Same component: OpenSSL.']],
    [
      'a frame',
      frames('CRYPTO_zalloc'),
      frames('malloc', 'CRYPTO_zalloc'),
      ['2: Both involve CRYPTO_zalloc.'],
    ],
    [
      'the last name of a frame',
      frames('waku_sys::waku_new'),
      frames('waku_new'),
      ['2: Both involve waku_new.'],
    ],
    [
      'the same cause, layer, language and fix',
      freed,
      freed,
      ['2: Same cause, layer, language and fix: Missing free, Library, C, Free explicitly.'],
    ],
    [
      'the same cause, layer, language and contributing cause',
      { contributing: ['unbounded-cache'] },
      { contributing: ['unbounded-cache'] },
      [
        '2: Same cause, layer, language and contributing cause: Missing free, Library, C, Unbounded cache.',
      ],
    ],
    ['not the same cause, layer and language alone', {}, {}, []],
    ['not the same cause and fix in another language', freed, { ...freed, language: ['rust'] }, []],
    ['not the same cause and fix in another layer', freed, { ...freed, layer: ['kernel'] }, []],
    ['not the same fix for another cause', freed, { ...freed, cause: 'unbounded-cache' }, []],
    [
      'not a language nobody stated',
      { ...freed, language: ['unknown'] },
      { ...freed, language: ['unknown'] },
      [],
    ],
    ['not the absence of a fix', { fix: ['none-yet'] }, { fix: ['none-yet'] }, []],
    ['not a frame of the allocator', frames('malloc', 'calloc'), frames('malloc', 'calloc'), []],
    ['not one common word', frames('list::new'), frames('tree::new'), []],
    [
      'several reasons in one sentence each',
      { ...openssl, ...frames('SSL_new') },
      { ...openssl, ...frames('SSL_new') },
      ['2: Same component: OpenSSL. Both involve SSL_new.'],
    ],
  ])('%s', (_, first, second, expected) => {
    expect(relationsOfFirst(incident(1, first), incident(2, second))).toEqual(expected);
  });
});

describe('the order of relations', () => {
  test('begins with what authors named, on either side, with their reason', () => {
    expect(
      relationsOfFirst(
        incident(1, { ...openssl, regressionOf: [5], related: [{ id: 4, why: 'The twin.' }] }),
        incident(2, openssl),
        incident(3, { related: [{ id: 1, why: 'Named there.' }] }),
        incident(4, openssl),
        incident(5),
        incident(6, { regressionOf: [1] }),
      ),
    ).toEqual([
      '5: Its fix led to this incident.',
      '6: Caused by the fix of this incident.',
      '4: The twin.',
      '3: Named there.',
      '2: Same component: OpenSSL.',
    ]);
  });

  test('puts a component before a symbol before a twin, and more reasons first', () => {
    const first = incident(1, { ...openssl, ...frames('SSL_new'), fix: ['free-explicitly'] });
    const others = [
      incident(2, { fix: ['free-explicitly'] }),
      incident(3, frames('SSL_new')),
      incident(4, openssl),
      incident(5, { ...openssl, ...frames('SSL_new') }),
    ];
    expect(relationsOfFirst(first, ...others).map((line) => line.charAt(0))).toEqual([
      '5',
      '4',
      '3',
      '2',
    ]);
  });

  test('prefers, among those of one component, what agrees in cause and language, then the smaller id', () => {
    const others = [
      incident(2, { ...openssl, cause: 'unbounded-cache', language: ['rust'] }),
      incident(4, openssl),
      incident(3, openssl),
    ];
    expect(relationsOfFirst(incident(1, openssl), ...others).map((line) => line.charAt(0))).toEqual(
      ['3', '4', '2'],
    );
  });

  test('does not depend on the order of the incidents', () => {
    const first = incident(1, openssl);
    const others = [2, 3, 4].map((id) => incident(id, openssl));
    expect(relationsOfFirst(first, ...others.toReversed())).toEqual(
      relationsOfFirst(first, ...others),
    );
  });
});

describe('the number of relations', () => {
  const many = Array.from({ length: 20 }, (_, index) => incident(index + 2, openssl));

  test('is six at most if they are computed', () => {
    expect(relationsOfFirst(incident(1, openssl), ...many)).toHaveLength(6);
  });

  test('is as many as authors named, if that is more', () => {
    const related = many.slice(0, 8).map(({ data: { id } }) => ({ id, why: 'Named.' }));
    expect(relationsOfFirst(incident(1, { ...openssl, related }), ...many)).toEqual(
      related.map(({ id }) => `${id}: Named.`),
    );
  });

  test('counts no incident twice and never itself', () => {
    expect(
      relationsOfFirst(
        incident(1, { ...openssl, related: [{ id: 2, why: 'Named.' }] }),
        incident(2, { ...openssl, related: [{ id: 1, why: 'Named back.' }] }),
      ),
    ).toEqual(['2: Named.']);
  });
});

test.each([
  ['Engine::new_with (crates/eval/engine.rs:871)', ['Engine::new_with', 'new_with']],
  ['go-bt/v2.(*Tx).ReadFrom (tx.go:205)', ['go-bt/v2.(*Tx).ReadFrom', 'ReadFrom']],
  ['modsecurity::Rules::load', ['modsecurity::Rules::load']],
  ['yy::seclang_parser::parse() (seclang-parser.yy:889)', ['yy::seclang_parser::parse()']],
  ['malloc (vg_replace_malloc.c:446)', []],
  ['operator new(unsigned long)', []],
  ['alloc::raw_vec::RawVec::reserve_internal', []],
  ['java.lang.ThreadLocal$ThreadLocalMap', []],
  ['runtime.mallocgc', []],
  ['start_thread', []],
  ['yamux', []],
])('%s has the symbols %j', (frame, symbols) => {
  expect(listSymbols(incident(1, frames(frame)).data)).toEqual(symbols);
});

test('of very many that share something, those nearest in time are compared', () => {
  const many = Array.from({ length: 1000 }, (_, at) => incident(at + 1, openssl));
  const relationsOf = createRelations({ postmortems: many, vocabulary });
  const idsOf = (id: number) =>
    many
      .filter(({ data }) => data.id === id)
      .flatMap(relationsOf)
      .map(({ postmortem }) => postmortem.data.id);
  expect(idsOf(500)).toEqual([400, 401, 402, 403, 404, 405]);
  expect(idsOf(1)).toEqual([2, 3, 4, 5, 6, 7]);
  expect(idsOf(1000)).toEqual([801, 802, 803, 804, 805, 806]);
});
