import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { reportTerms } from '../../src/find/report/match-catalogue.ts';
import { buildMatchIndex } from '../../src/match/match-index.ts';
import { matchReports, type Match } from '../../src/match/match.ts';
import { buildSignature, type Signature } from '../../src/match/signature.ts';
import { readReports, type ReadReports } from '../../src/reports/read-report.ts';
import { ReportError } from '../../src/reports/report.ts';
import { content, hasPastes, pastesFolder, readPastes, root, type Paste } from './published.ts';
import { readSample, samples } from '../reports/read-sample.ts';

const signatures = content.postmortems.map(buildSignature);
const index = buildMatchIndex(signatures, reportTerms(content.vocabulary));

const matchFile = (file: string) => matchRead(readReports(readFileSync(file)), index);

async function matchRead(reading: Promise<ReadReports>, wanted = index): Promise<Match[]> {
  try {
    const { reports, unread } = await reading;
    return matchReports(reports, wanted, unread);
  } catch (error) {
    if (error instanceof ReportError) return [];
    throw error;
  }
}

/** The kernel killed MySQL there as in an incident about MySQL; it is no more than that. */
const ofComponents = /openssl|ssl_leak|kernel\/oom-2\.6\.32\.txt$/;

/** Samples taken from the thread of an incident. */
const ofIncidents = new Set(['kernel/slabtop.txt']);

describe.runIf(hasPastes)('reports of programs that no incident is about', () => {
  test('are never called the same fault, and the same component only where it is', async () => {
    const components = new Set<string>();
    for (const file of samples.filter((sample) => !ofIncidents.has(sample))) {
      const matches = await matchRead(readSample(file));
      expect(
        matches.filter(({ tier }) => tier === 'same-fault'),
        file,
      ).toEqual([]);
      if (matches.some(({ tier }) => tier === 'same-component')) components.add(file);
    }
    expect([...components].filter((file) => !ofComponents.test(file))).toEqual([]);
  });
});

test.runIf(hasPastes)(
  'the founding report is called the fault it is, by its program and two names of one stack',
  async () => {
    const file = join(root, 'content/postmortems/subgraph-radio-openssl/heaptrack.txt');
    const [first, second] = await matchFile(file);
    expect(first).toMatchObject({ id: 1, tier: 'same-fault' });
    expect(second?.tier).toBe('same-component');
  },
);

test.runIf(hasPastes)('a line that a log repeats is one reason', async () => {
  const [first] = await matchFile(
    join(pastesFolder, 'known/el7-kernel-kmem-accounting-leak--1.txt'),
  );
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
    [...signatures, ...programs],
    reportTerms(content.vocabulary),
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
    const [first] = await matchRead(readSample(file), withPrograms);
    expect(first?.id).toBe(id);
  });
});

interface Ranked extends Paste {
  readonly matches: readonly Match[];
  /** From 1; 0 if the incident is not in the list. */
  readonly place: number;
}

async function rank(folder: string): Promise<Ranked[]> {
  const ranked: Ranked[] = [];
  for (const entry of readPastes(folder)) {
    const matches = await matchFile(`${folder}/${entry.file}`);
    const place = matches.findIndex(({ id }) => id === entry.incident) + 1;
    ranked.push({ ...entry, matches, place });
  }
  return ranked;
}

