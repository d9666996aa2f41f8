import { describe, expect, test } from 'vitest';

import {
  identifierWords,
  looseTerms,
  partsOf,
  queryTerms,
  tailsOf,
  tokenMatches,
} from '../../src/find/words/identifiers.ts';

test.each([
  ['OPENSSL_sk_new_reserve', ['openssl', 'sk', 'new', 'reserve']],
  ['libcrypto.so.1.1', ['libcrypto', 'so', '1', '1']],
  ['std::vector<int>', ['std', 'vector', 'int']],
  ['p2p.(*Peer).runLoop', ['p2p', 'peer', 'run', 'loop']],
  ['WKWebViewComponent', ['wk', 'web', 'view', 'component']],
  ['native-tls', ['native', 'tls']],
  ['C++,', ['c++']],
  ['C#', ['c#']],
  ['libstdc++.so', ['libstdc++', 'so']],
  ['a+b', ['a', 'b']],
  ['Hash#key', ['hash', 'key']],
  ['→', []],
])('splits %s', (token, parts) => {
  expect(partsOf(token)).toEqual(parts);
});

test.each([
  ['OPENSSL_sk_new_reserve', ['opensslsknewreserve', 'sknewreserve', 'newreserve']],
  ['runtime.mallocgc', []],
  [
    'github.com/example/p2p.(*Peer).run',
    ['comexamplep2ppeerrun', 'examplep2ppeerrun', 'p2ppeerrun', 'peerrun'],
  ],
  [
    'https://tracker.example/etcd-io/etcd/pull/7',
    ['etcdioetcdpull7', 'ioetcdpull7', 'etcdpull7', 'pull7'],
  ],
  ['out-of-memory', []],
  ['memory,', []],
  ['1.2.3', []],
])('indexes %s from each of its parts on', (token, tails) => {
  expect(tailsOf(token)).toEqual(tails);
});

test('indexes each word once, in order', () => {
  expect(identifierWords(['sk_new sk_new', 'a_b_c'])).toEqual(['abc', 'bc', 'sknew']);
});

describe('a query', () => {
  test.each([
    ['sk_new_reserve', ['sknewreserve']],
    ['CRYPTO_zalloc  leak', ['cryptozalloc', 'leak']],
    ['why does the cache grow', ['cache', 'grow']],
    ['the', ['the']],
    ['C', ['c']],
    ['C++ leak', ['c++', 'leak']],
    ['leak LEAK', ['leak']],
    ['"out of memory"', ['out', 'of', 'memory']],
    ['. , ( )', []],
    ['https://github.com/etcd-io/etcd/pull/7', ['etcdioetcdpull7']],
  ])('%s looks for %j', (query, words) => {
    expect(queryTerms(query).map(({ word }) => word)).toEqual(words);
  });

  test('falls apart into the parts of its identifiers', () => {
    expect(looseTerms(queryTerms('sk_reserve leak'))?.map(({ word }) => word)).toEqual([
      'sk',
      'reserve',
      'leak',
    ]);
    expect(looseTerms(queryTerms('leak'))).toBeUndefined();
  });
});

test.each([
  ['zalloc', 'CRYPTO_zalloc', true],
  ['sk_new', 'OPENSSL_sk_new_reserve()', true],
  ['CRYPTO_zalloc', 'CRYPTO_malloc', false],
  ['caching', 'cached', true],
  ['memories', 'memory.', true],
  ['xylophone', 'x', false],
  ['C++', 'C', false],
  ['C', 'C', true],
  ['arena', 'MALLOC_ARENA_MAX=2', true],
])('%s and the token %s: %s', (query, token, matches) => {
  const [term] = queryTerms(query);
  expect(term && tokenMatches(token, term)).toBe(matches);
});
