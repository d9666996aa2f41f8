import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';

import type { Block } from '../../src/model/blocks.ts';
import type { Postmortem } from '../../src/model/content.ts';
import type { PostmortemData } from '../../src/model/schema.ts';
import { findAdvisories } from '../../src/outputs/osv/advisories.ts';
import {
  entriesIn,
  formatOsvEntry,
  scannerEcosystems,
  zipOsvEntries,
} from '../../src/outputs/osv/osv-archive.ts';
import { buildOsvEntry } from '../../src/outputs/osv/osv-entry.ts';
import { content } from '../collection.ts';
import { osvFaults } from './osv-schema/osv-faults.ts';

const [example] = content.postmortems.filter(
  ({ data }) => data.diagnosis !== undefined && data.component.some((one) => one.package),
);
if (!example) throw new Error('the small collection has an incident in a package');

const withData = (data: Partial<PostmortemData>, blocks: readonly Block[] = []): Postmortem => ({
  ...example,
  data: { ...example.data, ...data },
  body: { ...example.body, blocks },
});
const entryOf = (data: Partial<PostmortemData>, blocks?: readonly Block[]) => {
  const entry = buildOsvEntry(withData(data, blocks));
  if (!entry) throw new Error('there is no entry');
  return entry;
};
const component = (parts: Partial<PostmortemData['component'][number]>) => [
  { id: 'client', name: 'Client', ...parts },
];
const ranges = [{ introduced: '1.0.0', fixed: '1.2.0' }];