/** Weights and lists were made with one half in view, and rules with all of them; the floors hold for all. */
describe.runIf(hasPastes)('reports by other people', async () => {
  const ranked = await rank(pastesFolder);
  const known = ranked.filter(({ incident: id }) => id !== null);

  const unknown = ranked.filter(({ incident: id }) => id === null);
  const shareOf = (cases: readonly Ranked[], hit: (entry: Ranked) => boolean): number =>
    cases.filter(hit).length / cases.length;

  test('are found if they show functions, and an unknown fault is not called a known one', () => {
    const withFrames = known.filter(({ frames }) => frames);
    expect(shareOf(withFrames, ({ place }) => place > 0 && place <= 3)).toBeGreaterThanOrEqual(
      0.75,
    );
    expect(shareOf(known, ({ place }) => place > 0 && place <= 3)).toBeGreaterThanOrEqual(0.6);
    const isAlarm = ({ matches }: Ranked) => matches.some(({ tier }) => tier === 'same-fault');
    expect(shareOf(unknown, isAlarm)).toBeLessThanOrEqual(0.02);
  });

  test('give the answers that were looked at', async () => {
    const table = [
      measure('known', known),
      measure(
        'known, with frames',
        known.filter(({ frames }) => frames),
      ),
      measure(
        'known, the half that weights were not tuned on',
        known.filter(({ file }) => !isTuning(file)),
      ),
      falseAlarms(ranked),
    ];
    await expect(`${[...table, '', ...ranked.map(answer)].join('\n')}\n`).toMatchFileSnapshot(
      'match.expected.txt',
    );
  });
});

/** Never used for making rules, and no floor is set on it: it only says how a stranger's paste fares. */
describe.runIf(hasPastes)(
  'fresh reports by other people, never used for making rules',
  async () => {
    const ranked = await rank(join(pastesFolder, 'fresh'));
    const known = ranked.filter(({ incident: id }) => id !== null);
    const withFrames = known.filter(({ frames }) => frames);

    test('give the answers that were measured', async () => {
      const table = [
        measure('known, each case', known),
        measureIncidents('known, each incident', known),
        measure('known, with frames, each case', withFrames),
        measureIncidents('known, with frames, each incident', withFrames),
        falseAlarms(ranked),
      ];
      await expect(`${[...table, '', ...ranked.map(answer)].join('\n')}\n`).toMatchFileSnapshot(
        'match-fresh.expected.txt',
      );
    });
  },
);

const answer = ({ file, incident: id, matches, place }: Ranked): string =>
  `${file}: ${id === null ? 'unknown' : `place ${place === 0 ? 'none' : place}`}; ${matches
    .slice(0, 3)
    .map((match) => `${match.tier} ${match.id}`)
    .join(', ')}`;

/** Half of the cases, by their name. */
const isTuning = (file: string): boolean =>
  [...file].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 1009, 7) % 2 === 0;

function measure(title: string, cases: readonly Ranked[]): string {
  return `${title}: ${cases.length} cases, ${scores(cases.map((entry) => [entry]))}`;
}

/** An incident counts once, however many of its cases were found. */
function measureIncidents(title: string, cases: readonly Ranked[]): string {
  const groups = [...Map.groupBy(cases, ({ incident: id }) => id).values()];
  return `${title}: ${groups.length} incidents, ${scores(groups)}`;
}

/** The mean over groups of the mean within each. */
function scores(groups: ReadonlyArray<readonly Ranked[]>): string {
  const share = (hit: (place: number) => number) => {
    const means = groups.map(
      (group) => group.reduce((sum, { place }) => sum + hit(place), 0) / group.length,
    );
    return (means.reduce((sum, mean) => sum + mean, 0) / Math.max(1, groups.length)).toFixed(2);
  };
  const first = share((place) => (place === 1 ? 1 : 0));
  const third = share((place) => (place > 0 && place <= 3 ? 1 : 0));
  const reciprocal = share((place) => (place === 0 ? 0 : 1 / place));
  return `hit@1 ${first}, hit@3 ${third}, MRR ${reciprocal}`;
}

function falseAlarms(cases: readonly Ranked[]): string {
  const unknown = cases.filter(({ incident: id }) => id === null);
  const count = (tier: Match['tier']) =>
    unknown.filter(({ matches }) => matches.some((match) => match.tier === tier)).length;
  const wrong = cases.filter(
    ({ incident: id, matches }) =>
      id !== null && matches.some((match) => match.tier === 'same-fault' && match.id !== id),
  ).length;
  return `unknown: ${unknown.length} cases, called the same fault ${count('same-fault')}, the same component ${count('same-component')}; known called another fault too: ${wrong}`;
}
