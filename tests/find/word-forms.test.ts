import { expect, test } from 'vitest';

import { partsOf, wordsOf } from '../../src/find/words/word-forms.ts';

test.each([
  ['OPENSSL_sk_new_reserve', ['openssl', 'sk', 'new', 'reserve']],
  ['libcrypto.so.1.1', ['libcrypto', 'so', '1', '1']],
  ['std::vector<int>', ['std', 'vector', 'int']],
  ['p2p.(*Peer).runLoop', ['p2p', 'peer', 'run', 'loop']],
  ['WKWebViewComponent', ['wk', 'web', 'view', 'component']],
  ['native-tls', ['native', 'tls']],
  ['"caches",', ['caches']],
  ['C++,', ['c++']],
  ['C#', ['c#']],
  ['libstdc++.so', ['libstdc++', 'so']],
  ['a+b', ['a', 'b']],
  ['Hash#key', ['hash', 'key']],
  ['JavaScript/TypeScript', ['javascript', 'typescript']],
  ['Café', ['cafe']],
  ['→', []],
])('splits %s', (token, parts) => {
  expect(partsOf(token)).toEqual(parts);
});

test.each([
  ['memory,', ['memori'], []],
  ['caching', ['cach'], []],
  ['C++', ['c++'], []],
  ['out-of-memory', ['out', 'of', 'memori'], ['outofmemori']],
  ['WatchEvent', ['watchev'], ['watch', 'event']],
  ['runtime.mallocgc', ['runtimemallocgc'], ['runtim', 'mallocgc']],
  ['p2p.(*Peer).run', ['p2ppeerrun'], ['p2p', 'peer', 'run', 'peerrun']],
  ['https://tracker.example/etcd/pull/7', ['etcdpull7'], ['etcd', 'pull', 'pull7']],
  ['1.2.3', ['123'], []],
  ['→', [], []],
])('%s stands in the index as %j, and is also found by %j', (token, running, also) => {
  expect(wordsOf(token)).toEqual({ running, also });
});
