import { describe, expect, test } from 'vitest';

import type { Content } from '../../src/model/content.ts';
import { formatFault } from '../../src/model/fault.ts';
import { listLinkTargets } from '../../src/content/checks/links.ts';
import { resolveRedirect } from '../../src/content/permalinks/redirects.ts';
import { checkPermalinks, checkRecorded } from '../../src/content/permalinks/checks.ts';
import {
  addPublished,
  formatLedger,
  nextId,
  publishedBy,
  refuseNewId,
} from '../../src/content/permalinks/ledger.ts';
import { emptyLedger, type Ledger } from '../../src/model/ledger.ts';
import { readPermalinks } from '../../src/content/permalinks/read-ledger.ts';
import { change, entryOf, validText, vocabulary } from './postmortem.ts';

const contentOf = (...texts: string[]): Content => ({
  vocabulary,
  postmortems: texts.map((text) => entryOf(text).postmortem),
  causes: [],
  guides: [],
  symptoms: [],
});

const published = addPublished(emptyLedger, publishedBy(contentOf(validText)));
/** The ledger after incident 7 was published and then changed by hand. */
const ledgerWith = (by: Partial<Ledger>): Ledger => ({ ...published, ...by });

const faultsOf = (content: Content, ledger: Ledger) => {
  const { lineOf, faults } = readPermalinks(formatLedger(ledger));
  return [...faults, ...checkPermalinks(content, ledger, { lineOf, isUnread: () => false })].map(
    formatFault,
  );
};

const withdrawal = { title: 'A cache', date: '2026-11-21', reason: 'Its source was retracted.' };
const renamed = change(validText, '## Fix\n', '## Repair\n');
const without = contentOf();

describe('the ledger', () => {
  test('holds sections, charts, terms and lists', () => {
    expect(published.incidents['7']).toEqual({
      slug: 'example',
      anchors: [
        ...['summary', 'impact', 'symptoms', 'investigation', 'root-cause', 'fix', 'results'],
        ...['lessons', 'sources'],
      ],
      charts: ['peak', 'growth'],
    });
    expect(Object.keys(published.pages)).toContain('/components/lru/');
    expect(Object.keys(published.pages)).toContain('/causes/missing-free/');
    expect(Object.keys(published.pages)).toContain('/causes/unbounded-cache/languages/go/');
    expect(Object.keys(published.pages)).not.toContain('/causes/missing-free/languages/go/');
  });

  test('is read as it was written', () => {
    const ledger = ledgerWith({
      moved: { '/i/7/#old': '/i/7/#fix' },
      withdrawn: { '/i/3/': withdrawal },
    });
    expect(readPermalinks(formatLedger(ledger))).toMatchObject({ ledger, faults: [] });
  });

  test('has each incident on a line of its own, in the order of the ids', () => {
    const entry = { slug: 'a', anchors: ['fix'], charts: [] };
    const text = formatLedger({ ...emptyLedger, incidents: { '10': entry, '9': entry } });
    expect(text.split('\n').slice(2, 5)).toEqual([
      '  "incidents": {',
      '    "9": { "slug": "a", "anchors": ["fix"], "charts": [] },',
      '    "10": { "slug": "a", "anchors": ["fix"], "charts": [] }',
    ]);
  });

  test('gains what is new and loses nothing', () => {
    const after = addPublished(published, publishedBy(contentOf(renamed)));
    expect(after.incidents['7']?.anchors).toEqual(
      expect.arrayContaining(['fix', 'repair', 'lessons']),
    );
  });

  test('keeps an id for the postmortem that had it first', () => {
    const other = ledgerWith({ incidents: { '7': { slug: 'first', anchors: [], charts: [] } } });
    expect(addPublished(other, publishedBy(contentOf(validText))).incidents).toEqual(
      other.incidents,
    );
  });

  test('gives an id that no incident ever had', () => {
    expect(nextId(published, [])).toBe(8);
    expect(nextId(published, [11])).toBe(12);
    expect(nextId(emptyLedger, [])).toBe(1);
  });

  test('gives no reserved id, and refuses one that a postmortem has', () => {
    const ledger = { ...published, reserved: [8, 9, 11] };
    expect(nextId(ledger, [])).toBe(10);
    expect(nextId(ledger, [10])).toBe(12);
    expect(refuseNewId(9, ledger, [])).toContain('reserved');
    expect(refuseNewId(10, ledger, [])).toBeUndefined();
    expect(faultsOf(contentOf(validText), { ...published, reserved: [7] })).toEqual([
      'content/postmortems/example/index.mdx  id: 7 is reserved in content/permalinks.json and never given. "npm run new -- --renumber example" gives the next free id.',
    ]);
  });

  test('keeps reserved ids in its file, in order', () => {
    const text = formatLedger({ ...published, reserved: [104, 12] });
    expect(text).toContain('"schemaVersion": 1,\n  "reserved": [12, 104],\n  "incidents"');
    expect(readPermalinks(text).ledger?.reserved).toEqual([12, 104]);
    const older = text.replace('  "reserved": [12, 104],\n', '');
    expect(readPermalinks(older).ledger?.reserved).toEqual([]);
  });
});

