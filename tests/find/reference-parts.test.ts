import { expect, test } from 'vitest';

import { partWith, referenceParts } from '../../src/find/words/reference-parts.ts';
import { idsAt, type References } from '../../src/find/words/references.ts';

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
const parts = referenceParts(references);

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
])('%s is found with two parts at most', async (_, address, id) => {
  const asked: number[] = [];
  const part = await partWith(address, (number) => {
    asked.push(number);
    return Promise.resolve(parts[number] ?? { parts: 0, references: {} });
  });
  expect(idsAt(address, part)).toEqual([id]);
  expect(asked.length).toBeLessThanOrEqual(2);
});

test('few addresses are one part, and so are none', () => {
  expect(referenceParts({ schemaVersion: 1, references: { 'https://a.example/': [1] } })).toEqual([
    { parts: 1, references: { 'https://a.example/': [1] } },
  ]);
  expect(referenceParts({ schemaVersion: 1, references: {} })).toEqual([
    { parts: 1, references: {} },
  ]);
});
