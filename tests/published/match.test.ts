import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { buildMatchIndex } from '../../src/match/match-index.ts';
import { matchReports } from '../../src/match/match.ts';
import type { Signature } from '../../src/match/signature.ts';
import { answerFile, matcher, rankPastes, type RankedPaste } from './match-report.ts';
import { hasPastes, pastesFolder, root } from './published.ts';
import { readSample, samples, samplesFolder } from '../reports/read-sample.ts';

/** The kernel killed MySQL there as in an incident about MySQL; it is no more than that. */
const ofComponents = /openssl|ssl_leak|kernel\/oom-2\.6\.32\.txt$/;

/** Samples taken from the thread of an incident. */
const ofIncidents = new Set(['kernel/slabtop.txt']);

describe.runIf(hasPastes)('reports of programs that no incident is about', () => {
  test('are never called the same fault, and the same component only where it is', async () => {
    const components = new Set<string>();
    for (const file of samples.filter((sample) => !ofIncidents.has(sample))) {
      const { incidents } = await answerFile(join(samplesFolder, file));
      expect(
        incidents.filter(({ tier }) => tier === 'same-fault'),
        file,
      ).toEqual([]);
      if (incidents.some(({ tier }) => tier === 'same-component')) components.add(file);
    }
    expect([...components].filter((file) => !ofComponents.test(file))).toEqual([]);
  });
});

test.runIf(hasPastes)(
  'the founding report is called the fault it is, by its program and two names of one stack',
  async () => {
    const file = join(root, 'content/postmortems/subgraph-radio-openssl/heaptrack.txt');
    const [first, second] = (await answerFile(file)).incidents;
    expect(first).toMatchObject({ id: 1, tier: 'same-fault' });
    expect(second?.tier).toBe('same-component');
  },
);

test.runIf(hasPastes)('a line that a log repeats is one reason', async () => {
  const file = join(pastesFolder, 'known/el7-kernel-kmem-accounting-leak--1.txt');
  const [first] = (await answerFile(file)).incidents;
  const pairs = first?.because.map(({ found, matches }) => `${found} ${matches}`) ?? [];
  expect(pairs.length).toBeGreaterThan(1);
  expect(new Set(pairs).size).toBe(pairs.length);
});

/** An incident about a sample program, with the evidence of one tool. */
const incident = (id: number, slug: string, frames: readonly string[]): Signature => ({
  id,
  slug,
  title: slug,
  project: 'Sample',
  cause: 'missing-free',
  fix: ['free-explicitly'],
  language: ['c'],
  growth: [],
  component: [{ id: slug, name: slug }],
  stacks: [frames],
  notable: [],
  errors: [],
  names: [],
});

describe.runIf(hasPastes)('the same leak seen by another tool, among all incidents', () => {
  const programs = [
    incident(9001, 'ssl-leak', ['CRYPTO_zalloc', 'SSL_new', 'open_connection']),
    incident(9002, 'cache-leak', [
      'acme::net::LruCache<std::string, std::string>::insert',
      'acme::net::RequestHandler::handle(int)',
    ]),
    incident(9003, 'xml-leak', ['xmlDictCreate', 'xmlNewDoc', 'xmlReadMemory', 'read_feed']),
    incident(9004, 'rust-leak', ['leak::gossip::Sender::send', 'leak::gossip::Sender::cycle']),
  ];
  const withPrograms = buildMatchIndex(
    [...matcher.catalogue.signatures, ...programs],
    matcher.catalogue.terms,
  );

  test.each([
    [9001, 'valgrind/memcheck-openssl.txt'],
    [9001, 'valgrind/massif.out.openssl'],
    [9001, 'valgrind/ms_print-openssl.txt'],
    [9001, 'heaptrack/heaptrack_print.ssl_leak.txt'],
    [9001, 'heaptrack/heaptrack.ssl_leak.zst'],
    [9001, 'heaptrack/flamegraph-collapsed-allocations.ssl_leak.txt'],
    [9001, 'sanitizer/asan-lsan-openssl-slow-unwind.txt'],
    [9002, 'valgrind/memcheck-cpp-cache.txt'],
    [9002, 'valgrind/memcheck-cpp-cache.xml'],
    [9002, 'valgrind/massif.out.cpp-cache'],
    [9002, 'valgrind/dhat.out.cpp-cache.json'],
    [9002, 'valgrind/xtmemory.kcg.cpp-cache'],
    [9002, 'heaptrack/heaptrack_print.cache_leak.txt'],
    [9002, 'heaptrack/heaptrack.cache_leak.zst'],
    [9002, 'sanitizer/asan-lsan-cpp-cache.txt'],
    [9002, 'sanitizer/lsan-standalone-cpp.txt'],
    [9003, 'valgrind/memcheck-libxml2-all-kinds.txt'],
    [9003, 'sanitizer/lsan-standalone-libxml2.txt'],
    [9003, 'heaptrack/heaptrack_print.xml_leak.txt'],
    [9003, 'heaptrack/heaptrack.xml_leak.zst'],
    [9004, 'rust/memcheck-rust-v0.txt'],
    [9004, 'rust/memcheck-rust-legacy.txt'],
    [9004, 'heaptrack/heaptrack.rust_v0.zst'],
    [9004, 'heaptrack/heaptrack.rust_legacy.zst'],
    [9004, 'heaptrack/heaptrack_print.rust_v0.txt'],
    [9004, 'heaptrack/heaptrack_print.rust_legacy.txt'],
  ])('%i comes first for %s', async (id, file) => {
    const { reports, unread } = await readSample(file);
    const [first] = matchReports(reports, withPrograms, unread);
    expect(first?.id).toBe(id);
  });
});

/**
 * Weights and lists were made with one half in view, and rules with all of them. The floors of what is found hold for tool
 * output; prose was gathered later, and what there is of output in a mixture is often too little to go by.
 */
describe.runIf(hasPastes)('reports by other people', async () => {
  const ranked = await rankPastes(pastesFolder);
  const known = ranked.filter(
    ({ incident: id, kind }) => id !== null && (kind === 'report' || kind === 'log'),
  );
  const unknown = ranked.filter(({ incident: id }) => id === null);
  const shareOf = (cases: readonly RankedPaste[], hit: (entry: RankedPaste) => boolean): number =>
    cases.filter(hit).length / cases.length;

  test('are found if they show functions, and an unknown fault is not called a known one', () => {
    const withFrames = known.filter(({ frames }) => frames);
    expect(shareOf(withFrames, ({ place }) => place > 0 && place <= 3)).toBeGreaterThanOrEqual(
      0.75,
    );
    expect(shareOf(known, ({ place }) => place > 0 && place <= 3)).toBeGreaterThanOrEqual(0.6);
    const isAlarm = ({ answer }: RankedPaste) =>
      answer.incidents.some(({ tier }) => tier === 'same-fault');
    expect(shareOf(unknown, isAlarm)).toBeLessThanOrEqual(0.02);
  });
});