describe('a ledger that cannot be read', () => {
  const read = (text: string) => readPermalinks(text).faults.map(formatFault);

  test('names the line of a conflict', () => {
    expect(read(`{\n<<<<<<< main\n`)).toEqual([
      expect.stringMatching(/^content\/permalinks\.json:2  two branches changed the same entry\./),
    ]);
  });

  test('names an id that stands twice', () => {
    const line = '    "7": { "slug": "a", "anchors": [], "charts": [] }';
    const text = formatLedger(published).replace('  "incidents": {\n', `$&${line},\n`);
    expect(read(text)).toEqual([
      'content/permalinks.json:5  incidents: "7" is already on line 4. Keep the line that was published first, and delete the other.',
    ]);
  });

  test('names a field that is not known', () => {
    const ledger = formatLedger(ledgerWith({ withdrawn: { '/i/7/': withdrawal } }));
    expect(read(ledger.replace('2026-11-21', 'yesterday'))).toEqual([
      expect.stringMatching(/^content\/permalinks\.json:\d+ {2}withdrawn .*date: want the day/),
    ]);
  });
});

describe('the check', () => {
  test('accepts what the ledger knows', () => {
    expect(faultsOf(contentOf(validText), published)).toEqual([]);
    expect(checkRecorded({ ...contentOf(validText), permalinks: published })).toEqual([]);
  });

  test('says nothing of recording as long as there is no ledger', () => {
    expect(checkRecorded(contentOf(validText))).toEqual([]);
  });

  test('names what is not recorded yet', () => {
    const faults = checkRecorded({ ...contentOf(renamed), permalinks: published });
    expect(faults.map(formatFault)).toEqual([
      'content/postmortems/example/index.mdx  /i/7/#repair is not in the ledger of published addresses. Run "npm run check -- --fix", which writes it there.',
    ]);
    const first = checkRecorded({ ...contentOf(validText), permalinks: emptyLedger });
    expect(first.map(formatFault)[0]).toBe(
      'content/postmortems/example/index.mdx  /i/7/ is not in the ledger of published addresses. Run "npm run check -- --fix", which writes it there.',
    );
  });

  test('refuses to lose an incident', () => {
    expect(faultsOf(without, published)).toEqual([
      'content/permalinks.json:4  /i/7/ is published, and no postmortem has the id 7 any more. Put content/postmortems/example back, or what it is called now; or write "/i/7/": "/…/" under moved, if something takes its place; or its title, date and reason under withdrawn. If it never was on the main branch, delete it from content/permalinks.json.',
    ]);
  });

  test('accepts an incident that was withdrawn or that another one took in', () => {
    expect(faultsOf(without, ledgerWith({ withdrawn: { '/i/7/': withdrawal } }))).toEqual([]);
    const other = contentOf(change(validText, 'id: 7', 'id: 9'));
    const ledger = addPublished(published, publishedBy(other));
    expect(faultsOf(other, { ...ledger, moved: { '/i/7/': '/i/9/' } })).toEqual([]);
  });

  test('refuses to lose a section, and offers the one that is new', () => {
    expect(faultsOf(contentOf(renamed), published)).toEqual([
      'content/postmortems/example/index.mdx  /i/7/#fix is published, and the page has no such section or chart any more. Bring it back, or write "/i/7/#fix": "/i/7/#repair" under moved in content/permalinks.json. If it never was on the main branch, delete it from content/permalinks.json.',
    ]);
  });

  test('accepts a section that moved', () => {
    const ledger = ledgerWith({ moved: { '/i/7/#fix': '/i/7/#repair' } });
    expect(faultsOf(contentOf(renamed), ledger)).toEqual([]);
  });

  test('refuses to lose a chart', () => {
    const text = change(change(validText, 'id: peak\n', 'id: top\n'), 'of="peak"', 'of="top"');
    expect(faultsOf(contentOf(text), published)).toEqual([
      expect.stringContaining('write "/i/7/#chart-peak": "/i/7/#chart-top" under moved'),
    ]);
  });

  test('keeps the lists of components and matrices that are empty now', () => {
    const text = change(
      change(validText, '{ id: lru, name: LRU,', '{ id: arc, name: ARC,'),
      'cause: unbounded-cache',
      'cause: missing-free',
    );
    expect(faultsOf(contentOf(text), published)).toEqual([]);
  });

  test('refuses to lose a term of the vocabulary, unless it leads on', () => {
    const fewer: Content = {
      ...contentOf(validText),
      vocabulary: { ...vocabulary, causes: vocabulary.causes.slice(1) },
    };
    expect(faultsOf(fewer, published)).toEqual([
      expect.stringContaining('/causes/missing-free/ is published, and nothing makes it any more.'),
    ]);
    const ledger = ledgerWith({ moved: { '/causes/missing-free/': '/causes/unbounded-cache/' } });
    expect(faultsOf(fewer, ledger)).toEqual([]);
  });

  const wrong: [name: string, by: Partial<Ledger>, message: string][] = [
    [
      'an alias that leads nowhere',
      { moved: { '/i/7/#fix': '/i/7/#repaired' } },
      'moved: /i/7/#fix leads to /i/7/#repaired, which does not exist. Did you mean "/i/7/#repair"? Name an address of this site that does.',
    ],
    [
      'an alias of an address that exists',
      { moved: { '/i/7/#impact': '/i/7/#repair', '/i/7/#fix': '/i/7/#repair' } },
      'moved: /i/7/#impact exists, and one address has one meaning. Delete it from moved, or take its content away.',
    ],
    [
      'an alias of an address that never was',
      { moved: { '/i/7/#fixx': '/i/7/#repair', '/i/7/#fix': '/i/7/#repair' } },
      'moved: /i/7/#fixx was never published. Did you mean "/i/7/#fix"? Correct it, or delete the entry.',
    ],
    [
      'a withdrawal of what exists',
      { withdrawn: { '/i/7/': withdrawal, '/i/7/#fix': withdrawal } },
      'withdrawn: /i/7/ exists, and one address has one meaning. Delete it from withdrawn, or take its content away.',
    ],
    [
      'an address that moved and was withdrawn',
      { moved: { '/i/7/#fix': '/i/7/#repair' }, withdrawn: { '/i/7/#fix': withdrawal } },
      'moved: /i/7/#fix is listed under withdrawn too. Delete it from one of the two.',
    ],
  ];
  for (const [name, by, message] of wrong)
    test(`refuses ${name}`, () => {
      const faults = faultsOf(contentOf(renamed), ledgerWith(by));
      expect(faults.map((fault) => fault.replace(/^\S+ {2}/, ''))).toEqual([message]);
    });

  test('refuses aliases that lead in a circle', () => {
    const ledger = ledgerWith({
      incidents: {
        ...published.incidents,
        '8': { slug: 'b', anchors: [], charts: [] },
        '9': { slug: 'c', anchors: [], charts: [] },
      },
      moved: { '/i/8/': '/i/9/', '/i/9/': '/i/8/' },
    });
    expect(faultsOf(contentOf(validText), ledger)).toContainEqual(
      expect.stringContaining('/i/8/ leads back to itself, by way of /i/9/.'),
    );
  });

  test('says nothing of a page whose file has faults', () => {
    const { lineOf } = readPermalinks(formatLedger(published));
    const isUnread = (path: string) => path === '/i/7/';
    expect(checkPermalinks(without, published, { lineOf, isUnread })).toEqual([]);
  });
});

