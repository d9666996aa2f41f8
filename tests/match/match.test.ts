import { readFileSync } from 'node:fs';

import { describe, expect, test } from 'vitest';

import { noNames } from '../../src/match/libraries.ts';
import { reportTerms } from '../../src/find/report/match-catalogue.ts';
import { commonTerms } from '../../src/match/background.ts';
import { buildMatchIndex } from '../../src/match/match-index.ts';
import { matchReports } from '../../src/match/match.ts';
import { buildQuery } from '../../src/match/query.ts';
import { buildSignature } from '../../src/match/signature.ts';
import { readReports } from '../../src/reports/read-report.ts';
import { content } from '../collection.ts';

const index = buildMatchIndex(
  content.postmortems.map(buildSignature),
  reportTerms(content.vocabulary),
);

describe('the same leak seen by another tool', () => {
  test.each([
    [1, 'valgrind/memcheck-openssl.txt'],
    [1, 'valgrind/massif.out.openssl'],
    [1, 'heaptrack/heaptrack_print.ssl_leak.txt'],
    [2, 'valgrind/memcheck-cpp-cache.txt'],
    [2, 'valgrind/dhat.out.cpp-cache.json'],
    [2, 'sanitizer/asan-lsan-cpp-cache.txt'],
    [10, 'valgrind/memcheck-libxml2-all-kinds.txt'],
    [10, 'sanitizer/lsan-standalone-libxml2.txt'],
    [10, 'heaptrack/heaptrack_print.xml_leak.txt'],
  ])('%i comes first for %s', async (id, file) => {
    const { reports, unread } = await readReports(readFileSync(`tests/reports/${file}`));
    const [first] = matchReports(reports, index, unread);
    expect(first?.id).toBe(id);
  });
});

test('what a healthy server shows is in the background', async () => {
  const heap = ['prometheus-heap.pb.gz', 'prometheus-heap-debug1.txt', 'prometheus-pprof-top.txt'];
  const missing = new Set<string>();
  for (const file of heap) {
    const { reports } = await readReports(readFileSync(`tests/reports/go/${file}`));
    for (const { category, terms, text } of buildQuery(reports, [], noNames))
      if (category === 'app' && terms.length > 0 && !commonTerms.has(terms[0] ?? ''))
        missing.add(text);
  }
  // The name of the program itself is no function.
  expect([...missing].filter((name) => name !== 'prometheus')).toEqual([]);
});