describe('an entry', () => {
  test('of every incident with a package and ranges is as the published schema says', () => {
    const entries = content.postmortems.flatMap((one) => buildOsvEntry(one) ?? []);
    expect(entries.length).toBeGreaterThan(1);
    for (const entry of entries) {
      expect(osvFaults(entry), entry.id).toEqual([]);
      for (const { url } of entry.references) expect(URL.canParse(url), url).toBe(true);
    }
    // The schema finds faults at all.
    expect(osvFaults({ ...entries[0], id: 'MEM-1' })).toMatchObject([{ instancePath: '/id' }]);
  });

  test('carries the id of the incident with the prefix of databases that OSV does not list', () => {
    expect(entryOf({ id: 42 }).id).toBe('x_MEM-42');
  });

  test.each<[string, PostmortemData['component']]>([
    ['no package', component({ affected: ranges })],
    ['no ranges', component({ package: 'pkg:npm/client' })],
    [
      'versions that nobody knows',
      component({ package: 'pkg:npm/client', affected: { unknown: 'No releases.' } }),
    ],
    [
      'a package that no registry of OSV has',
      component({ package: 'pkg:generic/client', affected: ranges }),
    ],
  ])('is absent with %s', (_, parts) => {
    expect(buildOsvEntry(withData({ component: parts }))).toBeUndefined();
  });

  test.each([
    ['pkg:npm/%40scope/client', 'npm', '@scope/client', 'SEMVER'],
    ['pkg:golang/example.org/client/v2', 'Go', 'example.org/client/v2', 'SEMVER'],
    ['pkg:cargo/client', 'crates.io', 'client', 'SEMVER'],
    ['pkg:hex/client', 'Hex', 'client', 'SEMVER'],
    ['pkg:pypi/client', 'PyPI', 'client', 'ECOSYSTEM'],
    ['pkg:maven/org.example/client', 'Maven', 'org.example:client', 'ECOSYSTEM'],
    ['pkg:nuget/Client', 'NuGet', 'Client', 'ECOSYSTEM'],
    ['pkg:gem/client', 'RubyGems', 'client', 'ECOSYSTEM'],
    ['pkg:composer/example/client', 'Packagist', 'example/client', 'ECOSYSTEM'],
    ['pkg:deb/debian/client', 'Debian', 'client', 'ECOSYSTEM'],
  ])('names %s as OSV does', (purl, ecosystem, name, type) => {
    const entry = entryOf({ component: component({ package: purl, affected: ranges }) });
    expect(osvFaults(entry)).toEqual([]);
    expect(entry.affected).toEqual([
      {
        package: { ecosystem, name, purl },
        ranges: [{ type, events: [{ introduced: '1.0.0' }, { fixed: '1.2.0' }] }],
      },
    ]);
  });

  test('has a range for each branch, with the last affected version apart from a fixed one', () => {
    const affected = [
      { introduced: '0', fixed: '1.2.0' },
      { introduced: '2.0.0', last: '2.1.0' },
      { introduced: '3.0.0' },
    ];
    const entry = entryOf({ component: component({ package: 'pkg:npm/client', affected }) });
    expect(osvFaults(entry)).toEqual([]);
    expect(entry.affected[0]?.ranges.map(({ events }) => events)).toEqual([
      [{ introduced: '0' }, { fixed: '1.2.0' }],
      [{ introduced: '2.0.0' }, { last_affected: '2.1.0' }],
      [{ introduced: '3.0.0' }],
    ]);
  });

  test('is as old as the last day that the content names, however precisely', () => {
    const verified = [
      { date: '2024-02-03', how: 'read-fix', what: 'https://example.org/1' },
    ] as const;
    const datesOf = (data: Partial<PostmortemData>) => {
      const { published, modified } = entryOf({
        verified: undefined,
        resolved: undefined,
        ...data,
      });
      return [published, modified];
    };
    expect(datesOf({ reported: '2023' })).toEqual(['2023-01-01T00:00:00Z', '2023-01-01T00:00:00Z']);
    expect(datesOf({ reported: '2023', resolved: '2023-05' })[1]).toBe('2023-05-01T00:00:00Z');
    expect(datesOf({ reported: '2023', verified: [...verified] })[1]).toBe('2024-02-03T00:00:00Z');
  });

  test('says what it takes, how to confirm it and what to do until the fix', () => {
    const { details } = entryOf({
      component: component({
        ...{ package: 'pkg:npm/client', affected: ranges, note: 'Only where reuse is off.' },
      }),
      diagnosis: {
        symptoms: ['RSS climbs'],
        confirm: [{ run: 'leaks PID', see: 'a context per call', not: 'a flat count' }],
        workaround: 'Restart it daily.',
      },
    });
    expect(details).toContain('## Do I have this?\n\n- RSS climbs\n');
    expect(details).toContain('```sh\nleaks PID\n```\n\n- Proof: a context per call');
    expect(details).toContain('- Against it: a flat count');
    expect(details).toContain('Only where reuse is off.');
    expect(details).toContain('## Until then\n\nRestart it daily.');
    expect(details).toMatch(/More: \[MEM-\d+\]\(https:\/\/[^)]+\/i\/\d+\/\)$/);
  });

  test('leaves out what the incident does not say', () => {
    const { details } = entryOf({
      diagnosis: undefined,
      component: component({ package: 'pkg:npm/client', affected: ranges }),
    });
    expect(details.match(/^## .*/gm)).toEqual(['## Fixed in']);
  });
});

describe('references', () => {
  const source = (id: string, kind: PostmortemData['sources'][number]['kind']) => ({
    ...{ id, kind, url: `https://source.test/${id}`, title: id, publisher: 'Example' },
  });
  const heading = (id: string): Block => ({ kind: 'heading', depth: 2, id, children: [] });
  const cites = (id: string): Block => ({
    ...{ kind: 'element', tag: 'p', attributes: {}, children: [{ kind: 'source', id }] },
  });
  const typesOf = (data: Partial<PostmortemData>, blocks?: readonly Block[]) =>
    entryOf({ verified: undefined, ...data }, blocks).references.map(
      ({ type, url }) => `${type} ${url.replace('https://source.test/', '')}`,
    );

  test('begin with our page, and say what each source is', () => {
    const [page, ...others] = typesOf({
      id: 42,
      sources: [
        source('report', 'issue'),
        source('list', 'forum'),
        source('story', 'blog'),
        source('notice', 'advisory'),
        source('notes', 'release-notes'),
      ],
    });
    expect(page).toMatch(/^ADVISORY https:.*\/i\/42\/$/);
    expect(others).toEqual([
      'REPORT report',
      'DISCUSSION list',
      'ARTICLE story',
      'ADVISORY notice',
      'WEB notes',
    ]);
  });

  test('call a change the fix if the section on the fix cites it, or if it was read as such', () => {
    const sources = [
      source('culprit', 'pull-request'),
      source('fix', 'commit'),
      source('backport', 'pull-request'),
      source('later', 'commit'),
    ];
    const body = [
      heading('root-cause'),
      cites('culprit'),
      heading('fix'),
      cites('fix'),
      heading('results'),
      cites('later'),
    ];
    const verified = [
      { date: '2024-01-01', how: 'read-fix', what: 'https://source.test/backport' },
      { date: '2024-01-01', how: 'read-thread', what: 'https://source.test/later' },
    ] as const;
    expect(typesOf({ sources, verified: [...verified] }, body).slice(1)).toEqual([
      'WEB culprit',
      'FIX fix',
      'FIX backport',
      'WEB later',
    ]);
  });

  test('hold an address once', () => {
    const twice = [source('same', 'issue'), { ...source('same', 'issue'), id: 'again' }];
    expect(typesOf({ sources: twice })).toHaveLength(2);
  });
});

describe('advisories', () => {
  const about = {
    ...{ title: 'A leak', summary: 'It leaked.', sources: [], references: [] as string[] },
  };

  test('describe the incident if its title or summary has them in brackets', () => {
    const found = findAdvisories({
      ...about,
      title: 'A leak (CVE-2024-52303)',
      summary: 'Strangers fill it (ghsa-27MF-ghqm-j3j8, PYSEC-2024-12).',
    });
    expect(found).toEqual({
      aliases: ['CVE-2024-52303', 'GHSA-27mf-ghqm-j3j8', 'PYSEC-2024-12'],
      related: [],
    });
  });

  test('describe it if their pages should lead here', () => {
    const references = ['https://nvd.nist.gov/vuln/detail/CVE-2024-52303'];
    expect(findAdvisories({ ...about, references }).aliases).toEqual(['CVE-2024-52303']);
  });

  test('are related if the incident only mentions them', () => {
    const url = 'https://example.org/list';
    const found = findAdvisories({
      ...about,
      summary: 'After CVE-2018-16864, it kept a buffer (see also CVE-2018-16865).',
      sources: [
        { id: 'a', kind: 'issue', publisher: 'Example', title: 'systemd: CVE-2018-16866', url },
      ],
    });
    expect(found).toEqual({
      aliases: [],
      related: ['CVE-2018-16864', 'CVE-2018-16865', 'CVE-2018-16866'],
    });
  });
});

describe('the archives', () => {
  const entries = content.postmortems.flatMap((one) => buildOsvEntry(one) ?? []);

  test('hold each entry as the file of its address', () => {
    const files = unzipSync(zipOsvEntries(entries));
    expect(Object.keys(files)).toEqual(
      entries.map(({ database_specific: { name } }) => `${name}.json`).toSorted(),
    );
    const [first] = entries;
    expect(first && strFromU8(files[`${first.id.slice(2)}.json`] ?? new Uint8Array())).toBe(
      first && formatOsvEntry(first),
    );
  });

  test('are the same bytes in every time zone and in every order of the incidents', () => {
    const zoned = (zone: string, list: typeof entries) => {
      const before = process.env['TZ'];
      process.env['TZ'] = zone;
      try {
        return zipOsvEntries(list);
      } finally {
        if (before === undefined) delete process.env['TZ'];
        else process.env['TZ'] = before;
      }
    };
    expect(zoned('Pacific/Kiritimati', entries)).toEqual(
      zoned('America/Los_Angeles', entries.toReversed()),
    );
  });

  test('of an ecosystem hold its entries only; without any they are valid and empty', () => {
    const npm = entriesIn('npm', entries);
    expect(npm.length).toBeGreaterThan(0);
    expect(npm.length).toBeLessThan(entries.length);
    const counts = scannerEcosystems.map((one) => entriesIn(one, entries).length);
    expect(counts).toContain(0);
    expect(unzipSync(zipOsvEntries([]))).toEqual({});
  });
});