test('a link may lead to an incident that was withdrawn', () => {
  const permalinks = ledgerWith({ withdrawn: { '/i/3/': withdrawal } });
  expect(listLinkTargets({ ...without, permalinks }).has('/i/3/')).toBe(true);
});

describe('an address that lost its content', () => {
  const isLive = (address: string) =>
    ['/i/9/', '/causes/b/', '/causes/b/layers/x/'].includes(address);
  const ledgerWith = (by: Partial<Ledger>) => ({ ...emptyLedger, ...by });

  test('follows its page', () => {
    const ledger = ledgerWith({ moved: { '/i/5/': '/i/7/', '/i/7/': '/i/9/' } });
    expect(resolveRedirect(ledger, '/i/5/#fix', isLive)).toEqual({ kind: 'moved', to: '/i/9/' });
    expect(
      resolveRedirect(ledgerWith({ withdrawn: { '/i/5/': withdrawal } }), '/i/5/#fix', isLive),
    ).toEqual({
      kind: 'withdrawn',
      withdrawal,
    });
  });

  test('follows the cause whose list it is, to the list or else to the cause', () => {
    const ledger = ledgerWith({ moved: { '/causes/a/': '/causes/b/' } });
    expect(resolveRedirect(ledger, '/causes/a/layers/x/', isLive)).toEqual({
      kind: 'moved',
      to: '/causes/b/layers/x/',
    });
    expect(resolveRedirect(ledger, '/causes/a/layers/y/', isLive)).toEqual({
      kind: 'moved',
      to: '/causes/b/',
    });
  });
});
