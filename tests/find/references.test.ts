import { describe, expect, test } from 'vitest';

import { idIn } from '../../src/find/words/jump.ts';
import {
  idsAt,
  loadPartWith,
  normalizeAddress,
  referencesOf,
  splitReferences,
  type References,
} from '../../src/find/words/references.ts';
import { searchContent } from './search-fixture.ts';

test.each([
  ['MEM-1', 1],
  ['mem-12', 12],
  [' mem 12 ', 12],
  ['#7', 7],
  ['http://localhost:4321/heaplore/i/3/', 3],
  ['7', undefined],
  ['MEM-1 leak', undefined],
  ['CVE-2024-1', undefined],
  ['https://elsewhere.example/i/3/', undefined],
])('the id in %s is %s', (text, id) => {
  expect(idIn(text, 'http://localhost:4321')).toBe(id);
});

test.each([
  [
    'http://www.github.com/Etcd-IO/etcd/pull/12/files#diff-1',
    'https://github.com/etcd-io/etcd/pull/12',
  ],
  ['https://github.com/a/b/issues/3?ref=x', 'https://github.com/a/b/issues/3'],
  ['https://gitlab.com/A/b/-/merge_requests/4/diffs', 'https://gitlab.com/A/b/-/merge_requests/4'],
  ['https://bugs.example/show.cgi?utm_source=x&id=9', 'https://bugs.example/show.cgi?id=9'],
  ['https://blog.example/Post/', 'https://blog.example/Post'],
  ['cve-2024-52303', 'https://nvd.nist.gov/vuln/detail/CVE-2024-52303'],
  [
    'https://www.cve.org/CVERecord?id=CVE-2024-52303',
    'https://nvd.nist.gov/vuln/detail/CVE-2024-52303',
  ],
  ['GHSA-27MF-GHQM-J3J8', 'https://github.com/advisories/ghsa-27mf-ghqm-j3j8'],
  [
    'https://github.com/aio-libs/aiohttp/security/advisories/GHSA-27mf-ghqm-j3j8',
    'https://github.com/advisories/ghsa-27mf-ghqm-j3j8',
  ],
  [
    'https://osv.dev/vulnerability/GHSA-27mf-ghqm-j3j8',
    'https://github.com/advisories/ghsa-27mf-ghqm-j3j8',
  ],
  [
    'https://blog.example/about-CVE-2024-1234-and-more',
    'https://blog.example/about-CVE-2024-1234-and-more',
  ],
  ['Etcd-IO/etcd#12', 'https://github.com/etcd-io/etcd/issues/12'],
  ['https://github.com/a/b/commit/0123abc.patch', 'https://github.com/a/b/commit/0123abc'],
  ['not an address', undefined],
  ['ftp://example.org/x', undefined],
])('%s is looked up as %s', (text, normalized) => {
  expect(normalizeAddress(text)).toBe(normalized);
});

test('an address leads to the incidents that name it, as issue or as pull request', () => {
  const references = referencesOf(searchContent.postmortems);
  expect(idsAt('https://github.com/Tendermint/go-amino/issues/12', references)).toEqual([2]);
  expect(
    idsAt('https://github.com/graphops/subgraph-radio/issues/147#issuecomment-1', references),
  ).toEqual([1]);
  expect(idsAt('https://github.com/graphops/subgraph-radio/issues/148', references)).toEqual([]);
});

test('a commit is found by the first digits of its hash, and by all when the first are listed', () => {
  const commit = (hash: string) => `https://github.com/a/b/commit/${hash}`;
  const whole = '0123456789abcdef0123456789abcdef01234567';
  const references = {
    schemaVersion: 1,
    references: { [commit(whole)]: [1], [commit('fedcba9')]: [2] },
  } as const;
  expect(idsAt(commit('0123456'), references)).toEqual([1]);
  expect(idsAt(commit(`fedcba9${whole.slice(7)}`), references)).toEqual([2]);
  expect(idsAt(commit('0123457'), references)).toEqual([]);
});

describe('in parts', () => {
  const github = (repository: string, rest: string) => `https://github.com/${repository}/${rest}`;
  const hash = '0123456789abcdef0123456789abcdef01234567';

  const references: References = {
    schemaVersion: 1,
    references: {
      ...Object.fromEntries(
        Array.from({ length: 10_000 }, (_, at) => [
          github(`owner${at % 500}/name${at % 77}`, `issues/${at}`),
          [at],
        ]),
      ),
      [github('grpc/grpc', `commit/${hash}`)]: [20_001],
      'https://nvd.nist.gov/vuln/detail/CVE-2024-52303': [20_002],
    },
  };
  const parts = splitReferences(references);

  test('every address is in one part, and no part is large', () => {
    expect(parts).toHaveLength(11);
    const addresses = parts.flatMap((part) => Object.keys(part.references));
    expect(addresses.toSorted()).toEqual(Object.keys(references.references).toSorted());
    for (const part of parts) expect(Object.keys(part.references).length).toBeLessThan(2000);
  });

  test.each([
    ['an issue', 'https://github.com/Owner12/Name12/issues/12', 12],
    ['its pull request', github('owner12/name12', 'pull/12/files'), 12],
    ['an issue as trackers write it', 'owner13/name13#13', 13],
    ['a commit by its first digits', github('grpc/grpc', 'commit/0123456'), 20_001],
    ['an advisory by its name', 'cve-2024-52303', 20_002],
  ])('%s is found by loading at most two parts', async (_, address, id) => {
    const asked: number[] = [];
    const part = await loadPartWith(address, (number) => {
      asked.push(number);
      return Promise.resolve(parts[number] ?? { parts: 0, references: {} });
    });
    expect(idsAt(address, part)).toEqual([id]);
    expect(asked.length).toBeLessThanOrEqual(2);
  });

  test('a small collection has one part, and so has an empty one', () => {
    expect(
      splitReferences({ schemaVersion: 1, references: { 'https://a.example/': [1] } }),
    ).toEqual([{ parts: 1, references: { 'https://a.example/': [1] } }]);
    expect(splitReferences({ schemaVersion: 1, references: {} })).toEqual([
      { parts: 1, references: {} },
    ]);
  });
});
